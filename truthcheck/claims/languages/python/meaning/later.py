"""Attributes of an instance that other methods than its constructor set."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import one_of
from truthcheck.claims.engine.classes import lineage
from truthcheck.claims.engine.dispatch import evaluate
from truthcheck.claims.engine.frame import MAX_DEPTH, Frame
from truthcheck.claims.engine.functions import root_value
from truthcheck.claims.engine.memory import State
from truthcheck.claims.engine.scan import statements
from truthcheck.claims.engine.values import ClassVal, Ref, Val
from truthcheck.model.value import Literal


def later_attribute(cls: ClassVal, ref: Ref, name: str, frame: Frame) -> Val | None:
    """The value that methods other than `__init__` assign to `self.name`; None when none does."""
    if len(frame.active) >= MAX_DEPTH or frame.run.exhausted():
        return None
    found: list[Val] = []
    for one in lineage(cls):
        for method, value in _assignments(one, name, frame):
            if any(node is method for node in frame.active):
                continue
            inner = Frame(frame.run, one.module, State({}, frame.state.heap))
            inner.active = (*frame.active, method)
            inner.state.names[method.params[0].name] = ref
            for param in method.params[1:]:
                inner.state.names[param.name] = root_value(param, inner)
            found.append(evaluate(value, inner))
    found = [value for value in found if not (isinstance(value, Literal) and value.value is None)]
    return one_of(found) if found else None


def _assignments(cls: ClassVal, name: str, frame: Frame) -> list[tuple[ir.FuncDef, ir.Expr]]:
    key = (id(cls.node), name)
    known = frame.run.assignments.get(key)
    if known is None:
        known = frame.run.assignments[key] = self_assignments(cls.node, name)
    return known


def self_assignments(cls: ir.ClassDef, name: str) -> list[tuple[ir.FuncDef, ir.Expr]]:
    """What methods other than `__init__` assign to an attribute of their first parameter."""
    found: list[tuple[ir.FuncDef, ir.Expr]] = []
    for method in cls.body:
        if not isinstance(method, ir.FuncDef) or method.name == "__init__" or not _may_set(method, name):
            continue
        receiver = method.params[0].name if method.params else ""
        makes = method.name == "__new__"
        for statement in statements(method.body):
            found += [(method, value) for target, value in _assigned(statement, receiver, makes) if target == name]
    return found


def _may_set(method: ir.FuncDef, name: str) -> bool:
    """Told from the text, so that other methods need not be parsed."""
    return method.late is None or method.late.sets(name)


def _assigned(statement: ir.Stmt, receiver: str, makes: bool) -> Iterator[tuple[str, ir.Expr]]:
    """Attributes of the instance with what they are set to. A method that `makes` it has a name of its own for it."""
    match statement:
        case ir.Assign(targets, value):
            pairs = [(target, value) for target in targets]
        case ir.AnnAssign(target, _, value) if value is not None:
            pairs = [(target, value)]
        case ir.With(items):
            pairs = [(target, value) for value, target in items if target is not None]
        case _:
            return
    for target, value in pairs:
        match target:
            case ir.Attr(ir.Name(id), name) if id == receiver or makes:
                yield name, value
            case ir.Attr(ir.Attr(ir.Name(id)), name) if makes and id == receiver:
                yield name, value
