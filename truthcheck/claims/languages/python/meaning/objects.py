"""Attributes of classes and instances: what is inherited, what decorators make of methods, what instances answer to."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import members, plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.classes import class_member, externals, lineage
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.functions import invoke
from truthcheck.claims.engine.names import resolved
from truthcheck.claims.engine.templates import is_none
from truthcheck.claims.engine.values import (
    Bound,
    ClassVal,
    External,
    FuncVal,
    Method,
    ObjectCell,
    Ref,
    SuperVal,
    Val,
)
from truthcheck.claims.languages.python.meaning import files
from truthcheck.claims.languages.python.meaning.dumps import DUMPS, dumped
from truthcheck.claims.languages.python.meaning.labels import decorators
from truthcheck.claims.languages.python.meaning.later import later_attribute
from truthcheck.claims.languages.python.meaning.models import validating
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown

_PROPERTIES = frozenset(("property", "cached_property", "computed_field"))
_ENTER = ("__enter__", "__aenter__")
MAX_ENTERED = 6  # calls into each other within which `__enter__` is followed


def object_attribute(ref: Ref, cell: ObjectCell, name: str, at: Span, frame: Frame) -> Val:
    """What `instance.name` is: its own, its class's, or what another method sets."""
    if name in cell.attrs:
        found = cell.attrs[name]
        return found if not _unset(found) else _or_later(ref, cell, name, found, at, frame)
    inherited = class_member(cell.cls, name, frame) if cell.cls is not None else None
    if inherited is not None and not _unset(inherited) and not isinstance(inherited, Unknown):
        return _through_instance(inherited, ref, at, frame)
    if cell.session is not None or name in DUMPS or (cell.cls and _extends_session(cell.cls, frame)):
        return Method(ref, name, at)
    return _or_later(ref, cell, name, inherited, at, frame)


def _extends_session(cls: ClassVal, frame: Frame) -> bool:
    return frame.run.sinks.session_of(externals(cls), frame) is not None


def _unset(value: Val) -> bool:
    return all(is_none(member) for member in members(plain(value)))


def _or_later(ref: Ref, cell: ObjectCell, name: str, found: Val | None, at: Span, frame: Frame) -> Val:
    """An attribute that `__init__` leaves unset may be set by another method (`connect`, `__aenter__`, a fixture)."""
    later = later_attribute(cell.cls, ref, name, frame) if cell.cls is not None else None
    if later is not None:
        return later
    if cell.cls is not None and found is None and frame.run.packages:
        found = frame.run.sinks.inherited(cell, name, at, frame)
    return found or Unknown(Reason(Why.NOT_SET, name), at)


def _through_instance(member: Val, receiver: Val, at: Span, frame: Frame) -> Val:
    if not isinstance(member, FuncVal) or not isinstance(member.node, ir.FuncDef):
        return member
    words = decorators(member.node)
    if words & _PROPERTIES:
        return invoke(member, Arguments([], {}, None), receiver, frame, at)
    return member if "staticmethod" in words else Bound(member, receiver)


def constant_attribute(value: Literal, name: str) -> Val | None:
    """What `constant.name` is: a member of an enumeration is its value here."""
    if name == "parent":  # of a path
        return files.parent(value, value.at) if value.at is not None else None
    return value if name == "value" else None


def class_attribute(cls: ClassVal, name: str, at: Span, frame: Frame) -> Val:
    """What `Class.name` is."""
    found = class_member(cls, name, frame)
    if found is None:
        outside = externals(cls)
        if (model := validating(cls, name)) is not None:
            return model
        return External(f"{outside[0]}.{name}") if outside else Method(cls, name, at)
    if isinstance(found, FuncVal) and isinstance(found.node, ir.FuncDef) and "classmethod" in decorators(found.node):
        return Bound(found, cls)
    return found


def super_attribute(value: SuperVal, name: str, at: Span, frame: Frame) -> Val:
    """What `super().name` is."""
    for cls in lineage(value.owner)[1:]:
        if name in cls.names:
            return _through_instance(resolved(cls.names[name], frame.run), value.receiver, at, frame)
    above = frame.run.sinks.above(value.owner, name, at, frame) if frame.run.packages else None
    return above or Method(value, name, at)


def call_object(ref: Ref, cell: ObjectCell, args: Arguments, frame: Frame, at: Span) -> Val | None:
    """What calling an instance gives, when its class has a `__call__`."""
    target = object_attribute(ref, cell, "__call__", at, frame)
    return invoke(target.func, args, target.receiver, frame, at) if isinstance(target, Bound) else None


def enter(ref: Ref, frame: Frame) -> Val:
    """What `with instance as x` binds."""
    cell = frame.cell(ref)
    if not isinstance(cell, ObjectCell) or cell.cls is None:
        return ref
    for name in _ENTER:
        method = class_member(cell.cls, name, frame)
        if isinstance(method, FuncVal) and len(frame.chain) < MAX_ENTERED:
            return invoke(method, Arguments([], {}, None), ref, frame, frame.span(method.node.at))
    return ref


def on_super(value: SuperVal, name: str, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """`super().name(...)` where the base is a session of a client."""
    why = Unknown(Reason(Why.SUPER_CALL_NOT_FOLLOWED, name), at)
    session = frame.run.sinks.session_of(externals(value.owner), frame)
    if session is None or not isinstance(value.receiver, Ref):
        return why
    if name == "__init__":
        frame.run.sinks.open_session(session, value.receiver, args, frame)
        return Literal(None)
    return frame.run.sinks.call_session(session, value.receiver, name, args, frame, at, expr) or why


def on_object(ref: Ref, name: str, args: Arguments, frame: Frame, at: Span) -> Val | None:
    """A model's fields as a dictionary."""
    cell = frame.cell(ref)
    if name not in DUMPS or not isinstance(cell, ObjectCell) or cell.cls is None:
        return None
    return dumped(ref, cell, cell.cls, args, frame, at)
