"""Statements: libcst nodes to `ir`, in source order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from truthcheck.claims import ir
from truthcheck.claims.lower_display import parameters
from truthcheck.claims.lower_expr import argument
from truthcheck.claims.lower_patterns import pattern
from truthcheck.claims.lower_table import expression, optional
from truthcheck.claims.positions import Cursor

_AUGMENTED: dict[type[cst.CSTNode], str] = {
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.MatrixMultiplyAssign: "@",
    cst.DivideAssign: "/", cst.ModuloAssign: "%", cst.BitAndAssign: "&", cst.BitOrAssign: "|", cst.BitXorAssign: "^",
    cst.LeftShiftAssign: "<<", cst.RightShiftAssign: ">>", cst.PowerAssign: "**", cst.FloorDivideAssign: "//",
}  # fmt: skip


def block(at: Cursor, body: Sequence[cst.CSTNode]) -> ir.Block:
    """Statements in order; `a; b` on one line are two."""
    statements: list[ir.Stmt] = []
    for node in body:
        if isinstance(node, cst.SimpleStatementLine):
            statements += [_statement(at, small) for small in node.body]
        else:
            statements.append(_statement(at, node))
    return tuple(statements)


def _statement(at: Cursor, node: cst.CSTNode) -> ir.Stmt:
    return _STATEMENTS[type(node)](at, node, at.statement())


def _suite(at: Cursor, node: cst.BaseSuite) -> ir.Block:
    return block(at, node.body)


def _else(at: Cursor, node: cst.Else | cst.Finally | None) -> ir.Block:
    if node is None:
        return ()
    at.statement()
    at.step(len("else" if isinstance(node, cst.Else) else "finally"))
    return block(at, node.body.body)


# Simple statements -----------------------------------------------------------


def _expr(at: Cursor, node: cst.Expr, start: int) -> ir.Stmt:
    value = expression(at, node.value)
    return ir.ExprStmt(value, at.span(start, at.pos))


def _assign(at: Cursor, node: cst.Assign, start: int) -> ir.Stmt:
    targets = []
    for target in node.targets:
        targets.append(expression(at, target.target))
        at.step(1)
    value = expression(at, node.value)
    return ir.Assign(tuple(targets), value, at.span(start, at.pos))


def _augmented(at: Cursor, node: cst.AugAssign, start: int) -> ir.Stmt:
    target = expression(at, node.target)
    op = _AUGMENTED[type(node.operator)]
    at.step(len(op) + 1)
    value = expression(at, node.value)
    return ir.AugAssign(target, op, value, at.span(start, at.pos))


def _annotated(at: Cursor, node: cst.AnnAssign, start: int) -> ir.Stmt:
    target = expression(at, node.target)
    at.step(1)
    annotation = expression(at, node.annotation.annotation)
    value = None
    if node.value is not None:
        at.step(1)
        value = expression(at, node.value)
    return ir.AnnAssign(target, annotation, value, at.span(start, at.pos))


def _return(at: Cursor, node: cst.Return, start: int) -> ir.Stmt:
    at.step(len("return"))
    value = optional(at, node.value)
    return ir.Return(value, at.span(start, at.pos))


def _raise(at: Cursor, node: cst.Raise, start: int) -> ir.Stmt:
    at.step(len("raise"))
    value, cause = optional(at, node.exc), None
    if node.cause is not None:
        at.step(len("from"))
        cause = expression(at, node.cause.item)
    return ir.Raise(value, at.span(start, at.pos), cause)


def _assert(at: Cursor, node: cst.Assert, start: int) -> ir.Stmt:
    at.step(len("assert"))
    test, message = expression(at, node.test), None
    if node.msg is not None:
        at.step(1)
        message = expression(at, node.msg)
    return ir.Assert(test, at.span(start, at.pos), message)


def _delete(at: Cursor, node: cst.Del, start: int) -> ir.Stmt:
    at.step(len("del"))
    target = expression(at, node.target)
    several = isinstance(node.target, cst.Tuple) and isinstance(target, ir.Seq)
    targets = target.items if several and isinstance(target, ir.Seq) else (target,)
    return ir.Delete(targets, at.span(start, at.pos))


def _jump(kind: str) -> Callable[[Cursor, Any, int], ir.Stmt]:
    return lambda at, node, start: ir.Jump(kind, at.span(start, at.step(len(kind))))


def _scope(kind: str) -> Callable[[Cursor, cst.Global | cst.Nonlocal, int], ir.Stmt]:
    def lower(at: Cursor, node: cst.Global | cst.Nonlocal, start: int) -> ir.Stmt:
        at.step(len(kind))
        for item in node.names:
            at.item()
            at.word(item.name.value)
        return ir.Scope(kind, tuple(item.name.value for item in node.names), at.span(start, at.pos))

    return lower


def _type_alias(at: Cursor, node: cst.TypeAlias, start: int) -> ir.Stmt:
    at.step(len("type"))
    target = expression(at, node.name)
    _type_parameters(at, node.type_parameters)
    at.step(1)
    value = expression(at, node.value)
    return ir.Assign((target,), value, at.span(start, at.pos))


# Imports ---------------------------------------------------------------------


def _import(at: Cursor, node: cst.Import | cst.LazyImport, start: int) -> ir.Stmt:
    if isinstance(node, cst.LazyImport):
        at.step(len("lazy"))
    at.step(len("import"))
    names = _aliases(at, node.names)
    return ir.Import(names, at.span(start, at.pos))


def _import_from(at: Cursor, node: cst.ImportFrom | cst.LazyImportFrom, start: int) -> ir.Stmt:
    if isinstance(node, cst.LazyImportFrom):
        at.step(len("lazy"))
    at.step(len("from"))
    for _ in node.relative:
        at.step(1)
    module = "" if node.module is None else _dotted(at, node.module)
    at.step(len("import"))
    names: tuple[tuple[str, str], ...] = (("*", ""),)
    if isinstance(node.names, cst.ImportStar):
        at.step(1)
    else:
        at.step(1 if node.lpar is not None else 0)
        names = _aliases(at, node.names)
        if node.rpar is not None:
            at.close()
    return ir.ImportFrom(module, len(node.relative), names, at.span(start, at.pos))


def _aliases(at: Cursor, aliases: Sequence[cst.ImportAlias]) -> tuple[tuple[str, str], ...]:
    names = []
    for alias in aliases:
        at.item()
        name, new = _dotted(at, alias.name), ""
        if alias.asname is not None:
            at.step(len("as"))
            target = expression(at, alias.asname.name)
            new = target.id if isinstance(target, ir.Name) else ""
        names.append((name, new))
    return tuple(names)


def _dotted(at: Cursor, node: cst.Attribute | cst.Name) -> str:
    """`a.b.c` as one text, without the blanks that may stand in it."""
    parts = []
    value: cst.BaseExpression = node
    while isinstance(value, cst.Attribute):
        parts.append(value.attr.value)
        value = value.value
    assert isinstance(value, cst.Name)
    parts.append(value.value)
    parts.reverse()
    at.word(parts[0])
    for part in parts[1:]:
        at.step(1)
        at.word(part)
    return ".".join(parts)


# Compound statements ---------------------------------------------------------


def _if(at: Cursor, node: cst.If, start: int) -> ir.Stmt:
    """An `elif` is an If inside the `else`: a long chain of them is followed without recursion."""
    branches = []
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
    _type_parameters(at, node.type_parameters)
    at.step(1)
    params = parameters(at, node.params)
    at.close()
    returns = None
    if node.returns is not None:
        at.step(len("->"))
        returns = expression(at, node.returns.annotation)
    place = at.span(start, at.step(1))
    body = _suite(at, node.body)
    is_async = node.asynchronous is not None
    return ir.FuncDef(node.name.value, params, body, decorators, returns, is_async, place, name_at)


def _class(at: Cursor, node: cst.ClassDef, start: int) -> ir.Stmt:
    decorators = _decorators(at, node.decorators)
    start = at.begin()
    at.step(len("class"))
    at.word(node.name.value)
    _type_parameters(at, node.type_parameters)
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


def _type_parameters(at: Cursor, node: cst.TypeParameters | None) -> None:
    """Stepped over: the analysis has no use for type variables."""
    if node is None:
        return
    at.step(1)
    for one in node.params:
        at.item()
        at.step({cst.TypeVar: 0, cst.TypeVarTuple: 1, cst.ParamSpec: 2}[type(one.param)])
        at.word(one.param.name.value)
        if isinstance(one.param, cst.TypeVar) and one.param.bound is not None:
            at.step(1)
            expression(at, one.param.bound)
        if one.default is not None:
            at.step(1 + len(one.star))
            expression(at, one.default)
    at.close()


_STATEMENTS: dict[type[cst.CSTNode], Callable[[Cursor, Any, int], ir.Stmt]] = {
    cst.Expr: _expr,
    cst.Assign: _assign,
    cst.AugAssign: _augmented,
    cst.AnnAssign: _annotated,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.Del: _delete,
    cst.Pass: _jump("pass"),
    cst.Break: _jump("break"),
    cst.Continue: _jump("continue"),
    cst.Global: _scope("global"),
    cst.Nonlocal: _scope("nonlocal"),
    cst.TypeAlias: _type_alias,
    cst.Import: _import,
    cst.LazyImport: _import,
    cst.ImportFrom: _import_from,
    cst.LazyImportFrom: _import_from,
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
