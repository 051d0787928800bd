"""Which columns a query gives: for views and for tables made of a query. What is not plain stays unknown."""

from __future__ import annotations

from collections.abc import Mapping

from truthcheck.database import select_items
from truthcheck.database.draft import Draft, DraftColumn, DraftRelation
from truthcheck.database.select_items import FromItem, QueryRow
from truthcheck.database.tokens import Broken, Token, Words
from truthcheck.database.types import TypeName
from truthcheck.model.database import Opening, Written

_AFTER_ITEMS = frozenset(
    (
        *("from", "where", "group", "having", "window", "union", "intersect", "except", "order", "limit", "offset"),
        *("fetch", "for", "into"),
    )
)
_JOINS = frozenset(("join", "left", "right", "full", "inner", "cross", "natural", ","))
_DEEPEST = 40
UNKNOWN = QueryRow((), True)


def fill(draft: Draft, words: Words, relation: DraftRelation, names: tuple[str, ...]) -> None:
    """Gives a relation the columns of a query, the first ones under other `names`."""
    here = words.here
    row = renamed(read(draft, words, {}), names)
    for column in row.columns:
        bare = column._replace(nullable=True, default=None, generated=False, identity="")
        relation.columns.setdefault(column.name, bare)
    if row.open:
        relation.open = Opening("has columns that are not told from its query", ("columns",), here)


def read(draft: Draft, words: Words, scope: Mapping[str, QueryRow], depth: int = 0) -> QueryRow:
    """The row of the query that comes next; UNKNOWN where it is not understood. `scope` are its WITH queries."""
    if depth > _DEEPEST:
        return UNKNOWN
    try:
        return _read(draft, words, dict(scope), depth)
    except Broken:
        return UNKNOWN


def _read(draft: Draft, words: Words, scope: dict[str, QueryRow], depth: int) -> QueryRow:
    if words.accept("with"):
        _with(draft, words, scope, depth)
    if words.sees("("):
        return read(draft, words.group(), scope, depth + 1)
    if words.accept("values"):
        count = sum(1 for _ in words.group().parts())
        return QueryRow(tuple(_plain(words, f"column{number}") for number in range(1, count + 1)), False)
    if words.accept("table"):
        here = words.here
        return _named(draft, words.qualified(), scope, here)
    words.expect("select")
    if words.accept("distinct"):
        if words.accept("on"):
            words.group()
    else:
        words.accept("all")
    items = clause(words, _AFTER_ITEMS)
    sources = _from(draft, words, scope, depth) if words.accept("from") else []
    return _selected(draft, items, sources, scope, depth)


def _plain(words: Words, name: str) -> DraftColumn:
    return DraftColumn(name, TypeName("", ""), True, words.here)


def _with(draft: Draft, words: Words, scope: dict[str, QueryRow], depth: int) -> None:
    words.accept("recursive")
    while True:
        name = words.name()
        names = _aliases(words)
        words.expect("as")
        words.accept("not")
        words.accept("materialized")
        scope[name] = UNKNOWN  # a query may speak of itself
        scope[name] = renamed(read(draft, words.group(), scope, depth + 1), names)
        if not words.accept(","):
            return


def _aliases(words: Words) -> tuple[str, ...]:
    return tuple(part.name() for part in words.group().parts()) if words.sees("(") else ()


def renamed(row: QueryRow, names: tuple[str, ...]) -> QueryRow:
    """The row under other names, the first ones first."""
    if not names:
        return row
    if row.open:
        return QueryRow(tuple(DraftColumn(name, TypeName("", ""), True, _NOWHERE) for name in names), True)
    pairs = zip(row.columns, (*names, *(column.name for column in row.columns[len(names) :])), strict=False)
    return QueryRow(tuple(column._replace(name=name) for column, name in pairs), False)


def clause(words: Words, stops: frozenset[str]) -> Words:
    """What comes up to one of the words that begin the next part. A name after AS or a dot may be any word."""
    start, depth = words.at, 0
    before = ""
    while not words.done:
        token = words.peek()
        if not depth and token.kind in ("word", "mark") and token.text in stops and not _is_inside(words, before):
            break
        if token.kind == "mark":
            depth += (token.text in "([") - (token.text in ")]")
        before = token.text
        words.at += 1
    return words.inner(words.tokens[start : words.at])


def _is_inside(words: Words, before: str) -> bool:
    """Whether a word that could begin a part belongs to an expression."""
    word = words.peek().text
    if before in ("as", ".") or (word, before) in (("from", "distinct"), ("group", "within")):
        return True
    return word in ("left", "right") and words.peek(1).text == "("


def _from(draft: Draft, words: Words, scope: Mapping[str, QueryRow], depth: int) -> list[FromItem]:
    """The sources of a query, in order. Columns that a join puts together are counted once."""
    everything = clause(words, _AFTER_ITEMS - {"from"})
    sources: list[FromItem] = []
    while not everything.done:
        natural = False
        while word := everything.accept_any("natural", "left", "right", "full", "inner", "outer", "cross", "join", ","):
            natural = natural or word == "natural"
        found = _item(draft, everything, scope, depth)
        if natural:
            found = [one._replace(joined=_common(sources, one)) for one in found]
        sources += found
        condition = clause(everything, _JOINS)
        if condition.accept("using"):
            sources[-1] = sources[-1]._replace(joined=frozenset(_aliases(condition)))
    return sources


def _common(sources: list[FromItem], other: FromItem) -> frozenset[str]:
    names = {column.name for source in sources for column in source.row.columns}
    return frozenset(column.name for column in other.row.columns if column.name in names)


def _item(draft: Draft, words: Words, scope: Mapping[str, QueryRow], depth: int) -> list[FromItem]:
    """One source, or those of a join in parentheses."""
    words.accept("lateral")
    words.accept("only")
    if words.sees("("):
        inner = words.group()
        if inner.peek().text not in ("select", "with", "values", "(", "table"):
            return _from(draft, inner, scope, depth + 1)
        first = inner.inner(inner.tokens)
        sources = _joined(draft, first, scope, depth)
        if sources is not None:
            return sources
        return [_under(words, "", read(draft, inner, scope, depth + 1))]
    here, name = words.here, words.qualified()
    if words.sees("("):
        words.group()
        words.accept("with", "ordinality")
        return [_under(words, name[1], UNKNOWN)]
    words.accept("*")
    return [_under(words, name[1], _named(draft, name, scope, here))]


def _joined(draft: Draft, inner: Words, scope: Mapping[str, QueryRow], depth: int) -> list[FromItem] | None:
    """`((a join b on ...) join c on ...)`, as views are printed; None for a query."""
    at = 0
    while inner.peek(at).text == "(" and inner.peek(at).kind == "mark":
        at += 1
    if inner.peek(at).text in ("select", "with", "values", "table"):
        return None
    return _from(draft, inner, scope, depth + 1)


def _under(words: Words, name: str, row: QueryRow) -> FromItem:
    """The source under its alias."""
    if words.accept("as") or (words.peek().kind in ("word", "name") and not _ends_item(words.peek())):
        if words.sees("("):
            words.group()
            return FromItem(name, UNKNOWN)
        name = words.name()
    if words.sees("("):
        inner = words.group()
        plain = all(len(part.tokens) == 1 for part in inner.parts())
        inner.at = 0
        row = renamed(row, tuple(part.name() for part in inner.parts())) if plain else UNKNOWN
    return FromItem(name, row)


def _ends_item(token: Token) -> bool:
    return token.kind == "word" and (token.text in _JOINS or token.text in ("on", "using", "tablesample", "with"))


def _named(draft: Draft, name: tuple[str, str], scope: Mapping[str, QueryRow], here: Written) -> QueryRow:
    if not name[0] and name[1] in scope:
        return scope[name[1]]
    found = draft.find(name)
    if found is None:
        if not name[1].startswith("pg_"):
            draft.missing(name, here)
        return UNKNOWN
    return QueryRow(tuple(found.columns.values()), found.open is not None)


def _selected(
    draft: Draft, items: Words, sources: list[FromItem], scope: Mapping[str, QueryRow], depth: int
) -> QueryRow:
    columns: list[DraftColumn] = []
    is_open = False
    for part in items.parts():
        if part.done:
            continue
        star = select_items.star(part, sources)
        if star is not None:
            columns += star.columns
            is_open = is_open or star.open
            continue
        here = part.here
        name, type = select_items.labelled(draft, part, sources)
        if not name and part.tokens[0].text == "(":
            inner = read(draft, part.inner(part.tokens).group(), scope, depth + 1)
            name = inner.columns[0].name if inner.columns else ""
        is_open = is_open or not name
        if name:
            columns.append(DraftColumn(name, type, True, here))
    return QueryRow(tuple(column._replace(default=None, generated=False, identity="") for column in columns), is_open)


_NOWHERE = Words((), "").here
