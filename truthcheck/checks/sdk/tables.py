"""Requests to a project's own database among the calls through SDKs: what they ask, and which steps only lead there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.library import Library
from truthcheck.checks.database import others, steps
from truthcheck.checks.database.telling import findings
from truthcheck.checks.database.verdicts import TABLES, AskedQuery, check
from truthcheck.checks.sdk.contexts import Row
from truthcheck.checks.sdk.subject import Registry
from truthcheck.model.call import Call, Step
from truthcheck.model.database import Database
from truthcheck.model.noun import Node, replace
from truthcheck.model.report import REFUTED, UNVERIFIED, Checked
from truthcheck.model.value import Literal
from truthcheck.model.value import Sequence as Sequenced

Prefixes: TypeAlias = "set[tuple[str, tuple[Step, ...]]]"
_CAREFUL = ("get", "pop", "setdefault")
_SHORTEST = 3  # steps: an import, what it gives, a call of it


class _Built(Node):
    """A call at the end of its chain, with itself as the last step, and what rule data says of such steps."""

    call: Call
    rules: Mapping[str, str]
    provider: str


class Answered(Node):
    """The rows of calls, the numbers of those sent to a database, and the verdicts on what was asked beside them."""

    rows: list[Row]
    sent: frozenset[int]
    beside: list[Judged | None]


def answered(
    rows: Sequence[Row], calls: Sequence[Call], library: Library, registry: Registry, beside: Sequence[AskedQuery]
) -> Answered:
    """The rows with the verdicts on requests to a database; a row stands for the call of its number."""
    built = {number: one for number, call in enumerate(calls) if (one := _built(call, registry))}
    longer = _prefixes(one.call for one in built.values())
    tested = _tested(calls)
    asked = {number: two for number, one in built.items() if (two := _asked(rows[number][1], one, longer, tested))}
    every = check((*asked.values(), *beside), library.database) if asked or beside else []
    found = _weighed(rows, dict(zip(asked, every, strict=False)))
    sent = frozenset(number for number, one in asked.items() if one.query.sent)
    return Answered(_mentioning(found, built, longer, library), sent, every[len(asked) :])


def _weighed(rows: Sequence[Row], verdicts: Mapping[int, Judged | None]) -> list[Row]:
    """The rows with the verdicts of a database, by number."""
    return [
        (at, _heavier(row, verdicts[number]) if number in verdicts else row) for number, (at, row) in enumerate(rows)
    ]


def _heavier(row: Judged | None, verdict: Judged | None) -> Judged | None:
    """The verdict of the database; what the package leaves unverified stays so unless it is false."""
    if row is None or row.checked.reason == TABLES:
        return verdict
    return verdict if verdict is not None and verdict.checked.verdict == REFUTED else row


def _mentioning(rows: list[Row], built: Mapping[int, _Built], longer: Prefixes, library: Library) -> list[Row]:
    """The rows with what is false of the buckets, programs and watched tables that the last calls of chains name."""
    own = others.made((one.call, one.rules) for one in built.values())
    last = {number: one for number, one in built.items() if not _leads_on(one, longer)}
    return [
        (at, _beside(row, last[number], own, library) if number in last else row)
        for number, (at, row) in enumerate(rows)
    ]


def _built(call: Call, registry: Registry) -> _Built | None:
    member = call.member
    if member is None or member.changed or len(member.steps) < _SHORTEST:
        return None
    chosen = registry.choose(member.steps[0].text, Path(call.at.path).parent)
    if chosen is None or not chosen.package.rules.queries:
        return None
    last = Step("()", call.at, given=call.arguments)
    whole = replace(call, member=replace(member, steps=(*member.steps, last)))
    return _Built(whole, chosen.package.rules.queries, chosen.provider)


def _prefixes(calls: Iterable[Call]) -> Prefixes:
    """Chains from which another call goes on."""
    found: Prefixes = set()
    for call in calls:
        chain = call.member.steps if call.member is not None else ()
        ends = (end for end, step in enumerate(chain[:-1], 1) if step.text == "()")
        found.update((call.at.path, _names(chain[:end])) for end in ends)
    return found


def _names(chain: tuple[Step, ...]) -> tuple[Step, ...]:
    """A chain by what is asked and given; a call itself stands where its name does."""
    return tuple(replace(step, at=None, keywords=(), positional=0, first="", texts=()) for step in chain)


def _leads_on(one: _Built, longer: Prefixes) -> bool:
    assert one.call.member is not None
    return (one.call.at.path, _names(one.call.member.steps)) in longer


def _tested(calls: Iterable[Call]) -> dict[str, frozenset[str]]:
    """By file, names that the code asks a reply for as if they may be missing: `row.get("x")`."""
    found: dict[str, frozenset[str]] = {}
    for call in calls:
        last = call.member.steps[-1].text if call.member is not None else ""
        placed = call.arguments[0].value if call.arguments and last in _CAREFUL else None
        for value in placed.items[:1] if isinstance(placed, Sequenced) else ():
            if isinstance(value, Literal) and isinstance(value.value, str):
                found[call.at.path] = found.get(call.at.path, frozenset()) | {value.value}
    return found


def _asked(
    row: Judged | None, one: _Built, longer: Prefixes, tested: Mapping[str, frozenset[str]]
) -> AskedQuery | None:
    """The query of a call that sends one, or of a chain that nobody is seen to send."""
    if (row is not None and row.checked.verdict != UNVERIFIED) or (row is None and _leads_on(one, longer)):
        return None
    query = steps.query(one.call, one.rules)
    if query is None or query.sent != (row is not None):
        return None
    query = query._replace(tested=tested.get(one.call.at.path, frozenset()))
    if row is None:
        return AskedQuery(query, "", one.provider)
    placed = replace(row.checked.call, member=one.call.member)
    return AskedQuery(query._replace(call=placed), row.checked.operation, one.provider)


def _beside(row: Judged | None, one: _Built, own: frozenset[str], library: Library) -> Judged | None:
    """The verdict with what is false of the bucket, the program or the watched table that the call names."""
    named = others.mentioned(one.call, one.rules)
    if named is None:
        return row
    path = one.call.at.path
    database = library.database(path)
    faults = list(others.faults(named, database, own, partial(library.programs, path)))
    return _with(row, one, named.name.text, database, faults) if faults else row


def _with(row: Judged | None, one: _Built, subject: str, database: Database | None, faults: list[Fault]) -> Judged:
    checked = row.checked if row is not None else Checked(one.call, UNVERIFIED, None, one.provider)
    told = findings(checked.call, subject, checked.operation, one.provider, database or Database("."), faults)
    whole = replace(checked, verdict=REFUTED, reason=None, findings=(*checked.findings, *told))
    return row._replace(checked=whole) if row is not None else Judged(whole)
