"""What only all calls together show: one falsehood told once, and names that shared code sends on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Mapping_
from typing import TypeAlias

from truthcheck.checks.calls.exchange import Judged, Placed
from truthcheck.checks.rules import of
from truthcheck.checks.rules.invalid_type import RULE as TYPE
from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked
from truthcheck.model.value import Mapping, Sequence, Value, texts

INVALID_TYPE = TYPE.id
MOST_CALLERS = 5  # that are named beside a finding
Chain: TypeAlias = "tuple[Span, ...]"
_WORST = (REFUTED, SUPPORTED, UNVERIFIED)  # one false context makes a call false, one true one tells the operation


def excused(judged: Iterable[Judged]) -> tuple[Checked, ...]:
    """The verdicts, without names that shared code sends for many operations and that are right for some of them.

    A condition that was not followed, or a server that ignores the name, makes it right for the others. The same
    goes for a name that only some branches of shared code send.
    """
    rows = list(judged)
    right = frozenset[Placed]().union(*(row.right for row in rows), _sent_to_several(rows))
    shown = _shown_otherwise(rows)
    return tuple(_without(row.checked, right, shown) for row in rows)


def _shown_otherwise(rows: Iterable[Judged]) -> set[tuple[Span, str]]:
    """Sites and names whose type is false by the annotations alone, but by no caller in the project."""
    calls = [row.checked for row in rows]
    called = {_sent_at(one.call) for one in calls if _is_called(one.call)}
    alone = {place for one in calls if not _is_called(one.call) for place in _types(one)}
    shown = {place for one in calls if _is_called(one.call) for place in _types(one)}
    return {(at, name) for at, name in alone - shown if at in called}


def _types(checked: Checked) -> Iterator[tuple[Span, str]]:
    site = _sent_at(checked.call)
    return ((site, finding.subject) for finding in checked.findings if finding.rule == INVALID_TYPE)


def _is_called(call: Call) -> bool:
    """Whether it is read as a caller in the project makes it."""
    return bool(call.callers or call.frames)


def _sent_to_several(rows: Iterable[Judged]) -> set[Placed]:
    """Conditional names, with their places, that go to more than one operation."""
    operations: dict[Placed, set[str]] = {}
    for row in rows:
        for placed in row.sometimes:
            operations.setdefault(placed, set()).add(row.checked.operation or str(row.checked.call.at))
    return {placed for placed, names in operations.items() if len(names) > 1}


def _without(checked: Checked, right: frozenset[Placed], shown: set[tuple[Span, str]]) -> Checked:
    kept = tuple(f for f in checked.findings if not (_is_right(f, right) or _is_assumed(f, checked.call, shown)))
    if len(kept) == len(checked.findings):
        return checked
    refuted = checked.verdict == REFUTED and any(finding.severity == "error" for finding in kept)
    verdict = checked.verdict if refuted or checked.verdict != REFUTED else SUPPORTED
    return replace(checked, findings=kept, verdict=verdict)


def _is_right(finding: Finding, right: frozenset[Placed]) -> bool:
    return of(finding.rule).shared and (finding.at, finding.subject) in right


def _is_assumed(finding: Finding, call: Call, shown: set[tuple[Span, str]]) -> bool:
    likely = finding.rule == INVALID_TYPE and finding.confidence != "certain"
    return likely and (_sent_at(call), finding.subject) in shown


def merged(checked: Iterable[Checked]) -> tuple[Checked, ...]:
    """One entry for each call: what several callers make of the same method and URL is one claim, and so is one place
    where an SDK is called, whatever object each caller brings.

    The worst verdict holds, with the arguments that led to it; the findings and reads of all contexts are kept, and so
    is what they leave open. What the code shows of callers counts, not what the function is on its own.
    """
    contexts: dict[tuple[Span, str, str], list[Checked]] = {}
    for one in checked:
        contexts.setdefault(_claim(one.call), []).append(one)
    return tuple(_one(same) if len(same) > 1 else same[0] for same in contexts.values())


def _claim(call: Call) -> tuple[Span, str, str]:
    if call.member is not None:
        return (call.at, call.name, "")
    return (call.at, "\n".join(texts(call.method)), "\n".join(texts(call.url)))


def _one(same: list[Checked]) -> Checked:
    first = min(same, key=lambda one: _WORST.index(one.verdict))
    findings = tuple(dict.fromkeys(finding for one in same for finding in one.findings))
    reads = tuple(dict.fromkeys(read for one in same for read in one.call.reads))
    open_in = [one for one in same if one.call.callers and one.verdict == SUPPORTED] or same
    left = tuple(dict.fromkeys(reason for one in open_in for reason in one.left_open))
    return replace(first, call=replace(first.call, reads=reads), findings=findings, left_open=left)


def without_repeats(checked: tuple[Checked, ...]) -> tuple[Finding, ...]:
    """Each falsehood once, where it is written, sorted by place; who else calls it is named beside.

    Several callers of a wrapper may share it. What is false at the request whoever calls it stands at a key or at
    the request itself; it is not told again for the value of each caller, nor is what a wrapper's own defaults
    make false, nor an endpoint that is false before any caller fills its holes.
    """
    rows = [(finding, one.call) for one in checked for finding in one.findings]
    repeats = _repeats(rows)
    seen: dict[tuple[str, Span, str], Finding] = {}
    others: dict[tuple[str, Span, str], dict[Span, None]] = {}
    for finding, call in rows:
        if (written := repeats(finding, call)) is not finding:
            others.setdefault(_cause(written), {})[call.at] = None
        elif seen.setdefault(_cause(finding), finding) is not finding:
            others.setdefault(_cause(finding), {})[call.at] = None
    whole = (_beside(finding, tuple(others.get(cause, ()))) for cause, finding in seen.items())
    return tuple(sorted(whole, key=lambda finding: (finding.at, finding.rule, finding.message)))


def _repeats(rows: list[tuple[Finding, Call]]) -> Callable[[Finding, Call], Finding]:
    """Of a finding the one that it repeats; itself where it repeats none."""
    general = {(_sent_at(call), f.rule, f.message): f for f, call in rows if _is_general(f, call)}
    own = {(call.at, f.rule, f.message): f for f, call in rows if not call.callers}
    inner = {(_chain(call), f.rule): f for f, call in rows if of(f.rule).repair != "argument"}

    def repeated(finding: Finding, call: Call) -> Finding:
        if (written := _written_further_in(call, finding, inner)) is not None:
            return written
        if not _is_general(finding, call):
            finding = general.get((_sent_at(call), finding.rule, finding.message), finding)
        return own.get((call.at, finding.rule, finding.message), finding) if call.callers else finding

    return repeated


def _cause(finding: Finding) -> tuple[str, Span, str]:
    """What stands in one place and is false in one way: for several operations it is still one mistake."""
    return (finding.rule, finding.at, finding.subject or finding.message)


def _written_further_in(call: Call, finding: Finding, inner: Mapping_[tuple[Chain, str], Finding]) -> Finding | None:
    """The same falsehood at a call further in, which is false for every caller."""
    chain = _chain(call)
    found = (inner.get((chain[start:], finding.rule)) for start in reversed(range(1, len(chain))))
    return next((one for one in found if one is not None), None)


def _chain(call: Call) -> Chain:
    return (call.at, *call.frames)


def _beside(finding: Finding, calls: tuple[Span, ...]) -> Finding:
    """The finding with the other places from which it is reached."""
    known = {finding.at, *(at for _, at in finding.related)}
    more = tuple(("also called from", at) for at in calls if at not in known)[:MOST_CALLERS]
    return replace(finding, related=(*finding.related, *more)) if more else finding


def _is_general(finding: Finding, call: Call) -> bool:
    return finding.at == _sent_at(call) or any(finding.at in _keys(argument.value) for argument in call.arguments)


def _keys(value: Value) -> Iterator[Span | None]:
    """The places of all keys inside a value."""
    match value:
        case Mapping(entries):
            for entry in entries:
                yield entry.at
                yield from _keys(entry.value)
        case Sequence(items):
            for item in items:
                yield from _keys(item)
        case _:
            return


def _sent_at(call: Call) -> Span:
    """Where the request itself stands."""
    return call.frames[-1] if call.frames else call.at
