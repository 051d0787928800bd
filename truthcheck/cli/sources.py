"""For `doctor`: the SDK versions and the databases that a project's calls are held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from truthcheck.model.database import Database, Opening
from truthcheck.model.report import Report
from truthcheck.report.text import clean, counted
from truthcheck.sdks.project.release_choice import OUTSIDE, RANGE
from truthcheck.sdks.registry import Chosen, Registry

_MOST = 8
_WORDS = {
    "types": "types file",
    "document": "interface document",
    "live": "running database",
    "config": "configuration",
    "seed": "seed file",
}


def packages(registry: Registry, report: Report, root: Path) -> Iterator[str]:
    """A line for each SDK that the project names or calls: its version there, and what stands for it."""
    told: dict[str, dict[str, None]] = {}
    used: Counter[str] = Counter()
    for name, words in called(registry, report):
        used[name] += 1
        told.setdefault(name, {})[words] = None
    for module in sorted(registry.imports()):
        chosen = registry.choose(module, root)
        if chosen is not None and chosen.pin is not None:
            told.setdefault(chosen.package.name, {_versions(chosen): None})
    for name in sorted(told):
        yield f"  {name}: {used[name]}, {'; '.join(told[name])}"


def called(registry: Registry, report: Report) -> Iterator[tuple[str, str]]:
    """For each SDK call the package that it was held against, and which release of it, and why."""
    for checked in report.calls:
        if checked.call.member is not None:
            file = Path(checked.call.at.path)
            chosen = registry.choose(checked.call.member.steps[0].text, file.parent, file)
            if chosen is not None:
                yield chosen.package.name, _versions(chosen)


def _versions(chosen: Chosen) -> str:
    pin = chosen.pin
    if chosen.instead:
        return f"the project names {chosen.instead}, of which nothing is known"
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


def databases(every: Sequence[Database]) -> Iterator[str]:
    """For each database: how much is known, what made it, what does not count, and what leaves it open."""
    if not every:
        yield "  none found; to name the SQL, set `database`, to add one: truthcheck specs add NAME --postgrest FILE"
    for one in every:
        columns = sum(len(relation.columns) for relation in one.relations)
        known = f"{counted(len(one.relations), 'table')} with {counted(columns, 'column')}"
        whole = "complete" if one.complete else "not complete: a table that is not listed may be there"
        yield f"  {one.name}: {known}, {counted(len(one.routines), 'function')}; {whole}"
        yield from (f"    {line}" for line in _made_of(one))


def _made_of(one: Database) -> Iterator[str]:
    taken = Counter(source.kind for source in one.sources if source.taken)
    yield f"from {', '.join(counted(count, _WORDS.get(kind, kind)) for kind, count in taken.items())}"
    yield from _some([f"left out: {source.path} ({source.why})" for source in one.sources if not source.taken])
    yield from _some([f"not read: {fault}" for source in one.sources for fault in source.faults])
    yield from _some([f"open: {_opening(opening)}" for opening in one.openings])


def _opening(one: Opening) -> str:
    what = ", ".join(one.kinds) + (f" called {', '.join(one.patterns[:_MOST])}" if one.patterns else "")
    return f"{what}: {one.why}{f' ({one.written})' if one.written else ''}"


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from map(clean, lines[:_MOST])
    if len(lines) > _MOST:
        yield f"and {len(lines) - _MOST} more of this kind"
