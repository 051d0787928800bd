"""Which files can hold a call, told from their bytes: parsing costs a hundred times more."""

from __future__ import annotations

import re
from collections.abc import Iterable

# An import statement, or a call of something named like one (`import_module("x")`, `__import__("x")`):
# to the end of its line, over joined lines, and to the end of a first pair of parentheses.
_IMPORT = re.compile(
    rb"(?<![A-Za-z0-9])(?:from|_*import\w*)\b(?:[^\n\r;#'\"(\\]|\\[^\n\r]|\\\r?\n)*(?:\((?:[^)#]|#[^\n\r]*)*)?"
)
_JOIN = rb"[\s\\]*"


class Prefilter:
    """`roots` are module names, dotted or not: clients, SDKs, and the project's own modules that wrap them."""

    def __init__(self, roots: Iterable[str]) -> None:
        self.roots = frozenset(roots)
        words = b"|".join(_word(root) for root in sorted(self.roots))
        self._named = re.compile(rb"(?<!\w)(?:" + words + rb")").search if words else None

    def may_call(self, source: bytes) -> bool:
        """False only if no import in the file names one of the roots."""
        if self._named is None:
            return False
        named = self._named
        return any(named(found[0]) for found in _IMPORT.finditer(source))

    def joined(self, names: Iterable[str]) -> Prefilter:
        """One that also lets the importers of `names` through."""
        return Prefilter(self.roots.union(names))


def _word(root: str) -> bytes:
    """`a.b` also where only `a` is named, as in `from a import b`; but not another submodule, as in `import a.c`."""
    first, *rest = root.encode().split(b".")
    word = re.escape(first) + rb"(?!\w)"
    for part in rest[:1]:
        word += rb"(?!" + _JOIN + rb"\." + _JOIN + rb"(?!" + re.escape(part) + rb"(?!\w))\w)"
    return word
