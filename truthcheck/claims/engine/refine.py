"""What a test tells about variables inside the branch that it guards."""

from __future__ import annotations

from collections.abc import Callable

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import members, one_of, plain
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import SdkValue, Val
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown


def assume(test: ir.Expr, outcome: bool, frame: Frame) -> None:
    """Drop the alternatives of the tested variables that contradict the outcome."""
    match test:
        case ir.Unary("not", operand):
            assume(operand, not outcome, frame)
        case ir.Logic("and" | "or" as op, values):
            if outcome is (op == "and"):  # else, which of the operands decided is not known
                for value in values:
                    assume(value, outcome, frame)
        case ir.Name(name) | ir.Walrus(ir.Name(name)):
            _assume_truth(name, outcome, frame)
        case ir.Compare(ir.Name(name), ((op, ir.Const(constant)),)):
            _assume_comparison(name, op, constant, outcome, frame)
        case ir.CallExpr() if outcome:
            found = frame.meaning.class_test(test)
            if found is not None:
                _is_a(*found, frame)
        case _:
            return


def _assume_truth(name: str, outcome: bool, frame: Frame) -> None:
    truth = frame.meaning.truth
    _keep(name, frame, lambda value: truth(value, frame) is not (not outcome), outcome)


def _assume_comparison(name: str, op: str, constant: object, outcome: bool, frame: Frame) -> None:
    """`name is None`, `name == "text"` and their opposites."""
    wanted = outcome if op in ("is", "==") else not outcome
    if op in ("is", "is not") and constant is None:
        compare = frame.meaning.compare
        _keep(name, frame, lambda value: compare("is", value, Literal(None), frame) is not (not wanted), not wanted)
    elif op in ("==", "!=") and isinstance(constant, str):
        _equals(name, constant, wanted, frame)


def asked(test: ir.Expr, frame: Frame) -> tuple[str, ...]:
    """The variables whose class a test asks for."""
    match test:
        case ir.Unary("not", operand):
            return asked(operand, frame)
        case ir.Logic(_, values):
            return tuple(name for value in values for name in asked(value, frame))
        case _:
            found = frame.meaning.class_test(test)
            return (found[0],) if found is not None else ()


def _keep(name: str, frame: Frame, may_be: Callable[[Val], bool], filled: bool) -> None:
    value = frame.state.names.get(name)
    if value is None:
        return
    kept = [member for member in members(value) if may_be(plain(member))]
    if not kept and filled:
        # Only the default contradicts the branch: inside it, a caller passed something.
        kept = [Unknown(Reason(Why.FROM_CALLER, name))]
    narrow(frame, name, kept)


def _is_a(name: str, kind: ir.Expr, frame: Frame) -> None:
    """What comes from an SDK is of the class that is asked for, which may have more than the declared one."""
    value = frame.state.names.get(name)
    if value is None or not any(isinstance(plain(member), SdkValue) for member in members(value)):
        return
    asked = frame.meaning.annotated(kind, frame, name)
    known = asked if isinstance(asked, SdkValue) else Unknown(Reason(Why.CLASS_ASKED, name))
    narrow(frame, name, [known if isinstance(plain(member), SdkValue) else member for member in members(value)])


def _equals(name: str, text: str, outcome: bool, frame: Frame) -> None:
    value = frame.state.names.get(name)
    if value is None:
        return
    literal = Literal(text)
    compare = frame.meaning.compare
    kept = [m for m in members(value) if compare("==", m, literal, frame) is not (not outcome)]
    if outcome and (not kept or all(not isinstance(m, Literal) for m in kept)):
        kept = [literal]
    narrow(frame, name, list(kept))


def narrow(frame: Frame, name: str, keep: list[Val]) -> None:
    """Inside a branch, a variable has only the alternatives that let the branch be taken."""
    if keep:
        frame.state.names[name] = one_of(keep)
