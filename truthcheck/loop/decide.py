"""What to do after a round. No input or output: it sees the history and says the next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truthcheck.loop.agent import Outcome
from truthcheck.loop.candidate import FileState
from truthcheck.loop.cheats import Cheat
from truthcheck.model.report import Report

STOPS = {
    "clean": "nothing is false any more",
    "rounds": "the rounds are used up",
    "ignored": "the agent changed nothing, also when it started afresh",
    "repeated": "the agent gave the same code again, also when it started afresh",
    "oscillated": "the agent went back to earlier code, also when it started afresh",
    "worse": "the last round made it worse",
    "cheated": "the agent pleased the check without repairing the call",
    "hung": "the agent ran out of time and was ended",
    "crashed": "the agent failed and changed nothing",
    "budget": "the budget is spent",
    "interrupted": "interrupted from outside",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """A candidate with its verdict, after the safe fixes."""

    candidate: FileState
    report: Report
    fixed: int = 0

    @property
    def score(self) -> tuple[int, int]:
        """Smaller is better: unreadable files, then what is false. Warnings are no counterexamples."""
        return len(self.report.problems), sum(finding.severity == "error" for finding in self.report.findings)

    @property
    def clean(self) -> bool:
        return self.score == (0, 0)


@dataclass(frozen=True, slots=True)
class Round:
    """One run of the agent and what came of it. `before` is the tree it found."""

    number: int
    fresh: bool
    before: FileState
    outcome: Outcome
    trial: Trial
    cheats: tuple[Cheat, ...]

    @property
    def unchanged(self) -> bool:
        return self.trial.candidate.hash == self.before.hash


@dataclass(frozen=True, slots=True)
class Decision:
    """`stop` is a key of STOPS, or "" to go on; `restore` puts the best candidate back; `fresh` starts anew."""

    stop: str = ""
    restore: bool = False
    fresh: bool = False


def after(latest: Round, best: Trial, seen: Sequence[str], restarted: bool, last: bool) -> Decision:
    """The step after `latest`. `seen` are the hashes of earlier candidates, oldest first; `last`: no round is left."""
    if latest.cheats:
        return Decision("cheated" if last else "", restore=True)
    if latest.trial.clean:
        return Decision("clean")
    if latest.outcome.hung:
        return Decision("hung", restore=True)
    if latest.outcome.exit_code != 0 and latest.unchanged:
        return Decision("crashed", restore=True)
    if latest.trial.score > best.score:
        return Decision("worse", restore=True)
    if latest.trial.candidate.hash in seen:
        return Decision(_stuck(latest, seen) if restarted or last else "", restore=True, fresh=True)
    return Decision("rounds" if last else "")


def _stuck(latest: Round, seen: Sequence[str]) -> str:
    if len(set(seen)) == 1:
        return "ignored"
    return "repeated" if latest.unchanged or latest.trial.candidate.hash == seen[-1] else "oscillated"
