"""Indexes of single releases to one history a package: `python -m truthcheck.sdks.build.history FOLDER INTO`.

FOLDER/<package>/<version>.jsonl.gz (or .jsonl) is an index file as `index_file.write` makes it, one for each release;
its header may have a `date`, the day of the upload (ISO 8601). INTO/<package>.history is written for each package, or
for those of `--only` alone, and then the catalogue of all that are there. `check` reads all back and compares.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from truthcheck.sdks.index.catalogue import NAME
from truthcheck.sdks.index.history_file import SUFFIX, History
from truthcheck.sdks.index.history_write import OF_FILES, Fed, write
from truthcheck.sdks.project.version_ranges import exact
from truthcheck.sdks.registry import catalogue_of

ENDINGS = (".jsonl.gz", ".jsonl")
Records: TypeAlias = "dict[str, Any]"


def releases(folder: Path) -> Iterator[Fed]:
    """The releases of one package, the oldest version first; one is read at a time."""
    found = {_version(path): path for path in folder.iterdir() if path.name.endswith(ENDINGS)}
    for version in sorted(found, key=exact):
        header, records = read(found[version])
        yield version, header, records


def read(path: Path) -> tuple[Mapping[str, Any], Records]:
    """The header and the records of one index file."""
    data = path.read_bytes()
    first, *lines = (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    return json.loads(first), dict(map(json.loads, lines))


def check(path: Path, folder: Path) -> int:
    """How many records of how many releases were compared. Raises ValueError where the history says something else."""
    history, compared = History(path), 0
    for version, header, records in releases(folder):
        index = history.at(version)
        wrong = [key for key, record in records.items() if index.record(key) != record]
        same = {name: value for name, value in header.items() if name not in OF_FILES}
        if wrong or index.header != same | {"version": version}:
            raise ValueError(f"{path}: {version} says something else: {(wrong or ['its header'])[0]}")
        compared += len(records)
    return compared


def _version(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".jsonl")


def main(arguments: list[str]) -> int:
    """Write, check and report one line a package."""
    parser = argparse.ArgumentParser(prog="python -m truthcheck.sdks.build.history")
    parser.add_argument("folder", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("--only", action="append", default=[])
    given = parser.parse_args(arguments)
    given.into.mkdir(parents=True, exist_ok=True)
    for folder in sorted(path for path in given.folder.iterdir() if path.is_dir()):
        if given.only and folder.name not in given.only:
            continue
        begun = time.perf_counter()
        target = given.into / f"{folder.name}{SUFFIX}"
        size = write(target, releases(folder))
        compared, count = check(target, folder), len(History(target).releases)
        spent = time.perf_counter() - begun
        print(f"{target.name:36} {count:4} releases {compared:8} records {size:9} bytes {spent:6.1f} s")
    (given.into / NAME).write_bytes(catalogue_of(given.into))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
