"""Operators and tests over abstract values."""

from __future__ import annotations

from truthcheck.claims.engine.alternatives import members, plain
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.templates import concat, known, percent
from truthcheck.claims.engine.values import (
    Assumed,
    Bound,
    Cell,
    ClassVal,
    Data,
    DictCell,
    Encoded,
    External,
    FuncVal,
    ListCell,
    ModuleVal,
    ObjectCell,
    Ref,
    SdkValue,
    Sent,
    Several,
    Val,
)
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Template, Text, Typed, Unknown

NUMBERS = ("integer", "number")


def truth(value: Val, frame: Frame) -> bool | None:
    """Whether the value counts as true; None when that is not certain. A default decides nothing."""
    match value:
        case Literal(content):
            return bool(content)
        case Template(parts):
            return True if any(isinstance(part, Text) for part in parts) else None
        case FuncVal() | ClassVal() | ModuleVal() | Bound() | Encoded():
            return True
        case Sent():
            return None
        case Ref():
            return _cell_truth(value, frame)
        case Several(found):
            answers = {truth(member, frame) for member in found}
            return answers.pop() if len(answers) == 1 else None
        case _:
            return None


def _cell_truth(ref: Ref, frame: Frame) -> bool | None:
    match frame.cell(ref):
        case DictCell(items, rest):
            if any(item.always for item in items.values()):
                return True
            return False if not items and rest is None else None
        case ListCell(items, rest):
            return bool(items) if items or rest is None else None
        case ObjectCell():
            return True
        case _:
            return None


def compare(op: str, left: Val, right: Val, frame: Frame) -> bool | None:
    """The outcome of `left op right`; None when it is not certain."""
    if isinstance(left, Assumed) or isinstance(right, Assumed):
        return None
    positive = _OPPOSITES.get(op)
    if positive is not None:
        answer = compare(positive, left, right, frame)
        return None if answer is None else not answer
    if op == "is" and isinstance(right, Literal) and right.value is None:
        return _is_none(left)
    if op == "==":
        return _equal(left, right)
    return _contains(right, left, frame) if op == "in" else None


_OPPOSITES = {"is not": "is", "!=": "==", "not in": "in"}


def _is_none(value: Val) -> bool | None:
    match value:
        case Literal(content):
            return content is None
        case Unknown() | External():
            return None
        case Several(found):
            answers = {_is_none(member) for member in found}
            return answers.pop() if len(answers) == 1 else None
        case Template() | Ref() | FuncVal() | ClassVal() | Bound() | Encoded() | Sent() | ModuleVal():
            return False
        case Typed(kind):
            return kind == "null"
        case _:
            return None


def _equal(left: Val, right: Val) -> bool | None:
    one, two = known(left), known(right)
    if one is not None and two is not None:
        return one == two
    if isinstance(left, Literal) and isinstance(right, Literal):
        return bool(left.value == right.value)
    options = members(left)
    if len(options) > 1 and isinstance(right, Literal):
        answers = {_equal(option, right) for option in options}
        return answers.pop() if len(answers) == 1 else None
    return None


def _contains(container: Val, value: Val, frame: Frame) -> bool | None:
    if isinstance(container, Data):
        # The code asks before it reads: what it reads behind that is no claim.
        name = known(value)
        if name is not None:
            frame.run.exchanges[container.exchange].asked.add((*container.path, name))
        return None
    if isinstance(container, SdkValue):
        frame.run.sinks.tested(container, value, frame)
        return None
    if isinstance(container, Ref):
        return _cell_contains(frame.cell(container), value)
    whole, piece = known(container), known(value)
    if isinstance(container, Template) and piece:
        return _template_contains(container, piece)
    if isinstance(container, Several):
        answers = {_contains(member, value, frame) for member in container.members}
        return answers.pop() if len(answers) == 1 else None
    return piece in whole if whole is not None and piece is not None else None


def _template_contains(text: Template, piece: str) -> bool | None:
    """Known text that holds it is enough. Whether a URL has a query already is told by what is written of it."""
    written = [part.text for part in text.parts if isinstance(part, Text)]
    if any(piece in part for part in written):
        return True
    return False if piece == "?" and written and "://" in written[0] else None


def _cell_contains(cell: object, value: Val) -> bool | None:
    match cell:
        case ListCell(items, rest):
            answers = [_equal(value, item) for item in items]
            if any(answer is True for answer in answers):
                return True
            return False if rest is None and all(answer is False for answer in answers) else None
        case DictCell():
            return _has_key(cell, known(value))
        case _:
            return None


def _has_key(cell: DictCell, key: str | None) -> bool | None:
    if key is None:
        return None
    item = cell.items.get(key)
    if item is None:
        return False if cell.rest is None else None
    return True if item.always else None


def unary(op: str, value: Val, at: Span, frame: Frame) -> Val:
    """`op value`."""
    if op == "not":
        answer = truth(value, frame)
        return Typed("boolean") if answer is None else Literal(not answer, at)
    if op == "-" and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(-value.value, at)
    return value if isinstance(value, Typed) else Unknown(Reason(Why.OPERATION_NOT_FOLLOWED), at)


def binary(op: str, left: Val, right: Val, names: tuple[str, str], at: Span, frame: Frame) -> Val:
    """`left op right`; `names` is what the source calls the operands."""
    left, right = plain(left), plain(right)
    one = frame.cell(left) if isinstance(left, Ref) else None
    two = frame.cell(right) if isinstance(right, Ref) else None
    if one is not None or two is not None:
        combined = _containers(op, one, two, names, at, frame)
        if combined is not None:
            return combined
    if op in ("+", "/") and (_textual(left) or (op == "+" and _textual(right))):
        return _add_text(op, left, right, names, at)
    if op == "%" and known(left) is not None:
        return _percent(left, right, names[1], at, frame)
    return _number(op, left, right, at)


def _containers(
    op: str, one: Cell | None, two: Cell | None, names: tuple[str, str], at: Span, frame: Frame
) -> Val | None:
    if op == "|" and (isinstance(one, DictCell) or isinstance(two, DictCell)):
        return _merged(one, two, names, at, frame)
    return _extended(one, two, names[1], at, frame) if op == "+" and isinstance(one, ListCell) else None


def _merged(one: Cell | None, two: Cell | None, names: tuple[str, str], at: Span, frame: Frame) -> Val:
    """`one | two`: the right one's entries win."""
    if not isinstance(one, DictCell):
        assert isinstance(two, DictCell)
        return frame.new(two._replace(rest=Unknown(Reason(Why.MERGED_WITH, names[0]), at), at=at))
    if not isinstance(two, DictCell):
        return frame.new(one._replace(rest=Unknown(Reason(Why.MERGED_INTO, names[1]), at), at=at))
    return frame.new(DictCell({**one.items, **two.items}, one.rest or two.rest, at))


def _extended(one: ListCell, two: Cell | None, name: str, at: Span, frame: Frame) -> Val:
    if isinstance(two, ListCell):
        return frame.new(ListCell(one.items + two.items, one.rest or two.rest, at))
    return frame.new(one._replace(rest=Unknown(Reason(Why.ADDED_TO, name), at), at=at))


def _textual(value: Val) -> bool:
    return any(
        isinstance(m, Template) or (isinstance(m, Literal) and isinstance(m.value, str)) or m == Typed("string")
        for m in members(value)
    )


def _add_text(op: str, left: Val, right: Val, names: tuple[str, str], at: Span) -> Val:
    if op == "+":
        return concat([(left, names[0]), (right, names[1])], at)
    # `URL(base) / "path"`: yarl's and pathlib's way to join segments
    return concat([(left, names[0]), (Literal("/", at), ""), (right, names[1])], at)


def _percent(left: Val, right: Val, name: str, at: Span, frame: Frame) -> Val:
    cell = frame.cell(right) if isinstance(right, Ref) else None

    def value(key: str, position: int) -> tuple[Val, str] | None:
        match cell:
            case ListCell(items) if position < len(items):
                return items[position], ""
            case DictCell(items) if key in items:
                return items[key].value, key
            case None if not key and position == 0:
                return right, name
            case _:
                return None

    return percent(known(left) or "", getattr(left, "at", None) or at, value)


def _number(op: str, left: Val, right: Val, at: Span) -> Val:
    kinds = {_kind(left), _kind(right)}
    if not kinds <= set(NUMBERS):
        return Unknown(Reason(Why.OPERATION_RESULT), at)
    if op == "/" or "number" in kinds:
        return Typed("number", at)
    return Typed("integer", at)


def _kind(value: Val) -> str:
    match value:
        case Literal(bool()):
            return "boolean"
        case Literal(int()):
            return "integer"
        case Literal(float()):
            return "number"
        case Typed(kind):
            return kind
        case _:
            return ""
