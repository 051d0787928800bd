"""Which releases of its parts belong to a release of an SDK: the newest that it asked for on the day it came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import Version

from truthcheck.sdks.build.listing import ListedRelease
from truthcheck.sdks.index.dist_names import normal


def of(
    release: ListedRelease, asked: Sequence[str], listed: Mapping[str, Sequence[ListedRelease]]
) -> Iterator[tuple[str, ListedRelease]]:
    """Names and releases. `asked` are lines of Requires-Dist, `listed` the releases of each part by its normal name.

    A part of which nothing that was asked for had come out yet is the first one that came later.
    """
    for requirement in filter(None, map(_read, asked)):
        every = listed.get(normal(requirement.name), ())
        allowed = [one for one in every if requirement.specifier.contains(one.version, prereleases=True)]
        stable = [one for one in allowed if not one.number.is_prerelease] or allowed
        then = [one for one in stable if one.date <= release.date]
        if then:
            yield normal(requirement.name), max(then, key=_number)
        elif stable:
            yield normal(requirement.name), min(stable, key=_number)


def _number(release: ListedRelease) -> Version:
    return release.number


def _read(line: str) -> Requirement | None:
    """Nothing for what only an extra asks for, and for what nobody can read."""
    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return None
    return None if requirement.marker is not None and "extra" in str(requirement.marker) else requirement
