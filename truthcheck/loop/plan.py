"""What a loop is asked to do, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from truthcheck.loop.agent import Agent
from truthcheck.loop.decide import Trial


@dataclass(frozen=True, slots=True)
class Plan:
    """What the user asked for. Seconds are wall time; a budget of 0 is none. `task` is the first prompt, if any."""

    root: Path
    paths: tuple[Path, ...]
    agent: Agent
    task: str = ""
    rounds: int = 3
    budget_tokens: int = 0
    budget_seconds: float = 0.0
    agent_seconds: float = 1800.0
    guarded: tuple[str, ...] = ()
    trajectory: Path = Path("trajectory.jsonl")


@dataclass(frozen=True, slots=True)
class Result:
    """`left` are files that somebody else changed meanwhile, so that they were not put back."""

    stop: str
    rounds: int
    best: Trial
    left: tuple[str, ...]
