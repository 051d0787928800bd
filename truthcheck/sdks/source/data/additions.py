"""Members that rule data writes as Python stubs: `close() -> None`, `get(name: str) -> "space:Class"`."""

from __future__ import annotations

import ast
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.sdks.index.records import (
    KEYWORD,
    NAMED_REST,
    ONLY_PLACED,
    PLACED,
    PLACED_REST,
    Record,
    function,
    parameter,
)
from truthcheck.sdks.index.terms import ANY, LITERAL, Term, union, variable

PLAIN = ("str", "int", "float", "bool", "bytes")
HOLDERS = ("list", "iter", "dict", "tuple", "type", "with", "unpack", "by")


def stub(text: str, where: str) -> tuple[str, Record]:
    """A name with its record. `# POST /path` behind it is its operation. Raises ConfigError for no Python."""
    written, _, operation = text.partition("  # ")
    try:
        (node,) = ast.parse(f"def {written}: ...").body
    except (SyntaxError, ValueError) as error:
        raise ConfigError(f"{where}: {text}: expected a stub such as `name(one: int = 0) -> str`") from error
    assert isinstance(node, ast.FunctionDef)
    operations = [operation.split(" ", 1)] if operation else []
    return node.name, function(_parameters(node.args), term(node.returns), operations)


def _parameters(given: ast.arguments) -> list[list[Any]]:
    found: list[list[Any]] = []
    positional = [*given.posonlyargs, *given.args]
    needed = len(positional) - len(given.defaults)
    for place, one in enumerate(positional):
        found.append(_parameter(one, ONLY_PLACED if one in given.posonlyargs else PLACED, place < needed))
    if given.vararg:
        found.append(parameter(given.vararg.arg, PLACED_REST, 0))
    for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        found.append(_parameter(one, KEYWORD, default is None))
    if given.kwarg:
        found.append(_parameter(given.kwarg, NAMED_REST, False))
    return found


def _parameter(arg: ast.arg, kind: str, required: bool) -> list[Any]:
    return parameter(arg.arg, kind, required, term(arg.annotation))


def term(node: ast.expr | None) -> Term:
    """An annotation as a term; classes are texts, a name of one letter is a type variable."""
    match node:
        case ast.Constant(value=None):
            return "None"
        case ast.Constant(value=str() as key):
            return key
        case ast.Name(id=name) if name in PLAIN or name == "self":
            return name
        case ast.Name(id="dict" | "list" as name):
            return [name, ANY]
        case ast.Name(id=name) if len(name) == 1 and name.isupper():
            return variable(name)
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return union([term(left), term(right)])
        case ast.Subscript(value=ast.Name(id=word), slice=inner) if word in HOLDERS:
            return [word, *_parts(inner)]
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            return [LITERAL, *_parts(inner)]
        case ast.Subscript(value=ast.Constant(value=str() as key), slice=inner):
            return [key, *_parts(inner)]
    return ANY


def _parts(node: ast.expr) -> list[Term]:
    return [term(one) for one in (node.elts if isinstance(node, ast.Tuple) else [node])]
