"""Indexes of single releases to one history a package: `python -m truthcheck.sdks.build.history FOLDER INTO`.

FOLDER/<package>/<version>.jsonl.gz (or .jsonl) is an index file as `index_file.write` makes it, one for each release;
its header may have a `date`, the day of the upload (ISO 8601). INTO/<package>.history is written for each package, or
for those of `--only` alone, and then the catalogue of all that are there. `check` reads back and compares.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from truthcheck.sdks.index.catalogue import NAME
from truthcheck.sdks.index.history_file import SUFFIX, History
from truthcheck.sdks.index.history_write import OF_FILES, FedTexts, write_texts
from truthcheck.sdks.project.version_ranges import exact
from truthcheck.sdks.registry import catalogue_of

ENDINGS = (".jsonl.gz", ".jsonl")
MOST_CHECKED = 20  # releases of a package that are read back


def releases(files: Mapping[str, Path]) -> Iterator[FedTexts]:
    """The releases of one package by their files; one is read at a time."""
    for version, path in files.items():
        header, records = read(path)
        yield version, header, records


def files_of(folder: Path) -> dict[str, Path]:
    """The index files of a package by their versions, the oldest first."""
    found = {_version(path): path for path in folder.iterdir() if path.name.endswith(ENDINGS)}
    return {version: found[version] for version in sorted(found, key=exact)}


def read(path: Path) -> tuple[Mapping[str, Any], dict[str, str]]:
    """The header and the records of one index file, each as its text."""
    data = path.read_bytes()
    first, *lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("ascii").splitlines()
    parts = (line[1:-1].partition(",{") for line in lines)
    return json.loads(first), {json.loads(key): mark[1:] + rest for key, mark, rest in parts}


def check(path: Path, files: Mapping[str, Path]) -> int:
    """How many records were compared: of all releases, of many of some that lie evenly between the first and the last.

    Raises ValueError where the history says something else.
    """
    history, compared = History(path), 0
    step = max(1, len(files) // MOST_CHECKED)
    for version, header, texts in releases(dict([*files.items()][::-step])):
        index = history.at(version)
        records = {key: json.loads(text) for key, text in texts.items()}
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
        files = files_of(folder)
        size = write_texts(target, releases(files))
        compared, count = check(target, files), len(files)
        spent = time.perf_counter() - begun
        print(f"{target.name:36} {count:4} releases {compared:8} records {size:9} bytes {spent:6.1f} s")
    (given.into / NAME).write_bytes(catalogue_of(given.into))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
