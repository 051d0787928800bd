"""Rows that a test makes a database give, held against the project's own tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.calls.telling import told
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.library import Library
from truthcheck.checks.core.rule import Scene
from truthcheck.checks.core.scalars import shown
from truthcheck.checks.database.view import View, computed
from truthcheck.checks.http import mocked
from truthcheck.checks.sdk.subject import Subject
from truthcheck.model.call import Member, Step
from truthcheck.model.database import PUBLIC, Column, Relation
from truthcheck.model.finding import Evidence
from truthcheck.model.report import REFUTED, SUPPORTED, Checked, Verdict
from truthcheck.model.value import Entry, Literal, Sequence, Value
from truthcheck.model.value import Mapping as Keyed

_TABLE = "{table}"
_RENAMING = frozenset("(:>")  # in a list of columns: what comes back has other names than the columns


def check(subject: Subject, library: Library, operation: str) -> Judged | None:
    """The verdict on mocked rows; None where the table, or what of it is asked for, is not known."""
    call, database = subject.call, library.database(subject.call.at.path)
    name = _table(subject.version.package.rules.builder, subject.member)
    if database is None or not name or _renames(subject.member):
        return None
    view = View(database, PUBLIC)
    relation = view.relation(name)
    body = call.mocked.body if call.mocked is not None else None
    if relation is None or body is None:
        return None
    faults = list(_of_rows(body, view, relation))
    scene = Scene(call, f"{relation.schema}.{relation.name}", operation, tuple(faults))
    proof = Evidence(document="database", pointer=str(relation.written))
    findings = tuple(told("source", fault, scene, subject.chosen.provider, proof) for fault in faults)
    verdict: Verdict = REFUTED if findings else SUPPORTED
    return Judged(Checked(call, verdict, None, subject.chosen.provider, operation, findings))


def _table(rules: Mapping[str, str], member: Member) -> str:
    """The table that a step names, "" when it is not known."""
    named = (step.first or after.first for step, after in pairwise(member.steps) if _TABLE in rules.get(step.text, ""))
    return next(named, "")


def _renames(member: Member) -> bool:
    """Whether columns may come back under other names."""
    steps: tuple[Step, ...] = member.steps
    return any(_RENAMING & set(after.first) for step, after in pairwise(steps) if after.text == "()")


def _of_rows(body: Value, view: View, relation: Relation) -> Iterator[Fault]:
    """What is false of the rows in `data`."""
    for entry in body.entries if isinstance(body, Keyed) else ():
        if entry.key == "data":
            rows = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
            for number, row in enumerate(rows):
                if isinstance(row, Keyed):
                    place = ("response", str(number)) if isinstance(entry.value, Sequence) else ("response",)
                    yield from (fault for one in row.entries for fault in _of_entry(one, place, view, relation))


def _of_entry(entry: Entry, place: tuple[str, ...], view: View, relation: Relation) -> Iterator[Fault]:
    column = relation.column(entry.key)
    whole = (*place, entry.key)
    if column is None:
        if not view.may_have_column(relation, entry.key) and computed(view, relation, entry.key) is None:
            yield Fault(mocked.RULE, whole, entry.at, choices=relation.names, inner="unknown-column")
    elif isinstance(entry.value, Literal) and _is_foreign(entry.value, column):
        got = shown(entry.value.value)
        yield Fault(mocked.RULE, whole, entry.value.at or entry.at, got, column.enum, True, inner="invalid-value")


def _is_foreign(value: Literal, column: Column) -> bool:
    """Whether a text is none of the labels of the column's type."""
    labels = bool(column.enum) and not column.enum_open and not column.is_array
    return labels and isinstance(value.value, str) and value.value not in column.enum
