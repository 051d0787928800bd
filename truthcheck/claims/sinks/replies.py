"""What the code reads of an SDK's reply: attributes and keys, each with how sure it is that the reply needs them.

A reply is an `SdkValue` value of which a call is already part, so that reads follow it wherever it goes.
"""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.exchange import Exchange
from truthcheck.claims.engine.frame import Frame, Run
from truthcheck.claims.engine.templates import known
from truthcheck.claims.engine.values import Assumed, Data, ListCell, Ref, SdkValue, Several, Val
from truthcheck.model.call import Read
from truthcheck.model.location import Span
from truthcheck.model.noun import replace

EVERYWHERE = ""


def note(value: SdkValue, text: str, at: Span, frame: Frame) -> None:
    """Remember that the code reads `text` of what a call gave; nothing when no call was made yet."""
    if value.exchange < 0:
        return
    run = frame.run
    path = (*(step.text for step in value.steps[value.start :]), text)
    reads = run.exchanges[value.exchange].reads
    if not any(read.at == at and read.path == path for read in reads):
        reads.append(Read(path, at, not (run.guarded or run.careful or _fixed(frame))))


def called(value: SdkValue, frame: Frame) -> None:
    """The name that was read last is called: that is a claim of its own. `reply.update(...)` adds to the reply."""
    if value.exchange >= 0:
        if value.steps[-1].text == "update":
            written(value._replace(steps=value.steps[:-1]), None, frame)
        at = value.steps[-1].at
        reads = frame.run.exchanges[value.exchange].reads
        reads[:] = [read for read in reads if read.at != at]


def tested(values: Val, name: Val, frame: Frame) -> None:
    """`"x" in reply`, `hasattr(reply, "x")`: the code is prepared to miss that name."""
    word = known(name)
    for value in alternatives(values):
        if isinstance(value, SdkValue) and value.exchange >= 0:
            frame.run.loose.add((frame.module.path, word if word is not None else _chain(value)))


def written(owner: SdkValue, name: str | None, frame: Frame) -> None:
    """`reply.x = ...`: from then on, the name is the code's own; any name when it is not known."""
    if owner.exchange >= 0:
        frame.run.loose.add((EVERYWHERE, name if name is not None else _chain(owner)))


def narrowed(args: Arguments, frame: Frame) -> None:
    """`isinstance(reply, dict)`: below a test for what is not the package's own, another thing may be meant."""
    if not args.positional or (len(args.positional) > 1 and _of_package(args.positional[1], frame)):
        return
    for value in alternatives(args.positional[0]):
        if isinstance(value, SdkValue) and value.exchange >= 0:
            frame.run.loose.add((frame.module.path, _chain(value)))
        elif isinstance(value, Data):
            frame.run.exchanges[value.exchange].asked.add(value.path)


def _of_package(value: Val, frame: Frame) -> bool:
    cell = frame.cell(value) if isinstance(value, Ref) else None
    members = cell.items if isinstance(cell, ListCell) else alternatives(value)
    return all(isinstance(member, SdkValue) for member in members)


def catches(statement: ir.Try, frame: Frame) -> bool:
    """Whether a missing field is caught by its name."""
    return any(names_one(handler.type, frame.meaning.missing_field) for handler in statement.handlers)


def names_one(expr: ir.Expr | None, exceptions: frozenset[str]) -> bool:
    """Whether a handler's type is one of these exceptions, or holds one."""
    match expr:
        case ir.Name(name):
            return name in exceptions
        case ir.Seq(_, items):
            return any(names_one(item, exceptions) for item in items)
        case _:
            return False


def settled(exchange: Exchange, run: Run) -> list[Read]:
    """The reads of an exchange, those no longer certain that the rest of the project throws doubt on."""
    assert exchange.member is not None
    chain = (*(step.text for step in exchange.member.steps), "()")
    unsure = {read.path for read in exchange.reads if not read.certain}
    return [
        replace(read, certain=False) if _below(read, unsure) or _doubted(chain, read, run) else read
        for read in exchange.reads
    ]


def _below(read: Read, unsure: set[tuple[str, ...]]) -> bool:
    return any(read.path[: len(path)] == path for path in unsure)


def _doubted(chain: tuple[str, ...], read: Read, run: Run) -> bool:
    return bool(run.loose and _is_loose(chain, read, run)) or _fakes(read.at.path, run)


def _is_loose(chain: tuple[str, ...], read: Read, run: Run) -> bool:
    """Whether the code tests, writes or narrows what is read, or what it is read of."""
    file = read.at.path
    if any((where, text.strip("[]")) in run.loose for text in read.path for where in (file, EVERYWHERE)):
        return True
    whole = (*chain, *read.path)
    starts = {".".join(whole[:end]) for end in range(len(chain), len(whole) + 1)}
    return any((where, start) in run.loose for start in starts for where in (file, EVERYWHERE))


def _fakes(file: str, run: Run) -> bool:
    """Whether a file imports what puts fakes in the place of replies."""
    if file not in run.fakes:
        module = next((module for module in run.project.loaded() if module.path == file), None)
        run.fakes[file] = module is not None and module.imports(run.clients.fake_modules)
    return run.fakes[file]


def _fixed(frame: Frame) -> bool:
    """Whether the function gets a fixture or a mock that replaces things."""
    node, fixtures = frame.func.node if frame.func else None, frame.run.clients.fake_fixtures
    return node is not None and any(param.name in fixtures or "mock" in param.name for param in node.params)


def _chain(value: SdkValue) -> str:
    return ".".join(step.text for step in value.steps)


def alternatives(value: Val) -> tuple[Val, ...]:
    """What a value may be, also where it is only assumed."""
    value = value.value if isinstance(value, Assumed) else value
    return value.members if isinstance(value, Several) else (value,)
