"""The command line. Nothing else knows click, and nothing else decides an exit code.

Imports every room; a command imports what it needs when it is asked for.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

# Almost all that a run makes, it keeps: looking for garbage as often as Python does costs a tenth of the time.
COLLECT_AFTER = 200_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and leave the process with an exit code of `exits`."""
    if arguments is not None:
        from truthcheck.cli.boundary import run

        sys.exit(run(list(arguments)))
    gc.set_threshold(COLLECT_AFTER, 50, 100)
    from truthcheck.cli.boundary import run

    _leave(run(sys.argv[1:]))


def _leave(code: int) -> NoReturn:
    """End without taking the interpreter apart piece by piece, which costs as much as checking a small file."""
    if "coverage" in sys.modules or "cProfile" in sys.modules:
        sys.exit(code)  # they write what they found as the interpreter ends
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed by the reader, or never there
            stream.flush()
    os._exit(code)
