"""What a name of a module stands for, as a text that changes when a reader could see a difference."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from truthcheck.sdks.source.modules.nouns import ClassInfo, Func, SourceModule, Symbol, Value


class Fingerprints:
    """Of one module and its source. Comments and blank lines do not count; docstrings only when readers read them."""

    def __init__(self, module: SourceModule, source: bytes, docstrings: bool) -> None:
        self.module = module
        self.lines = source.splitlines()
        remarks = () if docstrings else _remarks(module.tree.body)
        self.left_out = {line for node in remarks for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}

    def all(self) -> dict[str, tuple[object, ...]]:
        """One for each name of the module, those of imports inside functions too; "*" for its star imports."""
        hidden = {name: (symbol,) for name, symbol in self.module.hidden.items()}
        names = {name: tuple(self._parts(symbol)) for name, symbol in self.module.names.items()}
        return {**hidden, **names, "*": tuple(self.module.stars)}

    def _parts(self, symbol: Symbol) -> Iterator[object]:
        match symbol:
            case ClassInfo():
                yield self._text(symbol.node)
                yield from _openness(symbol)
            case Func(_, nodes):
                yield from map(self._text, nodes)
            case Value(_, value, annotation):
                yield self._text(value)
                yield self._text(annotation)
            case _:
                yield symbol

    def _text(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.expr | None) -> tuple[bytes, ...]:
        if node is None:
            return ()
        first = min((part.lineno for part in getattr(node, "decorator_list", ())), default=node.lineno)
        kept = (n for n in range(min(first, node.lineno), (node.end_lineno or first) + 1) if n not in self.left_out)
        lines = (self.lines[number - 1].rstrip() for number in kept)
        return tuple(line for line in lines if line and not line.lstrip().startswith(b"#"))


def _openness(info: ClassInfo) -> Iterator[str]:
    """Why a class and those inside it are open: statements elsewhere in the module may say so."""
    yield info.open
    yield info.loose
    for inner in info.inner.values():
        yield from _openness(inner)


def _remarks(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Texts that stand as statements of their own."""
    for node in body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node
        for part in ("body", "orelse"):
            inner = getattr(node, part, None)
            if isinstance(inner, list):
                yield from _remarks(inner)
