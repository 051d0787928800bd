"""Which version of a package a project uses, from what it writes down. Nothing is run.

The first answer wins: a lock file, a requirement with an exact version, the project's own environment, a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from truthcheck.sdks.index.dist_names import normal, ordered
from truthcheck.sdks.project.environments import Distribution, installed, within
from truthcheck.sdks.project.lock_files import Pin, kept, stated

MAX_PARENTS = 8


def find(package: str, folder: Path, environment: Path | None = None) -> Pin | None:
    """The pin that holds in `folder`: its own files first, then those of the folders above. None when nobody says.

    `environment` is the one that the project's configuration names; without it, those that lie in the project count.
    """
    wanted = normal(package)
    ranged: Pin | None = None
    for place in places(folder):
        for pin in stated(wanted, place):
            if pin.version:
                return pin
            ranged = ranged or pin
        found = None if environment else next(installed(wanted, place), None)
        present = _pin_of(found) or kept(wanted, place)
        if present is not None:
            return present
    return _pin_of(next(within(wanted, environment), None) if environment else None) or ranged


def _pin_of(found: Distribution | None) -> Pin | None:
    return Pin(found.name, found.version, "", f"{found.shown} ({found.info.name})") if found else None


def choose(pin: Pin | None, shipped: Iterable[str]) -> str:
    """The shipped version that is nearest to the pin, "" when there is none.

    The same major version comes first; within it the smallest newer one (it still has what the project has), else the
    newest. Without a pin, the newest of all.
    """
    versions = sorted(shipped, key=ordered)
    if not versions:
        return ""
    target = (pin.version or _lowest(pin.range)) if pin else ""
    if not target:
        return versions[-1]
    if pin is not None and not pin.version:
        fitting = [version for version in versions if allows(pin.range, version)]
        if fitting:
            return fitting[-1]
    wanted = ordered(target)
    same = [version for version in versions if ordered(version)[0] == wanted[0]]
    newer = [version for version in same or versions if ordered(version) >= wanted]
    return newer[0] if newer else (same or versions)[-1]


def bracket(pin: Pin | None, shipped: Iterable[str]) -> tuple[str, ...]:
    """The shipped versions around the pin: what is false in all of them is false in the pinned one.

    Without a pin the newest; those that a range allows; the next one of the same major version; else the neighbours
    below and above. Empty when the pin lies outside of what is shipped, so that nothing can be told from both sides.
    """
    versions = sorted(shipped, key=ordered)
    if pin is None or not versions:
        return tuple(versions[-1:])
    if not pin.version:
        fitting = tuple(version for version in versions if allows(pin.range, version))
        lowest = _lowest(pin.range)
        if fitting or not lowest:
            return fitting
        pin = pin._replace(version=lowest)
    wanted = ordered(pin.version)
    below = [version for version in versions if ordered(version) <= wanted]
    above = [version for version in versions if ordered(version) >= wanted]
    near = [version for version in versions if ordered(version)[:2] == wanted[:2]]
    # within a major version names are added, not taken away; a patch release does neither
    same = [*near[-1:], *(version for version in above if ordered(version)[0] == wanted[0])]
    if same:
        return (same[0],)
    return (below[-1], above[0]) if below and above and ordered(below[-1])[0] != wanted[0] else ()


def allows(specifier: str, version: str) -> bool:
    """Does a specifier such as ">=7,<8", "~=7.1" or "^7.1" let the version in? Unreadable parts let everything in."""
    return all(_clause(clause.strip(), ordered(version)) for clause in specifier.split(",") if clause.strip())


def _clause(clause: str, version: tuple[int, ...]) -> bool:
    found = re.match(r"(===|==|!=|<=|>=|~=|\^|~|<|>)?\s*v?([\w.*+!-]+)$", clause)
    if not found:
        return True
    operator, text = found.group(1) or "==", found.group(2)
    bound = ordered(text)
    padded = version + (0,) * (len(bound) - len(version))
    if operator in ("==", "==="):
        return padded[: len(bound)] == bound
    if operator == "!=":
        return padded[: len(bound)] != bound
    if operator in ("~=", "^", "~"):
        kept = max(1, len(bound) - 1) if operator != "^" else 1
        return padded >= bound and padded[:kept] == bound[:kept]
    return {"<": padded < bound, "<=": padded <= bound, ">": padded > bound, ">=": padded >= bound}[operator]


def _lowest(specifier: str) -> str:
    """The lower bound of a range, "" without one; "<1" alone means the last before it."""
    found = re.search(r"(?:>=|~=|==|\^|~|>)\s*v?(\d[\w.]*)", specifier)
    if found:
        return found.group(1)
    below = re.search(r"<=?\s*v?(\d+)", specifier)
    return f"{int(below.group(1)) - 1}.9999" if below and int(below.group(1)) > 0 else ""


def places(folder: Path) -> Iterator[Path]:
    """The folder and those above it, up to the root of the repository."""
    place = folder.absolute()
    for _ in range(MAX_PARENTS):
        yield place
        if (place / ".git").exists() or place == place.parent:
            return
        place = place.parent
