"""What binds a name: assignments, imports, a block that is opened with a value."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import one_of, plain
from truthcheck.claims.engine.attributes import place
from truthcheck.claims.engine.containers import store_index, unpack
from truthcheck.claims.engine.dispatch import evaluate
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import (
    ClassVal,
    External,
    Fake,
    Imported,
    ObjectCell,
    Ref,
    SdkValue,
    Several,
    Stream,
    Val,
)


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
    elif isinstance(owner, SdkValue):
        frame.run.sinks.assigned(owner, name, value, frame)
    elif isinstance(owner, Fake):
        frame.run.sinks.fake_assigned(owner, name, value, frame)
    elif isinstance(owner, External) and isinstance(value, SdkValue):
        frame.run.kept.setdefault(place(owner, name), []).append(value)
    elif isinstance(owner, ClassVal):
        owner.names[name] = one_of([owner.names[name], value]) if name in owner.names else value


def entered(value: Val, frame: Frame) -> Val:
    """What `with value as x` binds."""

    match plain(value):
        case Several(found):
            return one_of([entered(member, frame) for member in found])
        case Stream(item):
            return item
        case Ref() as ref:
            return frame.meaning.enter(ref, frame)
        case SdkValue() as made:
            return frame.run.sinks.step(made, "with")
        case Fake() as fake:
            return frame.run.sinks.fake_entered(fake, frame)
        case other:
            return other


def import_(statement: ir.Import, frame: Frame) -> bool:
    """Bind modules; they are looked for when they are first read."""
    for dotted, alias in statement.names:
        if alias:
            frame.state.names[alias] = Imported(frame.module, dotted, 0, "")
        else:
            top = dotted.partition(".")[0]
            frame.state.names[top] = Imported(frame.module, top, 0, "")
    return True


def import_from(statement: ir.ImportFrom, frame: Frame) -> bool:
    """Bind names of a module."""
    for name, alias in statement.names:
        imported = Imported(frame.module, statement.module, statement.level, name)
        if name == "*":
            frame.module.stars.append(imported)
        else:
            frame.state.names[alias or name] = imported
    return True
