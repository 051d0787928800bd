"""For `doctor`: the SDK versions and the database sources that a project's calls are held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from truthcheck.model.report import Report
from truthcheck.sdks.project.release_choice import OUTSIDE, RANGE
from truthcheck.sdks.registry import Chosen, Registry

MIGRATIONS = "supabase/migrations"


def packages(registry: Registry, report: Report, root: Path) -> Iterator[str]:
    """A line for each SDK that the project names or calls: its version there, and what stands for it."""
    told: dict[str, str] = {}
    used: Counter[str] = Counter()
    places = [(module, root) for module in sorted(registry.imports())]
    calls = [(c.call.member.steps[0].text, Path(c.call.at.path).parent) for c in report.calls if c.call.member]
    for number, (module, folder) in enumerate([*calls, *places]):
        chosen = registry.choose(module, folder)
        if chosen is None or (number >= len(calls) and chosen.pin is None):
            continue
        used[chosen.package.name] += number < len(calls)
        told.setdefault(chosen.package.name, _versions(chosen))
    for name in sorted(told):
        yield f"  {name}: {used[name]}, {told[name]}"


def _versions(chosen: Chosen) -> str:
    pin = chosen.pin
    if pin is None:
        return f"no version is pinned, so checked against the present one, {chosen.package.version}"
    said = f"{pin.version or pin.range or 'any version'} in {pin.place}"
    if chosen.shown:
        return f"{said}, read from {chosen.shown}"
    first, last = chosen.allowed[0], chosen.allowed[-1]
    if chosen.basis in OUTSIDE:
        bring = f"to bring it: truthcheck specs add NAME --package {pin.package}=={pin.version or 'VERSION'}"
        return f"{said}: not known here (the nearest is {first}), so nothing of it is certain; {bring}"
    if chosen.basis == RANGE and first != last:
        return f"{said}, checked against {first} to {last}"
    return f"{said}, checked against {' and '.join(dict.fromkeys((first, last)))}"


def database(root: Path) -> str:
    """One line about migrations; tables and columns are not judged yet, and that is said."""
    folder = root / MIGRATIONS
    count = sum(1 for _ in folder.glob("*.sql")) if folder.is_dir() else 0
    if not count:
        return f"none found ({MIGRATIONS}); tables and columns are not checked yet"
    return f"{count} in {MIGRATIONS}; tables and columns are not checked yet"
