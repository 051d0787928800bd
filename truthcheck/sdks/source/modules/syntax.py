"""Small questions about syntax trees that several readers ask."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from truthcheck.sdks.source.modules.nouns import Definition

_KEPT = ast.Call | ast.Dict | ast.Return | ast.Assign | ast.AnnAssign | ast.AugAssign


def last_word(node: ast.AST | None, default: str = "") -> str:
    """The last name of a dotted expression. example: "Charge" of `stripe.Charge`, `default` for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else default


def name_of(node: ast.AST | None) -> str:
    """The name that a bare name is, "" for anything else."""
    return node.id if isinstance(node, ast.Name) else ""


def unsubscripted(node: ast.expr) -> ast.expr:
    """example: `List` of `List[str]`"""
    return node.value if isinstance(node, ast.Subscript) else node


def uncalled(node: ast.expr) -> ast.expr:
    """example: `wraps` of `wraps(f)`"""
    return node.func if isinstance(node, ast.Call) else node


def unstarred(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Starred) else node


def items_of(index: ast.expr) -> list[ast.expr]:
    """What stands between the brackets of a subscript: one or several."""
    return index.elts if isinstance(index, ast.Tuple) else [index]


def text_of(node: ast.AST | None) -> str:
    """The constant text that an expression is, "" for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def texts_of(nodes: Iterable[ast.expr | None]) -> list[str]:
    """The constant texts among some expressions."""
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def all_texts(nodes: Sequence[ast.expr]) -> list[str] | None:
    """The same when all are constant texts, else None."""
    texts = texts_of(nodes)
    return texts if len(texts) == len(nodes) else None


class DoneInside:
    """What a function does, walked once: `nodes` in source order, nested functions included.

    `values` are the expressions that it assigns to each local, `added` those that it adds to one with `+=`, `requests`
    the calls and dictionaries that may describe a request: a dictionary that is only put into a list describes another.
    """

    __slots__ = ("added", "nodes", "requests", "returns", "values")

    def __init__(self, definition: Definition) -> None:
        self.nodes = list(_walk(definition))
        self.returns = [node for node in self.nodes if isinstance(node, ast.Return)]
        self.values: dict[str, list[ast.expr]] = {}
        self.added: dict[str, list[ast.expr]] = {}
        for node in self.nodes:
            self._note(node)
        appended = [n for n in self.nodes if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == "append"]
        listed = {id(arg) for call in appended for arg in call.args}
        self.requests = [n for n in self.nodes if isinstance(n, ast.Call | ast.Dict) and id(n) not in listed]

    def _note(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        self.values.setdefault(target.id, []).append(value)
            case ast.AnnAssign(target=ast.Name(id=bound), value=ast.expr() as value):
                self.values.setdefault(bound, []).append(value)
            case ast.AugAssign(target=ast.Name(id=bound), op=ast.Add(), value=value):
                self.added.setdefault(bound, []).append(value)


def inside(definition: Definition) -> DoneInside:
    """The same object each time."""
    cached: DoneInside | None = getattr(definition, "_own", None)
    if cached is None:
        cached = DoneInside(definition)
        definition._own = cached  # type: ignore[union-attr]
    return cached


def own_nodes(definition: Definition) -> list[ast.AST]:
    """The calls, dictionaries, returns and assignments of a function in source order, nested functions included."""
    return inside(definition).nodes


def _walk(definition: Definition) -> Iterator[ast.AST]:
    stack: list[ast.AST] = list(reversed(definition.body))
    while stack:
        node = stack.pop()
        if isinstance(node, _KEPT):
            yield node
        if not isinstance(node, ast.Constant | ast.Name):
            stack.extend(reversed(list(ast.iter_child_nodes(node))))


def returns(definition: Definition) -> list[ast.Return]:
    return inside(definition).returns


def decorators(definition: Definition) -> list[str]:
    """The last word of each decorator."""
    return [last_word(uncalled(node), "?") for node in definition.decorator_list]


def is_property(definition: Definition) -> bool:
    """Packages bring properties of their own: cached, lazy, per slot; all say so in their name."""
    return any(name.lower().endswith("property") for name in decorators(definition))


def parameters(definition: Definition) -> list[ast.arg]:
    """All named parameters, positional ones first."""
    given = definition.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]


def bound_values(within: Definition, name: str) -> Sequence[ast.expr]:
    """Every expression that the function assigns to the local `name`, in source order."""
    return inside(within).values.get(name, ())


def added_values(within: Definition, name: str) -> Sequence[ast.expr]:
    """Every expression that the function adds to the local `name`."""
    return inside(within).added.get(name, ())


def mentions(node: ast.expr, name: str) -> bool:
    return any(name_of(part) == name for part in ast.walk(node))


def only_raises(function: Definition) -> bool:
    """Whether a function does nothing but raise; its docstring does not count."""
    body = [node for node in function.body if not _is_remark(node)]
    return bool(body) and all(isinstance(node, ast.Raise) for node in body)


def _is_remark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_public(name: str) -> bool:
    return not name.startswith("_")
