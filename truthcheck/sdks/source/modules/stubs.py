"""A `.pyi` beside a `.py`: its annotations are laid over the code's tree."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from truthcheck.sdks.source.modules.nouns import Definition
from truthcheck.sdks.source.modules.syntax import parameters


def merge(tree: ast.Module, stub: ast.Module) -> None:
    """Annotations, fields and imports of `stub` are added to `tree`, which keeps its bodies."""
    classes = {node.name: node for node in stub.body if isinstance(node, ast.ClassDef)}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name in classes:
            _merge_class(node, classes[node.name])
    _merge_functions(tree.body, stub.body)
    tree.body += [node for node in stub.body if isinstance(node, ast.Import | ast.ImportFrom | ast.If)]


def _merge_class(node: ast.ClassDef, stub: ast.ClassDef) -> None:
    _merge_functions(node.body, stub.body)
    node.body += [member for member in stub.body if isinstance(member, ast.AnnAssign)]


def _merge_functions(body: Iterable[ast.stmt], stub: Iterable[ast.stmt]) -> None:
    typed = {function.name: function for function in _functions(stub)}
    for function in _functions(body):
        if function.name in typed:
            _merge_function(function, typed[function.name])


def _functions(body: Iterable[ast.stmt]) -> list[Definition]:
    return [node for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _merge_function(node: Definition, stub: Definition) -> None:
    node.returns = node.returns or stub.returns
    typed = {arg.arg: arg.annotation for arg in parameters(stub)}
    for arg in parameters(node):
        arg.annotation = arg.annotation or typed.get(arg.arg)
