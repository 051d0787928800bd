"""What is false, where, and the evidence."""

from __future__ import annotations

import hashlib

from truthcheck.model.location import Span
from truthcheck.model.noun import dataclass

# Worst first; "deprecated" is a warning, the rest are errors unless a rule page says so.
SEVERITIES = ("error", "warning")
CONFIDENCES = ("certain", "likely")  # best first


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why we may say so: a place in a document, or a symbol in a package. Dates are ISO 8601."""

    document: str = ""
    version: str = ""
    date: str = ""
    pointer: str = ""
    source: str = ""
    package: str = ""
    symbol: str = ""


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
    `related` are further places with a word each, such as the wrapper the call goes through.
    """

    rule: str
    severity: str
    confidence: str
    message: str
    at: Span
    help: str = ""
    call: str = ""
    provider: str = ""
    operation: str = ""
    evidence: Evidence = Evidence()
    fixes: tuple[Fix, ...] = ()
    related: tuple[tuple[str, Span], ...] = ()

    @property
    def fingerprint(self) -> str:
        """16 hex digits that survive moved lines: rule, file, operation, message; not the position."""
        words = "\0".join((self.rule, self.at.path, self.operation, self.message))
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
