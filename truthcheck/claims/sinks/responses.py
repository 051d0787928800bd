"""How code reads a response, and which branch handles a failed one: what is read of its reply there is no claim."""

from __future__ import annotations

from collections.abc import Callable, Set

from truthcheck.claims import ir
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import Data, Encoded, Sent, Val
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Unknown
from truthcheck.rulebook.clients import ReplyWords

_TESTS: dict[str, Callable[[int, int], bool]] = {
    "==": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def response_attribute(sent: Sent, name: str, frame: Frame) -> Val | None:
    """An attribute of a response that is no method."""
    return _body(sent, name, frame)


def call_response(sent: Sent, name: str, frame: Frame) -> Val:
    """A method of a response."""
    return _body(sent, f"{name}()", frame) or Unknown(Reason(Why.RESPONSE_METHOD, name))


def _body(sent: Sent, word: str, frame: Frame) -> Val | None:
    """The decoded body, or its text; None when the word gives neither."""
    words = frame.run.clients.reply(sent.client)
    if word in words.json:
        return Data(sent.exchange, ())
    return Encoded("json", Data(sent.exchange, ())) if word in words.body else None


def failing(test: ir.Expr, frame: Frame) -> bool | None:
    """True when the test holds for failed replies only, False when for good ones, None when it tells nothing.

    Whose reply is tested is not asked: the words of all clients count.
    """
    return _failing(test, frame.run.clients.any_reply)


def _failing(test: ir.Expr, words: ReplyWords) -> bool | None:
    match test:
        case ir.Unary("not", operand):
            inner = _failing(operand, words)
            return None if inner is None else not inner
        case ir.Attr(_, name) if name in words.good or name in words.bad:
            return name in words.bad
        case ir.Compare(ir.Attr(_, name) | ir.Name(name), ((op, operand),)) if _is_status(name, words.status):
            return _holds_for_failures(op, operand)
        case ir.Logic(_, values):
            answers = (_failing(value, words) for value in values)
            return next((answer for answer in answers if answer is not None), None)
        case _:
            return None


def _is_status(name: str, words: Set[str]) -> bool:
    """`status_code`, also as other languages spell it: `statusCode`."""
    small = name.lower()
    return small in words or any(small == word.replace("_", "") for word in words)


def _holds_for_failures(op: str, operand: ir.Expr) -> bool | None:
    items = operand.items if isinstance(operand, ir.Seq) else (operand,)
    codes = [item.value for item in items if isinstance(item, ir.Const) and isinstance(item.value, int)]
    if not codes:
        return None
    if op in ("in", "not in"):
        good = any(200 <= code < 300 for code in codes)
        return good if op == "not in" else not good
    if op == "!=":
        return 200 <= codes[0] < 300
    check = _TESTS.get(op)
    return not any(check(good, codes[0]) for good in (200, 201, 202, 204)) if check is not None else None
