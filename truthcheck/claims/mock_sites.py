"""Fakes of tests: which files hold one, and which of the project's calls gets what no call was seen to meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from truthcheck.claims.engine.exchange import Exchange, Waiting
from truthcheck.claims.files import Source
from truthcheck.claims.reading import Reading
from truthcheck.model.value import Union, Value
from truthcheck.rulebook.clients import Clients

CLIENT = "mock"


def screen(clients: Clients, packages: frozenset[str]) -> Callable[[bytes], bool]:
    """A test of a file's bytes: can it put something in the place of a reply?"""
    tops = {module.partition(".")[0] for module in (*clients.modules, *packages)}
    own, faking, sending = _any_word(clients.mocks.words), _any_word(clients.mocks.generic), _any_word(tops)
    return lambda data: bool(own(data) or (faking(data) and sending(data)))


def near(rest: dict[Path, Source], run: Reading) -> Iterator[tuple[Source, bytes]]:
    """Files that make doubles and name a module from which a request leaves; they are taken out of `rest`."""
    stems = {Path(exchange.chain[-1].path).stem for exchange in run.exchanges} - {"__init__"}
    faking, naming = _any_word(run.clients.mocks.generic), _any_word(stems)
    for file, source in list(rest.items()):
        with suppress(OSError):
            data = run.project.content(source)
            if faking(data) and naming(data):
                del rest[file]
                yield source, data


def _any_word(words: Iterable[str]) -> Callable[[bytes], object]:
    if not words:
        return lambda data: None
    return re.compile(
        rb"(?<!\w)(?:" + b"|".join(re.escape(word.encode()) for word in sorted(words)) + rb")(?!\w)"
    ).search


def place(run: Reading) -> None:
    """One exchange for each fake: what it stands for in any of the calls that get it."""
    found = [exchange for exchange in run.exchanges if exchange.mocked is not None and exchange.member is None]
    found += [exchange for waiting in run.waiting for exchange in _met(waiting, run)]
    for exchange in found:
        if exchange in run.exchanges:
            run.exchanges.remove(exchange)
    ordered = sorted(found, key=lambda one: (one.chain, repr(one.mocked)))
    for _, same in groupby(ordered, key=lambda one: (one.chain, repr(one.mocked))):
        run.exchanges.append(_joined(list(same)))


def _met(waiting: Waiting, run: Reading) -> Iterator[Exchange]:
    """The project's calls that are sent by what is replaced, in the module where that is done."""
    for exchange in run.exchanges:
        near = exchange.chain[-1].path == waiting.home if waiting.home else True
        if exchange.rule == waiting.rule and exchange.mocked is None and near:
            yield exchange._replace(
                chain=(waiting.at,), client=CLIENT, arguments=(), reads=[], asked=set(), mocked=waiting.mocked
            )


def _joined(same: list[Exchange]) -> Exchange:
    methods = list(dict.fromkeys(exchange.method for exchange in same))
    urls = list(dict.fromkeys(exchange.url for exchange in same))
    return same[0]._replace(method=_either(methods), url=_either(urls))


def _either(values: list[Value]) -> Value:
    return values[0] if len(values) == 1 else Union(tuple(values))
