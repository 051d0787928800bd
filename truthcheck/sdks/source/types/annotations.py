"""Annotations to terms (see `index.terms`).

example: `Optional[List[Charge]]` to a list of "kit.charge:Charge", or None
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

from truthcheck.sdks.index.terms import (
    ANY,
    OUTSIDE,
    Term,
    class_object,
    dict_of,
    iterator_of,
    list_of,
    literal,
    substitute,
    tuple_of,
    union,
    unpacked,
    variable,
    variables,
)
from truthcheck.sdks.source.modules import parse
from truthcheck.sdks.source.modules.codebase import Codebase
from truthcheck.sdks.source.modules.nouns import ClassInfo, Func, ModuleName, OutsideName, SourceModule, Value
from truthcheck.sdks.source.modules.syntax import items_of, last_word, unsubscripted

MAX_DEPTH = 24

PLAIN = {"str", "int", "float", "bool", "bytes", "None"}
LISTS = {
    "list", "List", "set", "Set", "frozenset", "FrozenSet", "Sequence", "MutableSequence", "Collection", "AbstractSet",
    "SequenceNotStr", "deque", "Deque",
}  # fmt: skip
ITERS = {
    "Iterable", "Iterator", "Generator", "AsyncIterable", "AsyncIterator", "AsyncGenerator", "KeysView", "ValuesView",
    "ContextManager", "AsyncContextManager", "AbstractContextManager", "AbstractAsyncContextManager",
}  # fmt: skip
DICTS = {"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict"}
WRAPPERS = {"Annotated", "Required", "NotRequired", "ReadOnly", "Final", "ClassVar", "InitVar", "Awaitable"}


HOMES = ("builtins", "typing", "typing_extensions", "collections.abc", "collections", "types")
BUILTIN_CLASSES = {"tuple", "bytearray", "complex", "memoryview", "Exception", "BaseException", "range"}

Item: TypeAlias = "Callable[[int], Term]"  # the term of one of the things between the brackets

# what a word of Python's own means without brackets
BARE: dict[str, Term] = {
    **{word: word for word in PLAIN},
    "Self": "self",
    **dict.fromkeys(("NoReturn", "Never", "NoneType"), "None"),
    **dict.fromkeys(LISTS, list_of(ANY)),
    **dict.fromkeys(DICTS, dict_of(ANY)),
    **dict.fromkeys(ITERS, iterator_of(ANY)),
    **dict.fromkeys(("LiteralString", "Text", "AnyStr"), "str"),
}


def _every(item: Item, count: int) -> list[Term]:
    return [item(place) for place in range(count)]


# what it means with brackets, by the terms and the number of what they hold
BRACKETS: dict[str, Callable[[Item, int], Term]] = {
    "Optional": lambda item, _: union([item(0), "None"]),
    "Union": lambda item, count: union(_every(item, count)),
    **dict.fromkeys(WRAPPERS, lambda item, _: item(0)),
    **dict.fromkeys(LISTS, lambda item, _: list_of(item(0))),
    **dict.fromkeys(ITERS, lambda item, _: iterator_of(item(0))),
    **dict.fromkeys(DICTS, lambda item, count: dict_of(item(1) if count > 1 else ANY)),
    **dict.fromkeys(("tuple", "Tuple"), lambda item, count: tuple_of(_every(item, count))),
    **dict.fromkeys(("type", "Type"), lambda item, _: class_object(item(0))),
    "Unpack": lambda item, _: unpacked(item(0)),
    "Coroutine": lambda item, count: item(2) if count > 2 else ANY,
}


class Annotations:
    """Reads annotations of one package."""

    def __init__(self, codebase: Codebase) -> None:
        self.codebase = codebase
        self._aliases: dict[tuple[str, int], Term] = {}

    def of(self, module: SourceModule, node: ast.expr | None, scope: ClassInfo | None = None, depth: int = 0) -> Term:
        if node is None or depth > MAX_DEPTH:
            return ANY
        match node:
            case ast.Constant(value=None):
                return "None"
            case ast.Constant(value=str() as text):
                return self._text(module, text, scope, depth)
            case ast.Name() | ast.Attribute():
                return self._named(module, node, scope, depth)
            case ast.BinOp(op=ast.BitOr()):
                return union([self.of(module, side, scope, depth + 1) for side in (node.left, node.right)])
            case ast.Subscript():
                return self._subscript(module, node, scope, depth)
        return ANY

    def _text(self, module: SourceModule, text: str, scope: ClassInfo | None, depth: int) -> Term:
        return self.of(module, parse.expression(text), scope, depth + 1)

    def _named(self, module: SourceModule, node: ast.expr, scope: ClassInfo | None, depth: int) -> Term:
        match self.codebase.expression(module, node, 0, scope):
            case ClassInfo() as info:
                return info.key
            case Value() as found:
                return self._alias(found, depth)
            case OutsideName(name):
                return _external(name)
            case None if isinstance(node, ast.Name):
                return _external(f"builtins.{node.id}")
        return ANY

    def _alias(self, found: Value, depth: int) -> Term:
        node = found.value
        if node is None:
            return ANY
        if isinstance(node, ast.Call):
            return _variable(node)
        key = (found.module.name, id(node))
        if key not in self._aliases:
            self._aliases[key] = ANY  # a recursive alias says nothing about its own inside
            self._aliases[key] = self.of(found.module, node, None, depth + 1)
        return self._aliases[key]

    def _subscript(self, module: SourceModule, node: ast.Subscript, scope: ClassInfo | None, depth: int) -> Term:
        items = items_of(node.slice)

        def item(place: int) -> Term:
            return self.of(module, items[place], scope, depth + 1)

        match self.codebase.expression(module, node.value, 0, scope):
            case Value() as alias:
                return self._generic_alias(alias, _every(item, len(items)), depth)
            case ClassInfo() as info if info.node.name not in LISTS:
                return [info.key, *_every(item, len(items))]
            case Func() | ModuleName():
                return ANY
        word = last_word(node.value)
        if word == "Literal":
            return _literal(items)
        # anything else of another package is unknown
        return BRACKETS[word](item, len(items)) if word in BRACKETS else ANY

    def _generic_alias(self, found: Value, args: list[Term], depth: int) -> Term:
        term = self._alias(found, depth)
        names = variables(term)
        return substitute(term, dict(zip(names, args, strict=False)))

    def variables_of(self, info: ClassInfo) -> list[str]:
        """The type variables of a class, in the order its subscripts fill them."""
        named: list[str] = []
        for base in info.node.bases:
            term = self.of(info.module, base, info.outer)
            if isinstance(base, ast.Subscript) and last_word(unsubscripted(base)) in ("Generic", "Protocol"):
                return [name for item in items_of(base.slice) for name in variables(self.of(info.module, item))]
            named += [name for name in variables(term) if name not in named]
        return named


def _external(name: str) -> Term:
    module, _, word = name.rpartition(".")
    if module not in HOMES:
        return f"{OUTSIDE}{name}" if module else ANY
    if word in BARE:
        return BARE[word]
    return f"{OUTSIDE}{name}" if module == "builtins" and word in BUILTIN_CLASSES else ANY


def _variable(node: ast.Call) -> Term:
    """`TypeVar("T")` is a variable, `NewType("Id", str)` its base; other calls are unknown."""
    match last_word(node.func), node.args:
        case "TypeVar", [ast.Constant(value=str() as name), *_]:
            return variable(name)
        case "NewType", [_, ast.Name(id=base)] if base in PLAIN:
            return base
    return ANY


def _literal(items: list[ast.expr]) -> Term:
    values = [_literal_value(item) for item in items]
    if any(value is ... for value in values):
        return "str"
    plain = [value for value in values if value is not None]
    parts: list[Term] = [literal(plain)] if plain else []
    return union([*parts, "None"] if None in values else parts)


def _literal_value(item: ast.expr) -> Any:
    """The constant, a negative number too; `...` for what is none."""
    bare = item.operand if isinstance(item, ast.UnaryOp) else item
    if not isinstance(bare, ast.Constant) or isinstance(bare.value, bytes | complex):
        return ...
    return -bare.value if isinstance(item, ast.UnaryOp) and isinstance(bare.value, int) else bare.value
