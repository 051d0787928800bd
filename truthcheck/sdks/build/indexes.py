"""Compiles member indexes of single releases: `python -m truthcheck.sdks.build.indexes WHEELS INTO [--only ID]`.

WHEELS is a folder with the wheels that rules/sdks names; the same wheels give the same bytes. What is written is
INTO/<package>/<version>.jsonl; `build.history` makes histories of such folders.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from truthcheck.errors import DocumentError
from truthcheck.model.noun import NamedTuple
from truthcheck.model.sdk import Sdk
from truthcheck.rulebook.rulebook import Rulebook
from truthcheck.sdks.build.prune import thin
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.index.index_file import write
from truthcheck.sdks.index.records import Record
from truthcheck.sdks.project.headers import header_of
from truthcheck.sdks.rules.sdk_rulebook import SdkRules
from truthcheck.sdks.source.archive import SOURCE, open_package
from truthcheck.sdks.source.members.full_reader import FullReader
from truthcheck.sdks.source.modules.codebase import Codebase

Files: TypeAlias = "Mapping[str, Callable[[], bytes]]"
FROM_DATA = ("described", "hooks", "any_case", "any_spelling")  # of `[data]`, what `verify` asks the index for


class BuiltIndex(NamedTuple):
    """An index file's name and bytes."""

    name: str
    data: bytes
    records: int


class Records(Protocol):
    """Reads the records of a package's files, and texts that its classes hold as constants."""

    def read(self, files: Files) -> dict[str, Record]: ...
    def constant(self, dotted: str) -> str: ...


class WholeReading:
    """Everything is read, at once."""

    def __init__(self, rules: Sdk) -> None:
        self.rules = rules

    def read(self, files: Files) -> dict[str, Record]:
        self._reader = FullReader(Codebase(files), self.rules)
        return self._reader.records()

    def constant(self, dotted: str) -> str:
        return self._reader.infer.constant(dotted)


def build_members(paths: list[Path], rules: Sdk, reading: Records | None = None, **more: str) -> BuiltIndex:
    """The index of the first wheel; the others are parts of the same SDK. Raises DocumentError for unreadable ones.

    `more` is said in the header as well.
    """
    archives = [open_package(path) for path in paths]
    first = archives[0]
    files: dict[str, Callable[[], bytes]] = {}
    for archive in archives[:1] if rules.data else archives:
        files |= archive.files
    reading = reading or WholeReading(rules)
    records = reading.read(files)
    if rules.thin:
        records = thin(records, rules.models, rules.thin)
    described: dict[str, Any] = {}
    if rules.data:
        from truthcheck.sdks.source.data.compile import joined

        records = joined(records, paths, rules.data, f"rules/sdks/{rules.id}.toml")
        described = {key: rules.data[key] for key in FROM_DATA if key in rules.data}
    api = reading.constant(rules.specification.version) if rules.specification else ""
    data = write(header_of(first, archives, rules) | {"api": api} | described | more, records)
    return BuiltIndex(f"{normal(rules.package)}/{first.version}.jsonl", data, len(records))


def wheels_of(rules: Sdk, version: str, wheels: Path) -> list[Path]:
    """The wheel of that version and those of its parts. Raises DocumentError when one is missing."""
    found = [_wheel(wheels, version, rules.package, *rules.formerly)]
    for part in rules.parts_of(version):
        name, _, pinned = part.partition("==")
        found.append(_wheel(wheels, pinned, name))
    return found


def _wheel(wheels: Path, version: str, *names: str) -> Path:
    wanted = [normal(name) for name in names]
    for path in sorted(wheels.glob("*.whl")):
        words = path.name.split("-")
        if normal(words[0]) in wanted and words[1] == version:
            return path
    for path in sorted(wheels.glob(f"*-{version}{SOURCE}")):
        if normal(path.name.removesuffix(f"-{version}{SOURCE}")) in wanted:
            return path
    raise DocumentError(f"{wheels.name}: no wheel of {names[0]} {version}", f"put {names[0]}=={version} there")


def _jobs(only: str) -> Iterator[tuple[Sdk, str]]:
    for rules in SdkRules(Rulebook()).all():
        if not only or rules.id == only:
            yield from ((rules, version) for version in rules.versions)


def main(arguments: list[str]) -> int:
    """Build and report one line a file."""
    parser = argparse.ArgumentParser(prog="python -m truthcheck.sdks.build.indexes")
    parser.add_argument("wheels", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("--only", default="")
    given = parser.parse_args(arguments)
    for rules, version in _jobs(given.only):
        begun = time.perf_counter()
        built = build_members(wheels_of(rules, version, given.wheels), rules)
        (given.into / built.name).parent.mkdir(parents=True, exist_ok=True)
        (given.into / built.name).write_bytes(built.data)
        print(
            f"{built.name:36} {built.records:6} records {len(built.data):9} bytes {time.perf_counter() - begun:6.1f} s"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
