"""URLs with holes: a base and a path put together, a query taken out."""

from __future__ import annotations

from urllib.parse import unquote_plus

from truthcheck.claims.engine.templates import Part, build, parts, strip_left, strip_right
from truthcheck.claims.engine.values import Val
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Entry, Hole, Literal, Mapping, Text, Unknown, Value


def is_absolute(value: Val) -> bool:
    pieces = parts(value)
    return (
        bool(pieces)
        and isinstance(pieces[0], Text)
        and pieces[0].text.lower().startswith(("http://", "https://", "//"))
    )


def append(base: Val, path: Val, at: Span) -> Val:
    """httpx's rule: base + "/" + path, unless the path is a whole URL itself."""
    pieces = parts(path)
    if is_absolute(path):
        return path
    if pieces and isinstance(pieces[0], Hole) and len(pieces) > 1:
        return Unknown(Reason(Why.WHOLE_OR_RELATIVE), at)
    head = strip_right(parts(base, "base_url"), "/")
    tail = strip_left(pieces, "/")
    return build((*head, Text("/", _place(pieces)), *tail) if tail else head, at)


def _place(pieces: tuple[Part, ...]) -> Span | None:
    return pieces[0].at if pieces else None


def resolve(base: Val, path: Val, at: Span) -> Val:
    """RFC 3986's rule (`urljoin`): an absolute path replaces the base's, a relative one its last segment."""
    pieces = parts(path)
    if is_absolute(path):
        return path
    head = parts(base, "base_url")
    if not pieces:
        return build(head, at)
    if isinstance(pieces[0], Hole):
        # Whether it starts with a slash decides what of the base stays.
        whole = "".join(p.text for p in head if isinstance(p, Text))
        tail_only = whole.count("/") <= 3 and whole.rstrip("/").count("/") <= 2
        if len(pieces) == 1 and (tail_only or whole.endswith("/")):
            return build((*_until_last_slash(head), *pieces), at)
        return Unknown(Reason(Why.WHOLE_OR_RELATIVE), at)
    if pieces[0].text.startswith("/"):
        return build((*_origin(head), *pieces), at)
    if pieces[0].text.startswith((".", "?", "#")):
        return Unknown(Reason(Why.DOTTED_URL), at)
    return build((*_until_last_slash(head), *pieces), at)


def _origin(pieces: tuple[Part, ...]) -> tuple[Part, ...]:
    """Scheme and host of a URL. A host in a hole stays as it is, up to the first slash after it."""
    out: list[Part] = []
    seen = ""
    for piece in pieces:
        if isinstance(piece, Hole):
            out.append(piece)
            seen += "x"
            continue
        start = seen.find("://") + 3 if "://" in seen else None
        text = piece.text
        offset = text.find("://") + 3 if start is None and "://" in text else 0
        slash = text.find("/", offset)
        if slash >= 0 and (start is not None or offset):
            out.append(Text(text[:slash], piece.at))
            return tuple(out)
        out.append(piece)
        seen += text
    return tuple(out)


def _until_last_slash(pieces: tuple[Part, ...]) -> tuple[Part, ...]:
    origin = sum(len(p.text) if isinstance(p, Text) else 1 for p in _origin(pieces))
    total = sum(len(p.text) if isinstance(p, Text) else 1 for p in pieces)
    if total <= origin:
        return (*pieces, Text("/"))
    for number in range(len(pieces) - 1, -1, -1):
        piece = pieces[number]
        if isinstance(piece, Text) and "/" in piece.text:
            return (*pieces[:number], Text(piece.text[: piece.text.rindex("/") + 1], piece.at))
    return pieces


def split_query(value: Val, at: Span) -> tuple[Val, Mapping | None]:
    """The URL without its query, and the query as a mapping (None when there is none)."""
    pieces = _without_fragment(parts(value))
    for number, piece in enumerate(pieces):
        if isinstance(piece, Text) and "?" in piece.text:
            path, _, query = piece.text.partition("?")
            head = (*pieces[:number], Text(path, piece.at)) if path else pieces[:number]
            tail: tuple[Part, ...] = (Text(query, piece.at), *pieces[number + 1 :])
            return build(head, getattr(value, "at", None) or at), _query(tail)
    return build(pieces, getattr(value, "at", None) or at) if pieces else value, None


def _without_fragment(pieces: tuple[Part, ...]) -> tuple[Part, ...]:
    for number, piece in enumerate(pieces):
        if isinstance(piece, Text) and "#" in piece.text:
            return (*pieces[:number], Text(piece.text.partition("#")[0], piece.at))
    return pieces


def _query(pieces: tuple[Part, ...]) -> Mapping:
    """`a=1&b={hole}`: keys must be text; a hole outside a value may hold further pairs."""
    entries: list[Entry] = []
    rest: Unknown | None = None
    for field in filter(None, _pairs(pieces)):
        first = field[0]
        if not isinstance(first, Text) or "=" not in first.text:
            if isinstance(first, Hole) or len(field) > 1:
                rest = Unknown(Reason(Why.QUERY_PART_UNKNOWN), first.at)
            continue
        key, _, start = first.text.partition("=")
        value: tuple[Part, ...] = (Text(start, first.at), *field[1:]) if start else tuple(field[1:])
        entries.append(Entry(_unquoted(key), _value(value, first.at), first.at))
    return Mapping(tuple(entries), rest, pieces[0].at if pieces else None)


def _pairs(pieces: tuple[Part, ...]) -> list[list[Part]]:
    """The pieces between one `&` and the next."""
    fields: list[list[Part]] = [[]]
    for piece in pieces:
        if isinstance(piece, Hole):
            fields[-1].append(piece)
            continue
        for number, text in enumerate(piece.text.split("&")):
            if number:
                fields.append([])
            if text:
                fields[-1].append(Text(text, piece.at))
    return fields


def _value(pieces: tuple[Part, ...], at: Span | None) -> Value:
    if len(pieces) == 1 and isinstance(pieces[0], Text):
        return Literal(_unquoted(pieces[0].text), pieces[0].at)
    return build(pieces, at)


def _unquoted(text: str) -> str:
    if "%" not in text and "+" not in text:
        return text
    return unquote_plus(text)
