"""`truthcheck specs list --packages`: the packages that are known, and their releases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from truthcheck.model.noun import dataclass

Row: TypeAlias = "tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class ListedPackage:
    """`present` is the newest release that is no pre-release, `date` the day of its upload (ISO 8601), "" without."""

    provider: str
    package: str
    releases: tuple[str, ...]
    present: str
    date: str


def listed(folders: Sequence[Path], providers: Sequence[str]) -> Iterator[ListedPackage]:
    """Those of the providers, or all; the first folder that has a package counts."""
    from truthcheck.sdks.index import catalogue
    from truthcheck.sdks.index.history_file import SUFFIX, History

    found: dict[str, ListedPackage] = {}
    for folder in folders:
        kept = catalogue.load(folder / catalogue.NAME) or {"packages": {}}
        for name, entry in kept["packages"].items():
            if name not in found and (not providers or entry["provider"] in providers):
                one = History(folder / f"{name}{SUFFIX}")
                date = one.dates.get(one.present, "")
                found[name] = ListedPackage(entry["provider"], name, one.releases, one.present, date)
    yield from sorted(found.values(), key=lambda one: (one.provider, one.package))


def show(packages: Sequence[ListedPackage]) -> None:
    from truthcheck.cli.terminal import table
    from truthcheck.report.text import clean, counted

    rows: list[Row] = [("provider", "package", "releases", "first", "last", "present", "date")]
    for one in packages:
        first, last = one.releases[0], one.releases[-1]
        rows.append((one.provider, one.package, str(len(one.releases)), first, last, one.present, one.date or "-"))
    releases = counted(sum(len(one.releases) for one in packages), "release")
    table([tuple(map(clean, row)) for row in rows], f"{counted(len(packages), 'package')}, {releases}")


def as_json(packages: Sequence[ListedPackage]) -> str:
    rows = [
        {
            "provider": one.provider,
            "package": one.package,
            "present": one.present,
            "date": one.date,
            "releases": one.releases,
        }
        for one in packages
    ]
    return json.dumps(rows, indent=2)
