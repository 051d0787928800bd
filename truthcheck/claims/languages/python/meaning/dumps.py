"""Models as dictionaries: which of their fields `model_dump` and its kin give, by the options of the call.

A field is left out for certain, is there, or may be there: of the last nothing is claimed, but the dictionary is open.
"""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.classes import class_member, lineage
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.loops import items_of
from truthcheck.claims.engine.templates import is_none, known
from truthcheck.claims.engine.values import Assumed, ClassVal, DictCell, Item, ObjectCell, Ref, Val
from truthcheck.claims.languages.python.meaning.dataclasses import as_dictionary, fields
from truthcheck.claims.languages.python.meaning.labels import decorators, label
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown

# Methods by which models of every library give their fields as a dictionary.
DUMPS = frozenset(("model_dump", "dict", "_asdict"))

_SHAPING = frozenset(("model_serializer", "root_validator", "model_validator"))  # they may make other fields of them
_UNSET = ("exclude_unset", "exclude_defaults", "skip_defaults")
_NO_NAMES = frozenset(("mode", "round_trip", "warnings", "context", "serialize_as_any", "exclude_computed_fields"))
GIVEN, DEFAULT, UNSEEN = range(3)


def dumped(ref: Ref, cell: ObjectCell, cls: ClassVal, args: Arguments, frame: Frame, at: Span) -> Val:
    """The fields as a dictionary, without those that the options, or the fields themselves, leave out."""
    value = as_dictionary(ref, frame, at)
    found = frame.cell(value) if isinstance(value, Ref) else None
    if not isinstance(value, Ref) or not isinstance(found, DictCell):
        return value
    if "by_alias" in args.keywords or args.positional or args.rest is not None or _is_shaped(cls):
        return Unknown(Reason(Why.DUMPED_BY_ALIASES), at)
    kept: dict[str, Item] = {}
    rest = found.rest
    for name, statement, _ in fields(cls):
        fate = _fate(name, statement, cell, args, frame)
        if fate is None:
            rest = rest or Unknown(Reason(Why.MAY_BE_LEFT_OUT), at)
        elif fate:
            kept[name] = _exact(found.items[name], cell)._replace(always=not _options(args))
    frame.store(value, found._replace(items=kept, rest=rest))
    return value


def _exact(item: Item, cell: ObjectCell) -> Item:
    """What is made here has its defaults for certain."""
    return item if cell.open or not isinstance(item.value, Assumed) else item._replace(value=item.value.value)


def _is_shaped(cls: ClassVal) -> bool:
    methods = (one for owner in lineage(cls) for one in owner.node.body if isinstance(one, ir.FuncDef))
    return any(not _SHAPING.isdisjoint(decorators(method)) for method in methods)


def _options(args: Arguments) -> bool:
    return any(name not in _NO_NAMES for name in args.keywords)


def _fate(name: str, statement: ir.AnnAssign, cell: ObjectCell, args: Arguments, frame: Frame) -> bool | None:
    """Whether a field is given: True, False, or None where that is not known."""
    if _is_never_dumped(statement):
        return False
    answers = [*_by_name(name, args, frame), *_by_value(name, statement, cell, args, frame)]
    if False in answers:
        return False
    return None if None in answers else True


def _is_never_dumped(statement: ir.AnnAssign) -> bool:
    """`Field(exclude=True)`, a private attribute, a variable of the class."""
    if isinstance(statement.target, ir.Name) and statement.target.id.startswith("_"):
        return True
    if label(statement.annotation) == "ClassVar":
        return True
    value = _keyword(statement.value, "exclude")
    return isinstance(value, ir.Const) and value.value is True


def _by_name(name: str, args: Arguments, frame: Frame) -> Iterator[bool | None]:
    for option, wanted in (("exclude", False), ("include", True)):
        item = args.keywords.get(option)
        if item is not None and not is_none(plain(item.value)):
            names = _names(item.value, frame)
            yield None if names is None else (name in names) is wanted


def _names(value: Val, frame: Frame) -> frozenset[str] | None:
    """The names in a set, a list or a dictionary, None when they are not all known."""
    value = plain(value)
    cell = frame.cell(value) if isinstance(value, Ref) else None
    if isinstance(cell, DictCell):
        whole = cell.rest is None and all(
            plain(item.value) == Literal(True, _at(item.value)) for item in cell.items.values()
        )
        return frozenset(cell.items) if whole else None
    items = items_of(value, frame)
    words = [known(item) for item in items] if items is not None else [None]
    return None if None in words else frozenset(word for word in words if word is not None)


def _at(value: Val) -> Span | None:
    return getattr(plain(value), "at", None)


def _by_value(
    name: str, statement: ir.AnnAssign, cell: ObjectCell, args: Arguments, frame: Frame
) -> Iterator[bool | None]:
    state = _state(name, statement, cell, frame)
    for option in _UNSET:
        if (flag := _flag(option, args, frame)) is not False:
            yield True if state == GIVEN else None if flag is None or state == UNSEEN else False
    if (flag := _flag("exclude_none", args, frame)) is not False:
        nothing = _is_nothing(name, statement, cell, state)
        yield (None if flag is None else False) if nothing else None if nothing is None else True


def _flag(option: str, args: Arguments, frame: Frame) -> bool | None:
    item = args.keywords.get(option)
    return False if item is None else frame.meaning.truth(item.value, frame)


def _state(name: str, statement: ir.AnnAssign, cell: ObjectCell, frame: Frame) -> int:
    """Whether the code gives the field a value, leaves it to its default, or another code decides."""
    value = cell.attrs.get(name)
    if value is None or (cell.open and isinstance(plain(value), Unknown)):
        return UNSEEN
    if isinstance(value, Assumed):
        return UNSEEN if cell.open else DEFAULT
    default = class_member(cell.cls, name, frame) if cell.cls is not None and statement.value is not None else None
    return DEFAULT if default is not None and value == default else GIVEN


def _is_nothing(name: str, statement: ir.AnnAssign, cell: ObjectCell, state: int) -> bool | None:
    """Whether the value is None; None where that is not known."""
    if state == GIVEN:
        return is_none(plain(cell.attrs[name]))
    default = _default(statement.value)
    if isinstance(default, ir.Const):
        return default.value is None if state == DEFAULT else None if default.value is None else False
    return None if statement.value is not None else False


def _default(value: ir.Expr | None) -> ir.Expr | None:
    """The default itself: `None`, `Field(None)`, `Field(default=None)`."""
    if not isinstance(value, ir.CallExpr) or label(value.func) != "Field":
        return value
    placed = [arg.value for arg in value.args if not arg.keyword and not arg.star]
    return placed[0] if placed else _keyword(value, "default")


def _keyword(value: ir.Expr | None, name: str) -> ir.Expr | None:
    """A keyword of `Field(...)`."""
    if not isinstance(value, ir.CallExpr) or label(value.func) != "Field":
        return None
    return next((arg.value for arg in value.args if arg.keyword == name), None)
