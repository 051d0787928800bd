"""Functions that turn one value into another of the same content: text, numbers, containers, encodings."""

from __future__ import annotations

from collections.abc import Callable

from truthcheck.claims.engine import templates, urls
from truthcheck.claims.engine.alternatives import members, one_of, plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.containers import element
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.loops import items_of
from truthcheck.claims.engine.values import Data, DictCell, Encoded, ListCell, Ref, Sent, Val
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Template, Typed, Unknown

Function = Callable[[Arguments, Frame, Span], Val]


def typed(kind: str) -> Function:
    def apply(args: Arguments, frame: Frame, at: Span) -> Val:
        return Typed(kind, at)

    return apply


def str_(args: Arguments, frame: Frame, at: Span) -> Val:
    value = plain(args.first())
    if isinstance(value, Literal) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
        return Literal(str(value.value), value.at)
    if isinstance(value, Typed) and value.type in ("integer",):
        return Template(templates.parts(value), at)
    return value if templates.known(value) is not None or isinstance(value, Template) else Typed("string", at)


def number(kind: str, convert: Callable[[str], object]) -> Function:
    def apply(args: Arguments, frame: Frame, at: Span) -> Val:
        value = plain(args.first())
        if isinstance(value, Literal) and isinstance(value.value, int | float | str):
            try:
                converted = convert(str(value.value))
            except ValueError:
                return Typed(kind, at)
            if isinstance(converted, int | float):
                return Literal(converted, value.at)
        return Typed(kind, at)

    return apply


def list_(args: Arguments, frame: Frame, at: Span) -> Val:
    if not args.positional:
        return frame.new(ListCell((), args.rest, at))
    value = plain(args.positional[0])
    if isinstance(value, Data):
        return value
    items = items_of(value, frame)
    if items is not None:
        return frame.new(ListCell(items, None, at))
    return frame.new(ListCell((element(value, frame),), Unknown(Reason(Why.LENGTH_UNKNOWN), at), at))


def copy(args: Arguments, frame: Frame, at: Span) -> Val:
    value = args.first()
    cell = frame.cell(value) if isinstance(value, Ref) else None
    return frame.new(cell) if cell is not None else value


def dumps(args: Arguments, frame: Frame, at: Span) -> Val:
    return Encoded("json", args.first())


def urlencode(args: Arguments, frame: Frame, at: Span) -> Val:
    value = plain(args.first())
    cell = frame.cell(value) if isinstance(value, Ref) else None
    return Encoded("form", value, _query_text(cell, at) if isinstance(cell, DictCell) else None)


def _query_text(cell: DictCell, at: Span) -> Val:
    """`a=1&b=...` with a hole for every value that is not known."""
    pieces: list[tuple[Val, str]] = []
    for number, (key, item) in enumerate(cell.items.items()):
        pieces.append((Literal(f"{'&' if number else ''}{key}=", item.at or at), ""))
        written = templates.known(item.value)
        safe = written is None or written.replace("-", "").replace("_", "").isalnum()
        pieces.append((item.value if safe else Unknown(Reason(Why.PERCENT_ENCODED)), key))
    if cell.rest is not None:
        pieces += [(Literal("&", at), ""), (cell.rest, "")]
    return templates.concat(pieces, at)


def loads(args: Arguments, frame: Frame, at: Span) -> Val:
    match plain(args.first()):
        case Encoded("json", inner):
            return inner
        case Sent(exchange):
            return Data(exchange, ())
        case _:
            return Unknown(Reason(Why.PARSED_JSON), at)


def quote(args: Arguments, frame: Frame, at: Span) -> Val:
    from urllib.parse import quote

    value = plain(args.first())
    whole = templates.known(value)
    return Literal(quote(whole), getattr(value, "at", None)) if whole is not None else value


def urljoin(args: Arguments, frame: Frame, at: Span) -> Val:
    base, path = args.get(0, "base"), args.get(1, "url")
    if base is None or path is None:
        return Unknown(Reason(Why.JOIN_WITHOUT_ARGUMENTS), at)
    return one_of([urls.resolve(b, p, at) for b in members(plain(base)) for p in members(plain(path))])


def template(args: Arguments, frame: Frame, at: Span) -> Val:
    return Encoded("template", args.first())


def identity(args: Arguments, frame: Frame, at: Span) -> Val:
    return args.first()
