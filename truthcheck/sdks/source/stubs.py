"""A `.pyi` beside a `.py`: its annotations are laid over the code's tree."""

from __future__ import annotations

import ast

from truthcheck.sdks.source.classes import Definition, parameters


def merge(tree: ast.Module, stub: ast.Module) -> None:
    """Annotations, fields and imports of `stub` are added to `tree`, which keeps its bodies."""
    classes = {node.name: node for node in stub.body if isinstance(node, ast.ClassDef)}
    functions = {node.name: node for node in stub.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name in classes:
            _merge_class(node, classes[node.name])
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in functions:
            _merge_function(node, functions[node.name])
    tree.body += [node for node in stub.body if isinstance(node, ast.Import | ast.ImportFrom | ast.If)]


def _merge_class(node: ast.ClassDef, stub: ast.ClassDef) -> None:
    typed = {n.name: n for n in stub.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
    for member in node.body:
        if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef) and member.name in typed:
            _merge_function(member, typed[member.name])
    node.body += [member for member in stub.body if isinstance(member, ast.AnnAssign)]


def _merge_function(node: Definition, stub: Definition) -> None:
    node.returns = node.returns or stub.returns
    typed = {arg.arg: arg.annotation for arg in parameters(stub)}
    for arg in parameters(node):
        arg.annotation = arg.annotation or typed.get(arg.arg)
