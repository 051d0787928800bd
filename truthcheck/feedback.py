"""Findings to a refinement prompt for a coding agent.

Factual and short, because noisy feedback repairs less than none: the place, the offending item, the true fact with its
evidence, the smallest change; worst first; never cut inside a finding.
"""

from __future__ import annotations

from collections.abc import Sequence

from truthcheck.config import PROMPT_LIMIT
from truthcheck.model.finding import CONFIDENCES, Finding
from truthcheck.model.report import Report
from truthcheck.report import text

_CLOSING = 300  # characters kept for the last line, "N more: run ..."
_PLACES = 5  # of one and the same mistake

Group = tuple[Finding, ...]


def prompt(
    report: Report, max_chars: int = PROMPT_LIMIT, *, min_confidence: str = CONFIDENCES[-1], warnings: bool = False
) -> str:
    """At most `max_chars` characters (never above `PROMPT_LIMIT`); "" when nothing is refuted.

    Equal mistakes in several places are told once. `warnings` lets deprecations in as well.
    """
    limit = min(max_chars, PROMPT_LIMIT)
    groups = _groups([finding for finding in report.findings if _enters(finding, min_confidence, warnings)])
    if not groups:
        return ""
    head = _head(groups)
    items = [_item(number, group) for number, group in enumerate(groups, 1)]
    whole = head + "".join(items) + _offer(groups) + _open(report)
    if len(whole) <= limit:
        return whole
    kept, left = _fit(groups, items, limit - len(head) - _CLOSING)
    closing = _closing(left)
    return (head + "".join(kept) + closing) if kept else closing[:limit]


def _enters(finding: Finding, min_confidence: str, warnings: bool) -> bool:
    sure = CONFIDENCES.index(finding.confidence) <= CONFIDENCES.index(min_confidence)
    return sure and (warnings or finding.severity == "error")


def _groups(findings: Sequence[Finding]) -> list[Group]:
    """The same falsehood in several places is one group, placed by its worst member."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in sorted(findings, key=text.worst_first):
        told = (finding.rule, finding.confidence, finding.operation, finding.message, finding.help)
        groups.setdefault(told, []).append(finding)
    return [tuple(group) for group in groups.values()]


def _head(groups: Sequence[Group]) -> str:
    places = text.counted(sum(len(group) for group in groups), "place")
    return (
        f"Found {places} where the code and the API's own description disagree. "
        "Each item gives the place, what is false, what is true and the evidence. "
        f"Correct these places only and keep what the code does.{_doubts(groups)}\n\n"
    )


def _doubts(groups: Sequence[Group]) -> str:
    """What to do with items that are not proven; "" where all are."""
    if all(group[0].confidence == "certain" for group in groups):
        return ""
    return (
        " Items marked (likely) are not proven: hold them against the evidence first, "
        "and leave the code as it is where it is right."
    )


def _item(number: int, group: Group) -> str:
    finding = group[0]
    called = f" in `{text.clean(finding.call)}`" if finding.call else ""
    false = f"{text.clean(finding.message)} [{finding.rule}]{text.grade(finding)}"
    lines = [f"{number}. {text.place(finding.at)}{called}: {false}"]
    if told := _help(finding):
        lines.append(f"   Help: {told}")
    if proof := text.evidence(finding):
        lines.append(f"   Evidence: {proof}")
    if finding.fixes:
        sure = finding.fixes[0].safe
        lines.append(f"   {'Smallest change' if sure else 'Perhaps meant'}: {_change(finding)}")
    if len(group) > 1:
        lines.append(f"   Also at: {_also(group[1:])}")
    return "\n".join(lines) + "\n"


def _help(finding: Finding) -> str:
    """The true fact; no question where the certain change answers it."""
    told = text.clean(finding.help)
    asked, mark, rest = told.partition("?")
    if mark and asked.startswith("did you mean") and finding.fixes and finding.fixes[0].safe:
        name = asked.removeprefix("did you mean ")
        return rest.strip().replace("It is", f"{name} is", 1)
    return told


def _change(finding: Finding) -> str:
    fix = finding.fixes[0]
    if len(fix.edits) != 1:
        return text.clean(fix.title)
    return f"{text.clean(fix.title)}: write `{text.clean(fix.edits[0].text)}` at {text.place(fix.edits[0].at)}"


def _also(others: Sequence[Finding]) -> str:
    shown = ", ".join(text.place(other.at) for other in others[:_PLACES])
    more = len(others) - _PLACES
    return f"{shown} and {text.counted(more, 'more place')}" if more > 0 else shown


def _offer(groups: Sequence[Group]) -> str:
    """What needs no thought is offered as a command; "" where there is nothing of the kind."""
    sure = [finding for group in groups for finding in group if finding.fixes and finding.fixes[0].safe]
    if not sure:
        return ""
    return f"\n{text.counted(len(sure), 'change')} of these can be written by `{_command(sure, ' --fix')}`\n"


def _open(report: Report) -> str:
    """What nobody may take for checked; "" where all that is verified is so as a whole."""
    if not (in_part := report.in_part()):
        return ""
    return (
        f"\n{text.counted(in_part, 'other call')} could be checked in part only: `truthcheck verify -v` says of what\n"
    )


def _fit(groups: Sequence[Group], items: Sequence[str], room: int) -> tuple[list[str], list[Group]]:
    """What fits, in order; an item too long for the room is left out whole."""
    kept: list[str] = []
    left: list[Group] = []
    for group, item in zip(groups, items, strict=True):
        if len(item) > room:
            left.append(group)
            continue
        kept.append(item)
        room -= len(item)
    return kept, left


def _closing(left: Sequence[Group]) -> str:
    """`N more: run ...`."""
    rest = [finding for group in left for finding in group]
    return f"\n{len(rest)} more: run `{_command(rest)}`\n"


def _command(findings: Sequence[Finding], option: str = "") -> str:
    """Our command for the files of these findings, as long as that stays short."""
    from shlex import quote

    files = sorted({text.clean(finding.at.path) for finding in findings})
    named = f"truthcheck verify{option} {' '.join(quote(file) for file in files)}"
    return named if len(named) <= _CLOSING - 40 else f"truthcheck verify{option}"
