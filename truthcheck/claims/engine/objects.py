"""Attributes and classes: what `value.name` is, and what an instance knows of itself."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import members, one_of
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import (
    Assumed,
    Bound,
    ClassVal,
    Data,
    Encoded,
    External,
    FuncVal,
    Method,
    ModuleVal,
    ObjectCell,
    Ref,
    Sdk,
    Sent,
    Several,
    SuperVal,
    Val,
)
from truthcheck.claims.languages.python.meaning.names import module_attribute, resolved
from truthcheck.claims.languages.python.meaning.operators import label
from truthcheck.claims.sinks import sdk_chains
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown

# Names under which response objects of every HTTP library keep the body.
BODY_ATTRIBUTES = frozenset(("text", "content", "data", "body"))

# Methods by which models of every library give their fields as a dictionary.
DUMPS = frozenset(("model_dump", "dict", "_asdict"))


def attribute(value: Val, name: str, at: Span, frame: Frame) -> Val:
    """What `value.name` is."""
    match value:
        case Several(found):
            return _of_several(found, name, at, frame)
        case Assumed(inner):
            return attribute(inner, name, at, frame)
        case ModuleVal(module):
            found_value = module_attribute(module, name, frame.run)
            return found_value or Unknown(Reason(Why.NOT_IN_MODULE, name, module.path), at)
        case External(dotted):
            return External(f"{dotted}.{name}")
        case Sdk():
            return sdk_chains.attribute(value, name, at, frame)
        case ClassVal():
            return _class_attribute(value, name, at, frame)
        case SuperVal():
            return _super_attribute(value, name, at, frame)
        case Ref():
            return _of_cell(value, name, at, frame)
        case Sent(exchange) if name in BODY_ATTRIBUTES:
            return Encoded("json", Data(exchange, ()))
        case Literal() if name == "value":  # a member of an Enum is its value here
            return value
        case _:
            return Method(value, name, at)


def _of_several(found: tuple[Val, ...], name: str, at: Span, frame: Frame) -> Val:
    mixed = bool(frame.run.packages) and sdk_chains.is_mixed(found)  # the name may be another one's
    frame.run.careful += mixed
    value = one_of([attribute(m, name, at, frame) for m in found if not _none(m)])
    frame.run.careful -= mixed
    return value


def _none(value: Val) -> bool:
    return isinstance(value, Literal) and value.value is None


def _of_cell(ref: Ref, name: str, at: Span, frame: Frame) -> Val:
    cell = frame.cell(ref)
    if not isinstance(cell, ObjectCell):
        return Method(ref, name, at)
    if name in cell.attrs:
        found = cell.attrs[name]
        return found if not _unset(found) else _or_later(ref, cell, name, found, at, frame)
    if cell.cls is not None:
        inherited = class_member(cell.cls, name, frame)
        if inherited is not None:
            return _through_instance(inherited, ref, at, frame)
    if cell.session is not None or name in DUMPS or (cell.cls and base_session(cell.cls, frame)):
        return Method(ref, name, at)
    return _or_later(ref, cell, name, None, at, frame)


def _unset(value: Val) -> bool:
    return all(_none(m) for m in members(value if not isinstance(value, Assumed) else value.value))


def _or_later(ref: Ref, cell: ObjectCell, name: str, found: Val | None, at: Span, frame: Frame) -> Val:
    """An attribute that `__init__` leaves unset may be set by another method (`connect`, `__aenter__`, a fixture)."""
    from truthcheck.claims.engine.functions import later_attribute

    later = later_attribute(cell.cls, ref, name, frame) if cell.cls is not None else None
    if later is not None:
        return later
    if cell.cls is not None and found is None and frame.run.packages:
        from truthcheck.claims.sinks import sdk_subclasses

        found = sdk_subclasses.inherited(cell, name, at, frame)
    return found or Unknown(Reason(Why.NOT_SET, name), at)


def _through_instance(member: Val, receiver: Val, at: Span, frame: Frame) -> Val:
    if not isinstance(member, FuncVal) or not isinstance(member.node, ir.FuncDef):
        return member
    words = decorators(member.node)
    if words & {"property", "cached_property", "computed_field"}:
        from truthcheck.claims.engine.arguments import Arguments
        from truthcheck.claims.engine.functions import invoke

        return invoke(member, Arguments([], {}, None), receiver, frame, at)
    if "staticmethod" in words:
        return member
    return Bound(member, receiver)


def decorators(node: ir.FuncDef) -> frozenset[str]:
    """The last names of a function's decorators: `functools.cached_property` is "cached_property"."""
    return frozenset(label(d.func if isinstance(d, ir.CallExpr) else d) for d in node.decorators)


def _class_attribute(cls: ClassVal, name: str, at: Span, frame: Frame) -> Val:
    found = class_member(cls, name, frame)
    if found is None:
        return (
            External(_external_base(cls, frame) + f".{name}") if _external_base(cls, frame) else Method(cls, name, at)
        )
    if isinstance(found, FuncVal) and isinstance(found.node, ir.FuncDef) and "classmethod" in decorators(found.node):
        return Bound(found, cls)
    return found


def _super_attribute(value: SuperVal, name: str, at: Span, frame: Frame) -> Val:
    chain = mro(value.owner, frame)
    for cls in chain[1:]:
        if name in cls.names:
            return _through_instance(_settled(cls, name, frame), value.receiver, at, frame)
    if frame.run.packages and chain:
        from truthcheck.claims.sinks import sdk_subclasses

        return sdk_subclasses.above(chain[0], name, at, frame) or Method(value, name, at)
    return Method(value, name, at)


def class_member(cls: ClassVal, name: str, frame: Frame) -> Val | None:
    """A class attribute or method, the bases included."""
    for one in mro(cls, frame):
        if name in one.names:
            return _settled(one, name, frame)
    return None


def _settled(cls: ClassVal, name: str, frame: Frame) -> Val:
    return resolved(cls.names[name], frame.run)


def mro(cls: ClassVal, frame: Frame) -> list[ClassVal]:
    """The class and its bases inside the project, nearest first."""
    found: list[ClassVal] = []
    todo = [cls]
    while todo and len(found) < 30:
        one = todo.pop(0)
        if any(one.node is seen.node for seen in found):
            continue
        found.append(one)
        todo.extend(base for base in one.bases if isinstance(base, ClassVal))
    return found


def externals(cls: ClassVal, frame: Frame) -> list[str]:
    """The dotted names of the bases outside the project."""
    return [base.name for one in mro(cls, frame) for base in one.bases if isinstance(base, External)]


def _external_base(cls: ClassVal, frame: Frame) -> str:
    names = externals(cls, frame)
    return names[0] if names else ""


def base_session(cls: ClassVal, frame: Frame) -> str:
    """The canonical name of the HTTP session that a class of the project extends, or ""."""
    for name in externals(cls, frame):
        canonical = frame.run.clients.canonical(name)
        if canonical in frame.run.clients.sessions:
            return canonical
    return ""
