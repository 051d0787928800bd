"""Reads the releases of packages: `python -m truthcheck.sdks.build.releases NAME... --files FOLDER --into FOLDER`.

What a release has is written as an index of its own, INTO/NAME/VERSION.jsonl.gz; releases that are there are left
alone. Files are brought by pip's own finder into FILES, checked against their sha256, and never built, installed or
imported.
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
from truthcheck.model.sdk import Sdk
from truthcheck.rulebook.rulebook import Rulebook
from truthcheck.sdks.build import listing, parts_then
from truthcheck.sdks.build.incremental import IncrementalReader
from truthcheck.sdks.build.indexes import build_members
from truthcheck.sdks.build.listing import Release
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.rules.rule_pages import part_names
from truthcheck.sdks.rules.sdk_rulebook import SdkRules
from truthcheck.sdks.source.archive import requirements

SUFFIX = ".jsonl.gz"


class Reading:
    """The releases of one package; `files` holds what is read, `into` what is written."""

    def __init__(self, rules: Sdk, parts: set[str], files: Path, into: Path) -> None:
        self.rules = rules
        self.files = files
        self.into = into / normal(rules.package)
        self.parts = {name: listing.load(files, name) for name in parts}
        self.reader = IncrementalReader(rules)

    def releases(self) -> dict[str, Path]:
        """The file of each listed version, under all names that the distribution has had; the present name counts."""
        found: dict[str, tuple[Release, Path]] = {}
        for name in (*self.rules.formerly, self.rules.package):
            folder = listing.folder_of(self.files, name)
            found |= {one.version: (one, folder / one.file) for one in listing.load(self.files, name)}
        self.listed = {version: release for version, (release, _) in found.items()}
        return {version: path for version, (_, path) in found.items() if path.is_file()}

    def read(self, release: Release, path: Path) -> str:
        """Write what a release has; a line of what was done."""
        begun = time.process_time()
        built = build_members([path, *self._parts(release, path)], self.rules, self.reader, date=release.date[:10])
        self.into.mkdir(parents=True, exist_ok=True)
        self._place(release).write_bytes(gzip.compress(built.data, 6, mtime=0))
        seconds = time.process_time() - begun
        return f"{release.version:20} {built.records:6} records, {self.reader.fresh:6} read, {seconds:6.1f} s"

    def _parts(self, release: Release, path: Path) -> Iterator[Path]:
        for name, part in parts_then.of(release, requirements(path), self.parts):
            place = listing.folder_of(self.files, name) / part.file
            if place.is_file():
                yield place

    def is_there(self, release: Release) -> bool:
        return self._place(release).is_file()

    def _place(self, release: Release) -> Path:
        return self.into / f"{release.version}{SUFFIX}"


def read_all(reading: Reading, which: str) -> Iterator[str]:
    """Read what is not there yet: the general releases in their order, then pre-releases, which stand apart."""
    paths = reading.releases()
    wanted = [reading.listed[version] for version in paths]
    wanted = sorted(wanted, key=lambda release: (release.number.is_prerelease, release.number))
    if which != "all":
        wanted = listing.minors(wanted) if which == "minors" else [one for one in wanted if one.version == which]
    for release in wanted:
        if not reading.is_there(release):
            try:
                yield reading.read(release, paths[release.version])
            except DocumentError as error:
                yield f"{release.version:20} cannot be read: {error.message}"
            gc.collect()


def main(arguments: Sequence[str]) -> int:
    """One line a release."""
    parser = argparse.ArgumentParser(prog="python -m truthcheck.sdks.build.releases")
    parser.add_argument("names", nargs="+")
    parser.add_argument("--files", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--which", default="all", help="all, minors, or one version")
    given = parser.parse_args(arguments)
    rulebook = SdkRules(Rulebook())
    gc.disable()  # syntax trees are large and hold no circles
    for name in given.names:
        parts = {part for part in part_names(rulebook.page(name)) if part}
        reading = Reading(rulebook.of(name), parts, given.files, given.into)
        for line in read_all(reading, given.which):
            print(f"{name} {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
