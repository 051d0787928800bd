"""What a test tells about variables inside the branch that it guards."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import members
from truthcheck.claims.engine.frame import Frame, narrow
from truthcheck.claims.engine.values import Assumed, Sdk, Val
from truthcheck.claims.languages.python.meaning.operators import compare, truth
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown


def assume(test: ir.Expr, outcome: bool, frame: Frame) -> None:
    """Drop the alternatives of the tested variables that contradict the outcome."""
    match test:
        case ir.Unary("not", operand):
            assume(operand, not outcome, frame)
        case ir.Logic("and", values) if outcome:
            for value in values:
                assume(value, True, frame)
        case ir.Logic("or", values) if not outcome:
            for value in values:
                assume(value, False, frame)
        case ir.Name(name) | ir.Walrus(ir.Name(name)):
            _keep(name, frame, lambda value: truth(value, frame) is not (not outcome), outcome)
        case ir.CallExpr(ir.Name("isinstance"), (ir.Arg(value=ir.Name(name)), ir.Arg(value=kind))) if outcome:
            _is_a(name, kind, frame)
        case ir.Compare(ir.Name(name), ((op, ir.Const(None)),)) if op in ("is", "is not"):
            wanted = outcome if op == "is" else not outcome
            _keep(name, frame, lambda value: compare("is", value, Literal(None), frame) is not (not wanted), not wanted)
        case ir.Compare(ir.Name(name), ((op, ir.Const(str(text))),)) if op in ("==", "!="):
            _equals(name, text, outcome if op == "==" else not outcome, frame)
        case _:
            return


def asked(test: ir.Expr) -> tuple[str, ...]:
    """The variables whose class a test asks for."""
    match test:
        case ir.CallExpr(ir.Name("isinstance"), (ir.Arg(value=ir.Name(name)), _)):
            return (name,)
        case ir.Unary("not", operand):
            return asked(operand)
        case ir.Logic(_, values):
            return tuple(name for value in values for name in asked(value))
    return ()


def _keep(name: str, frame: Frame, may_be: object, filled: bool) -> None:
    value = frame.state.names.get(name)
    if value is None:
        return
    assert callable(may_be)
    kept: list[Val] = []
    for member in members(value):
        inner = member.value if isinstance(member, Assumed) else member
        if may_be(inner):
            kept.append(member)
    if not kept and filled:
        # Only the default contradicts the branch: inside it, a caller passed something.
        kept = [Unknown(Reason(Why.FROM_CALLER, name))]
    narrow(frame, name, kept)


def _is_a(name: str, kind: ir.Expr, frame: Frame) -> None:
    """What comes from an SDK is of the class that is asked for, which may have more than the declared one."""
    from truthcheck.claims.languages.python.meaning.annotations import annotated

    value = frame.state.names.get(name)
    if value is None or not any(isinstance(_bare(member), Sdk) for member in members(value)):
        return
    asked = annotated(kind, frame, name)
    known = asked if isinstance(asked, Sdk) else Unknown(Reason(Why.CLASS_ASKED, name))
    narrow(frame, name, [known if isinstance(_bare(member), Sdk) else member for member in members(value)])


def _bare(value: Val) -> Val:
    return value.value if isinstance(value, Assumed) else value


def _equals(name: str, text: str, outcome: bool, frame: Frame) -> None:
    value = frame.state.names.get(name)
    if value is None:
        return
    literal = Literal(text)
    kept = [m for m in members(value) if compare("==", m, literal, frame) is not (not outcome)]
    if outcome and (not kept or all(not isinstance(m, Literal) for m in kept)):
        kept = [literal]
    narrow(frame, name, list(kept))
