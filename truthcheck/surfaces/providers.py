"""The `[[document]]` tables of `rules/providers/*.toml`: which raw documents make a provider's surfaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.rulebook.toml import read_toml

_WORDS = ("name", "file", "version", "root", "base", "worth")
_LISTS = ("hosts", "covers", "greedy")


@dataclass(frozen=True, slots=True)
class Document:
    """One `[[document]]` table. `file` is below the folder of raw documents and may hold one `*`, which `name` repeats.

    `root` is the main file of an archive. `depth` says that a document covers only the first segments of its paths.
    None means: as the document says.
    """

    provider: str
    name: str
    file: str
    version: str = ""
    root: str = ""
    hosts: tuple[str, ...] | None = None
    base: str | None = None
    covers: tuple[str, ...] | None = None
    depth: int = 0
    current: bool = True
    worth: str = "complete"
    greedy: tuple[str, ...] = ()

    def files(self, raw: Path) -> Iterator[tuple[str, str]]:
        """(document name, file below `raw`) of every raw document that is meant."""
        if "*" not in self.file:
            yield self.name, self.file
            return
        stem = re.compile(re.escape(Path(self.file).name).replace(r"\*", "(.+)"))
        for path in sorted((raw / self.file).parent.glob(Path(self.file).name)):
            match = stem.fullmatch(path.name)
            if match:
                yield self.name.replace("*", match[1]), f"{Path(self.file).parent.as_posix()}/{path.name}"


def documents(folder: Path) -> Iterator[Document]:
    """Every document of every provider file in `folder`. Raises ConfigError with file, key and expectation."""
    for file in sorted(folder.glob("*.toml")):
        yield from _read(file)


def _read(file: Path) -> Iterator[Document]:
    data = read_toml(file)
    for table in data.get("document", ()):
        yield _document(table, str(data.get("id", file.stem)), file)


def _document(table: dict[str, Any], provider: str, file: Path) -> Document:
    for key, value in table.items():
        _expect(file, key, value)
    if not (table.get("name") and table.get("file")):
        raise ConfigError(f"{file}: document: expected `name` and `file`", "name the document and its raw file")
    keys: dict[str, Any] = {k: tuple(v) if k in _LISTS else v for k, v in table.items()}
    return Document(provider, **keys)


def _expect(file: Path, key: str, value: Any) -> None:
    expected = str if key in _WORDS else list if key in _LISTS else {"depth": int, "current": bool}.get(key)
    if expected is None:
        raise ConfigError(
            f"{file}: document.{key}: is no key of a document", f"keys are {', '.join((*_WORDS, *_LISTS))}"
        )
    words = not isinstance(value, list) or all(isinstance(v, str) for v in value)
    if not isinstance(value, expected) or not words:
        raise ConfigError(f"{file}: document.{key}: expected {expected.__name__}, found {value!r}", "mend the value")
