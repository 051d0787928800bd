"""Classes of the project: what they hold, and what they extend."""

from __future__ import annotations

from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.names import resolved
from truthcheck.claims.engine.values import ClassVal, External, Val

MAX_LINE = 30  # classes that one class comes from


def class_member(cls: ClassVal, name: str, frame: Frame) -> Val | None:
    """A class attribute or method, the bases included."""
    for one in lineage(cls):
        if name in one.names:
            return resolved(one.names[name], frame.run)
    return None


def lineage(cls: ClassVal) -> list[ClassVal]:
    """The class and its bases inside the project, nearest first."""
    found: list[ClassVal] = []
    todo = [cls]
    while todo and len(found) < MAX_LINE:
        one = todo.pop(0)
        if any(one.node is seen.node for seen in found):
            continue
        found.append(one)
        todo.extend(base for base in one.bases if isinstance(base, ClassVal))
    return found


def externals(cls: ClassVal) -> list[str]:
    """The dotted names of the bases outside the project."""
    return [base.name for one in lineage(cls) for base in one.bases if isinstance(base, External)]
