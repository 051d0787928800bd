"""Where the test runner looks for what a test's parameters are called after."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.claims.engine.frame import Run
from truthcheck.claims.engine.names import run_module
from truthcheck.claims.engine.values import NEW, Module

MAX_ABOVE = 4  # folders above that of the test
NAME = "conftest.py"


def homes(module: Module, run: Run) -> Iterator[Module]:
    """The module of a test, then each `conftest.py` beside or above it, the nearest first."""
    yield module
    place = module.file.parent
    for _ in range(MAX_ABOVE):
        file = place / NAME
        found = run.project.load(file, module) if file != module.file and file.is_file() else None
        if found is not None:
            if found.stage == NEW:
                run_module(found, run)
            yield found
        if (place / ".git").exists() or place == place.parent:
            return
        place = place.parent
