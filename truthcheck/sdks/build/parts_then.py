"""Which releases of its parts belong to a release of an SDK: the newest that it asks for, as pip brings it now."""

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

    Older ones that were asked for too lack names; what stands in the newest is not refuted.
    """
    for requirement in filter(None, map(_read, asked)):
        every = listed.get(normal(requirement.name), ())
        allowed = [one for one in every if requirement.specifier.contains(one.version, prereleases=True)]
        stable = [one for one in allowed if not one.number.is_prerelease] or allowed
        if stable:
            yield normal(requirement.name), max(stable, key=_number)


def _number(release: ListedRelease) -> Version:
    return release.number


def _read(line: str) -> Requirement | None:
    """Nothing for what only an extra asks for, and for what nobody can read."""
    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return None
    return None if requirement.marker is not None and "extra" in str(requirement.marker) else requirement
