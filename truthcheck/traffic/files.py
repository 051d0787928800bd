"""Files of recorded exchanges, of whatever kind: told by their first bytes, read in order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from truthcheck.errors import TruthcheckError
from truthcheck.traffic import cassettes, har
from truthcheck.traffic.recorded import Recorded

SUFFIXES = (".yaml", ".yml", ".json", ".har")


def named(paths: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The files, and those in folders, each with whether it was named itself. Raises TruthcheckError for none."""
    for path in paths:
        if os.path.isfile(path):
            yield path, True
        elif os.path.isdir(path):
            yield from ((file, False) for file in _inside(path))
        else:
            raise TruthcheckError(f"{path}: no such file or folder", "give recordings: HAR files or cassettes")


def _inside(folder: str) -> Iterator[str]:
    for top, folders, files in os.walk(folder):
        folders.sort()
        yield from (os.path.join(top, name) for name in sorted(files) if name.endswith(SUFFIXES))


def read(path: str, asked: bool = True) -> Iterator[Recorded]:
    """The exchanges of one file; none for a file that nobody `asked` for and that is no recording."""
    file, shown = Path(path), path.replace(os.sep, "/")
    head = _head(shown, file)
    if cassettes.looks_like_one(head[: cassettes.HEAD]):
        yield from cassettes.read(shown, file)
    elif har.looks_like_one(head):
        yield from har.read(shown, file)
    elif asked:
        raise TruthcheckError(f"{shown}: is neither a HAR file nor a cassette", "give a recording")


def _head(shown: str, file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(har.HEAD)
    except OSError as error:
        raise TruthcheckError(f"{shown}: cannot be read: {error.strerror or error}") from None
