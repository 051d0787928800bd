"""Plain searches over the small tree, without evaluating anything."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.claims import ir


def statements(block: ir.Block) -> Iterator[ir.Stmt]:
    """Every statement of a block, nested blocks included, but not the insides of functions and classes."""
    todo = list(reversed(block))
    while todo:
        statement = todo.pop()
        yield statement
        for inner in blocks(statement):
            todo.extend(reversed(inner))


def blocks(statement: ir.Stmt) -> tuple[ir.Block, ...]:
    """The blocks that belong to a compound statement."""
    match statement:
        case ir.If(_, body, orelse) | ir.While(_, body, orelse):
            return (body, orelse)
        case ir.For():
            return (statement.body, statement.orelse)
        case ir.With():
            return (statement.body,)
        case ir.Try():
            return (statement.body, *(h.body for h in statement.handlers), statement.orelse, statement.final)
        case ir.Match():
            return tuple(case.body for case in statement.cases)
        case _:
            return ()


def assigned_names(target: ir.Expr) -> Iterator[str]:
    """The variables that an assignment target binds."""
    match target:
        case ir.Name(id):
            yield id
        case ir.Seq(_, items):
            for item in items:
                yield from assigned_names(item)
        case ir.Star(value):
            yield from assigned_names(value)
        case _:
            return


def last_line(node: ir.FuncDef) -> int:
    """The last line on which a statement of the function ends; comments below one that is not parsed yet count too."""
    if node.late is not None:
        return node.late.end
    return max((statement.at[2] for statement in statements(node.body)), default=node.at[2])


def mentioned(tree: object) -> set[str]:
    """Every name and every attribute's name in a part of the tree."""
    names: set[str] = set()
    todo: list[object] = [tree]
    while todo:
        item = todo.pop()
        if isinstance(item, ir.FuncDef):
            todo += (item.params, item.body, item.decorators, item.returns)
        elif isinstance(item, tuple):
            if isinstance(item, ir.Name):
                names.add(item.id)
            elif isinstance(item, ir.Attr):
                names.add(item.name)
            todo += item
    return names


def _last_name(func: ir.Expr) -> str:
    match func:
        case ir.Name(name) | ir.Attr(_, name):
            return name
        case _:
            return ""


def heirs(tree: ir.Module, names: set[str]) -> set[str]:
    """Classes of a module that extend one of `names`, and module variables made by calling one."""
    found: set[str] = set()
    for statement in tree.body:
        known = names | found
        match statement:
            case ir.ClassDef(name, bases) if any(_last_name(base) in known for base in bases):
                found.add(name)
            case ir.Assign(targets, ir.CallExpr(func)) if _last_name(func) in known:
                found.update(name for target in targets for name in assigned_names(target))
            case _:
                continue
    return found


def imported(statement: ir.Stmt) -> set[str]:
    """The top-level packages that a statement imports."""
    match statement:
        case ir.Import(names):
            return {name.partition(".")[0] for name, _ in names}
        case ir.ImportFrom(module, 0):
            return {module.partition(".")[0]}
        case _:
            return set()
