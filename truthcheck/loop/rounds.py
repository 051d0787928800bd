"""The loop: generate, verify, feed the counterexamples back, until nothing is refuted or it helps no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from truthcheck.loop import agent as agents
from truthcheck.loop import cheats, decide, journal, prompts, record, trajectory
from truthcheck.loop.candidate import FileState, Workspace
from truthcheck.loop.cheats import Cheat, Seen
from truthcheck.loop.decide import Decision, Round, Trial
from truthcheck.loop.plan import Plan, Result
from truthcheck.model.report import Report

Verifier: TypeAlias = Callable[[Sequence[Path]], Report]
Fixer: TypeAlias = Callable[[Report], int]
Feedback: TypeAlias = Callable[[Report], str]
Listener: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LoopTools:
    """What the loop works with. `fix` applies the safe fixes of a report and says how many."""

    verify: Verifier
    fix: Fixer
    feedback: Feedback
    say: Listener


@dataclass(slots=True)
class _Run:
    plan: Plan
    tools: LoopTools
    workspace: Workspace
    start: FileState
    best: Trial
    first: Seen
    measured: bool  # whether `first` is settled: with a task it is what the first round makes
    seen: list[str] = field(default_factory=list)
    cheats: tuple[Cheat, ...] = ()
    fresh: bool = True
    restarted: bool = False
    tokens: int = 0
    began: float = field(default_factory=time.monotonic)
    left: tuple[str, ...] = ()
    last: FileState = field(default_factory=lambda: FileState({}))  # the tree as the loop left it


def run(plan: Plan, tools: LoopTools, begun: int = 0) -> Result:
    """Run the loop to its end. `begun` are the rounds that a killed loop before this one has used."""
    workspace = Workspace(plan.root, journal.folder(plan.root) / "contents", plan.guarded)
    start = workspace.take()
    journal.write(plan.root, journal.Note(start, start, begun, str(plan.trajectory)))
    first = _judge(plan, tools, workspace)
    seen = Seen(first.report, workspace.texts(first.candidate, first.candidate.files))
    state = _Run(plan, tools, workspace, start, first, seen, measured=not plan.task, seen=[first.candidate.hash])
    state.last = first.candidate
    trajectory.append(plan.trajectory, record.start(plan, workspace, first))
    number = begun
    try:
        stop, number = _rounds(state, begun)
    except KeyboardInterrupt:
        stop = "interrupted"
        state.last = workspace.take()  # the agent was at work: what it left is its own
    except BaseException:
        _restore(state, workspace.take())
        journal.clear(plan.root)
        raise
    _restore(state, state.last)
    result = Result(stop, number - begun, state.best, state.left)
    trajectory.append(plan.trajectory, record.end(result, state.tokens, time.monotonic() - state.began))
    journal.clear(plan.root)
    return result


def _rounds(state: _Run, begun: int) -> tuple[str, int]:
    if state.measured and state.best.clean:
        return "clean", begun
    for number in range(begun + 1, state.plan.rounds + 1):
        if _spent(state):
            return "budget", number - 1
        step = _round(state, number)
        if step.stop:
            return step.stop, number
    return "rounds", max(begun, state.plan.rounds)


def _round(state: _Run, number: int) -> Decision:
    workspace, plan = state.workspace, state.plan
    before = _taken(state)
    prompt = _prompt(state)
    trajectory_path = str(plan.trajectory)
    journal.write(plan.root, journal.Note(state.start, state.best.candidate, number, trajectory_path))
    state.tools.say(f"round {number} of {plan.rounds}: {'a fresh start' if state.fresh else 'going on'}")
    environment = {"TRUTHCHECK_ROUND": str(number), "TRUTHCHECK_FRESH": "1" if state.fresh else ""}
    outcome = agents.run(plan.agent, prompt, plan.root, _time_left(state), state.fresh, environment)
    trial = _judge(plan, state.tools, workspace)
    now = Seen(trial.report, workspace.texts(trial.candidate, trial.candidate.files))
    latest = Round(number, state.fresh, before, outcome, trial, _cheats(state, now))
    best = state.best if state.measured else trial
    step = decide.after(latest, best, state.seen, state.restarted, number >= plan.rounds)
    if step.stop == "hung" and _spent(state):
        step = Decision("budget", restore=True)
    trajectory.append(plan.trajectory, record.turn(workspace, state.start, latest, prompt, step))
    _advance(state, latest, step, now)
    state.tools.say(_told(latest))
    return step


def _taken(state: _Run) -> FileState:
    """The tree before the agent runs. What has changed since the loop last looked is somebody else's, and is kept."""
    now = state.workspace.take()
    theirs = now.changed(state.last)
    if theirs:
        state.best = replace(state.best, candidate=state.best.candidate.taking(now, theirs))
    return now


def _advance(state: _Run, latest: Round, step: Decision, now: Seen) -> None:
    trial = latest.trial
    state.tokens += latest.outcome.usage.tokens
    state.cheats = latest.cheats
    if not latest.cheats and (not state.measured or trial.score < state.best.score):
        state.best = trial
    if not latest.cheats and not state.measured:
        state.first, state.measured = now, True
    state.seen.append(trial.candidate.hash)
    state.restarted = state.restarted or step.fresh
    state.fresh = step.fresh
    state.last = trial.candidate
    if step.restore:
        _restore(state, trial.candidate)


def _judge(plan: Plan, tools: LoopTools, workspace: Workspace) -> Trial:
    """Verify, apply the safe fixes, verify again. What can be repaired for certain is not asked of an agent."""
    report = tools.verify(plan.paths)
    fixed = tools.fix(report)
    if fixed:
        report = tools.verify(plan.paths)
    return Trial(workspace.take(), report, fixed)


def _cheats(state: _Run, now: Seen) -> tuple[Cheat, ...]:
    first = state.first
    if not state.measured:  # the agent's first work: there is nothing yet that it was asked to repair
        nothing = Report((), (), (), 0, 0.0)
        first = Seen(nothing, state.first.texts)
    return cheats.find(first, now, state.plan.guarded)


def _prompt(state: _Run) -> str:
    if not state.measured:
        return state.plan.task
    feedback = state.tools.feedback(state.best.report)
    return prompts.refine(feedback, state.best.report, state.cheats, state.plan.task if state.fresh else "")


def _spent(state: _Run) -> bool:
    plan = state.plan
    over = plan.budget_tokens and state.tokens >= plan.budget_tokens
    return bool(over or (plan.budget_seconds and time.monotonic() - state.began >= plan.budget_seconds))


def _time_left(state: _Run) -> float:
    if not state.plan.budget_seconds:
        return state.plan.agent_seconds
    return min(state.plan.agent_seconds, state.plan.budget_seconds - (time.monotonic() - state.began))


def _restore(state: _Run, expected: FileState) -> None:
    left = state.workspace.restore(state.best.candidate, expected)
    state.left = tuple(dict.fromkeys((*state.left, *left)))
    state.last = state.workspace.take()
    if left:
        state.best = replace(state.best, candidate=state.best.candidate.taking(state.last, left))


def _told(latest: Round) -> str:
    found = len(latest.trial.report.findings)
    words = [f"round {latest.number}: {found} false" if found else f"round {latest.number}: nothing false"]
    words += [cheat.message for cheat in latest.cheats]
    return "; ".join([*words, f"{latest.outcome.seconds:.1f} s", f"{latest.outcome.usage.tokens} tokens"])


def recover(root: Path, note: journal.Note) -> tuple[str, ...]:
    """Put the best candidate of a killed loop in place and forget the loop.

    The agent may have been at work when the loop was killed, so every watched file that differs from the best
    candidate is taken to be its doing. Returns the files put back.
    """
    workspace = Workspace(root, journal.folder(root) / "contents")
    now = workspace.take()
    workspace.restore(note.best, now)
    journal.clear(root)
    return note.best.changed(now)
