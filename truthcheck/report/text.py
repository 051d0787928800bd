"""Words that every format shares. Sources are hostile: no control character and no key gets through `clean`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Problem, Report

_REASONS = 5  # more are counted, not listed
_PARTS = 3

# Escape sequences would let a source file paint over the report; bidirectional marks would let it read differently.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_RUN = re.compile(r"[A-Za-z0-9]{16,}")
_TURN = re.compile(r"[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])")
_COLLECTION = re.compile(r"/([a-z][a-z_-]*)/\Z")
_HIDING = re.compile(r"key|token|secret|auth|hook|passw|login|reset|invit|session|bot|sig|cred|confirm|verif")
_INSIDE = ("-", "_", ".", ":", "=", "+", "~")  # what follows goes on: it is no whole segment
_HEX = re.compile("[0-9a-f]+")
_HASHES = (32, 40, 64)  # characters
_LONGEST_ID = 24
_USERINFO = re.compile(r"(://[^/@\s:]*:)[^/@\s]+(?=@)")
_BEARER = re.compile(r"(\b(?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{8,}")


def clean(text: str) -> str:
    """`text` on one line, as wide as before: control characters made visible, keys masked."""
    return _CONTROL.sub(_visible, mask(text))


def mask(text: str) -> str:
    """`text` with what looks like a key or a password replaced by as many asterisks."""
    text = _USERINFO.sub(lambda found: found[1] + "*" * (len(found[0]) - len(found[1])), text)
    text = _BEARER.sub(lambda found: found[1] + "*" * (len(found[0]) - len(found[1])), text)
    return _RUN.sub(lambda found: found[0] if not _random(found[0]) or _is_id(found) else "*" * len(found[0]), text)


def _is_id(found: re.Match[str]) -> bool:
    """Whether it is a whole segment of a path behind the name of a collection (`/tracks/...`), and as long as ids are.

    Behind a word for a key, a hook or the like it may well be a secret, and so it may behind another id.
    """
    collection = _COLLECTION.search(found.string, 0, found.start())
    if collection is None or _HIDING.search(collection[1]) or found.string[found.end() : found.end() + 1] in _INSIDE:
        return False
    return len(found[0]) <= _LONGEST_ID or (len(found[0]) in _HASHES and _HEX.fullmatch(found[0]) is not None)


def _random(run: str) -> bool:
    """Letters and digits change places often in a key, seldom in a name."""
    return len(_TURN.findall(run)) >= 4


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def place(at: Span) -> str:
    """`path:line:column`."""
    return f"{clean(at.path)}:{at.line}:{at.column}"


def problem_place(problem: Problem) -> str:
    """`path`, `path:line` or `path:line:column`, as far as it is known."""
    parts = [clean(problem.path), *(str(number) for number in (problem.line, problem.column) if number)]
    return ":".join(parts)


def evidence(finding: Finding) -> str:
    """`provider document version (date) pointer`, or `package version symbol; why this version`; "" without any."""
    proof = finding.evidence
    name, spot = (proof.package, proof.symbol) if proof.package else (proof.document, proof.pointer)
    if name and not proof.package and finding.provider.lower() not in name.lower():
        name = f"{finding.provider} {name}"  # many documents are just called "rest"
    date = f"({proof.date})" if proof.date and proof.date != proof.version else ""
    said = " ".join(part for part in (name, proof.version, date, spot) if part)
    return clean(f"{said}; {proof.source}" if proof.package and proof.source not in said else said)


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def headline(report: Report) -> str:
    """`Checked N calls in M files: V verified, R refuted, U unverified`, and how many are verified in part."""
    part = f"; {in_part} of the verified in part" if (in_part := report.in_part()) else ""
    own = f", {own} to its own application" if (own := report.own_application()) else ""
    return (
        f"Checked {counted(len(report.calls), 'call')} in {counted(report.files, 'file')}: "
        f"{report.count(SUPPORTED)} verified, {report.count(REFUTED)} refuted, "
        f"{report.count(UNVERIFIED)} unverified{own}{part}"
    )


def reasons(report: Report) -> list[str]:
    """Why calls are unverified, then what is left open in verified ones; most frequent first, one line each."""
    lines = _counted(report.reasons(), _REASONS, "")
    return lines + _counted(report.left_open(), _PARTS, "left open: ")


def _counted(why: Sequence[Reason | None], most: int, prefix: str) -> list[str]:
    if not why:
        return []
    from truthcheck.report.reasons import counted as counted_reasons  # a long table, for runs that need it

    counts = list(counted_reasons(why).items())
    width = len(str(counts[0][1]))
    lines = [f"  {number:>{width}}  {prefix}{clean(words)}" for words, number in counts[:most]]
    if len(counts) > most:
        lines.append(f"  and {counted(len(counts) - most, 'more reason')}: run with --format json")
    return lines


def grade(finding: Finding) -> str:
    """ " (likely)" behind what is not proven; "" for what is certain."""
    return "" if finding.confidence == "certain" else f" ({finding.confidence})"


def worst_first(finding: Finding) -> tuple[int, int, Span, str]:
    """A key to sort by: errors before warnings, certain before likely, then by place and rule."""
    return (finding.severity != "error", finding.confidence != "certain", finding.at, finding.rule)
