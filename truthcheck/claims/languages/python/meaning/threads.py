"""Functions that call what they are given: in a thread, in a pool, at exit, before the function that asks for it."""

from __future__ import annotations

from functools import partial

from truthcheck.claims import ir
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.call import call
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import External, FuncVal, SdkValue, Stream, Val
from truthcheck.claims.languages.python.meaning.conversions import Function
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Unknown


def _called(args: Arguments, frame: Frame, at: Span, place: int) -> Val:
    """What the function at a place among the arguments gives for those after it."""
    if len(args.positional) <= place:
        return Unknown(Reason(Why.MAPPED), at)
    func = args.positional[place]
    given = Arguments(list(args.positional[place + 1 :]), args.keywords, args.rest)
    return called(func, given, frame, at)


def called(func: Val, given: Arguments, frame: Frame, at: Span) -> Val:
    """What a function gives that somebody else calls."""
    where = (at.line, at.column, at.end_line, at.end_column)
    return call(func, given, frame, at, ir.CallExpr(ir.Name(_written(func), where), (), where))


def _started(args: Arguments, frame: Frame, at: Span, place: int) -> Val:
    """The same where the result comes later, by another object."""
    _called(args, frame, at, place)
    return External("concurrent.futures.Future")


def _handed_in(args: Arguments, frame: Frame, at: Span) -> Val:
    """What a framework hands to a parameter: what the factory that is named gives, or yields."""
    named = args.keywords.get("dependency")
    func = args.first() if args.positional else named.value if named is not None else None
    given = Arguments([], {}, Unknown(Reason(Why.FROM_CALLER, "")))
    if func is None or isinstance(func, External):
        return External(f"{HANDED_IN}()")
    value = called(func, given, frame, at)
    return value.element if isinstance(value, Stream) else value


def _written(func: Val) -> str:
    """What a message calls it."""
    match func:
        case SdkValue(steps):
            return ".".join(step.text for step in steps)
        case FuncVal(ir.FuncDef(name)):
            return name
        case _:
            return ""


_POOLS = ("ThreadPoolExecutor", "ProcessPoolExecutor")
_LOOPS = ("get_event_loop", "get_running_loop", "new_event_loop")

HANDED_IN = "fixtures.dependency"  # under this name rules know every function of a framework that hands in a value

functions: dict[str, Function] = {
    HANDED_IN: _handed_in,
    "asyncio.to_thread": partial(_called, place=0),
    **{f"asyncio.{loop}().run_in_executor": partial(_called, place=1) for loop in _LOOPS},
    **{f"concurrent.futures.{pool}().submit": partial(_started, place=0) for pool in _POOLS},
    "atexit.register": partial(_started, place=0),
}
