"""Definitions that are parsed when somebody looks inside: most functions of a project are never asked for.

A file's *skeleton* is its text with every outer function cut down to a stub of as many lines. The skeleton, and the few
functions that matter, parsed one by one, give the same tree at the same places as the whole file.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

from truthcheck.claims.languages.python.parse.guard import STRING_OR_COMMENT

if TYPE_CHECKING:
    from truthcheck.claims import ir

_WORD = re.compile(r"[^\W\d]\w*")
_ATTRIBUTE = re.compile(r"\.\s*([^\W\d]\w*)")
_MARKER = "_truthcheck_late_"

# A definition, and all lines below that are indented deeper; a header over several lines ends with a bracket at the
# definition's own depth. Read where strings and comments are blotted out, so that none of their lines counts.
_DEFINITION = re.compile(
    r"^(?P<indent>[ \t]*)(?P<head>(?:async[ \t]+)?def[ \t]+\w+)[ \t]*[(\[][^\n]*\n"
    r"(?:(?:(?P=indent)[ \t]+[^\n]*|[ \t]*|(?P=indent)[)\]][^\n]*)\n)+",
    re.MULTILINE,
)


class DeferredDefinition:
    """The lines of one definition without its decorators. `line` and `end` are its first and last line, from 1.

    `parse` gives the definition that stands at a line of the file, parsed from `text`, else from the whole file. Of the
    text only the place in the file's is kept.
    """

    __slots__ = ("_parse", "_place", "_whole", "_words", "end", "indented", "line")

    def __init__(
        self,
        whole: str,
        place: tuple[int, int],
        line: int,
        indented: bool,
        parse: Callable[[DeferredDefinition], ir.FuncDef],
    ) -> None:
        self._whole = whole
        self._place = place
        self.line = line
        self.end = line + whole.count("\n", *place) - whole.endswith("\n", *place)
        self.indented = indented
        self._parse = parse
        self._words: frozenset[str] | None = None

    @property
    def text(self) -> str:
        start, end = self._place
        return self._whole[start:end]

    def __len__(self) -> int:
        start, end = self._place
        return end - start

    def words(self) -> frozenset[str]:
        """Every name in the text, those in strings and comments too."""
        if self._words is None:
            self._words = frozenset(map(sys.intern, _WORD.findall(self._whole, *self._place)))  # most are others', too
        return self._words

    def attributes(self) -> frozenset[str]:
        """Every name that follows a dot."""
        return frozenset(map(sys.intern, _ATTRIBUTE.findall(self._whole, *self._place)))

    def sets(self, name: str) -> bool:
        """Whether something may be assigned to an attribute of that name."""
        found = re.compile(rf"\.\s*{name}\b(?:\s*[:=,)\]]|\s+in\b)")
        return found.search(self._whole, *self._place) is not None

    def definition(self) -> ir.FuncDef:
        """The definition itself, parsed anew each time it is asked for."""
        return self._parse(self)


def cut(text: str, parse: Callable[[DeferredDefinition], ir.FuncDef]) -> tuple[str, dict[str, DeferredDefinition]]:
    """The skeleton of a file and what was cut out of it, by the name that stands in its place."""
    if "\r" in text or not compiles(text):
        return text, {}
    blotted = STRING_OR_COMMENT.sub(_blot, text) + "\n"
    kept: list[str] = []
    late: dict[str, DeferredDefinition] = {}
    past, line = 0, 1
    for found in _DEFINITION.finditer(blotted):
        start, end = found.span()
        line += text.count("\n", past, start)
        marker = f"{_MARKER}{len(late)}"
        lines = text.count("\n", start, end)
        late[marker] = DeferredDefinition(text, (start, end), line, bool(found["indent"]), parse)
        kept += (text[past:start], found["indent"], found["head"], "(): ", marker, "\n" * lines)
        past = end
        line += lines
    kept.append(text[past:])
    return "".join(kept), late


def _blot(found: re.Match[str]) -> str:
    """As long as what was found, without line ends: a joined line or a string over several lines is one line."""
    length = found.end() - found.start()
    return " " * length if found[0][0] in "#\\" else '"' * length


def compiles(text: str) -> bool:
    """Whether Python itself takes the text. Nothing is run or made: only the names of its scopes are listed."""
    import symtable

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            symtable.symtable(text, "", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
