"""What one run found out."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.noun import dataclass
from truthcheck.model.reason import OWN, Reason

Verdict: TypeAlias = Literal["supported", "refuted", "unverified"]
SUPPORTED: Final = "supported"
REFUTED: Final = "refuted"
UNVERIFIED: Final = "unverified"


@dataclass(frozen=True, slots=True)
class Checked:
    """A call with its verdict. `reason` is set when unverified; `operation` is "METHOD /path" when one was found.

    `left_open` is what of the call nothing could check: with any of it, a supported call is so in part only.
    """

    call: Call
    verdict: Verdict
    reason: Reason | None = None
    provider: str = ""
    operation: str = ""
    findings: tuple[Finding, ...] = ()
    left_open: tuple[Reason, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether it claims nothing of somebody else's API, and so has nothing to be verified."""
        return self.verdict == UNVERIFIED and self.reason is not None and self.reason.why in OWN

    @property
    def in_part(self) -> bool:
        """Whether nothing is false of the call, but not all of it could be checked."""
        return self.verdict == SUPPORTED and bool(self.left_open)


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
        """How many calls have the verdict; those to the project's own application are told apart."""
        return sum(checked.verdict == verdict and not checked.is_own for checked in self.calls)

    def own_application(self) -> int:
        """How many calls go to the project's own application or addresses."""
        return sum(checked.is_own for checked in self.calls)

    def reasons(self) -> tuple[Reason | None, ...]:
        """Why calls are unverified, one for each call."""
        return tuple(one.reason for one in self.calls if one.verdict == UNVERIFIED and not one.is_own)

    def in_part(self) -> int:
        """How many of the supported calls are so in part only."""
        return sum(checked.in_part for checked in self.calls)

    def left_open(self) -> tuple[Reason, ...]:
        """What nothing could check of supported calls, one for each part."""
        return tuple(reason for checked in self.calls if checked.in_part for reason in checked.left_open)
