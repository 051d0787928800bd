"""What only all calls together show: one falsehood told once, and names that shared code sends on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    told: dict[tuple[Span, str], set[bool]] = {}
    sites: dict[Span, int] = {}
    for checked in (row.checked for row in rows):
        seen = bool(checked.call.callers or checked.call.frames)
        sites[_sent_at(checked.call)] = sites.get(_sent_at(checked.call), 0) + seen
        for finding in checked.findings:
            if finding.rule == INVALID_TYPE and finding.confidence != "certain":
                told.setdefault((_sent_at(checked.call), finding.subject), set()).add(seen)
    return {(at, name) for (at, name), contexts in told.items() if sites[at] and contexts == {False}}


def _sent_to_several(rows: Iterable[Judged]) -> set[Placed]:
    """Conditional names, with their places, that go to more than one operation."""
    operations: dict[Placed, set[str]] = {}
    for row in rows:
        for placed in row.sometimes:
            operations.setdefault(placed, set()).add(row.checked.operation or str(row.checked.call.at))
    return {placed for placed, names in operations.items() if len(names) > 1}


def _without(checked: Checked, right: frozenset[Placed], shown: set[tuple[Span, str]]) -> Checked:
    site = _sent_at(checked.call)
    kept = tuple(
        f
        for f in checked.findings
        if not (of(f.rule).shared and (f.at, f.subject) in right)
        and not (f.rule == INVALID_TYPE and (site, f.subject) in shown)
    )
    if len(kept) == len(checked.findings):
        return checked
    refuted = checked.verdict == REFUTED and any(finding.severity == "error" for finding in kept)
    verdict = checked.verdict if refuted or checked.verdict != REFUTED else SUPPORTED
    return replace(checked, findings=kept, verdict=verdict)


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
    """Each falsehood once, sorted by place.

    Several callers of a wrapper may share it. What is false at the request whoever calls it stands at a key or at
    the request itself; it is not told again for the value of each caller, nor is what a wrapper's own defaults
    make false.
    """
    rows = [(finding, one.call) for one in checked for finding in one.findings]
    general = {(_sent_at(call), f.rule, f.message) for f, call in rows if _is_general(f, call)}
    own = {(call.at, f.rule, f.message) for f, call in rows if not call.callers}
    seen: dict[tuple[str, Span, str], Finding] = {}
    for finding, call in rows:
        told = (_sent_at(call), finding.rule, finding.message) in general and not _is_general(finding, call)
        again = call.callers and (call.at, finding.rule, finding.message) in own
        if not told and not again:
            seen.setdefault((finding.rule, finding.at, finding.message), finding)
    return tuple(sorted(seen.values(), key=lambda finding: (finding.at, finding.rule, finding.message)))


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
