"""Queries to verdicts: which database is asked, what is false, what other branches and callers excuse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.database.clients import Destinations
from truthcheck.checks.database.judge import QueryOutcome, judge
from truthcheck.checks.database.places import is_test, touches
from truthcheck.checks.database.query import Query
from truthcheck.checks.database.script import script
from truthcheck.checks.database.telling import findings
from truthcheck.model.call import Call
from truthcheck.model.database import Database
from truthcheck.model.noun import Node
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked

Databases = Callable[[str], "Database | None"]  # by the path of a file, the database that its code means
TABLES = Reason(Why.NO_TABLES)
ELSEWHERE = Reason(Why.OTHER_DATABASE)


class AskedQuery(Node):
    """A query with its operation for people ("GET /path") and the provider behind it."""

    query: Query
    operation: str
    provider: str


def check(every: Iterable[AskedQuery], databases: Databases) -> list[Judged | None]:
    """The verdict on each query; None for one that is not sent in view and not false."""
    asked = list(every)
    rows = [(one, databases(one.query.call.at.path)) for one in asked]
    homes = Destinations([(one.query, database) for one, database in rows])
    outcomes = [_outcome(one.query, database, homes) for one, database in rows]
    settled = list(_settled(asked, outcomes))
    return [_judged(one, rows[number][1], settled[number]) for number, one in enumerate(asked)]


def _outcome(query: Query, database: Database | None, homes: Destinations) -> QueryOutcome:
    if database is None:
        return QueryOutcome(why=TABLES)
    if homes.is_elsewhere(query, database):
        return QueryOutcome(why=ELSEWHERE)
    return judge(query, database)


def _settled(asked: list[AskedQuery], outcomes: list[QueryOutcome]) -> Iterator[QueryOutcome]:
    """What is right on another branch is not false on this one: which conditions go together is not known."""
    groups: dict[object, list[int]] = {}
    for number, one in enumerate(asked):
        groups.setdefault((one.query.call.at, one.query.call.callers), []).append(number)
    for number, one in enumerate(asked):
        others = [other for other in groups[one.query.call.at, one.query.call.callers] if other != number]
        told = [fault for fault in outcomes[number].faults if not _is_made_up(fault, one.query)]
        kept = [fault for fault in told if not _excused(fault, others, asked, outcomes)]
        yield outcomes[number]._replace(faults=tuple(kept))


def _is_made_up(fault: Fault, query: Query) -> bool:
    """Whether it is about a value of a test, which mostly asks no database, or a field whose absence is tested."""
    if fault.rule in ("invalid-value", "invalid-type") and fault.at is not None and is_test(fault.at.path):
        return True
    return fault.rule == "unknown-response-field" and fault.place[-1] in query.tested


def _excused(fault: Fault, others: list[int], asked: list[AskedQuery], outcomes: list[QueryOutcome]) -> bool:
    """Whether a query that holds the same place is right there."""
    for number in others:
        same = any((one.rule, one.at) == (fault.rule, fault.at) for one in outcomes[number].faults)
        right = not same and not outcomes[number].why and fault.at is not None
        if right and fault.at is not None and touches(asked[number].query.call, fault.at):
            return True
    return False


def _judged(one: AskedQuery, database: Database | None, outcome: QueryOutcome) -> Judged | None:
    call = one.query.call
    if database is None or not outcome.faults:
        return _unfaulted(one, outcome) if one.query.sent else None
    subject = script(one.query.name).text
    told = tuple(findings(call, subject, one.operation, one.provider, database, outcome.faults))
    return Judged(Checked(call, REFUTED, None, one.provider, one.operation, told))


def _unfaulted(one: AskedQuery, outcome: QueryOutcome) -> Judged:
    call: Call = one.query.call
    if outcome.why is not None:
        return Judged(Checked(call, UNVERIFIED, outcome.why, one.provider, one.operation))
    checked = Checked(call, SUPPORTED, None, one.provider, one.operation, left_open=outcome.left_open)
    return Judged(checked)
