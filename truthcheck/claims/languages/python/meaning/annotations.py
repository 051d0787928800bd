"""What a type annotation alone tells of a value."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import one_of
from truthcheck.claims.engine.classes import externals
from truthcheck.claims.engine.dispatch import evaluate
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.memory import State
from truthcheck.claims.engine.values import ClassVal, DictCell, External, Item, ListCell, SdkValue, Val
from truthcheck.claims.languages.python.meaning import aliases
from truthcheck.claims.languages.python.meaning.classes import generic_instance, is_enum, is_typed_dict
from truthcheck.claims.languages.python.meaning.dataclasses import fields
from truthcheck.claims.languages.python.meaning.threads import HANDED_IN
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Typed, Unknown

SCALARS = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "bytes": "file", "None": "null"}
MAPPINGS = frozenset(("dict", "Dict", "Mapping", "MutableMapping", "TypedDict", "defaultdict", "OrderedDict"))
SEQUENCES = frozenset(("list", "List", "Sequence", "Iterable", "tuple", "Tuple", "set", "Set"))
WRAPPERS = frozenset(("Annotated", "Final", "Required", "NotRequired", "ClassVar"))


def annotated(expr: ir.Expr, frame: Frame, name: str) -> Val | None:
    """The value of a variable of this type; None when the type says nothing we use."""
    match expr:
        case ir.Const(None):
            return Literal(None)
        case ir.Const(str(text)) if text.isidentifier():
            return annotated(ir.Name(text, expr.at), frame, name)
        case ir.Bin("|", left, right):
            return _either(left, right, frame, name)
        case ir.Subscript(ir.Name(head) | ir.Attr(_, head), index):
            return _generic(head, index, frame, name)
        case ir.Name(head) if head in SCALARS:
            return Typed(SCALARS[head], frame.span(expr.at))
        case ir.Name(head) | ir.Attr(_, head) if head in MAPPINGS or head in SEQUENCES:
            return _container(head, frame, name)
        case ir.Name(head) if (meant := aliases.find(frame.module, head, frame.run)) is not None:
            return annotated(meant.expr, Frame(frame.run, meant.module, State({}, frame.state.heap)), name)
        case ir.Name() | ir.Attr():
            return _class(expr, frame, name)
        case _:
            return None


def _either(left: ir.Expr, right: ir.Expr, frame: Frame, name: str) -> Val | None:
    one, two = annotated(left, frame, name), annotated(right, frame, name)
    return one_of([one, two]) if one is not None and two is not None else None


def _generic(head: str, index: ir.Expr, frame: Frame, name: str) -> Val | None:
    if head in MAPPINGS or head in SEQUENCES:
        return _container(head, frame, name)
    arguments = index.items if isinstance(index, ir.Seq) else (index,)
    if head == "Optional":
        inner = annotated(arguments[0], frame, name)
        return one_of([inner, Literal(None)]) if inner is not None else None
    if head == "Union":
        return _union([annotated(argument, frame, name) for argument in arguments])
    if head == "Literal":
        return _literals(arguments, frame)
    if head not in WRAPPERS or not arguments:
        return None
    return _handed_in(arguments[1:], frame) or annotated(arguments[0], frame, name)


def _handed_in(beside: tuple[ir.Expr, ...], frame: Frame) -> Val | None:
    """`Annotated[Client, Depends(get_client)]`: what the factory gives, if that is known."""
    for one in beside:
        match one:
            case ir.CallExpr(ir.Name() | ir.Attr() as func):
                called = evaluate(func, frame)
                if isinstance(called, External) and frame.run.sinks.canonical(called.name, frame) == HANDED_IN:
                    value = evaluate(one, frame)
                    return None if isinstance(value, Unknown | External) else value
            case _:
                continue
    return None


def _union(members: list[Val | None]) -> Val | None:
    known = [member for member in members if member is not None]
    return one_of(known) if len(known) == len(members) else None


def _literals(arguments: tuple[ir.Expr, ...], frame: Frame) -> Val:
    constants = (argument for argument in arguments if isinstance(argument, ir.Const))
    return one_of([Literal(c.value, frame.span(c.at)) for c in constants if isinstance(c.value, str | int)])


def _container(head: str, frame: Frame, name: str) -> Val:
    why = Unknown(Reason(Why.FROM_CALLER, name))
    return frame.new(DictCell({}, why, None) if head in MAPPINGS else ListCell((), why, None))


def _class(expr: ir.Expr, frame: Frame, name: str) -> Val | None:
    value = evaluate(expr, frame)
    if isinstance(value, SdkValue):
        return frame.run.sinks.instance(value)
    if isinstance(value, External):
        return frame.run.sinks.handed_in(value.name, frame, name)
    if not isinstance(value, ClassVal):
        return None
    bases = externals(value)
    if is_typed_dict(bases):
        return _typed_dict(value, frame, name)
    if is_enum(bases):
        members = [m for m in value.names.values() if isinstance(m, Literal)]
        return one_of(list(members)) if members else None
    return generic_instance(value, frame)


def _typed_dict(cls: ClassVal, frame: Frame, name: str) -> Val:
    total = not any(
        key == "total" and isinstance(value, ir.Const) and value.value is False for key, value in cls.node.keywords
    )
    items: dict[str, Item] = {}
    for field, statement, _ in fields(cls):
        value = annotated(statement.annotation, frame, field)
        optional = not total or (
            isinstance(statement.annotation, ir.Subscript) and _head(statement.annotation.value) == "NotRequired"
        )
        at = frame.span(statement.target.at)
        items[field] = Item(value or Unknown(Reason(Why.FROM_CALLER, field)), at, not optional)
    return frame.new(DictCell(items, None, None))


def _head(expr: ir.Expr) -> str:
    match expr:
        case ir.Name(name) | ir.Attr(_, name):
            return name
        case _:
            return ""
