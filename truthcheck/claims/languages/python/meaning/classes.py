"""Instances of the project's classes: as its code makes them, and as an unknown caller would."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.classes import class_member, externals
from truthcheck.claims.engine.exchange import MadeInstance
from truthcheck.claims.engine.frame import MAX_DEPTH, MAX_MADE, Frame
from truthcheck.claims.engine.functions import invoke, run_root
from truthcheck.claims.engine.memory import Heap, State
from truthcheck.claims.engine.values import (
    Assumed,
    ClassVal,
    Data,
    DictCell,
    FuncVal,
    Module,
    ObjectCell,
    Ref,
    Stream,
    Val,
)
from truthcheck.claims.languages.python.meaning import fixtures
from truthcheck.claims.languages.python.meaning.dataclasses import fields, set_fields
from truthcheck.claims.languages.python.meaning.labels import decorators
from truthcheck.claims.languages.python.meaning.models import filled
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown

_ENUMS = frozenset(("Enum", "StrEnum", "IntEnum"))


def instantiate(cls: ClassVal, args: Arguments, frame: Frame, at: Span) -> Val:
    """An instance made by calling the class with these arguments."""
    bases = externals(cls)
    if is_typed_dict(bases):
        return frame.new(DictCell(dict(args.keywords), args.rest, at))
    if is_enum(bases):
        return args.positional[0] if args.positional else Unknown(Reason(Why.ENUM_MEMBER), at)
    session = frame.run.sinks.session_of(externals(cls), frame)
    ref = frame.new(ObjectCell(cls, {}, session))
    init = class_member(cls, "__init__", frame)
    if isinstance(init, FuncVal):
        invoke(init, args, ref, frame, at)
    elif session is not None:
        frame.run.sinks.open_session(session, ref, args, frame)
    else:
        set_fields(cls, ref, args, frame)
        if isinstance(args.spread, Data) and not (args.keywords or args.positional):
            filled(cls, ref, args.spread, frame)
    made = frame.run.made.setdefault(id(cls.node), [])
    if len(made) < MAX_MADE:
        made.append(MadeInstance(ref, frame.state.heap.since(frame.run.heap)))
    return ref


def generic_instance(cls: ClassVal, frame: Frame) -> Ref:
    """The instance that an unknown caller would make, the same one in every method of the class."""
    known = frame.run.generic.get(id(cls.node))
    if known is not None:
        return known
    session = frame.run.sinks.session_of(externals(cls), frame)
    # Its cells go below all states: every later evaluation starts from here.
    inner = Frame(frame.run, cls.module, State({}, Heap({}, frame.run.heap)))
    inner.active = frame.active
    ref = inner.new(ObjectCell(cls, {}, session, open=True))
    frame.run.generic[id(cls.node)] = ref
    init = class_member(cls, "__init__", inner)
    if isinstance(init, FuncVal) and init.node not in frame.active:
        run_root(init, ref, inner)
    else:
        _generic_fields(cls, ref, inner)
    frame.run.heap.cells.update(inner.state.heap.since(frame.run.heap))
    return ref


def _generic_fields(cls: ClassVal, ref: Ref, frame: Frame) -> None:
    attrs: dict[str, Val] = {}
    for name, statement, owner in fields(cls):
        default = class_member(cls, name, frame)
        inner = Frame(frame.run, owner.module, frame.state)
        if default is not None and not isinstance(default, Unknown):
            attrs[name] = Assumed(default) if isinstance(default, Literal) else default
        else:
            attrs[name] = frame.meaning.annotated(statement.annotation, inner, name) or Unknown(
                Reason(Why.FROM_CALLER, name)
            )
    cell = frame.cell(ref)
    assert isinstance(cell, ObjectCell)
    frame.store(ref, cell._replace(attrs=attrs))


def receiver(cls: ClassVal, node: ir.FuncDef, frame: Frame) -> Val | None:
    """What an unknown caller calls a method of the class on."""
    words = decorators(node)
    if "staticmethod" in words:
        return None
    return cls if "classmethod" in words else generic_instance(cls, frame)


def on_instances(node: ir.FuncDef) -> bool:
    """Whether a method is called on an instance."""
    return decorators(node).isdisjoint(("staticmethod", "classmethod"))


def injected(name: str, frame: Frame) -> Val | None:
    """A pytest fixture with the parameter's name: of the same module, or of a `conftest.py` beside or above it."""
    if len(frame.active) > MAX_DEPTH or frame.func is None or not _gets_fixtures(frame.func.node):
        return None
    for module in fixtures.homes(frame.module, frame.run):
        found = module.names.get(name)
        if isinstance(found, FuncVal) and isinstance(found.node, ir.FuncDef) and "fixture" in decorators(found.node):
            return _made_by(found, module, frame)
    return None


def _made_by(fixture: FuncVal, module: Module, frame: Frame) -> Val:
    """What a fixture gives, the same for every test: it is evaluated once, and lies below all states."""
    run = frame.run
    if id(fixture.node) not in run.handed:
        run.handed[id(fixture.node)] = Unknown(Reason(Why.FROM_CALLER, ""))  # while it is asked for
        inner = Frame(run, module, State({}, Heap({}, run.heap)))
        value = run_root(fixture, None, inner)
        run.heap.cells.update(inner.state.heap.since(run.heap))
        run.handed[id(fixture.node)] = value.element if isinstance(value, Stream) else value
    return run.handed[id(fixture.node)]


def _gets_fixtures(node: ir.FuncDef | ir.Lambda) -> bool:
    """Whether the test runner calls the function."""
    return isinstance(node, ir.FuncDef) and (node.name.startswith("test") or "fixture" in decorators(node))


def is_typed_dict(bases: list[str]) -> bool:
    """Whether a class with these bases outside the project is made as a dictionary."""
    return any(name.endswith("TypedDict") for name in bases)


def is_enum(bases: list[str]) -> bool:
    """Whether a class with these bases outside the project is an enumeration."""
    return any(name.rpartition(".")[2] in _ENUMS for name in bases)
