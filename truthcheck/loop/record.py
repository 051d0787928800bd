"""The records of a trajectory: what the loop knows, as it is written down."""

from __future__ import annotations

import time

from truthcheck.loop import trajectory
from truthcheck.loop.agent import Outcome
from truthcheck.loop.candidate import FileState, Workspace
from truthcheck.loop.decide import Decision, Round, Trial
from truthcheck.loop.plan import Plan, Result
from truthcheck.loop.trajectory import Record
from truthcheck.model.report import Report


def start(plan: Plan, workspace: Workspace, first: Trial) -> Record:
    from truthcheck.version import __version__

    return {
        "kind": "start",
        "format": trajectory.FORMAT,
        "truthcheck": __version__,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "command": list(plan.agent.command),
        "paths": [path.as_posix() for path in plan.paths],
        "task": plan.task,
        "rounds": plan.rounds,
        "candidate": first.candidate.hash,
        "fixed": first.fixed,
        "findings": [trajectory.finding(found) for found in first.report.findings],
        "problems": len(first.report.problems),
        "files": workspace.texts(first.candidate, _involved(first.report)),
    }


def _involved(report: Report) -> list[str]:
    """Files that hold a call, a wrapper on its way or a finding: enough to verify again elsewhere."""
    spans = [span for checked in report.calls for span in (checked.call.at, *checked.call.frames)]
    return sorted({span.path for span in (*spans, *(found.at for found in report.findings))})


def turn(workspace: Workspace, beginning: FileState, latest: Round, prompt: str, step: Decision) -> Record:
    trial = latest.trial
    changed = trial.candidate.changed(latest.before)
    since = trial.candidate.changed(beginning)
    before, after = workspace.texts(latest.before, changed), workspace.texts(trial.candidate, {*changed, *since})
    return {
        "kind": "round",
        "round": latest.number,
        "fresh": latest.fresh,
        "prompt": prompt,
        "candidate": trial.candidate.hash,
        "findings": [trajectory.finding(found) for found in trial.report.findings],
        "problems": len(trial.report.problems),
        "cheats": [{"kind": c.kind, "path": c.path, "line": c.line, "message": c.message} for c in latest.cheats],
        "fixed": trial.fixed,
        "diff": trajectory.diff(before, after, changed),
        "files": {path: after.get(path) for path in since},
        **_outcome(latest.outcome),
        "stop": step.stop,
    }


def _outcome(outcome: Outcome) -> Record:
    return {
        "tokens": {
            "input": outcome.usage.input,
            "output": outcome.usage.output,
            "estimated": outcome.usage.estimated,
        },
        "cost": outcome.usage.cost,
        "seconds": round(outcome.seconds, 3),
        "exit_code": outcome.exit_code,
        "hung": outcome.hung,
        "output_bytes": outcome.size,
        "output": outcome.tail[-trajectory.TAIL :],
    }


def end(result: Result, tokens: int, seconds: float) -> Record:
    return {
        "kind": "end",
        "stop": result.stop,
        "rounds": result.rounds,
        "best": result.best.candidate.hash,
        "findings": len(result.best.report.findings),
        "tokens": tokens,
        "seconds": round(seconds, 3),
        "left": list(result.left),
    }
