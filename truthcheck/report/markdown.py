"""Markdown for a job page or a pull request: counts, findings with their evidence, and what was not checked.

Sources are hostile: nothing in a name or a value becomes markup, a link or another row of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from truthcheck.model.finding import Finding
from truthcheck.model.reason import Reason
from truthcheck.model.report import Report
from truthcheck.report import text
from truthcheck.report.reasons import counted

MOST = 300  # rows of a table: a job page holds a megabyte
_HEADS = ("Where", "What is false", "What is true", "Operation", "Evidence", "Rule")
_SPECIAL = re.compile(r"([\\*_{}\[\]<>#!|~$@&])")
_BEFORE_BAR = re.compile(r"\\+(?=\|)")  # would take back the escape of the bar
_ADDRESS = re.compile(r"https://[\w./:%?=&#@+~,-]+\Z", re.ASCII)


def render(report: Report) -> str:
    parts = [f"## truthcheck\n\n{_words(text.headline(report))}\n"]
    parts += [_section("Findings", _HEADS, (_row(finding) for finding in _ordered(report)))]
    parts += [_section("Not read", ("Where", "Why"), _problems(report))]
    parts += [_section("Not checked", ("Calls", "Why"), _reasons(report.reasons()))]
    parts += [_section("Left open in verified calls", ("Times", "What"), _reasons(report.left_open()))]
    parts += [f"> {_words(note)}\n" for note in report.notes]
    return "\n".join(part for part in parts if part)


def _ordered(report: Report) -> list[Finding]:
    return sorted(report.findings, key=text.worst_first)


def _section(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a heading; "" without rows."""
    every = list(rows)
    if not every:
        return ""
    lines = [f"### {title}", "", _line(heads), _line(["---"] * len(heads)), *map(_line, every[:MOST])]
    if len(every) > MOST:
        lines += ["", f"and {text.counted(len(every) - MOST, 'more row')}: run `truthcheck verify`"]
    return "".join(f"{line}\n" for line in lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(finding: Finding) -> list[str]:
    grade = "" if finding.severity == "error" else f" ({finding.severity})"
    grade += text.grade(finding)
    operation = _code(finding.operation) if finding.operation else ""
    cells = [_code(text.place(finding.at)), _words(finding.message), _words(finding.help), operation]
    return [*cells, "<br>".join(_trail(finding)), f"{_code(finding.rule)}{grade}"]


def _trail(finding: Finding) -> Iterator[str]:
    """The document or the symbol, where it can be opened, and the way from the call to what is sent."""
    source = finding.evidence.source
    proof = text.evidence(finding).removesuffix(f"; {source}")
    if proof and _ADDRESS.match(source):
        yield f"[{_words(proof)}]({source})"
    else:
        told = [proof] if source in proof else [proof, source]  # an SDK's source is often no more than its version
        yield from (_words(words) for words in told if words)
    yield from (f"{_words(word)}: {_code(text.place(at))}" for word, at in finding.related)


def _problems(report: Report) -> Iterator[list[str]]:
    for problem in report.problems:
        yield [_code(text.problem_place(problem)), _words(problem.message)]


def _reasons(reasons: Sequence[Reason | None]) -> Iterator[list[str]]:
    for why, count in counted(reasons).items():
        yield [str(count), _words(why)]


def _code(words: str) -> str:
    """A code span; a backtick would end it, a bar would end the cell even in there."""
    inner = _BEFORE_BAR.sub("/", text.clean(words).replace("`", "'")).replace("|", "\\|").strip()
    return f"`{inner}`" if inner else ""


def _words(words: str) -> str:
    """Our own sentences have names and values in backticks: those become code spans, the rest plain text."""
    pieces = text.clean(words).split("`")
    between = " " if "``" in words else ""  # two spans that touch would be read as one
    if len(pieces) % 2 == 0:  # a stray one: nothing in here can be told apart
        return _plain("'".join(pieces))
    return "".join(_plain(piece) or between if index % 2 == 0 else _code(piece) for index, piece in enumerate(pieces))


def _plain(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)
