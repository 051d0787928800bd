"""What something costs, in measures that a busy machine leaves alone: processor seconds and steps, never the clock."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def cpu_seconds(below: float) -> Iterator[None]:
    """Fails when what stands inside takes this much processor time: a limit against running away, set far off."""
    begun = time.process_time()
    yield
    seconds = time.process_time() - begun
    assert seconds < below, f"{seconds:.1f} s of the processor, {below} are allowed"


def steps(act: Callable[[], object]) -> int:
    """How many functions `act` calls, written in Python or not: the same number on every machine."""
    count = 0

    def seen(_frame: FrameType, event: str, _of: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


def until(condition: Callable[[], bool], seconds: float = 300.0) -> None:
    """Waits for what another process does. The limit only ends a test that would never end."""
    over = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < over, f"it did not happen in {seconds:.0f} s"
        time.sleep(0.05)
