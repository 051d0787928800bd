"""What PostgreSQL calls the columns of a select list, and the types that are plain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from truthcheck.database import types
from truthcheck.database.draft import Draft, DraftColumn
from truthcheck.database.tokens import Broken, Token, Words
from truthcheck.database.types import TypeName
from truthcheck.model.noun import NamedTuple

Labelled: TypeAlias = "tuple[str, TypeName]"
NOT_TOLD = TypeName("", "")
_LONGEST = 2000  # tokens of an item that are looked into
UNNAMED = "?column?"
_SPECIAL = frozenset(("case", "array", "row", "exists", "true", "false", "not", "null"))
# What a constant is called that is written with its type: by the catalogue's name of the type.
_CATALOGUE = {
    "integer": "int4",
    "bigint": "int8",
    "smallint": "int2",
    "real": "float4",
    "double precision": "float8",
    "boolean": "bool",
    "character varying": "varchar",
    "character": "bpchar",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
    "time with time zone": "timetz",
    "time without time zone": "time",
    "bit varying": "varbit",
}
_GIVEN = {"count": "bigint", "row_number": "bigint", "rank": "bigint", "dense_rank": "bigint", "exists": "boolean"}
_GIVEN |= {"now": "timestamp with time zone", "string_agg": "text", "json_agg": "json", "jsonb_agg": "jsonb"}
_GIVEN |= {"json_build_object": "json", "jsonb_build_object": "jsonb", "lower": "text", "upper": "text"}
_RENAMED = {"trim": "btrim"}
_NO_LABEL = frozenset(("null", "true", "false", "end", "zone", "unknown", "precision", "varying", "desc", "asc"))
_VALUES = frozenset(
    (
        *("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_user"),
        *("session_user", "user", "current_role", "current_catalog", "current_schema"),
    )
)


class QueryRow(NamedTuple):
    """The columns of a query; `open` when there may be others."""

    columns: tuple[DraftColumn, ...]
    open: bool


class FromItem(NamedTuple):
    """A relation in FROM under its name there. `joined` columns were put together with those of sources before."""

    name: str
    row: QueryRow
    joined: frozenset[str] = frozenset()


def star(words: Words, sources: Sequence[FromItem]) -> QueryRow | None:
    """What `*` or `a.*` stands for; None for anything else."""
    if len(words.tokens) == 1 and words.sees("*"):
        return _every(sources)
    if len(words.tokens) < 3 or words.tokens[-1].text != "*" or words.tokens[-2].text != ".":
        return None
    name = words.tokens[-3].text
    found = next((source for source in sources if source.name == name), None)
    return found.row if found and words.tokens[-3].kind in ("word", "name") else QueryRow((), True)


def _every(sources: Sequence[FromItem]) -> QueryRow:
    """Joined columns come first, once."""
    joined = frozenset[str]().union(*(source.joined for source in sources))
    columns = [column for source in sources for column in source.row.columns]
    first = {column.name: column for column in reversed(columns) if column.name in joined}
    ordered = [first[column.name] for column in columns if column.name in joined]
    rest = [column for column in columns if column.name not in joined]
    return QueryRow((*dict.fromkeys(ordered), *rest), any(source.row.open for source in sources) or not sources)


def labelled(draft: Draft, words: Words, sources: Sequence[FromItem]) -> Labelled:
    """Name and type of one item; "" and a type that is not told where it cannot be said."""
    tokens = list(words.tokens)
    if len(tokens) > _LONGEST:
        return tokens[-1].text if tokens[-2].plain == "as" else "", NOT_TOLD
    label = ""
    if len(tokens) > 2 and tokens[-2].text == "as" and tokens[-2].kind == "word":
        label, tokens = tokens[-1].text, tokens[:-2]
    elif _has_label(tokens):
        label, tokens = tokens[-1].text, tokens[:-1]
    name, type = _figured(draft, words.inner(tokens), sources)
    return label or name, type


def _has_label(tokens: Sequence[Token]) -> bool:
    """Whether the last word is a name that is given without AS."""
    if len(tokens) < 2 or tokens[-1].kind not in ("word", "name"):
        return False
    last, before = tokens[-1], tokens[-2]
    if last.kind == "word" and last.text in _NO_LABEL:
        return False
    if before.kind == "mark":
        return before.text in (")", "]")
    return before.kind != "word" or before.text not in ("distinct", "not", "and", "or", "is", "in", "like", "ilike")


def _figured(draft: Draft, words: Words, sources: Sequence[FromItem]) -> Labelled:
    """The name that an expression gives to its column, as PostgreSQL chooses it."""
    cast = _cast(draft, words)
    if cast is not None:
        inner, type = cast
        name, _ = _figured(draft, inner, sources)
        return (name if name != UNNAMED else _type_label(type)), type
    first = words.peek()
    if first.kind == "mark" and first.text == "(":
        return _in_parentheses(draft, words, sources)
    if first.kind == "word" and first.text in _SPECIAL:
        return _special(draft, words, sources)
    return _called(words, sources) if first.kind in ("word", "name") else (UNNAMED, NOT_TOLD)


def _special(draft: Draft, words: Words, sources: Sequence[FromItem]) -> Labelled:
    """What begins with a word of the language."""
    first = words.peek().text
    if first == "case":
        return _case(draft, words, sources)
    if first in ("array", "row", "exists") and words.peek(1).text in ("(", "["):
        return first, TypeName("", _GIVEN.get(first, ""))
    if first in ("true", "false") and len(words.tokens) == 1:
        return "bool", TypeName("", "boolean", built_in=True)
    return UNNAMED, NOT_TOLD


def _in_parentheses(draft: Draft, words: Words, sources: Sequence[FromItem]) -> Labelled:
    inner = words.inner(words.tokens).group()
    rest = list(words.tokens[len(inner.tokens) + 2 :])
    if inner.sees("select") or inner.sees("with"):
        return ("", NOT_TOLD) if not rest else (UNNAMED, NOT_TOLD)
    if not rest:
        return _figured(draft, inner, sources)
    if len(rest) == 2 and rest[0].text == ".":
        return rest[1].text, NOT_TOLD
    return UNNAMED, NOT_TOLD


def _case(draft: Draft, words: Words, sources: Sequence[FromItem]) -> Labelled:
    """By the ELSE when that is a plain column, else `case`."""
    depth, start = 0, -1
    for number, token in enumerate(words.tokens):
        if token.kind == "word":
            depth += (token.text == "case") - (token.text == "end")
            start = number if token.text == "else" and depth == 1 else start
            if not depth and number < len(words.tokens) - 1:
                return UNNAMED, NOT_TOLD
    inner = words.inner(words.tokens[start + 1 : -1] if start > 0 else ())
    first = inner.peek()
    if first.kind not in ("word", "name") or (first.kind == "word" and first.text in _SPECIAL):
        return "case", NOT_TOLD
    name, _ = _figured(draft, inner, sources)
    return (name if name not in (UNNAMED, "") else "case"), NOT_TOLD


def _called(words: Words, sources: Sequence[FromItem]) -> Labelled:
    """A column or a call of a function, alone; anything behind it makes an expression of it."""
    parts = [words.name()]
    while words.sees(".") and words.peek(1).kind in ("word", "name"):
        words.take()
        parts.append(words.name())
    if words.sees("("):
        words.group()
        _window(words)
        name = _RENAMED.get(parts[-1], parts[-1])
        given = _GIVEN.get(name, "")
        if words.done:
            return name, TypeName("", given, built_in=bool(given))
        return ("timezone" if words.accept("at", "time", "zone") else UNNAMED), NOT_TOLD
    if words.done:
        return parts[-1], _type(parts, sources)
    if words.sees("["):
        words.until()
        return parts[-1], NOT_TOLD
    if words.peek().kind == "text" and len(words.tokens) == 2:
        return parts[-1], NOT_TOLD
    return ("timezone" if words.accept("at", "time", "zone") else UNNAMED), NOT_TOLD


def _window(words: Words) -> None:
    """FILTER, WITHIN GROUP and OVER behind a call."""
    while word := words.accept_any("filter", "over", "within"):
        if word == "within":
            words.expect("group")
        if words.sees("("):
            words.group()
        else:
            words.name()


def _type(parts: Sequence[str], sources: Sequence[FromItem]) -> TypeName:
    """The type of a column; not told when two sources have one of that name."""
    if parts[-1] in _VALUES:
        return NOT_TOLD
    rows = [one.row for one in sources if len(parts) == 1 or one.name == parts[-2]]
    found = [column for row in rows for column in row.columns if column.name == parts[-1]]
    same = {column.type for column in found}
    return found[0].type if len(same) == 1 and not any(row.open for row in rows) else NOT_TOLD


def _cast(draft: Draft, words: Words) -> tuple[Words, TypeName] | None:
    """What is cast, and to what: `x::type` up to the end, or `cast(x as type)`."""
    if words.sees("cast", "("):
        inner = words.inner(words.tokens[1:]).group()
        if len(inner.tokens) + 3 != len(words.tokens):
            return None
        what = inner.until("as")
        inner.expect("as")
        return what, draft.resolved(types.read(inner))
    places = _outer_casts(words.tokens)
    if not places:
        return None
    after = words.inner(words.tokens[places[-1] + 1 :])
    try:
        type = types.read(after)
    except Broken:
        return None
    before = words.inner(words.tokens[: places[-1]])
    return (before, draft.resolved(type)) if after.done and _is_one(before.tokens) else None


def _outer_casts(tokens: Sequence[Token]) -> list[int]:
    depth, found = 0, []
    for number, token in enumerate(tokens):
        if token.kind == "mark":
            depth += (token.text in "([") - (token.text in ")]")
            if token.text == "::" and not depth:
                found.append(number)
    return found


def _is_one(tokens: Sequence[Token]) -> bool:
    """Whether tokens are one operand: no operator stands outside of parentheses."""
    depth = 0
    for number, token in enumerate(tokens):
        if token.kind == "mark":
            depth += (token.text in "([") - (token.text in ")]")
            if not depth and token.text not in (")", "]", ".", "::") and number < len(tokens):
                return False
        elif not depth and token.kind == "word" and token.text in ("and", "or", "not", "is", "in", "like", "at"):
            return False
    return True


def _type_label(type: TypeName) -> str:
    return _CATALOGUE.get(type.name, type.name)
