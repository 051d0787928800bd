"""setup.py and noxfile.py: what they hand to `setup(...)` and to `session.install(...)`, read from their source."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator, Mapping

from truthcheck.sdks.source.modules.parse import module
from truthcheck.sdks.written.mention import BASE, CONSTRAINT, EXTRA, Include, Mention, Row, requirement

MAX_TEXTS = 2000  # of one file
_BASE, _EXTRA = ("install_requires", "requires"), ("extras_require", "tests_require", "setup_requires")
_GROWS = ("append", "extend", "insert", "update")

Names = Mapping[str, list[ast.expr]]


def setup_py(text: str) -> Iterator[Row]:
    """Lists in variables and what is added to them count, whichever branch adds it."""
    tree = module(text.encode("utf-8", "replace"))
    names = _names(tree) if tree else {}
    for call in _calls(tree, ("setup",)):
        for keyword in call.keywords:
            if keyword.arg in (*_BASE, *_EXTRA):
                yield from _stated(keyword.value, names, BASE if keyword.arg in _BASE else EXTRA)
            elif keyword.arg is None:
                yield from _spread(keyword.value, names)


def noxfile(text: str) -> Iterator[Row]:
    tree = module(text.encode("utf-8", "replace"))
    names = _names(tree) if tree else {}
    for call in _calls(tree, ("install", "conda_install", "run", "run_always")):
        words = [word for argument in call.args for word in _texts(argument, names)]
        for before, word in zip((None, *words), words, strict=False):
            if before is not None and before.value in ("-r", "-c"):
                yield Include(str(word.value), CONSTRAINT if before.value == "-c" else EXTRA)
            else:
                yield from requirement(str(word.value), word.lineno, EXTRA)


def _calls(tree: ast.Module | None, wanted: tuple[str, ...]) -> Iterator[ast.Call]:
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call):
            named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if named in wanted:
                yield node


def _names(tree: ast.Module) -> Names:
    """What the file assigns to each name, and adds to it, anywhere."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AugAssign(target=ast.Name(id=name), value=value)
            ):
                found.setdefault(name, []).append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found.setdefault(name, []).append(value)
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))], value=value):
                found.setdefault(name, []).append(value)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=word), args=given) if word in _GROWS:
                found.setdefault(name, []).extend(given)
    return found


def _spread(value: ast.expr, names: Names) -> Iterator[Row]:
    """`setup(**metadata)`."""
    for dict_ in [value, *names.get(value.id, ())] if isinstance(value, ast.Name) else [value]:
        for key, inner in zip(dict_.keys, dict_.values, strict=True) if isinstance(dict_, ast.Dict) else ():
            word = key.value if isinstance(key, ast.Constant) else None
            if word in (*_BASE, *_EXTRA):
                yield from _stated(inner, names, BASE if word in _BASE else EXTRA)


def _stated(value: ast.expr, names: Names, kind: str) -> Iterator[Row]:
    for number, text in enumerate(_texts(value, names)):
        if number >= MAX_TEXTS:
            return
        if str(text.value).endswith((".txt", ".in")):
            yield Include(str(text.value), kind)
        else:
            yield from _each(text, kind)


def _each(text: ast.Constant, kind: str) -> Iterator[Mention]:
    """One requirement, or several in a text of several lines."""
    for offset, line in enumerate(str(text.value).split("\n")):
        yield from requirement(line, text.lineno + offset, kind)


def _texts(value: ast.AST, names: Names) -> Iterator[ast.Constant]:
    """Every text inside an expression, also behind the names in it; one the run puts together has "$" for a part."""
    waiting: deque[ast.AST] = deque([value])
    seen: set[str] = set()
    while waiting:
        node = waiting.popleft()
        match node:
            case ast.Constant(value=str()):
                yield node
            case ast.JoinedStr(values=parts):
                yield ast.copy_location(ast.Constant("".join(_part(part, names) for part in parts)), node)
            case ast.Dict(values=values):
                waiting.extend(values)
            case ast.Name(id=name) if name not in seen:
                seen.add(name)
                waiting.extend(names.get(name, ()))
            case _:
                waiting.extend(ast.iter_child_nodes(node))


def _part(part: ast.expr, names: Names) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    inner = part.value if isinstance(part, ast.FormattedValue) else part
    known = names.get(inner.id, []) if isinstance(inner, ast.Name) else []
    constant = known[0] if len(known) == 1 else None
    return constant.value if isinstance(constant, ast.Constant) and isinstance(constant.value, str) else "$"
