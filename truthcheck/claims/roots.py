"""Functions as an unknown caller would call them: each one of interest is evaluated on its own, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from truthcheck.claims import ir
from truthcheck.claims.call_sites import undecided
from truthcheck.claims.engine.exchange import MadeInstance
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.functions import run_root
from truthcheck.claims.engine.memory import Heap, State
from truthcheck.claims.engine.names import run_module
from truthcheck.claims.engine.scan import last_line
from truthcheck.claims.engine.values import NEW, ClassVal, FuncVal, Module, Val
from truthcheck.claims.files import Source
from truthcheck.claims.reading import Reading
from truthcheck.claims.workers import each
from truthcheck.model.location import Span

MAX_NESTED = 3  # classes inside classes


class _Root(NamedTuple):
    """A function to evaluate on its own, what it is called on, and the state it starts in."""

    func: FuncVal
    receiver: Val | None
    state: State


def take_in(chosen: Sequence[tuple[Source, bytes]], run: Reading) -> None:
    """Parse all, so that it is known which functions matter; then evaluate those."""
    modules = run.project.add_all(chosen)
    run.interest.add(modules)
    evaluate(modules, run)


def evaluate(modules: Iterable[Module], run: Reading) -> None:
    """What is of interest in the modules and was not evaluated yet."""
    modules = list(modules)
    run.start_round()
    _parse_ahead(run.interest.functions(modules))
    for module in modules:
        if module.stage == NEW:
            run_module(module, run)
        for func, receiver, state in _roots(module, run):
            _evaluate_root(func, receiver, state, run)


def _parse_ahead(functions: Iterable[ir.FuncDef]) -> None:
    """Parse on several cores what would be parsed one by one when it is evaluated."""
    waiting = [node for node in functions if node.is_late()]
    for node, inside in zip(waiting, each(ir.FuncDef.inside, waiting, _length), strict=True):
        node.set_inside(inside)


def _length(node: ir.FuncDef) -> int:
    return len(node.late) if node.late is not None else 0


def _roots(module: Module, run: Reading) -> Iterator[_Root]:
    """The functions of a module and its classes' methods that were not evaluated yet, each when the last one is done.

    They are handed out, not evaluated here: what stands on Python's stack is lost to code that nests deeply.
    """
    for value in list(module.names.values()):
        yield from _roots_of(value, module, run, 0)


def _roots_of(value: Val, module: Module, run: Reading, depth: int) -> Iterator[_Root]:
    """A function, or the methods of a class."""
    match value:
        case FuncVal(node, owner) if owner is module and isinstance(node, ir.FuncDef):
            if run.first_look(node):
                yield _Root(value, None, State({}, Heap({}, run.heap)))
        case ClassVal(_, owner, _, names) if owner is module and depth < MAX_NESTED:
            for member in list(names.values()):
                if not isinstance(member, FuncVal):
                    yield from _roots_of(member, module, run, depth + 1)
                elif isinstance(member.node, ir.FuncDef) and run.first_look(member.node):
                    yield _method(value, member, member.node, run)


def _method(cls: ClassVal, func: FuncVal, node: ir.FuncDef, run: Reading) -> _Root:
    state = State({}, Heap({}, run.heap))
    frame = Frame(run, func.module, state)
    return _Root(func, frame.meaning.receiver(cls, node, frame), state)


def _evaluate_root(func: FuncVal, receiver: Val | None, state: State, run: Reading) -> None:
    """Evaluate one function. One that nests too deeply for Python itself is given up, not the run."""
    assert isinstance(func.node, ir.FuncDef)
    run.start_root()
    try:
        frame = Frame(run, func.module, state)
        run_root(func, receiver, frame)
        run.sinks.unanswered(frame)
    except RecursionError:
        run.given_up.append(Span(func.module.path, *func.node.at))


# A second look -------------------------------------------------------------------


def second_look(run: Reading) -> None:
    """Evaluate again what the first look left undecided, now that the project's instances and sessions are known."""
    open_lines: defaultdict[str, list[int]] = defaultdict(list)
    for path, line in {(e.chain[0].path, e.chain[0].line) for e in run.exchanges if undecided(e)}:
        open_lines[path].append(line)
    met: defaultdict[str, set[int]] = defaultdict(set)
    for span in {span for exchange in run.exchanges for span in exchange.chain}:
        met[span.path].add(span.line)
    for module in run.project.loaded():
        if module.stage != NEW:
            for value in list(module.names.values()):
                _look_again(value, module, open_lines[module.path], met[module.path], run)


def _look_again(value: Val, module: Module, lines: Collection[int], met: Collection[int], run: Reading) -> None:
    match value:
        case FuncVal(node, owner) if owner is module and isinstance(node, ir.FuncDef) and _has_base(module, run):
            if node in run.interest and _holds(node, lines):
                _evaluate_root(value, None, State({}, Heap({}, run.heap)), run)
        case ClassVal(node, owner, _, names) if owner is module:
            for made in run.made.get(id(node), ()):
                given = made.holds_client()
                for member in list(names.values()):
                    _method_again(member, made, lines, met if given else None, run)
        case _:
            return


def _method_again(
    member: Val, made: MadeInstance, lines: Collection[int], met: Collection[int] | None, run: Reading
) -> None:
    """Evaluate a method on an instance that the project makes.

    `lines` were left undecided. So is, with `met`, the lines of requests and on the way to them, a method without any.
    """
    if not isinstance(member, FuncVal) or not isinstance(member.node, ir.FuncDef) or member.node not in run.interest:
        return
    if not _holds(member.node, lines) and (met is None or _holds(member.node, met)):
        return
    if run.meaning_of(member.module).on_instances(member.node):
        _evaluate_root(member, made.ref, State({}, Heap(dict(made.heap), run.heap)), run)


def _has_base(module: Module, run: Reading) -> bool:
    return any(path == module.path for path, _ in run.bases)


def _holds(node: ir.FuncDef, lines: Collection[int]) -> bool:
    """Whether one of the lines is inside the function."""
    end = last_line(node)
    return any(node.at[0] <= line <= end for line in lines)
