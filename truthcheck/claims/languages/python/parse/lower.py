"""Source text to the small tree: one `parse_module`, one traversal by hand. libcst is seen only here and beside."""

from __future__ import annotations

import ast
import gc
import re
import warnings
from collections.abc import Iterator

import libcst as cst

from truthcheck.claims import ir
from truthcheck.claims.engine.scan import statements
from truthcheck.claims.ir import Unreadable
from truthcheck.claims.languages.python.parse import block as lower_block
from truthcheck.claims.languages.python.parse import display, expressions, strings
from truthcheck.claims.languages.python.parse import statements as lower_stmt
from truthcheck.claims.languages.python.parse.deferred import DeferredDefinition, cut
from truthcheck.claims.languages.python.parse.encoding import decode
from truthcheck.claims.languages.python.parse.guard import too_deep
from truthcheck.claims.languages.python.parse.positions import Cursor
from truthcheck.claims.languages.python.parse.table import block

# These fill the dispatch.
__all__ = ["display", "expressions", "lower", "lower_block", "lower_stmt", "strings"]

_PLACE = re.compile(r"error at (\d+):")
_TOO_DEEP = "nested too deeply to be analysed"


def lower(path: str, source: bytes) -> ir.Module:
    """One file. Raises Unreadable for anything that is not Python, or nested beyond reason.

    Outer functions are parsed when they are looked into. `faults` is empty until then; only a file that Python takes
    and libcst does not ever gets one there.
    """
    whole = _Whole(decode(source))
    return ir.Module(path, whole.body(), whole.faults)


class _Whole:
    """A file, parsed piece by piece when that gives the same as parsing all of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._all: ir.Block | None = None
        self.faults: list[Unreadable] = []

    def body(self) -> ir.Block:
        """What stands at the top level."""
        skeleton, pieces = cut(self._text, self._piece)
        if pieces:
            cursor = Cursor(skeleton, late=pieces)
            try:
                body = _lowered(cursor, skeleton)
            except Unreadable:  # cut in a wrong place
                pass
            else:
                if not cursor.late:
                    return body
        return self._everything()

    def _everything(self) -> ir.Block:
        if self._all is None:
            self._all = _lowered(Cursor(self._text), self._text)
        return self._all

    def _piece(self, late: DeferredDefinition) -> ir.FuncDef:
        opening = "if 1:\n" if late.indented else ""
        text = opening + late.text
        try:
            return next(_definitions(_lowered(Cursor(text, late.line - len(opening[:1])), text)))
        except Unreadable:
            return self._found(late.line)

    def _found(self, line: int) -> ir.FuncDef:
        """The definition at a line of the whole file, one that is not known inside when the file cannot be parsed."""
        try:
            found = [node for node in _definitions(self._everything()) if node.at[0] == line]
        except Unreadable as error:
            self.faults[:] = [error]
            found = []
        nowhere = (line, 1, line, 1)
        anything = (ir.Param("args", "*", None, None, nowhere), ir.Param("kwargs", "**", None, None, nowhere))
        return found[0] if found else ir.FuncDef("", (anything, (), None), (), nowhere, nowhere)


def _definitions(body: ir.Block) -> Iterator[ir.FuncDef]:
    """The outer functions of a block, those of its classes too."""
    for statement in statements(body):
        if isinstance(statement, ir.FuncDef):
            yield statement
        elif isinstance(statement, ir.ClassDef):
            yield from _definitions(statement.body)


def _lowered(cursor: Cursor, text: str) -> ir.Block:
    collects = gc.isenabled()
    gc.disable()  # a tree is all growth: looking for garbage in it costs a fifth of the time
    try:
        return block(cursor, _parse(text).body)
    except RecursionError:
        raise Unreadable(_TOO_DEEP) from None
    finally:
        if collects:
            gc.enable()


def _parse(text: str) -> cst.Module:
    if deep := too_deep(text):
        raise Unreadable(_TOO_DEEP, deep)
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise _syntax_error(text, error.message) from None
    except cst.CSTValidationError as error:  # what its grammar lets through, and its nodes do not
        raise _syntax_error(text, str(error)) from None
    except RecursionError:
        raise Unreadable(_TOO_DEEP) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a fault of the native parser shows
            raise
        raise _syntax_error(text, "the parser gave up") from None


def _syntax_error(text: str, message: str) -> Unreadable:
    """Python's own words and place where it sees the fault too: libcst's places are not exact."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return Unreadable(f"syntax error: {error.msg}", error.lineno or 0, max(error.offset or 0, 0))
    except (ValueError, RecursionError, MemoryError):
        pass
    place = _PLACE.search(message)
    return Unreadable(f"syntax error: {message.partition(':')[0]}", int(place[1]) if place else 0)
