"""For a person: every finding with its source line, the true fact and the evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.report import UNVERIFIED, Checked, Problem, Report
from truthcheck.report import text

# The lines of a source file, without their ends; empty when it cannot be read again.
Reader = Callable[[str], Sequence[str]]

_WIDTH = 120  # longer source lines are shown as a window around the caret
_STYLES = {"error": "1;31", "warning": "1;33", "frame": "1;34", "bold": "1", "dim": "2"}


def render(
    report: Report, reader: Reader, *, color: bool = False, summary: bool = True, unverified: bool = False
) -> str:
    """`summary` adds the closing count, `unverified` a line for each call that was not checked, or in part only."""
    paint = _paint if color else _plain
    blocks = [_finding(finding, reader, paint) for finding in report.findings]
    blocks += [_problem(problem, paint) for problem in report.problems]
    blocks += [f"{paint('note', 'bold')}: {text.clean(note)}" for note in report.notes]
    if unverified:
        blocks += _unverified(report, paint)
    if summary:
        blocks.append("\n".join([text.headline(report), *text.reasons(report)]))
    return "".join(block + "\n\n" for block in blocks[:-1]) + "".join(block + "\n" for block in blocks[-1:])


Paint = Callable[[str, str], str]


def _plain(words: str, _style: str) -> str:
    return words


def _paint(words: str, style: str) -> str:
    return f"\x1b[{_STYLES[style]}m{words}\x1b[0m" if words else ""


def _finding(finding: Finding, reader: Reader, paint: Paint) -> str:
    head = f"{paint(f'{finding.severity}[{finding.rule}]', finding.severity)}: "
    gutter = " " * len(str(finding.at.line))
    lines = [head + paint(text.clean(finding.message), "bold")]
    lines.append(f"{gutter}{paint('-->', 'frame')} {text.place(finding.at)}")
    lines += _excerpt(finding.at, reader, gutter, finding.severity, paint)
    lines += [f"{gutter} {paint('=', 'frame')} {note}" for note in _notes(finding)]
    return "\n".join(lines)


def _notes(finding: Finding) -> list[str]:
    notes = [f"help: {text.clean(finding.help)}"] if finding.help else []
    notes += [f"fix: {text.clean(fix.title)}" for fix in finding.fixes]
    if proof := text.evidence(finding):
        notes.append(f"evidence: {proof}")
    if finding.confidence != "certain":
        notes.append(f"confidence: {finding.confidence}")
    return notes + [f"{text.clean(word)}: {text.place(at)}" for word, at in finding.related]


def _excerpt(at: Span, reader: Reader, gutter: str, severity: str, paint: Paint) -> list[str]:
    source = reader(at.path)
    if not 0 < at.line <= len(source):
        return []
    line = source[at.line - 1]
    start = min(at.column - 1, len(line))
    end = at.end_column - 1 if at.end_line == at.line else len(line.rstrip())
    shown, before, marked = _window(line, start, max(min(end, len(line)), start + 1))
    bar = paint("|", "frame")
    caret = paint("^" * marked, severity)
    return [f"{gutter} {bar}", f"{paint(str(at.line), 'frame')} {bar} {shown}", f"{gutter} {bar} {' ' * before}{caret}"]


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The line as shown, the width before the marked part and the width of it; cut at both ends when too long.

    Masked whole, then cut: a key that crosses the edge of the window stays masked.
    """
    masked = text.mask(line)
    first = max(0, min(start - 20, len(line) - _WIDTH)) if len(line) > _WIDTH else 0
    last = min(len(line), first + _WIDTH)
    end = min(end, last) if start < last else end
    left, right = "..." if first else "", "..." if last < len(line) else ""
    before, marked, after = (_expand(part) for part in (masked[first:start], masked[start:end], masked[end:last]))
    return (f"{left}{before}{marked}{after}{right}".rstrip(), len(left) + _cells(before), max(_cells(marked), 1))


def _expand(part: str) -> str:
    return text.clean(part.replace("\t", "    "))


def _cells(part: str) -> int:
    """How many columns of a terminal `part` takes."""
    if part.isascii():
        return len(part)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in part)


def _problem(problem: Problem, paint: Paint) -> str:
    head = paint("error", "error") + ": " + paint(text.clean(problem.message), "bold")
    return f"{head}\n {paint('-->', 'frame')} {text.problem_place(problem)}"


def _unverified(report: Report, paint: Paint) -> list[str]:
    lines = [
        f"{text.place(checked.call.at)}: {text.clean(checked.call.name)}: {paint(_why(checked), 'dim')}"
        for checked in report.calls
        if checked.verdict == UNVERIFIED and not checked.is_own
    ]
    parts = [
        f"{text.place(checked.call.at)}: {text.clean(checked.call.name)}: {paint(_left(checked), 'dim')}"
        for checked in report.calls
        if checked.in_part
    ]
    listed = (("Unverified calls:", lines), ("Verified in part, left open:", parts))
    return ["\n".join([head, *rows]) for head, rows in listed if rows]


def _left(checked: Checked) -> str:
    from truthcheck.report.reasons import sentence

    return text.clean("; ".join(map(sentence, checked.left_open)))


def _why(checked: Checked) -> str:
    from truthcheck.report.reasons import sentence  # a long table, for runs that show each call

    return text.clean(sentence(checked.reason))
