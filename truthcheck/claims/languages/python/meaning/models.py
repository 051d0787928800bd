"""Classes that are filled with a reply: what they need is read of it, field by field.

`Parcel(**reply.json())`, `Parcel.model_validate(reply.json())`. A field that the class may do without is no claim, and
nothing is said of a class that reads other names than those of its fields, or may.
"""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.classes import externals, lineage
from truthcheck.claims.engine.containers import note_read
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import ClassVal, Data, Encoded, External, ObjectCell, Partial, Ref, Val
from truthcheck.claims.languages.python.meaning.dataclasses import fields
from truthcheck.claims.languages.python.meaning.labels import decorators
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Unknown

VALIDATED = "validated model"
VALIDATES = frozenset(("model_validate", "parse_obj", "model_validate_json", "parse_raw"))
_MODELS = ("BaseModel",)
_NAMES = ("alias", "validation_alias", "name", "data_key")
_GIVEN = ("default", "default_factory", "factory", "missing")
_RENAMES = frozenset(("model_config", "Config", "model_post_init"))
_OPTIONAL = frozenset(("Optional", "NotRequired", "ClassVar", "InitVar", "Any"))


class NeededField(Node):
    """A field that has to be there, by the name that the reply must have."""

    attribute: str
    name: str
    at: Span


def validating(cls: ClassVal, name: str) -> Val | None:
    """`Model.model_validate`, as something that can be called."""
    if name in VALIDATES and any(base.rpartition(".")[2] in _MODELS for base in externals(cls)):
        return Partial(External(VALIDATED), (cls,), ())
    return None


def validated(args: Arguments, frame: Frame, at: Span) -> Val:
    """The model that is made of a reply."""
    cls, data = args.positional[0], plain(args.positional[1]) if len(args.positional) > 1 else None
    data = data.value if isinstance(data, Encoded) else data
    if not isinstance(cls, ClassVal) or not isinstance(data, Data):
        return Unknown(Reason(Why.CALL_NOT_FOLLOWED, "model_validate"), at)
    ref = frame.new(ObjectCell(cls, {}, None, open=True))
    filled(cls, ref, data, frame)
    return ref


def filled(cls: ClassVal, ref: Ref, data: Data, frame: Frame) -> None:
    """Set the fields of an instance to their parts of a reply, and note what is needed of it."""
    cell = frame.cell(ref)
    if _renames(cls) or not isinstance(cell, ObjectCell):
        return
    attrs: dict[str, Val] = {}
    for field in _needed(cls):
        path = (*data.path, field.name)
        note_read(data.exchange, path, field.at, frame, certain=True)
        attrs[field.attribute] = Data(data.exchange, path)
    frame.store(ref, cell._replace(attrs={**cell.attrs, **attrs}, open=True))


def _renames(cls: ClassVal) -> bool:
    """Whether the class, or one above it that we do not see, may read other names."""
    outside = [base.rpartition(".")[2] for base in externals(cls)]
    if any(name not in (*_MODELS, "object", "Generic", "Protocol", "ABC") for name in outside):
        return True
    members = [(name, value) for one in lineage(cls) for name, value in _members(one)]
    return any(name in _RENAMES or name == "__init__" or "valid" in words for name, words in members)


def _members(cls: ClassVal) -> Iterator[tuple[str, str]]:
    """Names of a class's body, with the words of their decorators."""
    for statement in cls.node.body:
        match statement:
            case ir.FuncDef(name):
                yield name, " ".join(decorators(statement))
            case ir.ClassDef(name):
                yield name, ""
            case ir.Assign(targets):
                yield from ((target.id, "") for target in targets if isinstance(target, ir.Name))
            case ir.AnnAssign(ir.Name(name)) if name in _RENAMES:
                yield name, ""


def _needed(cls: ClassVal) -> Iterator[NeededField]:
    for name, statement, owner in fields(cls):
        if _is_optional(statement.annotation) or name.startswith("_"):
            continue
        at = Span(owner.module.path, *statement.target.at)
        match statement.value:
            case None:
                yield NeededField(name, name, at)
            case ir.CallExpr(_, args) if (alias := _alias(name, args)) is not None:
                yield NeededField(name, alias, at)


def _alias(name: str, args: tuple[ir.Arg, ...]) -> str | None:
    """The name that a declaration (`Field(alias="x")`) reads; None when it has a default, or another way."""
    keywords = {arg.keyword: arg.value for arg in args if arg.keyword}
    if _has_default(args) or not keywords.keys().isdisjoint(_GIVEN):
        return None
    given = [keywords[word] for word in _NAMES if word in keywords]
    texts = [text for value in given if (text := _text(value))]
    if len(texts) < len(given):
        return None
    return texts[-1] if texts else name


def _has_default(args: tuple[ir.Arg, ...]) -> bool:
    """Whether the first argument is one, or may be: `...` stands for none."""
    if any(arg.star for arg in args):
        return True
    first = next((arg.value for arg in args if not arg.keyword), None)
    return first is not None and not (isinstance(first, ir.Const) and first.value is ...)


def _text(value: ir.Expr) -> str:
    return value.value if isinstance(value, ir.Const) and isinstance(value.value, str) else ""


def _is_optional(annotation: ir.Expr) -> bool:
    match annotation:
        case ir.Subscript(ir.Name(head) | ir.Attr(_, head)) | ir.Name(head) | ir.Attr(_, head):
            return head in _OPTIONAL
        case ir.Const(str(text)):
            return "Optional" in text or "None" in text
        case _:
            return False
