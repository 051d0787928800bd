"""Which version of a package a project uses, from what it writes down. Nothing is run.

The first answer wins: the script's own block, a lock file, a requirement with an exact version, the project's own
environment, an image with an exact version, a range, what tests and workflows install. The nearest folder comes first;
an answer of a folder further up, or of an environment, counts where it lies in the range that a nearer file names.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.project.environments import Distribution, installed, within
from truthcheck.sdks.project.kept_packages import kept
from truthcheck.sdks.project.pin import Pin
from truthcheck.sdks.project.script_pins import PinnedScript
from truthcheck.sdks.project.weighing import stated
from truthcheck.sdks.written.kinds import IMAGE, LOCK, MANIFEST, TOOLS

MAX_PARENTS = 8


def find(package: str, folder: Path, environment: Path | None = None, script: PinnedScript | None = None) -> Pin | None:
    """The pin that holds in `folder`: its own files first, then those of the folders above. None when nobody says.

    `environment` is the one that the project's configuration names; without it, those that lie in the project count.
    `script` is a file that names its own dependencies: then it alone is asked.
    """
    wanted = normal(package)
    if script is not None:
        return script.pin(wanted)
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


def places(folder: Path) -> Iterator[Path]:
    """The folder and those above it, up to the root of the repository."""
    place = folder.absolute()
    for _ in range(MAX_PARENTS):
        yield place
        if (place / ".git").exists() or place == place.parent:
            return
        place = place.parent
