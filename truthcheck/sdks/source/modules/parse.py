"""Somebody else's source to a tree, or to nothing: it is parsed, never run, and cannot bring the process down."""

from __future__ import annotations

import ast
import re
import sys
import warnings

# Python 3.10 overflows its C stack on a chain such as `a.b.b.b` of some 100,000 links; later ones raise.
CRASHES = sys.version_info < (3, 11)
MAX_LINKS = 15_000
_LINKS = re.compile(rb"[.([+\-*/%@&|^]|<<|>>")
_TEXTS = re.compile(
    rb'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|#[^\n]*', re.S
)
# What no expression holds begins a statement.
_STATEMENT = re.compile(rb"^[ \t]*(?:def|class|return|import|pass|raise|while|del|assert|global)\b", re.M)


def module(source: bytes) -> ast.Module | None:
    """None for what does not parse, or is nested too deep to be."""
    if CRASHES and is_chained(source):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in their docstrings are no concern of ours
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def expression(text: str) -> ast.expr | None:
    """The same for a type that is written as a text."""
    if len(text) > MAX_LINKS:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def is_chained(source: bytes) -> bool:
    """Whether one statement, or one text (it may be an f-string), has more links than a chain may have."""
    if len(_LINKS.findall(source)) <= MAX_LINKS:
        return False
    texts = (found[0] for found in _TEXTS.finditer(source))
    parts = (*texts, *_STATEMENT.split(_TEXTS.sub(b"''", source)))
    return any(len(part) > MAX_LINKS and len(_LINKS.findall(part)) > MAX_LINKS for part in parts)
