"""From exchanges, as single evaluations met them, to calls: one claim each, at the place that makes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from truthcheck.claims.engine.exchange import Exchange
from truthcheck.model.call import Call, Read
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.value import Hole, Literal, Template, Text, Union, Unknown, Value, texts

Sign = tuple[str, ...]


def settle(exchanges: Iterable[Exchange], shown: frozenset[str]) -> tuple[Call, ...]:
    """The calls that stand in the files `shown`.

    A wrapper is evaluated on its own and once for every caller. Its own version is dropped when callers say more;
    a call stands at the outermost place that still changes its method or URL.
    """
    by_chain: dict[tuple[Span, ...], list[tuple[Sign, Exchange]]] = defaultdict(list)
    for exchange in exchanges:
        by_chain[exchange.chain].append((sign(exchange), exchange))
    longer = _refined(by_chain)
    found: dict[object, Call] = {}
    for chain, versions in by_chain.items():
        for mark, exchange in versions:
            if not _decided(exchange) and _superseded(
                mark, [*longer.get(chain, ()), *(other for other, _ in versions)]
            ):
                continue
            call = _call(exchange, chain, mark, by_chain)
            if call.at.path in shown:
                _keep(found, call, mark)
    return tuple(sorted(found.values(), key=lambda call: (call.at, call.frames, call.callers)))


def _keep(found: dict[object, Call], call: Call, mark: Sign) -> None:
    """The same call met twice (two rounds of a loop) is one; what was read of either reply counts."""
    key = (call.at, call.frames, call.callers, mark, call.arguments, call.mocked, call.member)
    known = found.get(key)
    if known is None:
        found[key] = call
        return
    reads = tuple(dict.fromkeys((*known.reads, *call.reads)))
    found[key] = replace(known, reads=reads)


def _refined(by_chain: dict[tuple[Span, ...], list[tuple[Sign, Exchange]]]) -> dict[tuple[Span, ...], list[Sign]]:
    """For each chain, the signs that longer chains ending in it have."""
    longer: dict[tuple[Span, ...], list[Sign]] = defaultdict(list)
    for chain, versions in by_chain.items():
        for start in range(1, len(chain)):
            if chain[start:] in by_chain:
                longer[chain[start:]].extend(mark for mark, _ in versions)
    return longer


def _superseded(mark: Sign, others: Sequence[Sign]) -> bool:
    if not others or all("\0" not in text for text in mark):
        return False
    pattern = [re.compile(".*".join(map(re.escape, text.split("\0"))), re.S) for text in mark]
    return any(other != mark and all(any(p.fullmatch(text) for p in pattern) for text in other) for other in others)


def _call(
    exchange: Exchange,
    chain: tuple[Span, ...],
    mark: Sign,
    by_chain: dict[tuple[Span, ...], list[tuple[Sign, Exchange]]],
) -> Call:
    if exchange.mocked is not None:
        return _mock(exchange, chain)
    if exchange.member is not None:  # its names stand where the SDK is called
        return _sdk_call(exchange, chain)
    start = 0
    for number in range(len(chain) - 1, 0, -1):
        if any(other == mark for other, _ in by_chain.get(chain[number:], ())):
            start = number
            break
    return Call(
        chain[start],
        exchange.client,
        exchange.name,
        exchange.method,
        exchange.url,
        exchange.arguments,
        tuple(_reads(exchange)),
        chain[start + 1 :],
        chain[:start],
        choice=exchange.choice,
    )


def _mock(exchange: Exchange, chain: tuple[Span, ...]) -> Call:
    """It stands where the reply is written."""
    return Call(
        chain[-1],
        exchange.client,
        exchange.name,
        exchange.method,
        exchange.url,
        member=exchange.member,
        mocked=exchange.mocked,
    )


def _sdk_call(exchange: Exchange, chain: tuple[Span, ...]) -> Call:
    return Call(
        chain[-1],
        exchange.client,
        exchange.name,
        exchange.method,
        exchange.url,
        exchange.arguments,
        reads=tuple(exchange.reads),
        callers=chain[:-1],
        member=exchange.member,
        choice=exchange.choice,
    )


def _reads(exchange: Exchange) -> Iterator[Read]:
    """What is read; below a field whose presence the code tests, or that it can do without, nothing is claimed."""
    loose = {*exchange.asked, *(read.path for read in exchange.reads if not read.certain)}
    lengths = sorted({len(path) for path in loose})
    for read in exchange.reads:
        if any(read.path[:length] in loose for length in lengths):
            yield Read(read.path, read.at, False)
        else:
            yield read


# What a hole is called when its caller, not its value, decides which operation is meant.
_STEERING = frozenset(("path", "endpoint", "url", "uri", "route", "resource", "suffix", "action", "method", ""))


def _decided(exchange: Exchange) -> bool:
    """Whether method and URL tell the operation without knowing the caller: holes are whole segments with a name."""
    return all(_steady(m) for m in _members(exchange.method)) and all(_steady(u) for u in _members(exchange.url))


def _members(value: Value) -> tuple[Value, ...]:
    return value.members if isinstance(value, Union) else (value,)


def _steady(value: Value) -> bool:
    match value:
        case Literal():
            return True
        case Template(parts) if isinstance(parts[0], Text):
            before = ""
            for part in parts:
                if isinstance(part, Text):
                    before = part.text
                elif part.name.lower().strip("_") in _STEERING or not before.endswith("/"):
                    return False
                else:
                    before = ""
            return True
        case _:
            return False


def sign(exchange: Exchange) -> Sign:
    """What identifies the operation: "METHOD url" of every alternative, a NUL for each hole; an SDK's chain."""
    if exchange.member is not None:
        return (".".join(step.text for step in exchange.member.steps),)
    return tuple(sorted(f"{m} {u}" for m in texts(exchange.method) for u in texts(exchange.url)))


def undecided(exchange: Exchange) -> bool:
    """Whether a caller could still say more: a hole in method or URL, or a payload that is not known."""
    return any("\0" in text for text in sign(exchange)) or any(
        isinstance(argument.value, Unknown | Hole) or getattr(argument.value, "rest", None) is not None
        for argument in exchange.arguments
    )
