"""Which branch handles a failed exchange: what is read of its reply there is no claim about a good one."""

from __future__ import annotations

from collections.abc import Callable

from truthcheck.claims import ir

_GOOD = frozenset(("ok", "is_success"))
_BAD = frozenset(("is_error", "is_client_error", "is_server_error"))
_STATUS = frozenset(("status_code", "status", "code", "statuscode"))

_TESTS: dict[str, Callable[[int, int], bool]] = {
    "==": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def failing(test: ir.Expr) -> bool | None:
    """True when the test holds for failed replies only, False when for good ones, None when it tells nothing."""
    match test:
        case ir.Unary("not", operand):
            inner = failing(operand)
            return None if inner is None else not inner
        case ir.Attr(_, name) if name in _GOOD:
            return False
        case ir.Attr(_, name) if name in _BAD:
            return True
        case ir.Compare(ir.Attr(_, name) | ir.Name(name), ((op, operand),)) if name.lower() in _STATUS:
            return _holds_for_failures(op, operand)
        case ir.Logic(_, values):
            answers = [answer for answer in map(failing, values) if answer is not None]
            return answers[0] if answers else None
        case _:
            return None


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
