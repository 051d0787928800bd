"""Classes that only hold fields: dataclasses, pydantic models, named tuples."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.claims import ir
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.classes import class_member, lineage
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import Assumed, ClassVal, DictCell, Item, ObjectCell, Ref, SdkValue, Val
from truthcheck.claims.languages.python.meaning.threads import called
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown


def fields(cls: ClassVal) -> Iterator[tuple[str, ir.AnnAssign, ClassVal]]:
    """The annotated fields of a dataclass, model or named tuple, the bases' first."""
    for one in reversed(lineage(cls)):
        for statement in one.node.body:
            if isinstance(statement, ir.AnnAssign) and isinstance(statement.target, ir.Name):
                yield statement.target.id, statement, one


def set_fields(cls: ClassVal, ref: Ref, args: Arguments, frame: Frame) -> None:
    attrs: dict[str, Val] = {}
    positional = list(args.positional)
    for name, _, _ in fields(cls):
        if positional:
            attrs[name] = positional.pop(0)
        elif name in args.keywords:
            attrs[name] = args.keywords[name].value
        elif args.rest is not None:
            attrs[name] = args.rest
        else:
            default = class_member(cls, name, frame)
            if default is not None and not isinstance(default, Unknown):
                attrs[name] = Assumed(default) if isinstance(default, Literal) else default
    attrs.update({key: item.value for key, item in args.keywords.items()})
    cell = frame.cell(ref)
    assert isinstance(cell, ObjectCell)
    frame.store(ref, cell._replace(attrs=attrs, open=args.rest is not None))


def declared(args: Arguments, frame: Frame, at: Span) -> Val:
    """`field(default_factory=make)`: what a field is when nobody gives it, as far as instances do not share it."""
    for word in ("default_factory", "factory"):
        if word in args.keywords:
            made = called(args.keywords[word].value, Arguments([], {}, None), frame, at)
            cell = frame.cell(made) if isinstance(made, Ref) else None
            known = isinstance(made, SdkValue) or isinstance(cell, ObjectCell)
            return made if known else Unknown(Reason(Why.FROM_CALLER, ""), at)
    given = args.keywords["default"].value if "default" in args.keywords else args.first()
    return given if args.positional or "default" in args.keywords else Unknown(Reason(Why.FROM_CALLER, ""), at)


def as_dictionary(ref: Ref, frame: Frame, at: Span) -> Val:
    """The fields of a dataclass or model instance as a dictionary."""
    cell = frame.cell(ref)
    if not isinstance(cell, ObjectCell) or cell.cls is None:
        return Unknown(Reason(Why.FIELDS_OF_UNKNOWN), at)
    items = {}
    for name, statement, owner in fields(cell.cls):
        place = Span(owner.module.path, *statement.target.at)
        items[name] = Item(cell.attrs.get(name, Unknown(Reason(Why.FROM_CALLER, name))), place)
    return frame.new(DictCell(items, None if items else Unknown(Reason(Why.FIELDS_UNKNOWN)), at))
