"""Faults as findings of which the lines of migrations are the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.checks.calls.telling import told
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Scene
from truthcheck.model.call import Call
from truthcheck.model.database import Database, NameChange
from truthcheck.model.finding import Evidence, Finding


def findings(
    call: Call, subject: str, operation: str, provider: str, database: Database, faults: Iterable[Fault]
) -> Iterator[Finding]:
    """The faults of a call about `subject`, a relation, function or bucket."""
    every = tuple(faults)
    absent = [fault.place[-1] for fault in every if fault.rule == "missing-parameter"]
    scene = Scene(call, subject, operation, every, tuple(absent))
    for fault in every:
        change = _change(fault, database)
        now = scene if change is None else Scene(call, subject, operation, every, scene.missing, "", _said(change))
        document = str(change.written) if change is not None else fault.pointer or _whole(database)
        yield told("database", fault, now, provider, Evidence(document))


def _change(fault: Fault, database: Database) -> NameChange | None:
    """What became of the name that is not there."""
    where, owner, name = (*fault.place, "", "", "")[:3]
    if fault.rule == "unknown-column":
        relation = next((one for one in database.relations if one.name == owner), None)
        return relation.change(name) if relation is not None else None
    if fault.rule not in ("unknown-table", "unknown-function") or fault.got or where == "program":
        return None
    return database.change(owner if where != "select" else database.exposed[0], name)


def _said(change: NameChange) -> str:
    match change.kind:
        case "renamed":
            return f"renamed to `{change.new.rpartition('.')[2]}` in {change.written}"
        case "moved":
            return f"moved to `{change.new}` in {change.written}"
        case _:
            return f"dropped in {change.written}"


def _whole(database: Database) -> str:
    """Where the database is described, when no single line says it."""
    taken = [source.path for source in database.sources if source.taken]
    return taken[0] if len(taken) == 1 else database.name
