"""Which version of a package a project uses, from what it writes down. Nothing is run.

The first answer wins: the script's own block, a lock file, a requirement with an exact version, the project's own
environment, an image with an exact version, a range, what tests and workflows install. The nearest folder comes first;
an answer of a folder further up, or of an environment, counts where it lies in the range that a nearer file names.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator
from pathlib import Path

from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.project.environments import Distribution, installed, within
from truthcheck.sdks.project.kept_packages import kept
from truthcheck.sdks.project.pin import Pin
from truthcheck.sdks.project.weighing import stated
from truthcheck.sdks.written.kinds import IMAGE, LOCK, MANIFEST, TOOLS

MAX_PARENTS = 8


def find(package: str, folder: Path, environment: Path | None = None) -> Pin | None:
    """The pin that holds in `folder`: its own files first, then those of the folders above. None when nobody says.

    `environment` is the one that the project's configuration names; without it, those that lie in the project count.
    """
    wanted = normal(package)
    ranged: Pin | None = None
    for pin in _answers(wanted, list(places(folder)), environment):
        if not _fits(pin, ranged):
            continue
        if pin.is_exact or pin.address:
            return pin
        ranged = pin if ranged is None or not ranged.range else ranged
    return ranged


def _answers(wanted: str, folders: list[Path], environment: Path | None) -> Iterator[Pin]:
    """All that is said, the nearest and most trusted first; the environment that is named stands for all folders."""
    top = folders[-1]
    for place in folders:
        root = top if (top / ".git").exists() else place.parent
        for trust in (LOCK, MANIFEST):
            yield from _some(stated(wanted, place, root, trust))
        yield from _some(None if environment else _pin_of(next(installed(wanted, place), None)))
        yield from _some(kept(wanted, place))
        yield from _some(stated(wanted, place, root, IMAGE))
    yield from _some(_pin_of(next(within(wanted, environment), None)) if environment else None)
    for place in folders:
        root = top if (top / ".git").exists() else place.parent
        yield from _some(stated(wanted, place, root, TOOLS))


def _some(pin: Pin | None) -> Iterator[Pin]:
    if pin is not None:
        yield pin


def _fits(pin: Pin, nearer: Pin | None) -> bool:
    """Whether an answer may hold beside a range that was found before it."""
    if nearer is None or not nearer.range or not pin.is_exact:
        return True
    from truthcheck.sdks.project.version_ranges import allows

    return all(allows(nearer.range, version) for version in pin.versions)


def _pin_of(found: Distribution | None) -> Pin | None:
    return Pin(found.name, found.version, "", f"{found.shown} ({found.info.name})") if found else None


def choose(pin: Pin | None, shipped: Iterable[str]) -> str:
    """The shipped version that is nearest to the pin, "" when there is none.

    The same major version comes first; within it the smallest newer one (it still has what the project has), else the
    newest. Without a pin, the newest of all.
    """
    versions = _sorted(shipped)
    target = _target(pin)
    if not target or len(versions) < 2:
        return versions[-1] if versions else ""
    fitting = _fitting(pin, versions)
    if fitting:
        return fitting[-1]
    from truthcheck.sdks.project.version_ranges import major, release

    alike = [version for version in versions if major(version) == major(target)] or versions
    return next((version for version in alike if release(version) >= release(target)), alike[-1])


def bracket(pin: Pin | None, shipped: Iterable[str]) -> tuple[str, ...]:
    """The shipped versions around the pin: what is false in all of them is false in the pinned one.

    Without a pin the newest; those that a range allows; the next one of the same major version; else the neighbours
    below and above. Empty when the pin lies outside of what is shipped, so that nothing can be told from both sides.
    """
    versions = _sorted(shipped)
    if pin is None or not versions:
        return tuple(versions[-1:])
    fitting = _fitting(pin, versions)
    target = _target(pin)
    return _around(target, versions) if target and not fitting else tuple(fitting)


def _around(target: str, versions: list[str]) -> tuple[str, ...]:
    """Within a major version names are added, not taken away; a patch release does neither."""
    from truthcheck.sdks.project.version_ranges import major, minor, release

    alike = [version for version in versions if minor(version) == minor(target)]
    if alike:
        return (alike[-1],)
    at = bisect([release(version) for version in versions], release(target))
    below, above = versions[:at], versions[at:]
    if above and major(above[0]) == major(target):
        return (above[0],)
    outside = not below or not above or major(below[-1]) == major(target)
    return () if outside else (below[-1], above[0])


def _target(pin: Pin | None) -> str:
    """The version that a pin stands for: its own, else the lowest that its range allows."""
    if pin is None or pin.version:
        return pin.version if pin else ""
    from truthcheck.sdks.project.version_ranges import lowest

    return lowest(pin.range)


def _fitting(pin: Pin | None, versions: list[str]) -> list[str]:
    """Those that the range of a pin allows; none for an exact one."""
    if pin is None or pin.version:
        return []
    from truthcheck.sdks.project.version_ranges import allows

    return [version for version in versions if allows(pin.range, version)]


def _sorted(shipped: Iterable[str]) -> list[str]:
    versions = list(shipped)
    if len(versions) < 2:
        return versions
    from truthcheck.sdks.project.version_ranges import release

    return sorted(versions, key=release)


def places(folder: Path) -> Iterator[Path]:
    """The folder and those above it, up to the root of the repository."""
    place = folder.absolute()
    for _ in range(MAX_PARENTS):
        yield place
        if (place / ".git").exists() or place == place.parent:
            return
        place = place.parent
