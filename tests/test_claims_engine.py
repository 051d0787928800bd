"""The engine over a tree made by hand: what other languages than Python have in their programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from truthcheck.claims import ir
from truthcheck.claims.engine.dispatch import evaluate, execute
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.memory import Heap, State
from truthcheck.claims.engine.snapshot import freeze
from truthcheck.claims.engine.values import Absent, FuncVal, Module, Several, Val
from truthcheck.claims.project import Project
from truthcheck.claims.reading import Reading
from truthcheck.model.value import Literal, Mapping, Unknown
from truthcheck.rulebook.clients import Clients

AT = (1, 1, 1, 2)
NONE, UNDEFINED = ir.Const(None, AT), ir.Const(ir.UNDEFINED, AT)


@pytest.fixture
def frame() -> Frame:
    """A function's frame: `some` is a dictionary, `maybe` one or nothing, `unknown` is not known."""
    clients = Clients()
    run = Reading(clients, Project(str))
    module = Module("x.py", Path("x.py"), ir.Module("x.py", (), ()))
    inner = Frame(run, module, State({}, Heap({}, run.heap)))
    some = evaluate(ir.Dict(((text("key"), text("value")),), AT), inner)
    unknown = evaluate(name("nowhere"), inner)
    inner.state.names.update(some=some, maybe=Several((some, Literal(None))), unknown=unknown)
    return inner


def text(value: object) -> ir.Const:
    return ir.Const(value, AT)


def name(id: str) -> ir.Name:
    return ir.Name(id, AT)


def item(of: str, *, optional: bool) -> ir.Subscript:
    return ir.Subscript(name(of), text("key"), AT, optional)


def shown(value: Val) -> object:
    """A value without its place."""
    match value:
        case Literal(content):
            return content
        case Several(members):
            return {shown(member) for member in members}
        case _:
            return type(value).__name__


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        (UNDEFINED, "Absent"),
        (item("some", optional=True), "value"),
        (item("maybe", optional=True), {"value", "Absent"}),
        (ir.Subscript(NONE, text("key"), AT, True), "Absent"),
        (ir.Attr(UNDEFINED, "key", AT, AT, True), "Absent"),
        (ir.Attr(name("unknown"), "key", AT, AT, True), "Method"),
        (ir.CallExpr(UNDEFINED, (), AT, True), "Absent"),
        (ir.Logic("??", (text(""), text("b")), AT), ""),
        (ir.Logic("??", (text(0), text("b")), AT), 0),
        (ir.Logic("??", (NONE, UNDEFINED, text("b")), AT), "b"),
        (ir.Logic("??", (item("maybe", optional=True), text("b")), AT), {"value", "b"}),
        (ir.Logic("??", (name("unknown"), text("b")), AT), {"Unknown", "b"}),
        (ir.AssignExpr(name("x"), text("a"), AT), "a"),
    ],
)
def test_the_value_of_an_expression(expr: ir.Expr, value: object, frame: Frame) -> None:
    assert shown(evaluate(expr, frame)) == value


def test_an_assignment_stands_where_a_value_does(frame: Frame) -> None:
    target = ir.Subscript(name("some"), text("other"), AT)
    evaluate(ir.AssignExpr(name("x"), ir.AssignExpr(target, text("a"), AT), AT), frame)
    assert shown(evaluate(ir.Name("x", AT), frame)) == "a"
    assert shown(evaluate(target, frame)) == "a"


@pytest.mark.parametrize("op", ["and", "or", "??"])
def test_what_is_assigned_behind_a_test_may_not_be(op: str, frame: Frame) -> None:
    frame.state.names["x"] = Literal("before")
    evaluate(ir.Logic(op, (name("unknown"), ir.AssignExpr(name("x"), text("after"), AT)), AT), frame)
    assert shown(frame.state.names["x"]) == {"before", "after"}


def test_a_function_stands_where_a_value_does(frame: Frame) -> None:
    body = (ir.Return(name("given"), AT),)
    params = (ir.Param("given", "normal", None, None, AT),)
    arrow = ir.FuncExpr(ir.FuncDef("", (params, body, None), (), AT, AT), AT)
    assert isinstance(evaluate(arrow, frame), FuncVal)
    assert execute((ir.Assign((name("f"),), arrow, AT),), frame)
    called = ir.CallExpr(name("f"), (ir.Arg(text("a"), "", "", AT, None),), AT)
    assert shown(evaluate(called, frame)) == "a"


def test_a_key_that_is_undefined_is_not_sent(frame: Frame) -> None:
    maybe = ir.Cond(name("unknown"), text("a"), UNDEFINED, AT)
    payload = ir.Dict(((text("gone"), UNDEFINED), (text("null"), NONE), (text("maybe"), maybe)), AT)
    frozen = freeze(evaluate(payload, frame), frame)
    assert isinstance(frozen, Mapping)
    assert [(entry.key, entry.always) for entry in frozen.entries] == [("null", True), ("maybe", False)]
    assert isinstance(freeze(Absent(), frame), Unknown)
