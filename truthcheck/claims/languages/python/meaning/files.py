"""Files that code opens: paths as texts, and what a JSON file of the project's own holds."""

from __future__ import annotations

import posixpath

from truthcheck.claims.engine import literal_json, templates
from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import Encoded, External, Val
from truthcheck.model.location import Span
from truthcheck.model.value import Literal


def joined(args: Arguments, frame: Frame, at: Span) -> Val:
    """`os.path.join(folder, name)`, `Path(folder, name)`."""
    pieces: list[tuple[Val, str]] = []
    for value in args.positional:
        pieces += [(Literal("/", at), ""), (value, "")] if pieces else [(value, "")]
    return templates.concat(pieces, at) if pieces else Literal(".", at)


def folder(args: Arguments, frame: Frame, at: Span) -> Val:
    """`os.path.dirname(path)`."""
    return parent(plain(args.first()), at)


def parent(value: Val, at: Span) -> Val:
    """The folder that a path stands in."""
    text = templates.known(value)
    return Literal(posixpath.dirname(text) or ".", at) if text is not None else External("folder()")


def same(args: Arguments, frame: Frame, at: Span) -> Val:
    """`os.path.abspath(path)`: the same file."""
    return args.first()


def opened(args: Arguments, frame: Frame, at: Span) -> Val:
    """`open(path)`: for a JSON file of the project, what it holds."""
    return content(plain(args.first()), frame) or External("open()")


def content(path: Val, frame: Frame) -> Val | None:
    text = templates.known(path)
    found = frame.run.project.data(text, frame.module) if text is not None and text.endswith(".json") else None
    value = literal_json.value_of(*found, frame) if found is not None else None
    return Encoded("json", value) if value is not None else None
