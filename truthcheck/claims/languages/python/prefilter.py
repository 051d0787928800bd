"""Which files can hold a call, told from their bytes: parsing costs a hundred times more."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What follows the word in an import statement, or in a call named like one (`import_module("x")`, `__import__("x")`):
# to the end of the line, over joined lines, and to the end of a first pair of parentheses. Without alternatives in
# front, `re` looks for the word at the speed of `in`.
_IMPORT = re.compile(rb"import(?:[^\n\r#'\"(\\]+|\\[^\n\r]|\\\r?\n)*(?:\((?:[^)#]+|#[^\n\r]*)*)?")
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
        seen = 0
        for found in _IMPORT.finditer(source):
            if self._named(source, _line_start(source, found.start(), seen), found.end()):
                return True
            seen = found.end()
        return False


def _line_start(source: bytes, offset: int, seen: int) -> int:
    """Where the logical line of the offset begins, but not before `seen`: what was looked at is not looked at again."""
    start = source.rfind(b"\n", seen, offset)
    while start > seen and source[start - 1] in b"\\\r":
        start = source.rfind(b"\n", seen, start)
    return max(start, seen)


def _word(root: str) -> bytes:
    """`a.b` also where only `a` is named, as in `from a import b`; but not another submodule, as in `import a.c`."""
    first, *rest = root.encode().split(b".")
    word = re.escape(first) + rb"(?!\w)"
    if rest:  # `django.http` is not the standard library's `http`
        word = rb"(?<!\.)" + word
    for part in rest[:1]:
        word += rb"(?!" + _JOIN + rb"\." + _JOIN + rb"(?!" + re.escape(part) + rb"(?!\w))\w)"
    return word
