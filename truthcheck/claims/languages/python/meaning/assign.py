"""What binds a name: assignments, imports, `with`."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import one_of, plain
from truthcheck.claims.engine.evaluate import evaluate
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import (
    ClassVal,
    FuncVal,
    Imported,
    ObjectCell,
    Ref,
    Sdk,
    Sent,
    Several,
    Stream,
    Val,
)
from truthcheck.claims.languages.python.meaning.containers import store_index, unpack
from truthcheck.claims.sinks import sdk_chains


def assign(target: ir.Expr, value: Val, frame: Frame) -> None:
    """Bind a target: a name, an attribute, an item, or several of them."""
    match target:
        case ir.Name(name):
            bind_name(name, value, frame)
        case ir.Attr(owner, name):
            _set_attribute(evaluate(owner, frame), name, value, frame)
        case ir.Subscript(container, key):
            store_index(evaluate(container, frame), evaluate(key, frame), value, frame, frame.span(key.at))
        case ir.Seq(_, items):
            for item, part in zip(items, unpack(value, items, frame), strict=False):
                assign(item.value if isinstance(item, ir.Star) else item, part, frame)
        case _:
            return


def bind_name(name: str, value: Val, frame: Frame) -> None:
    frame.state.names[name] = value
    if name in frame.globals:
        written = frame.module.written.setdefault(name, [])
        merged = one_of([*written, value])
        frame.module.written[name] = [merged]


def _set_attribute(owner: Val, name: str, value: Val, frame: Frame) -> None:
    owner = plain(owner)
    if isinstance(owner, Ref):
        cell = frame.cell(owner)
        if isinstance(cell, ObjectCell):
            frame.store(owner, cell._replace(attrs={**cell.attrs, name: value}))
    elif isinstance(owner, Sdk):
        sdk_chains.assigned(owner, name, value, frame)
    elif isinstance(owner, ClassVal):
        owner.names[name] = one_of([owner.names[name], value]) if name in owner.names else value


def entered(value: Val, frame: Frame) -> Val:
    """What `with value as x` binds."""
    from truthcheck.claims.engine.arguments import Arguments
    from truthcheck.claims.engine.functions import invoke
    from truthcheck.claims.engine.objects import class_member

    match plain(value):
        case Several(found):
            return one_of([entered(member, frame) for member in found])
        case Stream(item):
            return item
        case Ref() as ref:
            cell = frame.cell(ref)
            if isinstance(cell, ObjectCell) and cell.cls is not None:
                for name in ("__enter__", "__aenter__"):
                    method = class_member(cell.cls, name, frame)
                    if isinstance(method, FuncVal) and len(frame.chain) < 6:
                        at = frame.span(method.node.at)
                        return invoke(method, Arguments([], {}, None), ref, frame, at)
            return ref
        case Sent() as sent:
            return sent
        case Sdk() as made:
            return sdk_chains.step(made, "with")
        case other:
            return other


def import_(statement: ir.Import, frame: Frame) -> bool:
    for dotted, alias in statement.names:
        if alias:
            frame.state.names[alias] = Imported(frame.module, dotted, 0, "")
        else:
            top = dotted.partition(".")[0]
            frame.state.names[top] = Imported(frame.module, top, 0, "")
    return True


def import_from(statement: ir.ImportFrom, frame: Frame) -> bool:
    for name, alias in statement.names:
        imported = Imported(frame.module, statement.module, statement.level, name)
        if name == "*":
            frame.module.stars.append(imported)
        else:
            frame.state.names[alias or name] = imported
    return True
