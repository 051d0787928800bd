"""Work that is the same for every item, shared with other cores when there is enough of it.

Not by concurrent.futures: its pool pickles every item on the way in, and brings threads and queues of its own. A forked
child has the items already; only results cross a pipe.
"""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Callable, Sequence
from typing import IO, Any, NoReturn, TypeVar

MAX_PARTS = 4
MIN_WEIGHT = 300_000  # characters to parse for each core: below, starting a process costs more than it saves

T = TypeVar("T")
R = TypeVar("R")


def each(work: Callable[[T], R], items: Sequence[T], weight: Callable[[T], int]) -> list[R]:
    """`work` of every item, in order. What it gives must be such that it can be pickled.

    Children only compute: what one cannot tell, because it died, this process works out itself.
    """
    parts = _parts(items, weight)
    children = [_start(work, part) for part in parts[1:]]
    results = [work(item) for item in parts[0]]
    for part, child in zip(parts[1:], children, strict=True):
        sent = _results(child) if child else None
        results += sent if sent is not None and len(sent) == len(part) else [work(item) for item in part]
    return results


def _parts(items: Sequence[T], weight: Callable[[T], int]) -> list[Sequence[T]]:
    """The items in as many runs of like weight as there are cores to use; one run when it is not worth it."""
    weights = [weight(item) for item in items]
    count = min(MAX_PARTS, _cores(), sum(weights) // MIN_WEIGHT)
    if count < 2:
        return [items]
    share, start, passed = sum(weights) / count, 0, 0
    runs: list[Sequence[T]] = []
    for number, weighs in enumerate(weights, 1):
        passed += weighs
        if passed >= share * (len(runs) + 1) and len(runs) < count - 1:
            runs.append(items[start:number])
            start = number
    return [*runs, items[start:]]


def _cores() -> int:
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start(work: Callable[[T], R], items: Sequence[T]) -> tuple[int, IO[bytes]] | None:
    """A child that writes the results into a pipe; None when the system has no room for one."""
    reading, writing = os.pipe()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads: the child takes no lock of theirs
            child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if not child:
        _work(work, items, writing)
    os.close(writing)
    return child, os.fdopen(reading, "rb")


def _work(work: Callable[[T], R], items: Sequence[T], writing: int) -> NoReturn:
    """The whole life of a child."""
    import pickle  # here and below: most runs need no other process

    code = 1
    try:
        gc.disable()
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump([work(item) for item in items], pipe, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)  # nothing of the parent's is flushed or cleaned up twice


def _results(child: tuple[int, IO[bytes]]) -> list[Any] | None:
    """What a child worked out; None when it died."""
    import pickle

    number, pipe = child
    collects = gc.isenabled()
    gc.disable()
    try:
        with pipe:
            data = pipe.read()
        _, status = os.waitpid(number, 0)
        results: list[Any] | None = pickle.loads(data) if status == 0 else None  # written by this very program
        return results
    finally:
        if collects:
            gc.enable()
