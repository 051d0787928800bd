"""The driver: which files are read, which functions are evaluated, which calls come out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from truthcheck.claims import ir
from truthcheck.claims.domain import ClassVal, FuncVal, Val
from truthcheck.claims.functions import generic_instance, run_root
from truthcheck.claims.names import run_module
from truthcheck.claims.objects import decorators
from truthcheck.claims.prefilter import Prefilter
from truthcheck.claims.project import NEW, Module, Project
from truthcheck.claims.run import Exchange, Made, Run
from truthcheck.claims.scan import heirs, last_line
from truthcheck.claims.settle import settle, undecided
from truthcheck.claims.sources import Source
from truthcheck.claims.sources import shown as shown_path
from truthcheck.claims.state import Frame, Heap, State
from truthcheck.model.call import Call
from truthcheck.model.location import Span
from truthcheck.model.report import Problem
from truthcheck.rulebook.clients import Clients

_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")

MAX_ROUNDS = 4  # modules between a wrapper and the call site that uses it


@dataclass(frozen=True, slots=True)
class Extraction:
    """`calls` in order of file and line; `files` counts the sources looked at, also those without any call."""

    calls: tuple[Call, ...]
    problems: tuple[Problem, ...]
    files: int


def extract(
    sources: Iterable[Source],
    clients: Clients,
    packages: frozenset[str] = frozenset(),
    edited: Mapping[str, bytes] | None = None,
) -> Extraction:
    """Every call that the sources make, over HTTP and through the SDKs whose modules `packages` names.

    Other files of the project are read when an import leads there. `edited` is what files hold instead of what is on
    disk, by path.
    """
    waiting = {source.file: source for source in sources}
    shown = frozenset(source.path for source in waiting.values())
    project = Project(_shown_path(waiting), edited)
    run = Run(clients, project, packages)
    files = len(waiting)
    prefilter = Prefilter(clients.modules | packages)
    unreadable: list[Problem] = []
    rest: dict[Path, tuple[Source, bytes]] = {}
    chosen: list[tuple[Source, bytes]] = []
    for source in waiting.values():
        try:
            data = edited[source.path] if edited and source.path in edited else source.read()
        except OSError as error:
            unreadable.append(Problem(source.path, f"cannot be read: {error.strerror}"))
            continue
        if prefilter.may_call(data):
            chosen.append((source, data))
        else:
            rest[source.file] = (source, data)
    _evaluate(chosen, run)
    if packages:
        _follow_clients(rest, run)
    _follow_wrappers(rest, run)
    _second_look(run)
    problems = (*unreadable, *(p for p in project.problems if p.path in shown))
    if packages:
        _settle_members(run)
    return Extraction(settle(run.exchanges, shown), problems, files)


def _settle_members(run: Run) -> None:
    from truthcheck.claims.replies import settled as settled_reads
    from truthcheck.claims.sdk import settled

    for number, exchange in enumerate(run.exchanges):
        if exchange.member is not None:
            member = settled(exchange.member, exchange.chain[-1].path, run)
            reads = settled_reads(exchange, run) if exchange.reads else []
            run.exchanges[number] = exchange._replace(member=member, reads=reads)


def _shown_path(sources: dict[Path, Source]):  # type: ignore[no-untyped-def]
    def show(file: Path) -> str:
        known = sources.get(file)
        return known.path if known else shown_path(file)

    return show


def _evaluate(chosen: list[tuple[Source, bytes]], run: Run) -> None:
    """Parse all, so that it is known which functions matter; then evaluate those."""
    parsed = [run.project.add(source.path, source.file, data) for source, data in chosen]
    modules = [module for module in parsed if module is not None]
    run.interest.add(module.tree for module in modules)
    for module in modules:
        if module.stage == NEW:
            run_module(module, run)
        for value in list(module.names.values()):
            _roots_of(value, module, run, 0)


def _roots_of(value: Val, module: Module, run: Run, depth: int) -> None:
    """Evaluate a function, or the methods of a class, as an unknown caller would."""
    match value:
        case FuncVal(node, owner) if owner is module and isinstance(node, ir.FuncDef):
            _root(value, None, State({}, Heap({}, run.heap)), run)
        case ClassVal(_, owner, _, names) if owner is module and depth < 3:
            for member in list(names.values()):
                if isinstance(member, FuncVal):
                    _method(value, member, run)
                else:
                    _roots_of(member, module, run, depth + 1)
        case _:
            return


def _method(cls: ClassVal, func: FuncVal, run: Run) -> None:
    if isinstance(func.node, ir.FuncDef) and func.node in run.interest:
        state = State({}, Heap({}, run.heap))
        _root(func, _receiver(cls, func.node, Frame(run, func.module, state)), state, run)


def _root(func: FuncVal, receiver: Val | None, state: State, run: Run) -> None:
    """Evaluate one function of interest. One that nests too deeply for Python itself is given up, not the run."""
    if not isinstance(func.node, ir.FuncDef) or func.node not in run.interest:
        return
    run.start_root()
    try:
        run_root(func, receiver, Frame(run, func.module, state))
    except RecursionError:
        run.given_up.append(Span(func.module.path, *func.node.at))


def _receiver(cls: ClassVal, node: ir.FuncDef, frame: Frame) -> Val | None:
    words = decorators(node)
    if "staticmethod" in words:
        return None
    return cls if "classmethod" in words else generic_instance(cls, frame)


def _second_look(run: Run) -> None:
    """Evaluate again what the first look left undecided, now that the project's instances and sessions are known."""
    open_lines = {(e.chain[0].path, e.chain[0].line) for e in run.exchanges if undecided(e)}
    for module in run.project.loaded():
        lines = sorted(line for path, line in open_lines if path == module.path)
        if not lines or module.stage == NEW:
            continue
        for value in list(module.names.values()):
            _look_again(value, module, lines, run)


def _look_again(value: Val, module: Module, lines: list[int], run: Run) -> None:
    match value:
        case FuncVal(node, owner) if owner is module and isinstance(node, ir.FuncDef) and module_has_base(module, run):
            if _holds(node, lines):
                _roots_of(value, module, run, 0)
        case ClassVal(node, owner, _, names) if owner is module:
            for made in run.made.get(id(node), ()):
                for member in list(names.values()):
                    _method_again(member, made, module, lines, run)
        case _:
            return


def _method_again(member: Val, made: Made, module: Module, lines: list[int], run: Run) -> None:
    """Evaluate a method on an instance that the project makes."""
    if not isinstance(member, FuncVal) or not isinstance(member.node, ir.FuncDef) or not _holds(member.node, lines):
        return
    if decorators(member.node) & {"staticmethod", "classmethod"}:
        return
    _root(member, made.ref, State({}, Heap(dict(made.heap), run.heap)), run)


def module_has_base(module: Module, run: Run) -> bool:
    return any(path == module.path for path, _ in run.bases)


def _holds(node: ir.FuncDef, lines: list[int]) -> bool:
    """Whether one of the lines is inside the function."""
    end = last_line(node)
    return any(node.at[0] <= line <= end for line in lines)


def _follow_clients(rest: dict[Path, tuple[Source, bytes]], run: Run) -> None:
    """Files that get an SDK's client from a module of the project, without importing the SDK."""
    for _ in range(MAX_ROUNDS):
        names = {_module_name(module) for module in run.project.loaded() if run.interest.uses_sdk(module.tree)}
        users = [file for file, (_, data) in rest.items() if names and Prefilter(names).may_call(data)]
        if not users:
            return
        before = run.learned()
        _evaluate([rest.pop(file) for file in users], run)
        if run.learned() == before:
            return


def _module_name(module: Module) -> str:
    return module.file.parent.name if module.file.stem == "__init__" else module.file.stem


# Wrappers in other modules ---------------------------------------------------


def _follow_wrappers(rest: dict[Path, tuple[Source, bytes]], run: Run) -> None:
    """Files that use the project's own wrappers hold calls too, without importing any HTTP library."""
    seen: set[tuple[str, str]] = set()
    for _ in range(MAX_ROUNDS):
        found = _wrappers(run) - seen if rest else set()
        if not found:
            return
        seen |= found
        # An expression of hundreds of names would be tried at every place; all words of a file are looked up at once.
        wanted: dict[bytes, set[bytes]] = {}
        for name, home in found:
            wanted.setdefault(name.encode(), set()).add(home.encode())
        users = [file for file, (_, data) in rest.items() if _uses(data, wanted)]
        _evaluate([rest.pop(file) for file in users], run)


def _uses(data: bytes, wanted: dict[bytes, set[bytes]]) -> bool:
    """Whether a file names a wrapper and the module or package that it would import it from."""
    words = set(_WORD.findall(data))
    return any(not words.isdisjoint(homes) for name, homes in wanted.items() if name in words)


def _wrappers(run: Run) -> set[tuple[str, str]]:
    """Names by which other modules can reach functions whose requests depend on their caller, with where from."""
    found: set[tuple[str, str]] = set()
    modules = {module.path: module for module in run.project.loaded()}
    for exchange in run.exchanges:
        module = modules.get(exchange.chain[0].path) if undecided(exchange) else None
        name = _enclosing(module, exchange) if module else ""
        if module and name:
            found.update((name, home) for home in _homes(module, name))
    names = {name for name, _ in found}
    for module in run.project.loaded():
        for heir in heirs(module.tree, names):
            found.update((heir, home) for home in _homes(module, heir))
    return found


def _homes(module: Module, name: str) -> set[str]:
    """The last names under which a module's wrapper is imported: its own, and of packages that pass it on."""
    homes = {_module_name(module)}
    for folder in list(module.file.parents)[:2]:
        init = folder / "__init__.py"
        if init == module.file or not init.is_file():
            continue
        if name.encode() in init.read_bytes():
            homes.add(folder.name)
    return homes


def _enclosing(module: Module, exchange: Exchange) -> str:
    """The module-level function or class that an exchange starts in."""
    body, line = module.tree.body, exchange.chain[0].line
    for statement in reversed(body[: bisect_right(body, line, key=lambda statement: statement.at[0])]):
        if isinstance(statement, ir.FuncDef | ir.ClassDef):
            return statement.name
    return ""
