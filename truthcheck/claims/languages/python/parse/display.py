"""Displays, comprehensions and parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import libcst as cst

from truthcheck.claims import ir
from truthcheck.claims.languages.python.parse.positions import Cursor
from truthcheck.claims.languages.python.parse.table import EXPRESSIONS, expression, optional


def _items(at: Cursor, elements: Sequence[cst.BaseElement]) -> tuple[ir.Expr, ...]:
    items = []
    for element in elements:
        at.item()
        items.append(_star(at, element) if isinstance(element, cst.StarredElement) else expression(at, element.value))
    return tuple(items)


def _star(at: Cursor, node: cst.StarredElement) -> ir.Expr:
    start = at.begin()
    at.step(1)
    value = expression(at, node.value)
    return ir.Star(value, at.span(start, at.pos))


def _bracketed(kind: str) -> Callable[[Cursor, cst.List | cst.Set], ir.Expr]:
    def lower(at: Cursor, node: cst.List | cst.Set) -> ir.Expr:
        start = at.begin()
        at.pos += 1
        items = _items(at, node.elements)
        return ir.Seq(kind, items, at.span(start, at.close()))

    return lower


def _tuple(at: Cursor, node: cst.Tuple) -> ir.Expr:
    start = at.begin()
    if node.lpar:
        at.pos += 1
    items = _items(at, node.elements)
    if node.lpar:
        at.close()
    elif node.elements and isinstance(node.elements[-1].comma, cst.Comma):
        at.step(1)
    return ir.Seq("tuple", items, at.span(start, at.pos))


def _dict(at: Cursor, node: cst.Dict) -> ir.Expr:
    start = at.begin()
    at.pos += 1
    items: list[tuple[ir.Expr | None, ir.Expr]] = []
    for element in node.elements:
        at.item()
        key = None
        if isinstance(element, cst.DictElement):
            key = expression(at, element.key)
            at.step(1)
        else:
            at.step(2)
        items.append((key, expression(at, element.value)))
    return ir.Dict(tuple(items), at.span(start, at.close()))


# Comprehensions --------------------------------------------------------------


def _comprehension(kind: str) -> Callable[[Cursor, cst.BaseSimpleComp], ir.Expr]:
    def lower(at: Cursor, node: cst.BaseSimpleComp) -> ir.Expr:
        start = at.begin()
        bare = kind == "generator" and not node.lpar  # the only argument of a call: the call has the parentheses
        if not bare:
            at.pos += 1
        element = expression(at, node.elt)
        loops = tuple(_loops(at, node.for_in))
        return ir.Comp(kind, None, element, loops, at.span(start, at.pos if bare else at.close()))

    return lower


def _dict_comprehension(at: Cursor, node: cst.DictComp) -> ir.Expr:
    start = at.begin()
    at.pos += 1
    key = expression(at, node.key)
    at.step(1)
    value = expression(at, node.value)
    loops = tuple(_loops(at, node.for_in))
    return ir.Comp("dict", key, value, loops, at.span(start, at.close()))


def _spread_comprehension(at: Cursor, node: cst.StarredDictComp) -> ir.Expr:
    """`{**value for ...}`: what it spreads is not known before it runs."""
    start = at.begin()
    at.pos += 1
    at.step(2)
    value = expression(at, node.value)
    parts = [value]
    for loop in _loops(at, node.for_in):
        parts += (loop.target, loop.iter, *loop.conditions)
    return ir.Other(tuple(parts), at.span(start, at.close()))


def _loops(at: Cursor, node: cst.CompFor | None) -> Iterator[ir.CompFor]:
    while node is not None:
        if node.asynchronous is not None:
            at.step(len("async"))
        at.step(len("for"))
        target = expression(at, node.target)
        at.step(len("in"))
        over = expression(at, node.iter)
        conditions = []
        for condition in node.ifs:
            at.step(len("if"))
            conditions.append(expression(at, condition.test))
        yield ir.CompFor(target, over, tuple(conditions), node.asynchronous is not None)
        node = node.inner_for_in


# Functions -------------------------------------------------------------------


def _lambda(at: Cursor, node: cst.Lambda) -> ir.Expr:
    start = at.begin()
    at.step(len("lambda"))
    params = parameters(at, node.params)
    at.item()
    at.step(1)
    body = expression(at, node.body)
    return ir.Lambda(params, body, at.span(start, at.pos))


def parameters(at: Cursor, node: cst.Parameters) -> tuple[ir.Param, ...]:
    """All parameters in the order of the source."""
    params = [_param(at, param, "posonly") for param in node.posonly_params]
    if params:
        at.item()
        at.step(1)
    params += [_param(at, param, "normal") for param in node.params]
    if isinstance(node.star_arg, cst.Param):
        params.append(_param(at, node.star_arg, "*"))
    elif isinstance(node.star_arg, cst.ParamStar):
        at.item()
        at.step(1)
    params += [_param(at, param, "kwonly") for param in node.kwonly_params]
    if node.star_kwarg is not None:
        params.append(_param(at, node.star_kwarg, "**"))
    return tuple(params)


def _param(at: Cursor, node: cst.Param, kind: str) -> ir.Param:
    start = at.item()
    if kind.startswith("*"):
        at.step(len(kind))
    name = node.name.value
    at.word(name)
    annotation = default = None
    if node.annotation is not None:
        at.step(1)
        annotation = expression(at, node.annotation.annotation)
    if node.default is not None:
        at.step(1)
        default = optional(at, node.default)
    return ir.Param(name, kind, default, annotation, at.span(start, at.pos))


def type_parameters(at: Cursor, node: cst.TypeParameters | None) -> None:
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


EXPRESSIONS.update(
    {
        cst.StarredElement: _star,
        cst.List: _bracketed("list"),
        cst.Set: _bracketed("set"),
        cst.Tuple: _tuple,
        cst.Dict: _dict,
        cst.ListComp: _comprehension("list"),
        cst.SetComp: _comprehension("set"),
        cst.GeneratorExp: _comprehension("generator"),
        cst.DictComp: _dict_comprehension,
        cst.StarredDictComp: _spread_comprehension,
        cst.Lambda: _lambda,
    }
)
