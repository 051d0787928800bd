"""Annotations to terms (see `algebra`)."""

from __future__ import annotations

import ast
from typing import Any

from truthcheck.sdks.index.terms import ANY, Term, substitute, union, variables
from truthcheck.sdks.source import parse
from truthcheck.sdks.source.classes import ClassInfo
from truthcheck.sdks.source.library import Library
from truthcheck.sdks.source.modules import External, Func, Module, ModuleName, Value

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


class Terms:
    """Reads annotations of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._aliases: dict[tuple[str, int], Term] = {}

    def of(self, module: Module, node: ast.expr | None, scope: ClassInfo | None = None, depth: int = 0) -> Term:
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

    def _text(self, module: Module, text: str, scope: ClassInfo | None, depth: int) -> Term:
        return self.of(module, parse.expression(text), scope, depth + 1)

    def _named(self, module: Module, node: ast.expr, scope: ClassInfo | None, depth: int) -> Term:
        match self.library.expression(module, node, 0, scope):
            case ClassInfo() as info:
                return info.key
            case Value() as found:
                return self._alias(found, depth)
            case External(name):
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

    def _subscript(self, module: Module, node: ast.Subscript, scope: ClassInfo | None, depth: int) -> Term:
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        resolved = self.library.expression(module, node.value, 0, scope)
        if isinstance(resolved, Value):
            return self._generic_alias(resolved, [self.of(module, i, scope, depth + 1) for i in items], depth)
        if isinstance(resolved, ClassInfo) and resolved.node.name not in LISTS:
            args = [self.of(module, item, scope, depth + 1) for item in items]
            return [resolved.key, *args]
        if isinstance(resolved, Func | ModuleName):
            return ANY
        word = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        if word == "Literal":
            return _literal(items)
        return self._special(word, lambda i: self.of(module, items[i], scope, depth + 1), len(items))

    def _special(self, word: str, item: Any, count: int) -> Term:
        """Subscripts of `typing` and the built-ins; anything else of another package is unknown."""
        if word == "Optional":
            return union([item(0), "None"])
        if word == "Union":
            return union([item(i) for i in range(count)])
        if word in WRAPPERS:
            return item(0)  # type: ignore[no-any-return]
        if word in LISTS:
            return ["list", item(0)]
        if word in ITERS:
            return ["iter", item(0)]
        if word in DICTS:
            return ["dict", item(1) if count > 1 else ANY]
        if word in ("tuple", "Tuple"):
            return ["tuple", *[item(i) for i in range(count)]]
        if word in ("type", "Type"):
            return ["type", item(0)]
        if word == "Unpack":
            return ["unpack", item(0)]
        if word == "Coroutine":
            return item(2) if count > 2 else ANY
        return ANY

    def _generic_alias(self, found: Value, args: list[Term], depth: int) -> Term:
        term = self._alias(found, depth)
        names = variables(term)
        return substitute(term, dict(zip(names, args, strict=False)))

    def variables_of(self, info: ClassInfo) -> list[str]:
        """The type variables of a class, in the order its subscripts fill them."""
        found: list[str] = []
        for base in info.node.bases:
            term = self.of(info.module, base, info.outer)
            word = base.value if isinstance(base, ast.Subscript) else base
            last = word.attr if isinstance(word, ast.Attribute) else getattr(word, "id", "")
            if last in ("Generic", "Protocol") and isinstance(base, ast.Subscript):
                items = base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice]
                return [v for i in items for v in variables(self.of(info.module, i))]
            found += [name for name in variables(term) if name not in found]
        return found


def _external(name: str) -> Term:
    module, _, word = name.rpartition(".")
    if module in ("builtins", "typing", "typing_extensions", "collections.abc", "collections", "types"):
        if word in PLAIN:
            return word
        if word == "Self":
            return "self"
        if word in ("NoReturn", "Never", "NoneType"):
            return "None"
        if word in LISTS:
            return ["list", ANY]
        if word in DICTS:
            return ["dict", ANY]
        if word in ITERS:
            return ["iter", ANY]
        if word in ("LiteralString", "Text", "AnyStr"):
            return "str"
        return "?" if module != "builtins" or word not in BUILTIN_CLASSES else f"ext:{name}"
    return f"ext:{name}" if module else ANY


BUILTIN_CLASSES = {"tuple", "bytearray", "complex", "memoryview", "Exception", "BaseException", "range"}


def _variable(node: ast.Call) -> Term:
    """`TypeVar("T")` is a variable, `NewType("Id", str)` its base; other calls are unknown."""
    word = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    first = node.args[0] if node.args else None
    if word == "TypeVar" and isinstance(first, ast.Constant) and isinstance(first.value, str):
        return f"~{first.value}"
    if word == "NewType" and len(node.args) == 2 and isinstance(node.args[1], ast.Name):
        return node.args[1].id if node.args[1].id in PLAIN else ANY
    return ANY


def _literal(items: list[ast.expr]) -> Term:
    values: list[Any] = []
    for item in items:
        bare = item.operand if isinstance(item, ast.UnaryOp) else item
        if not isinstance(bare, ast.Constant) or isinstance(bare.value, bytes | complex) or bare.value is ...:
            return "str"
        values.append(-bare.value if isinstance(item, ast.UnaryOp) and isinstance(bare.value, int) else bare.value)
    plain = [value for value in values if value is not None]
    parts: list[Term] = [["=", *plain]] if plain else []
    return union([*parts, "None"] if None in values else parts)
