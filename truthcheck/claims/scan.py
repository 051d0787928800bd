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


def self_assignments(cls: ir.ClassDef) -> dict[str, list[tuple[ir.FuncDef, ir.Expr]]]:
    """What methods other than `__init__` assign to attributes of their first parameter."""
    found: dict[str, list[tuple[ir.FuncDef, ir.Expr]]] = {}
    for method in cls.body:
        if not isinstance(method, ir.FuncDef) or method.name == "__init__" or not method.params:
            continue
        receiver = method.params[0].name
        for statement in statements(method.body):
            for name, value in _assigned(statement, receiver):
                found.setdefault(name, []).append((method, value))
    return found


def _assigned(statement: ir.Stmt, receiver: str) -> Iterator[tuple[str, ir.Expr]]:
    match statement:
        case ir.Assign(targets, value):
            pairs = [(target, value) for target in targets]
        case ir.AnnAssign(target, _, value) if value is not None:
            pairs = [(target, value)]
        case ir.With(items):
            pairs = [(target, value) for value, target in items if target is not None]
        case _:
            return
    for target, value in pairs:
        match target:
            case ir.Attr(ir.Name(id), name) if id == receiver:
                yield name, value


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
    """The last line on which a statement of the function ends."""
    return max((statement.at[2] for statement in statements(node.body)), default=node.at[2])


def functions(block: ir.Block) -> Iterator[tuple[tuple[str, ...], ir.FuncDef]]:
    """Every function of a module with the names by which others reach it: its own, and its class's."""
    for statement in statements(block):
        if isinstance(statement, ir.FuncDef):
            yield (statement.name,), statement
        elif isinstance(statement, ir.ClassDef):
            for names, function in functions(statement.body):
                yield (*names, statement.name), function


def mentions(node: ir.FuncDef, sends: frozenset[str]) -> tuple[frozenset[str], bool]:
    """The names that a function uses, and whether it holds a call that could send: named so, and not `x.get("key")`."""
    names: set[str] = set()
    sending = False
    todo: list[tuple[object, ...]] = [node.body, node.decorators]
    while todo:
        for item in todo.pop():
            if not isinstance(item, tuple):
                continue
            todo.append(item)
            if isinstance(item, ir.Name):
                names.add(item.id)
            elif isinstance(item, ir.Attr):
                names.add(item.name)
            elif isinstance(item, ir.CallExpr) and not sending:
                sending = _last_name(item.func) in sends and _has_address(item.args)
    return frozenset(names), sending


def _last_name(func: ir.Expr) -> str:
    match func:
        case ir.Name(name) | ir.Attr(_, name):
            return name
        case _:
            return ""


def _has_address(args: tuple[ir.Arg, ...]) -> bool:
    """Not `mapping.get("key")`, nor `objects.get(id=1)`: an address comes first, holds a slash, or is named so."""
    if not args or args[0].star or any(arg.keyword in _ADDRESS for arg in args):
        return True
    first = args[0].value
    return not args[0].keyword and not (isinstance(first, ir.Const) and "/" not in str(first.value))


_ADDRESS = frozenset(("url", "method", "request", "base_url", "host"))


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


def imports(tree: ir.Module, packages: frozenset[str]) -> bool:
    """Whether a module imports one of the packages, anywhere."""
    bodies = [tree.body, *(function.body for _, function in functions(tree.body))]
    return any(imported(statement) & packages for body in bodies for statement in statements(body))


def imported(statement: ir.Stmt) -> set[str]:
    """The top-level packages that a statement imports."""
    match statement:
        case ir.Import(names):
            return {name.partition(".")[0] for name, _ in names}
        case ir.ImportFrom(module, 0):
            return {module.partition(".")[0]}
        case _:
            return set()


def bound_names(tree: ir.Module) -> set[str]:
    """The names that assignments bind at the top level of a module."""
    found: set[str] = set()
    for statement in statements(tree.body):
        match statement:
            case ir.Assign(targets):
                found.update(name for target in targets for name in assigned_names(target))
            case ir.AnnAssign(target):
                found.update(assigned_names(target))
            case _:
                continue
    return found
