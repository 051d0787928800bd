"""What the agent is told: statements of fact, the false claims first."""

from __future__ import annotations

from collections.abc import Sequence

from truthcheck.loop.cheats import Cheat
from truthcheck.model.report import Report

RULES = (
    "The calls stay in place and stay readable: a call that is deleted, commented out, built at run time, ignored by a "
    "comment or replaced by a different operation does not count as repaired. The check's configuration stays as it is."
)


def refine(feedback: str, report: Report, cheats: Sequence[Cheat], task: str) -> str:
    """The prompt of a follow-up round; `task` is repeated only for a fresh start."""
    parts = [f"The task was:\n{task}"] if task else []
    if cheats:
        told = "\n".join(f"- {cheat.message}" for cheat in cheats)
        parts.append(f"The last change was not a repair; the files are as they were before it:\n{told}")
    if report.problems:
        told = "\n".join(f"- {p.path}:{p.line}: {p.message}" for p in report.problems[:5])
        parts.append(f"These files cannot be read:\n{told}")
    if feedback:
        parts.append(feedback)
    return "\n\n".join([*parts, RULES]) + "\n"
