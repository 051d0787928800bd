"""Following the project's functions and classes: each call is evaluated with what its caller passes."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import members, one_of
from truthcheck.claims.engine.arguments import Arguments, Bindings
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.memory import Heap, State, merge_heaps
from truthcheck.claims.engine.objects import base_session, class_member, decorators, externals, mro
from truthcheck.claims.engine.scan import self_assignments
from truthcheck.claims.engine.session import MAX_DEPTH, MAX_MADE, Made
from truthcheck.claims.engine.values import (
    Assumed,
    ClassVal,
    DictCell,
    FuncVal,
    ListCell,
    ObjectCell,
    Ref,
    Sdk,
    Several,
    Stream,
    Val,
)
from truthcheck.claims.languages.python.meaning.binding import bind
from truthcheck.claims.languages.python.meaning.dataclasses import fields, set_fields
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Hole, Literal, Template, Typed, Unknown


def invoke(func: FuncVal, args: Arguments, receiver: Val | None, frame: Frame, at: Span) -> Val:
    """Evaluate a function's body with these arguments; what it returns."""
    given = _gets_client(args, receiver, frame)
    if _recursive(func, frame) or not frame.run.worth_following(func.node, len(frame.active), given):
        return _not_followed(func, args, frame, at)
    bound = bind(func.node.params, args, receiver)
    if bound is None:
        return _not_followed(func, args, frame, at)
    state = State({}, Heap({}, frame.state.heap))
    inner = Frame(frame.run, func.module, state, chain=(*frame.chain, at), func=func, receiver=receiver)
    inner.active = (*frame.active, func.node)
    _enter(inner, func.node.params, bound, args.rest)
    before = frame.run.learned()
    value = _run_body(func, inner, frame)
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
        case Sdk() | Several():
            return any(isinstance(member, Sdk) for member in members(value))
        case Ref():
            cell = frame.cell(value)
            return isinstance(cell, ObjectCell) and cell.session is not None
        case _:
            return False


def _recursive(func: FuncVal, frame: Frame) -> bool:
    return any(node is func.node for node in frame.active)


def _not_followed(func: FuncVal, args: Arguments, frame: Frame, at: Span) -> Val:
    from truthcheck.claims.engine.call import escape

    name = func.node.name if isinstance(func.node, ir.FuncDef) else "lambda"
    escape(args, frame, name)
    return Unknown(Reason(Why.CALL_NOT_FOLLOWED_HERE, name), at)


def _run_body(func: FuncVal, inner: Frame, outer: Frame) -> Val:
    from truthcheck.claims.engine.evaluate import evaluate
    from truthcheck.claims.engine.execute import execute

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
    for param in bound.missing:
        names[param.name] = _default(param, inner, rest)
    for param in params:
        if param.kind == "*":
            names[param.name] = inner.new(ListCell(tuple(bound.extra), rest, None))
        elif param.kind == "**":
            names[param.name] = inner.new(DictCell(dict(bound.extra_keywords), rest, None))


def _default(param: ir.Param, inner: Frame, rest: Unknown | None) -> Val:
    from truthcheck.claims.engine.evaluate import evaluate

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
    params = list(func.node.params)
    if receiver is not None and params:
        inner.state.names[params.pop(0).name] = receiver
    for param in params:
        inner.state.names[param.name] = root_value(param, inner)
    return _run_body(func, inner, frame)


def root_value(param: ir.Param, frame: Frame) -> Val:
    """What a parameter is when the caller is not known."""
    from truthcheck.claims.engine.evaluate import evaluate
    from truthcheck.claims.languages.python.meaning.annotations import annotated

    unknown = Unknown(Reason(Why.FROM_CALLER, param.name), frame.span(param.at))
    if param.kind == "*":
        return frame.new(ListCell((), unknown, None))
    if param.kind == "**":
        return frame.new(DictCell({}, unknown, None))
    typed = annotated(param.annotation, frame, param.name) if param.annotation is not None else None
    if typed == Typed("string", getattr(typed, "at", None)):
        # A text that keeps the parameter's name, wherever it ends up in a URL.
        typed = Template((Hole(unknown.why, param.name, "", unknown.at),), unknown.at)
    if param.default is None:
        return typed or _fixture(param.name, frame) or unknown
    if isinstance(param.default, ir.Dict | ir.Seq) and not param.default.items:
        return typed or unknown  # `body={}`: the caller is expected to fill it
    value = evaluate(param.default, Frame(frame.run, frame.module, State({}, frame.state.heap)))
    if isinstance(typed, Sdk):
        return typed  # whatever hands it in: `client: OpenAI = Depends(get_client)`
    if isinstance(value, Literal) and value.value is None:
        return one_of([Assumed(value), typed]) if typed is not None else Assumed(value)
    return Assumed(value)


def _fixture(name: str, frame: Frame) -> Val | None:
    """A pytest fixture of the same module with the parameter's name."""
    found = frame.module.names.get(name)
    if not isinstance(found, FuncVal) or not isinstance(found.node, ir.FuncDef):
        return None
    if "fixture" not in decorators(found.node) or len(frame.active) > MAX_DEPTH:
        return None
    value = run_root(found, None, frame)
    return value.element if isinstance(value, Stream) else value


# Classes ---------------------------------------------------------------------


def instantiate(cls: ClassVal, args: Arguments, frame: Frame, at: Span) -> Val:
    """An instance made by calling the class with these arguments."""
    bases = externals(cls, frame)
    if any(name.endswith("TypedDict") for name in bases):
        return frame.new(DictCell(dict(args.keywords), args.rest, at))
    if any(name.rpartition(".")[2] in ("Enum", "StrEnum", "IntEnum") for name in bases):
        return args.positional[0] if args.positional else Unknown(Reason(Why.ENUM_MEMBER), at)
    session = frame.run.clients.sessions.get(base_session(cls, frame))
    ref = frame.new(ObjectCell(cls, {}, session))
    init = class_member(cls, "__init__", frame)
    if isinstance(init, FuncVal):
        invoke(init, args, ref, frame, at)
    elif session is not None:
        from truthcheck.claims.sinks.send import open_session

        open_session(session, ref, args, frame)
    else:
        set_fields(cls, ref, args, frame)
    made = frame.run.made.setdefault(id(cls.node), [])
    if len(made) < MAX_MADE:
        made.append(Made(ref, frame.state.heap.since(frame.run.heap)))
    return ref


def generic_instance(cls: ClassVal, frame: Frame) -> Ref:
    """The instance that an unknown caller would make, the same one in every method of the class."""
    known = frame.run.generic.get(id(cls.node))
    if known is not None:
        return known
    session = frame.run.clients.sessions.get(base_session(cls, frame))
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
    from truthcheck.claims.languages.python.meaning.annotations import annotated

    attrs: dict[str, Val] = {}
    for name, statement, owner in fields(cls, frame):
        default = class_member(cls, name, frame)
        inner = Frame(frame.run, owner.module, frame.state)
        if default is not None:
            attrs[name] = Assumed(default) if isinstance(default, Literal) else default
        else:
            attrs[name] = annotated(statement.annotation, inner, name) or Unknown(Reason(Why.FROM_CALLER, name))
    cell = frame.cell(ref)
    assert isinstance(cell, ObjectCell)
    frame.store(ref, cell._replace(attrs=attrs))


def later_attribute(cls: ClassVal, ref: Ref, name: str, frame: Frame) -> Val | None:
    """The value that methods other than `__init__` assign to `self.name`; None when none does."""
    from truthcheck.claims.engine.evaluate import evaluate

    if len(frame.active) >= MAX_DEPTH or frame.run.exhausted():
        return None
    found: list[Val] = []
    for one in mro(cls, frame):
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
