"""Compound statements and definitions: libcst nodes to `ir`, in source order."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from truthcheck.claims import ir
from truthcheck.claims.languages.python.parse.deferred import DeferredDefinition
from truthcheck.claims.languages.python.parse.display import parameters, type_parameters
from truthcheck.claims.languages.python.parse.expressions import argument
from truthcheck.claims.languages.python.parse.patterns import pattern
from truthcheck.claims.languages.python.parse.positions import Cursor
from truthcheck.claims.languages.python.parse.table import STATEMENTS, block, expression, optional


def _suite(at: Cursor, node: cst.BaseSuite) -> ir.Block:
    return block(at, node.body)


def _else(at: Cursor, node: cst.Else | cst.Finally | None) -> ir.Block:
    if node is None:
        return ()
    at.statement()
    at.step(len("else" if isinstance(node, cst.Else) else "finally"))
    return block(at, node.body.body)


def _if(at: Cursor, node: cst.If, start: int) -> ir.Stmt:
    """An `elif` is an If inside the `else`: a long chain of them is followed without recursion."""
    branches: list[tuple[int, ir.Expr, ir.Block]] = []
    orelse: cst.If | cst.Else | None = node
    while isinstance(orelse, cst.If):
        at.step(len("elif" if branches else "if"))
        branches.append((start, expression(at, orelse.test), _suite(at, orelse.body)))
        orelse = orelse.orelse
        start = at.statement() if isinstance(orelse, cst.If) else start
    tail = _else(at, orelse)
    for begin, test, body in reversed(branches):
        tail = (ir.If(test, body, tail, at.span(begin, at.pos)),)
    return tail[0]


def _for(at: Cursor, node: cst.For, start: int) -> ir.Stmt:
    _asynchronous(at, node)
    at.step(len("for"))
    target = expression(at, node.target)
    at.step(len("in"))
    over = expression(at, node.iter)
    body = _suite(at, node.body)
    orelse = _else(at, node.orelse)
    return ir.For(target, over, body, orelse, node.asynchronous is not None, at.span(start, at.pos))


def _while(at: Cursor, node: cst.While, start: int) -> ir.Stmt:
    at.step(len("while"))
    test = expression(at, node.test)
    body = _suite(at, node.body)
    orelse = _else(at, node.orelse)
    return ir.While(test, body, orelse, at.span(start, at.pos))


def _try(at: Cursor, node: cst.Try | cst.TryStar, start: int) -> ir.Stmt:
    at.step(len("try"))
    body = _suite(at, node.body)
    handlers = tuple([_handler(at, handler) for handler in node.handlers])
    orelse = _else(at, node.orelse)
    final = _else(at, node.finalbody)
    return ir.Try(body, handlers, orelse, final, at.span(start, at.pos))


def _handler(at: Cursor, node: cst.ExceptHandler | cst.ExceptStarHandler) -> ir.Handler:
    at.statement()
    at.step(len("except"))
    if isinstance(node, cst.ExceptStarHandler):
        at.step(1)
    kind = optional(at, node.type)
    name = _as_name(at, node.name)
    return ir.Handler(kind, name.id if isinstance(name, ir.Name) else "", _suite(at, node.body))


def _as_name(at: Cursor, node: cst.AsName | None) -> ir.Expr | None:
    if node is None:
        return None
    at.step(len("as"))
    return expression(at, node.name)


def _with(at: Cursor, node: cst.With, start: int) -> ir.Stmt:
    _asynchronous(at, node)
    at.step(len("with"))
    parentheses = isinstance(node.lpar, cst.LeftParen)
    if parentheses:
        at.step(1)
    items = []
    for item in node.items:
        at.item()
        items.append((expression(at, item.item), _as_name(at, item.asname)))
    if parentheses:
        at.close()
    body = _suite(at, node.body)
    return ir.With(tuple(items), body, node.asynchronous is not None, at.span(start, at.pos))


def _asynchronous(at: Cursor, node: cst.For | cst.With | cst.FunctionDef) -> None:
    if node.asynchronous is not None:
        at.step(len("async"))


def _match(at: Cursor, node: cst.Match, start: int) -> ir.Stmt:
    at.step(len("match"))
    subject = expression(at, node.subject)
    cases = tuple([_case(at, case) for case in node.cases])
    return ir.Match(subject, cases, at.span(start, at.pos))


def _case(at: Cursor, node: cst.MatchCase) -> ir.Case:
    at.statement()
    at.step(len("case"))
    values, names = pattern(at, node.pattern)
    guard = None
    if node.guard is not None:
        at.item()
        at.step(len("if"))
        guard = expression(at, node.guard)
    return ir.Case(values, names, guard, _suite(at, node.body))


# Definitions -----------------------------------------------------------------


def _function(at: Cursor, node: cst.FunctionDef, start: int) -> ir.Stmt:
    decorators = _decorators(at, node.decorators)
    start = at.begin()
    _asynchronous(at, node)
    at.step(len("def"))
    name_at = at.word(node.name.value)
    type_parameters(at, node.type_parameters)
    at.step(1)
    params = parameters(at, node.params)
    at.close()
    returns = None
    if node.returns is not None:
        at.step(len("->"))
        returns = expression(at, node.returns.annotation)
    place = at.span(start, at.step(1))
    late = _cut_out(at, node.body)
    inside = None if late is not None else (params, _suite(at, node.body), returns)
    return ir.FuncDef(node.name.value, inside, decorators, place, name_at, late)


def _cut_out(at: Cursor, body: cst.BaseSuite) -> DeferredDefinition | None:
    """What the body of a stub stands for; None for a body."""
    if not at.late or not isinstance(body, cst.SimpleStatementSuite) or not isinstance(body.body[0], cst.Expr):
        return None
    marker = body.body[0].value
    if not isinstance(marker, cst.Name) or marker.value not in at.late:
        return None
    at.step(len(marker.value))
    return at.late.pop(marker.value)


def _class(at: Cursor, node: cst.ClassDef, start: int) -> ir.Stmt:
    decorators = _decorators(at, node.decorators)
    start = at.begin()
    at.step(len("class"))
    at.word(node.name.value)
    type_parameters(at, node.type_parameters)
    if isinstance(node.lpar, cst.LeftParen):
        at.step(1)
    arguments = [argument(at, arg) for arg in (*node.bases, *node.keywords)]
    if isinstance(node.lpar, cst.LeftParen):
        at.close()
    place = at.span(start, at.step(1))
    bases = tuple(ir.Star(arg.value, arg.at) if arg.star else arg.value for arg in arguments if _is_base(arg))
    keywords = tuple((arg.keyword or arg.star, arg.value) for arg in arguments if not _is_base(arg))
    return ir.ClassDef(node.name.value, bases, keywords, _suite(at, node.body), decorators, place)


def _is_base(arg: ir.Arg) -> bool:
    return not arg.keyword and arg.star != "**"


def _decorators(at: Cursor, nodes: Sequence[cst.Decorator]) -> tuple[ir.Expr, ...]:
    decorators = []
    for node in nodes:
        at.step(1)
        decorators.append(expression(at, node.decorator))
    return tuple(decorators)


STATEMENTS.update(
    {
        cst.If: _if,
        cst.For: _for,
        cst.While: _while,
        cst.Try: _try,
        cst.TryStar: _try,
        cst.With: _with,
        cst.Match: _match,
        cst.FunctionDef: _function,
        cst.ClassDef: _class,
    }
)
