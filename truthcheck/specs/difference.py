"""What differs between two versions of an API: operations, parameters, fields and allowed values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from truthcheck.lookup.describe import MOST, describe
from truthcheck.model.surface import Route, Surface

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs. `kind` is "added", "removed" or "changed"; `what` is a phrase, "" for a whole operation.

    `breaking` says that a call which was right may be wrong now.
    """

    operation: str
    kind: str
    what: str
    breaking: bool


def differences(old: Surface, new: Surface) -> Iterator[Change]:
    """Sorted by path and method; what is gone before what came."""
    before, after = _routes(old), _routes(new)
    for name in sorted(before.keys() | after.keys(), key=lambda name: name.split(" ")[::-1]):
        if name not in after:
            yield Change(name, "removed", "", True)
        elif name not in before:
            yield Change(name, "added", "", False)
        else:
            yield from _operation(name, (old, before[name]), (new, after[name]))


def _routes(surface: Surface) -> dict[str, Route]:
    return {f"{route.method} {route.path}": route for route in surface.routes}


def _operation(name: str, old: tuple[Surface, Route], new: tuple[Surface, Route]) -> Iterator[Change]:
    before, after = (describe(surface, surface.operation(route)) for surface, route in (old, new))
    if after["deprecated"] and not before["deprecated"]:
        yield Change(name, "changed", "is deprecated", False)
    for section in ("parameter", "body field", "reply field"):
        yield from _rows(name, section, dict(_section(before, section)), dict(_section(after, section)))


def _section(found: dict[str, Any], section: str) -> Iterator[tuple[str, _Row]]:
    """The rows of a section by their names; of several media types, the first that has the field."""
    if section == "parameter":
        yield from ((f"{row['name']} ({row['in']})", row) for row in found["parameters"])
        return
    for media in reversed(found["body" if section == "body field" else "response"]):
        yield from ((row["name"], row) for row in media["fields"])


def _rows(operation: str, section: str, before: dict[str, _Row], after: dict[str, _Row]) -> Iterator[Change]:
    sent = section != "reply field"
    if MOST in (
        len(before),
        len(after),
    ):  # cut off: what is missing among the inner fields may only have been pushed out
        before, after = _without_inner(before), _without_inner(after)
    for name in _outer(before.keys() - after.keys()):
        yield Change(operation, "removed", f"{section} {name}", True)
    for name in _outer(after.keys() - before.keys()):
        needed = sent and bool(after[name].get("required")) and "." not in name
        yield Change(operation, "added", f"{section} {name}" + (", required" if needed else ""), needed)
    for name in sorted(before.keys() & after.keys()):
        yield from _row(operation, f"{section} {name}", before[name], after[name], sent)


def _without_inner(rows: dict[str, _Row]) -> dict[str, _Row]:
    return {name: row for name, row in rows.items() if "." not in name.removeprefix("[].")}


def _outer(names: Iterable[str]) -> Iterator[str]:
    """Not what lies inside of another that came or went as well."""
    shown: set[str] = set()
    for name in sorted(names):
        parts = name.split(".")
        if not any(".".join(parts[:end]).removesuffix("[]") in shown for end in range(1, len(parts))):
            shown.add(name)
            yield name


def _row(operation: str, what: str, old: _Row, new: _Row, sent: bool) -> Iterator[Change]:
    needed = bool(new.get("required"))
    if sent and bool(old.get("required")) != needed:
        yield Change(operation, "changed", f"{what} is {'required now' if needed else 'optional now'}", needed)
    if old["type"] != new["type"]:
        yield Change(operation, "changed", f"{what}: {old['type']} became {new['type']}", new["type"] != "any")
    gone, came = _beyond(old, new), _beyond(new, old)
    if gone:
        yield Change(operation, "removed", f"{what}: value {_listed(gone)}", sent)
    if came:
        yield Change(operation, "added", f"{what}: value {_listed(came)}", False)
    if new.get("deprecated") and not old.get("deprecated"):
        yield Change(operation, "changed", f"{what} is deprecated", False)


def _beyond(row: _Row, other: _Row) -> list[Any]:
    """The allowed values of a row that the other has not; none where the other lists no values at all."""
    return [value for value in row.get("values", ()) if value not in other.get("values", (value,))]


def _listed(values: list[Any]) -> str:
    return ", ".join(repr(value) for value in values[:5]) + (f" and {len(values) - 5} more" if len(values) > 5 else "")
