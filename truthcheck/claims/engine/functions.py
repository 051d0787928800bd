"""Following the project's functions and classes: each call is evaluated with what its caller passes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import members, one_of
from truthcheck.claims.engine.arguments import Arguments, Bindings
from truthcheck.claims.engine.dispatch import evaluate, execute
from truthcheck.claims.engine.escape import escape
from truthcheck.claims.engine.frame import MAX_DEPTH, MAX_INSIDE, Frame
from truthcheck.claims.engine.memory import Heap, State, merge_heaps
from truthcheck.claims.engine.templates import is_none
from truthcheck.claims.engine.values import (
    Assumed,
    ClassVal,
    DictCell,
    Enclosing,
    External,
    Fake,
    FuncVal,
    ListCell,
    Names,
    ObjectCell,
    Ref,
    SdkValue,
    Several,
    Stream,
    Val,
)
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Hole, Literal, Template, Typed, Unknown


def invoke(func: FuncVal, args: Arguments, receiver: Val | None, frame: Frame, at: Span) -> Val:
    """Evaluate a function's body with these arguments; what it returns."""
    given = _gets_client(args, receiver, frame)
    if _recursive(func, frame) or not frame.run.worth_following(func.node, len(frame.active), given):
        return _not_followed(func, args, frame, at)
    bound = frame.meaning.bind(func.node.params, args, receiver)
    if bound is None:
        return _not_followed(func, args, frame, at)
    state = State({}, Heap({}, frame.state.heap))
    inner = Frame(frame.run, func.module, state, chain=(*frame.chain, at), func=func, receiver=receiver)
    inner.active = (*frame.active, func.node)
    _enter(inner, func.node.params, bound, args.rest)
    before = frame.run.learned()
    value = _run_body(func, inner, frame)
    if given or frame.run.matters(func.node):
        look_inside(inner, frame)
    frame.run.followed(func.node, before)
    return value


def _gets_client(args: Arguments, receiver: Val | None, frame: Frame) -> bool:
    """Whether a client is among what a function is called with, or held by the object it is called on."""
    handed = [*args.positional, *(item.value for item in args.keywords.values())]
    if any(_is_client(value, frame) for value in handed):
        return True
    cell = frame.cell(receiver) if isinstance(receiver, Ref) else None
    return isinstance(cell, ObjectCell) and any(_is_client(value, frame) for value in cell.attrs.values())


def _is_client(value: Val, frame: Frame) -> bool:
    match value:
        case SdkValue() | Several():
            return any(isinstance(member, SdkValue) for member in members(value))
        case Ref():
            cell = frame.cell(value)
            return isinstance(cell, ObjectCell) and cell.session is not None
        case _:
            return False


def _recursive(func: FuncVal, frame: Frame) -> bool:
    return any(node is func.node for node in frame.active)


def _not_followed(func: FuncVal, args: Arguments, frame: Frame, at: Span) -> Val:
    name = func.node.name if isinstance(func.node, ir.FuncDef) else "lambda"
    escape(args, frame, name)
    return Unknown(Reason(Why.CALL_NOT_FOLLOWED_HERE, name), at)


def _run_body(func: FuncVal, inner: Frame, outer: Frame) -> Val:
    below = outer.state.heap
    if isinstance(func.node, ir.Lambda):
        value = evaluate(func.node.body, inner)
        below.cells.update(inner.state.heap.since(below))
        return value
    alive = execute(func.node.body, inner)
    inner.run.failing -= inner.failed
    exits = list(inner.returns)
    if alive:
        exits.append((Literal(None), inner.state))
    if not exits:  # it always raises
        return Unknown(Reason(Why.DOES_NOT_RETURN, func.node.name))
    below.cells.update(merge_heaps([state.heap for _, state in exits], below))
    if inner.yields:
        return Stream(one_of(inner.yields))
    return one_of([value for value, _ in exits])


def _enter(inner: Frame, params: tuple[ir.Param, ...], bound: Bindings, rest: Unknown | None) -> None:
    """Set the parameters' variables."""
    names = inner.state.names
    names.update(bound.names)
    for param in params:
        value = names.get(param.name)
        if isinstance(value, Fake) and param.annotation is not None:
            inner.run.sinks.stands_for(value, inner.meaning.annotated(param.annotation, inner, param.name), inner)
    for param in bound.missing:
        names[param.name] = _default(param, inner, rest)
    for param in params:
        if param.kind == "*":
            names[param.name] = inner.new(ListCell(tuple(bound.extra), rest, None))
        elif param.kind == "**":
            names[param.name] = inner.new(DictCell(dict(bound.extra_keywords), rest, None))


def _default(param: ir.Param, inner: Frame, rest: Unknown | None) -> Val:
    if param.default is None:
        return rest or Unknown(Reason(Why.FROM_CALLER, param.name))
    # Defaults belong to the module that defines the function.
    value = evaluate(param.default, Frame(inner.run, inner.module, State({}, inner.state.heap)))
    return one_of([value, rest]) if rest is not None else value


# Roots: a function as an unknown caller would call it ------------------------


def run_root(func: FuncVal, receiver: Val | None, frame: Frame) -> Val:
    """Evaluate a function on its own: parameters are their defaults, their annotations, or unknown."""
    inner = Frame(frame.run, func.module, State({}, Heap({}, frame.state.heap)), func=func, receiver=receiver)
    inner.active = (func.node,)
    return _run_unknown(func, inner, frame)


def _run_unknown(func: FuncVal, inner: Frame, frame: Frame) -> Val:
    """The same in a frame that was made for it."""
    params = list(func.node.params)
    if (receiver := inner.receiver) is not None and params:
        inner.state.names[params.pop(0).name] = receiver
    handed = frame.run.sinks.handed_by_runner(func, inner)
    for param in params:
        inner.state.names[param.name] = handed.get(param.name) or root_value(param, inner)
    value = _run_body(func, inner, frame)
    look_inside(inner, frame)
    return value


def root_value(param: ir.Param, frame: Frame) -> Val:
    """What a parameter is when the caller is not known."""
    unknown = Unknown(Reason(Why.FROM_CALLER, param.name), frame.span(param.at))
    if param.kind == "*":
        return frame.new(ListCell((), unknown, None))
    if param.kind == "**":
        return frame.new(DictCell({}, unknown, None))
    typed = _typed(param, unknown, frame)
    if param.default is None:
        handed = frame.meaning.injected(param.name, frame)
        return typed or unknown if handed is None or isinstance(handed, Unknown | External) else handed
    if isinstance(param.default, ir.Dict | ir.Seq) and not param.default.items:
        return typed or unknown  # `body={}`: the caller is expected to fill it
    return _defaulted(param.default, typed, frame)


def _typed(param: ir.Param, unknown: Unknown, frame: Frame) -> Val | None:
    """What the annotation says. A text keeps the parameter's name, wherever it ends up in a URL."""
    if param.annotation is None:
        return None
    typed = frame.meaning.annotated(param.annotation, frame, param.name)
    if isinstance(typed, Typed) and typed.type == "string":
        return Template((Hole(unknown.why, param.name, "", unknown.at),), unknown.at)
    return typed


def _defaulted(default: ir.Expr, typed: Val | None, frame: Frame) -> Val:
    value = evaluate(default, Frame(frame.run, frame.module, State({}, frame.state.heap)))
    if isinstance(typed, SdkValue):
        return typed  # whatever hands it in: `client: OpenAI = Depends(get_client)`
    if typed is not None and is_none(value):
        return one_of([Assumed(value), typed])
    return Assumed(value)


# Inside a function: what it defines and hands out --------------------------------


def around(frame: Frame) -> Names | None:
    """The variables that a function defined here sees beside its own and the module's."""
    if frame.in_class:
        return frame.closure
    if frame.func is None:
        return None
    return Enclosing(frame.state.names, frame.closure) if frame.closure else frame.state.names


Defined = TypeVar("Defined", FuncVal, ClassVal)


def defined(value: Defined, frame: Frame) -> Defined:
    """Note a function or a class that a function defines, or one without a name: who calls it may be out of sight."""
    nameless = isinstance(value, FuncVal) and isinstance(value.node, ir.Lambda)
    if (frame.func is not None or nameless) and len(frame.inside) < MAX_INSIDE:
        if isinstance(value, FuncVal) and frame.func is not None and frame.run.matters(frame.func.node):
            frame.run.stands_inside(value.node)
        frame.inside.append((value, frame.run.times(value.node)))
    return value


def look_inside(inner: Frame, outer: Frame) -> None:
    """Evaluate what a function defined and nobody called in sight: a decorator took it, or it was handed on."""
    if len(inner.active) >= MAX_DEPTH:
        return
    spent = inner.run.steps
    for value, times in inner.inside:
        for func, receiver in _handed_out(value, times, inner, outer):
            inner.run.steps = 0
            _as_handed_out(func, receiver, inner, outer)
    inner.run.steps = spent


def _handed_out(
    value: FuncVal | ClassVal, times: int, inner: Frame, outer: Frame
) -> Iterator[tuple[FuncVal, Val | None]]:
    if isinstance(value, FuncVal):
        if inner.run.times(value.node) == times:
            yield value, None
        return
    for member in list(value.names.values()):
        if isinstance(member, FuncVal) and isinstance(member.node, ir.FuncDef):
            yield member, inner.meaning.receiver(value, member.node, outer)


def _as_handed_out(func: FuncVal, receiver: Val | None, inner: Frame, outer: Frame) -> None:
    """As `run_root`, on what the function around it left; what it changes is nobody's."""
    if any(node is func.node for node in inner.active):
        return
    state = State({}, Heap({}, outer.state.heap))
    apart = Frame(inner.run, func.module, state, chain=inner.chain, func=func, receiver=receiver)
    apart.active = (*inner.active, func.node)
    _run_unknown(func, apart, Frame(inner.run, func.module, State({}, Heap({}, outer.state.heap))))
