"""unknown-table: the project's database has no such table or view. Judged by `checks/database`."""

from __future__ import annotations

from truthcheck.checks.core.edits import moved
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import became, listed
from truthcheck.checks.core.rule import Rule, Scene, Wording


def _message(fault: Fault, scene: Scene) -> str:
    where, owner, name = fault.place
    if fault.got:
        return f"the database does not show the schema `{owner}`, in which `{name}` is asked for"
    inside = f", which is embedded in `{owner}`" if where == "select" else ""
    return f"the database has no table `{name}`{inside}"


def _help(fault: Fault, scene: Scene) -> str:
    return f"schemas that it shows: {listed(fault.choices)}" if fault.got else became(fault, scene)


RULE = Rule("unknown-table", "error", {"database": Wording(_message, _help, moved)}, repair="operation")
