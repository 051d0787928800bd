"""Lines of places in a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable


def numbering(text: str) -> Callable[[int], int]:
    """From an offset in the text to its line, the first being 1."""
    ends = [found.start() for found in re.finditer("\n", text)]
    return lambda offset: bisect_left(ends, offset) + 1
