"""A sign of life on long work: on stderr, only on a terminal, only after a second."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 1.0  # seconds of silence
_BEAT = 0.5


@contextmanager
def waiting(what: str, quiet: bool = False) -> Iterator[None]:
    """Show `what` and the seconds passed while the block runs; nothing is left on the terminal afterwards."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread

    done = Event()
    thread = Thread(target=_beat, args=(what, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(what: str, done: object) -> None:
    from threading import Event
    from time import monotonic

    assert isinstance(done, Event)
    start = monotonic()
    if done.wait(_PATIENCE):
        return
    while True:
        sys.stderr.write(f"\r{what}: {monotonic() - start:.0f} s")
        sys.stderr.flush()
        if done.wait(_BEAT):
            break
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()
