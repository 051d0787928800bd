"""What one run found out."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.noun import dataclass
from truthcheck.model.reason import Reason

Verdict: TypeAlias = Literal["supported", "refuted", "unverified"]
SUPPORTED: Final = "supported"
REFUTED: Final = "refuted"
UNVERIFIED: Final = "unverified"


@dataclass(frozen=True, slots=True)
class Checked:
    """A call with its verdict. `reason` is set when unverified; `operation` is "METHOD /path" when one was found."""

    call: Call
    verdict: Verdict
    reason: Reason | None = None
    provider: str = ""
    operation: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept a file from being checked: one line, with a remedy. Line 0 means the whole file."""

    path: str
    message: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """`files` counts the Python files looked at, also those that hold no call; `seconds` is wall time."""

    calls: tuple[Checked, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    files: int
    seconds: float
    notes: tuple[str, ...] = ()

    def count(self, verdict: Verdict) -> int:
        return sum(checked.verdict == verdict for checked in self.calls)

    def reasons(self) -> tuple[Reason | None, ...]:
        """Why calls are unverified, one for each call."""
        return tuple(checked.reason for checked in self.calls if checked.verdict == UNVERIFIED)
