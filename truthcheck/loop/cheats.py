"""Ways to please the check without repairing the call: each is told, none is accepted.

Everything is measured against the first candidate, whose findings the agent was asked to repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from truthcheck.loop import same
from truthcheck.loop.lineage import Lineage
from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.report import REFUTED, UNVERIFIED, Checked, Report
from truthcheck.report.reasons import sentence

KINDS = ("deleted", "commented-out", "hidden", "ignored", "config-edited", "swapped")
IGNORE = re.compile(r"#\s*truthcheck\s*:\s*ignore\b")
_HIDING = re.compile(r"\b(?:eval|exec|getattr|setattr|__import__|import_module|globals|locals|vars|b64decode)\s*[(]")


@dataclass(frozen=True, slots=True)
class Cheat:
    """`path` and `line` are the place in the first candidate, or in the newer one for what was added."""

    kind: str
    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A candidate as the check saw it: its report, and the text of every file that matters for it."""

    report: Report
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Claim:
    """Something that was called false: the finding, and the call that holds it where there is one."""

    finding: Finding
    checked: Checked | None
    number: int  # of the call in its report

    @property
    def at(self) -> Span:
        return self.checked.call.at if self.checked else self.finding.at


def find(first: Seen, now: Seen, guarded: Sequence[str] = ()) -> tuple[Cheat, ...]:
    """What `now` does instead of a repair. `guarded` are further files that steer the check: rules, baseline."""
    cheats = [*_configuration(first.texts, now.texts, guarded), *_ignores(first.texts, now.texts)]
    unreadable = {problem.path for problem in now.report.problems}  # worse, but not a trick
    lineage = Lineage(first.report, now.report, first.texts, now.texts)
    added = _added(first, now)
    for claim in _claims(first.report):
        if claim.at.path not in unreadable:
            cheats.extend(_judge(claim, lineage, first, added))
    return tuple(cheats)


def _claims(report: Report) -> Iterator[_Claim]:
    held: set[str] = set()
    for number, checked in enumerate(report.calls):
        errors = [finding for finding in checked.findings if finding.severity == "error"]
        for finding in errors[:1]:  # one call, one answer, however many things are false in it
            yield _Claim(finding, checked, number)
        held |= {finding.fingerprint for finding in checked.findings}
    for finding in report.findings:
        if finding.severity == "error" and finding.fingerprint not in held:
            yield _Claim(finding, None, -1)


def _judge(claim: _Claim, lineage: Lineage, first: Seen, added: Sequence[str]) -> Iterator[Cheat]:
    successor = lineage.successor(claim.number)
    if successor is None:
        if claim.checked or not lineage.place(claim.at):
            yield _vanished(claim, first, added)
    elif successor.verdict == UNVERIFIED and _was_readable(claim):
        kind = "hidden" if same.written(successor.call) in ("", "{}") or _hides(added) else "swapped"
        yield _cheat(kind, claim, f"the check can no longer verify {_named(claim)}: {sentence(successor.reason)}")
    elif claim.checked and successor.verdict != REFUTED and not same.purpose(claim.checked, successor, claim.finding):
        yield _cheat("swapped", claim, f"{_named(claim)} was exchanged for another operation, {successor.operation}")


def _was_readable(claim: _Claim) -> bool:
    return claim.checked is not None and claim.checked.verdict == REFUTED


def _added(first: Seen, now: Seen) -> list[str]:
    """Lines that are new in any file."""
    lines = []
    for path, text in now.texts.items():
        old = set(first.texts.get(path, "").splitlines())
        lines += [line for line in text.splitlines() if line not in old]
    return lines


def _vanished(claim: _Claim, first: Seen, added: Sequence[str]) -> Cheat:
    lines = first.texts.get(claim.at.path, "").splitlines()
    words = [_bare(line) for line in lines[claim.at.line - 1 : claim.at.end_line]]
    comments = {_bare(line.lstrip("# \t")) for line in added if line.lstrip().startswith("#")}
    if any(len(word) > 3 and word in comments for word in words):
        return _cheat("commented-out", claim, f"{_named(claim)} was commented out")
    if _hides(added):
        return _cheat("hidden", claim, f"{_named(claim)} was hidden behind code that only runs can tell")
    return _cheat("deleted", claim, f"{_named(claim)} was deleted")


def _hides(added: Sequence[str]) -> bool:
    return any(_HIDING.search(line) for line in added if not line.lstrip().startswith("#"))


def _bare(line: str) -> str:
    return "".join(line.split())


def _named(claim: _Claim) -> str:
    what = claim.finding.operation or claim.finding.call or "what was called false"
    return f"the call `{what}` at {claim.at.path}:{claim.at.line}"


def _cheat(kind: str, claim: _Claim, message: str) -> Cheat:
    return Cheat(kind, claim.at.path, claim.at.line, message)


def _ignores(first: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Cheat]:
    had = sum(len(IGNORE.findall(text)) for text in first.values())
    have = [
        (path, number)
        for path, text in sorted(now.items())
        for number, line in enumerate(text.splitlines(), start=1)
        if IGNORE.search(line)
    ]
    if len(have) > had:
        known = {line.strip() for text in first.values() for line in text.splitlines()}
        new = [(path, number) for path, number in have if now[path].splitlines()[number - 1].strip() not in known]
        path, number = (new or have)[-1]
        yield Cheat("ignored", path, number, f"an ignore comment was added at {path}:{number}")


def _configuration(first: Mapping[str, str], now: Mapping[str, str], guarded: Sequence[str]) -> Iterator[Cheat]:
    for path in sorted({path for path in (*first, *now) if _steers(path, guarded)}):
        if _settings(path, first.get(path)) != _settings(path, now.get(path)):
            yield Cheat("config-edited", path, 1, f"the check's own configuration was edited: {path}")


def _steers(path: str, guarded: Sequence[str]) -> bool:
    name = path.rsplit("/", 1)[-1]
    below = any(path == entry or path.startswith(f"{entry.rstrip('/')}/") for entry in guarded)
    return below or name in ("pyproject.toml", "truthcheck.toml")


def _settings(path: str, text: str | None) -> object:
    """What of this file the check reads: of pyproject.toml only its own table."""
    if text is None or not path.endswith("pyproject.toml"):
        return text or None
    from truthcheck.rulebook.toml import loads

    try:
        return loads(text).get("tool", {}).get("truthcheck")
    except (ValueError, AttributeError):
        return text
