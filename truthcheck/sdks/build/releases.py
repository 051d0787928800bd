"""Reads releases of packages: `python -m truthcheck.sdks.build.releases NAME... --files FOLDER --into FOLDER`.

What a release has is written as an index of its own, INTO/NAME/VERSION.jsonl.gz; `build.history` makes one history of
such a folder. Releases that are there, or that the shipped history has already, are left alone. With `--python` the
registry is asked for new ones; their files are kept in FILES, and never built, installed or imported.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from truthcheck.errors import DocumentError
from truthcheck.model.noun import NamedTuple
from truthcheck.model.sdk import Sdk
from truthcheck.rulebook.rulebook import Rulebook
from truthcheck.sdks.build import fetch, listing, parts_then
from truthcheck.sdks.build.incremental import IncrementalReader
from truthcheck.sdks.build.indexes import build_members
from truthcheck.sdks.build.listing import ListedRelease
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.index.history_file import SUFFIX, History
from truthcheck.sdks.index.index_file import write
from truthcheck.sdks.rules.rule_pages import part_names
from truthcheck.sdks.rules.sdk_rulebook import SdkRules
from truthcheck.sdks.source.archive import requirements
from truthcheck.shipped import folder

ENDING = ".jsonl.gz"


class PackageFiles(NamedTuple):
    """An SDK and where it is read: `files` holds what is read, `into` what is written."""

    rules: Sdk
    parts: tuple[str, ...]
    files: Path
    into: Path

    @property
    def names(self) -> tuple[str, ...]:
        """All that its distribution was and is called; the present name comes last, and counts."""
        return (*self.rules.formerly, self.rules.package)

    @property
    def target(self) -> Path:
        return self.into / normal(self.rules.package)

    def place(self, version: str) -> Path:
        return self.target / f"{version}{ENDING}"

    def listed(self) -> dict[str, tuple[ListedRelease, Path]]:
        """The releases whose file is here, and that file."""
        found: dict[str, tuple[ListedRelease, Path]] = {}
        for name in self.names:
            place = listing.folder_of(self.files, name)
            found |= {one.version: (one, place / one.file) for one in listing.load(self.files, name)}
        return {version: (one, path) for version, (one, path) in found.items() if path.is_file()}

    def parts_of(self, release: ListedRelease, path: Path) -> Iterator[Path]:
        every = {name: listing.load(self.files, name) for name in self.parts}
        for name, part in parts_then.of(release, requirements(path), every):
            place = listing.folder_of(self.files, name) / part.file
            if place.is_file():
                yield place


def read_all(package: PackageFiles, which: str) -> Iterator[str]:
    """Read what is not there yet, a line each: general releases in their order, then those before them."""
    listed = package.listed()
    wanted = sorted((one for one, _ in listed.values()), key=lambda one: (one.number.is_prerelease, one.number))
    if which != "all":
        wanted = listing.minors(wanted) if which == "minors" else [one for one in wanted if one.version == which]
    reader = IncrementalReader(package.rules)
    package.target.mkdir(parents=True, exist_ok=True)
    for release in wanted:
        if not package.place(release.version).is_file():
            yield _read(package, release, listed[release.version][1], reader)
            gc.collect()


def _read(package: PackageFiles, release: ListedRelease, path: Path, reader: IncrementalReader) -> str:
    begun = time.process_time()
    paths = [path, *package.parts_of(release, path)]
    try:
        built = build_members(paths, package.rules, reader, date=release.date[:10])
    except DocumentError as error:
        return f"{release.version:20} cannot be read: {error.message}"
    package.place(release.version).write_bytes(gzip.compress(built.data, 6, mtime=0))
    seconds = time.process_time() - begun
    return f"{release.version:20} {built.records:6} records, {reader.fresh:6} read, {seconds:6.1f} s"


def unpack(package: PackageFiles, shipped: Path) -> int:
    """Write the releases that the shipped history has, so that only the others are read; how many there were."""
    path = shipped / f"{normal(package.rules.package)}{SUFFIX}"
    if not path.is_file():
        return 0
    history = History(path)
    package.target.mkdir(parents=True, exist_ok=True)
    for version in history.releases:
        index = history.at(version)
        data = write({**index.header, "date": history.dates[version]}, dict(index.records()))
        package.place(version).write_bytes(gzip.compress(data, 6, mtime=0))
    return len(history.releases)


def ask(package: PackageFiles, python: str, since: set[str]) -> None:
    """Bring the files of releases that are not in `since`, and those of all parts."""
    for name in package.names:
        found = fetch.releases(name, package.files, python)
        fetch.bring(name, [one for one in found if one.version not in since], package.files, python)
    for name in package.parts:
        fetch.bring(name, fetch.releases(name, package.files, python), package.files, python)


def main(arguments: Sequence[str]) -> int:
    """One line a release."""
    parser = argparse.ArgumentParser(prog="python -m truthcheck.sdks.build.releases")
    parser.add_argument("names", nargs="+")
    parser.add_argument("--files", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--which", default="all", help="all, minors, or one version")
    parser.add_argument("--python", default="", help="an interpreter with pip 26: ask the registry for new releases")
    parser.add_argument("--shipped", type=Path, default=folder("specs_cache") / "sdks", help="whose releases are known")
    given = parser.parse_args(arguments)
    rulebook = SdkRules(Rulebook())
    gc.disable()  # syntax trees are large and hold no circles
    for name in given.names:
        package = PackageFiles(
            rulebook.of(name), tuple(sorted(part_names(rulebook.page(name)))), given.files, given.into
        )
        if given.python:
            unpack(package, given.shipped)
            ask(package, given.python, {path.name.removesuffix(ENDING) for path in package.target.iterdir()})
        for line in read_all(package, given.which):
            print(f"{name} {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
