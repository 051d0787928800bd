"""Which of the known releases of a package are asked for a pin, and how they stand to the one that the project uses.

What comes of it (docs/adr/0014): the very release decides; without a pin the present one does, as likely; of a range
every release is asked; between two known ones both are; nothing is certain beyond what is known.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.versions import is_pre_release
from truthcheck.sdks.project.pin import Pin

EXACT, PRESENT, RANGE = "exact", "present", "range"
# around a release that is not known, or a pre-release; below the first one that is known, above the last
BETWEEN, PRE, BELOW, ABOVE = "between", "pre", "below", "above"
OUTSIDE = (BELOW, ABOVE)


class Asked(NamedTuple):
    """The releases, the oldest first: the one, every one of a range, both neighbours, or the nearest outside."""

    basis: str
    releases: tuple[str, ...]


def asked(pin: Pin | None, known: Sequence[str], present: str) -> Asked:
    """`known` are in their order, never none."""
    if pin is None or not (pin.version or pin.range.strip(" *")):
        return Asked(PRESENT, (present,))
    if pin.version:
        return Asked(EXACT, (pin.version,)) if pin.version in known else _near(pin.version, known)
    return _ranged(pin.range, tuple(known))


def _near(version: str, known: Sequence[str]) -> Asked:
    """A version that is not known under this very name."""
    from truthcheck.sdks.project.version_ranges import exact, same

    alike = next((one for one in known if same(one, version)), "")
    if alike:
        return Asked(EXACT, (alike,))
    general = _general(known)
    at = bisect_left([exact(one) for one in general], exact(version))
    if at == 0 or at == len(general):
        return Asked(BELOW, (general[0],)) if at == 0 else Asked(ABOVE, (general[-1],))
    return Asked(PRE if is_pre_release(version) else BETWEEN, (general[at - 1], general[at]))


@lru_cache(maxsize=256)
def _ranged(specifier: str, known: tuple[str, ...]) -> Asked:
    from truthcheck.sdks.project.version_ranges import lowest

    general = _general(known)
    allowed = _allowed(specifier, general)
    if allowed:
        return Asked(RANGE, tuple(allowed))
    lower = lowest(specifier)
    return _near(lower, known) if lower else Asked(BELOW, (general[0],))


def _allowed(specifier: str, general: list[str]) -> list[str]:
    """Those that a range lets in. Most ranges have no holes: then only their ends are looked for."""
    from truthcheck.sdks.project.version_ranges import allows, exact, lowest

    lower = lowest(specifier)
    at = bisect_left(general, exact(lower), key=exact) if lower else 0
    inside = next((one for one in (at, at + 1) if one < len(general) and allows(specifier, general[one])), None)
    if inside is None or "|" in specifier or "!=" in specifier:
        return [one for one in general if allows(specifier, one)]
    first = bisect_left(general, True, hi=inside, key=lambda one: allows(specifier, one))
    end = bisect_left(general, True, lo=inside, key=lambda one: not allows(specifier, one))
    return general[first:end]


def _general(known: Sequence[str]) -> list[str]:
    """Without pre-releases, which nobody gets who does not name one; all where there is nothing else."""
    return [one for one in known if not is_pre_release(one)] or [*known]
