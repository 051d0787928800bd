"""The command line. Nothing else knows click, and nothing else decides an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and leave the process with an exit code of `exits`."""
    from truthcheck.cli.boundary import run

    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))
