"""From a wrapper to who calls it: only callers say what a request of it holds, and they may be in any file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from truthcheck.claims import ir, languages
from truthcheck.claims.call_sites import undecided
from truthcheck.claims.engine.scan import heirs
from truthcheck.claims.engine.values import Module
from truthcheck.claims.files import Source
from truthcheck.claims.project import Project
from truthcheck.claims.reach.interest import Wrapper
from truthcheck.claims.reading import Reading
from truthcheck.claims.roots import evaluate, take_in

_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")

MAX_ROUNDS = 4  # functions between a wrapper and the call site that uses it

Rest = dict[Path, Source]


def follow(rest: Rest, run: Reading) -> None:
    """Evaluate callers of what was left undecided, and users of clients, until nothing new comes up.

    `rest` are the files that import no client themselves; those that are evaluated are taken out.
    """
    tried: set[tuple[str, str]] = set()
    for _ in range(MAX_ROUNDS):
        wrappers = _wrappers(run)
        wanted = _wanted(wrappers, run) - tried
        tried |= wanted
        users = list(_users(rest, wanted, run.project)) if wanted else []
        take_in(users, run)
        for source, _ in users:
            del rest[source.file]
        interest = run.interest
        callers = interest.callers(wrappers) | interest.passed(_passed(run))
        if not users and not callers:
            return
        evaluate([module for module in interest if str(module.file) in callers], run)


def _passed(run: Reading) -> set[tuple[str, int]]:
    """Lines of functions between a request and where it starts from: what each of them decides is told apart."""
    return {(span.path, span.line) for exchange in run.exchanges for span in exchange.chain}


def _users(rest: Rest, wanted: set[tuple[str, str]], project: Project) -> Iterator[tuple[Source, bytes]]:
    """Files that name a wrapper, or a client, and import something from where it would come from.

    They are read again each time: to keep what all files hold would take more memory than the rest.
    """
    homes: defaultdict[bytes, set[str]] = defaultdict(set)
    for name, home in wanted:
        homes[name.encode()].add(home)
    for source in rest.values():
        with suppress(OSError):  # it is gone meanwhile
            data = project.content(source)
            if _uses(source, data, homes):
                yield source, data


def _uses(source: Source, data: bytes, wanted: Mapping[bytes, set[str]]) -> bool:
    words = wanted.keys() & set(_WORD.findall(data))
    if not words:
        return False
    homes = frozenset().union(*(wanted[word] for word in words))
    return languages.of(source.path).may_call(homes)(data)


def _wanted(wrappers: set[Wrapper], run: Reading) -> set[tuple[str, str]]:
    """Names that other files may use, each with a module or package that they import it from."""
    return {
        (name, home)
        for module, names in _offered(wrappers, run)
        for name in names
        for home in languages.of(module.file).homes(module.file, name)
    }


def _offered(wrappers: set[Wrapper], run: Reading) -> Iterator[tuple[Module, set[str]]]:
    """Modules with names of wrappers, of what extends or is made of their classes, and of clients."""
    modules = {str(module.file): module for module in run.project.loaded()}
    names = {wrapper.owner or wrapper.name for wrapper in wrappers}
    yield from ((modules[w.home], {w.owner or w.name}) for w in wrappers if w.home in modules)
    if names:
        yield from ((module, heirs(module.tree, names)) for module in modules.values())
    yield from run.interest.offered()


# Wrappers ------------------------------------------------------------------------


def _wrappers(run: Reading) -> set[Wrapper]:
    """Functions whose requests depend on their caller."""
    modules = {module.path: module for module in run.project.loaded()}
    places = {(e.chain[0].path, e.chain[0].line) for e in run.exchanges if undecided(e)}
    found = (_around(modules[path], line) for path, line in places if path in modules)
    return {wrapper for wrapper in found if wrapper is not None}


def _around(module: Module, line: int) -> Wrapper | None:
    """The function, or the method of a class, that holds a line."""
    outer = _at(module.tree.body, line)
    if isinstance(outer, ir.FuncDef):
        return Wrapper(outer.name, "", str(module.file))
    if isinstance(outer, ir.ClassDef):
        inner = _at(outer.body, line)
        return Wrapper(inner.name if isinstance(inner, ir.FuncDef) else outer.name, outer.name, str(module.file))
    return None


def _at(body: ir.Block, line: int) -> ir.Stmt | None:
    """The definition that a line is in, else None."""
    for statement in reversed(body[: bisect_right(body, line, key=lambda statement: statement.at[0])]):
        if isinstance(statement, ir.FuncDef | ir.ClassDef):
            return statement
    return None
