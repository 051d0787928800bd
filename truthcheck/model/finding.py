"""What is false, where, and the evidence."""

from __future__ import annotations

from typing import Literal, TypeAlias

from truthcheck.model.location import Span
from truthcheck.model.noun import dataclass

Severity: TypeAlias = Literal["error", "warning"]
Confidence: TypeAlias = Literal["certain", "likely"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning")  # worst first; each rule declares its own
CONFIDENCES: tuple[Confidence, ...] = ("certain", "likely")  # best first


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why we may say so: a place in a document, or a symbol in a package. Dates are ISO 8601.

    `came` and `went` are the releases with which a name came into the package and left it, "" where that is not known
    or never was.
    """

    document: str = ""
    version: str = ""
    date: str = ""
    pointer: str = ""
    source: str = ""
    package: str = ""
    symbol: str = ""
    came: str = ""
    went: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of `at` with `text`.

    A proposal may name a wider place and the `old` text in it; what a report holds is narrowed, and `old` is "".
    """

    at: Span
    text: str
    old: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together. `safe` fixes keep the meaning wherever the finding is true."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A refuted claim.

    `message` says what is false, `help` the true fact (one line each, no full stop at the end).
    `call` is the callee as written, `operation` is "METHOD /path/{template}" or "".
    `related` are further places with a word each, such as the wrapper the call goes through. `subject` is the name
    that it is about, "" when it is about the call as a whole; it is told in the message and not printed.
    `inner` is what is broken within, where a rule gathers others.
    `operations` are those that its sentences name, "METHOD /path", for code that asks whether a call is its repair.
    """

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    at: Span
    help: str = ""
    call: str = ""
    provider: str = ""
    operation: str = ""
    evidence: Evidence = Evidence()
    fixes: tuple[Fix, ...] = ()
    related: tuple[tuple[str, Span], ...] = ()
    subject: str = ""
    operations: tuple[str, ...] = ()
    inner: str = ""

    @property
    def fingerprint(self) -> str:
        """16 hex digits that survive moved lines: rule, file, operation, message; not the position."""
        import hashlib  # 4 ms of a start, for what only some formats tell

        words = "\0".join((self.rule, self.at.path, self.operation, self.message))
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
