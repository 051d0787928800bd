"""Source text to the small tree: one `parse_module`, one traversal by hand. libcst is seen only here and beside."""

from __future__ import annotations

import io
import tokenize

import libcst as cst

from truthcheck.claims import ir, lower_display, lower_expr, lower_strings  # noqa: F401  (they fill the dispatch)
from truthcheck.claims.lower_stmt import block
from truthcheck.claims.positions import Cursor


class Unreadable(Exception):
    """A file that cannot be analysed: one line for the user; line and column from 1, 0 when it is the whole file."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def lower(path: str, source: bytes) -> ir.Module:
    """One file. Raises Unreadable for anything that is not Python, or nested beyond reason."""
    text = decode(source)
    tree = _parse(text)
    try:
        return ir.Module(path, block(Cursor(text), tree.body))
    except RecursionError:
        raise Unreadable("nested too deeply to be analysed") from None


def decode(source: bytes) -> str:
    """The text of a Python file, by its byte order mark or its declared encoding, else UTF-8."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        return source.decode(encoding)
    except SyntaxError as error:
        raise Unreadable(f"cannot be decoded: {error.msg}", 1) from None
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"not {error.encoding} text: byte 0x{source[error.start]:02x}", line) from None
    except (LookupError, ValueError) as error:
        raise Unreadable(f"cannot be decoded: {error}") from None


def _parse(text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise Unreadable(f"syntax error: {error.message}", error.raw_line, error.raw_column) from None
    except RecursionError:
        raise Unreadable("nested too deeply to be analysed") from None
