"""What CREATE and ALTER TABLE say of keys: primary, unique, foreign, and lists of values that a check allows."""

from __future__ import annotations

from truthcheck.database import naming
from truthcheck.database.draft import Constraint, Draft, DraftRelation
from truthcheck.database.tokens import Token, Words

_LABELS = {"primary": "pkey", "unique": "key", "foreign": "fkey", "check": "check"}


def is_constraint(words: Words) -> bool:
    """Whether an element of a table is a constraint, and no column."""
    first = words.peek()
    if first.kind != "word":
        return False
    if first.text == "exclude":
        return words.peek(1).text in ("using", "(")
    return first.text in ("constraint", "primary", "unique", "foreign", "check")


def of_table(draft: Draft, words: Words, relation: DraftRelation) -> None:
    """A constraint of a table as a whole is added to it."""
    here = words.here
    name = words.name() if words.accept("constraint") else ""
    if words.accept("primary", "key"):
        _key(draft, words, relation, name, "primary")
    elif words.accept("unique"):
        words.accept("nulls", "not", "distinct") or words.accept("nulls", "distinct")
        _key(draft, words, relation, name, "unique")
    elif words.accept("foreign", "key"):
        columns = names(words.group())
        words.expect("references")
        add(draft, relation, name, reference(draft, words, columns)._replace(written=here))
    elif words.accept("check"):
        add(draft, relation, name, check(words, here_column=""))


def _key(draft: Draft, words: Words, relation: DraftRelation, name: str, kind: str) -> None:
    here = words.here
    if words.accept("using", "index"):
        index = words.name()
        old = draft.constraints.get((relation.schema, relation.name), {}).pop(index, None)
        columns = old.columns if old else ()
        name = name or index
    else:
        columns = names(words.group())
    add(draft, relation, name, Constraint(kind, columns, here))


def copy_to_partition(draft: Draft, parent: tuple[str, str], part: DraftRelation) -> None:
    """A partition has the keys of its parent, the foreign ones under the same names."""
    known = [(one.kind, one.columns) for one in draft.constraints.get((part.schema, part.name), {}).values()]
    for name, one in list(draft.constraints.get(parent, {}).items()):
        if one.kind in ("primary", "unique", "foreign") and (one.kind, one.columns) not in known:
            add(draft, part, name if one.kind == "foreign" else "", one)


def names(words: Words) -> tuple[str, ...]:
    """The column names of a list; expressions and orders in it are left out."""
    return tuple(part.name() for part in words.parts() if part.peek().kind in ("word", "name"))


def reference(draft: Draft, words: Words, columns: tuple[str, ...]) -> Constraint:
    """What stands behind REFERENCES."""
    here = words.here
    target = words.qualified()
    targets = names(words.group()) if words.sees("(") else ()
    found = draft.find(target)
    if found is None:
        draft.missing(target, here)
    place = (found.schema, found.name) if found else draft.place(target)
    targets = targets or primary(draft, place)
    return Constraint("foreign", columns, here, place, targets)


def primary(draft: Draft, place: tuple[str, str]) -> tuple[str, ...]:
    """The columns of a primary key; none where none is known."""
    every = draft.constraints.get(place, {}).values()
    return next((one.columns for one in every if one.kind == "primary"), ())


def add(draft: Draft, relation: DraftRelation, name: str, constraint: Constraint) -> None:
    """Adds a constraint under its name, or under the one that PostgreSQL chooses."""
    every = draft.constraints.setdefault((relation.schema, relation.name), {})
    named = () if constraint.kind == "primary" else constraint.columns
    name = name or naming.chosen(relation.name, named, _LABELS[constraint.kind], every)
    every.setdefault(name, constraint)
    if constraint.kind == "primary":
        for column in constraint.columns:
            if column in relation.columns:
                relation.columns[column] = relation.columns[column]._replace(nullable=False)


def check(words: Words, here_column: str) -> Constraint:
    """A check; the values that it allows to one column are kept where it does nothing but list them."""
    here = words.here
    group = words.group()
    tokens = _bare(list(group.tokens))
    column, values = _listed(tokens)
    if not values:
        column = here_column or _only(group)
    return Constraint("check", (column,) if column else (), here, values=values)


def _only(words: Words) -> str:
    """The one column that a check seems to speak of; "" for several. It decides over the name of the check alone."""
    plain = {
        token.text
        for number, token in enumerate(words.tokens)
        if token.kind in ("word", "name") and words.tokens[number + 1 : number + 2] != []
        if words.tokens[number + 1].text != "(" and token.text not in _OPERATORS
    }
    return plain.pop() if len(plain) == 1 else ""


_OPERATORS = frozenset(
    (
        *("and", "or", "not", "is", "null", "in", "like", "ilike", "between", "any", "all", "true", "false"),
        *("array", "similar", "to"),
    )
)


def _bare(tokens: list[Token]) -> list[Token]:
    """Without parentheses and casts, which pg_dump writes everywhere."""
    kept: list[Token] = []
    skip = False
    for number, token in enumerate(tokens):
        if skip or (token.text in ("(", ")", "[", "]") and token.kind == "mark"):
            skip = skip and token.kind == "word" and tokens[number + 1 : number + 2][:1] != []
            skip = skip and tokens[number + 1].text == "varying"
            continue
        if token.text == "::" and token.kind == "mark":
            skip = True
            continue
        kept.append(token)
    return kept


def _listed(tokens: list[Token]) -> tuple[str, tuple[str, ...]]:
    """`status in ('a', 'b')`, or `status = any (array['a', 'b'])`: the column and the values."""
    if len(tokens) < 3 or tokens[0].kind not in ("word", "name"):
        return "", ()
    words = [token.text for token in tokens[1:4]]
    start = 2 if words[0] == "in" else 4 if words == ["=", "any", "array"] else 0
    values = tokens[start:]
    kinds = [token.kind if token.kind == "text" else token.text for token in values]
    if not start or set(kinds[::2]) != {"text"} or set(kinds[1::2]) - {","}:
        return "", ()
    return tokens[0].text, tuple(token.text for token in values[::2])


def forget_keys_to(draft: Draft, place: tuple[str, str], columns: tuple[str, ...]) -> None:
    """What columns were unique by is gone, and with it the foreign keys that refer to them."""
    for every in draft.constraints.values():
        for name, one in list(every.items()):
            if one.kind == "foreign" and one.target == place and one.target_columns == columns:
                del every[name]


def forget_columns(draft: Draft, relation: DraftRelation, column: str) -> None:
    """A column is dropped: so are the constraints over it, and the keys that refer to it."""
    own = (relation.schema, relation.name)
    for place, every in draft.constraints.items():
        for name, one in list(every.items()):
            mine = place == own and column in one.columns
            if mine or (one.target == own and column in one.target_columns and one.kind == "foreign"):
                del every[name]


def rename_column(draft: Draft, relation: DraftRelation, old: str, new: str) -> None:
    own = (relation.schema, relation.name)

    def renamed(columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if column == old else column for column in columns)

    for place, every in draft.constraints.items():
        for name, one in list(every.items()):
            if place == own:
                every[name] = one = one._replace(columns=renamed(one.columns))
            if one.target == own and one.kind == "foreign":
                every[name] = one._replace(target_columns=renamed(one.target_columns))


def move(draft: Draft, old: tuple[str, str], new: tuple[str, str]) -> None:
    """A relation has another name or schema."""
    if old in draft.constraints:
        draft.constraints[new] = draft.constraints.pop(old)
    for every in draft.constraints.values():
        for name, one in list(every.items()):
            if one.target == old:
                every[name] = one._replace(target=new)
    for index, place in list(draft.indexes.items()):
        if place == old:
            draft.indexes[index] = new


def forget_relation(draft: Draft, name: tuple[str, str]) -> None:
    """A relation is dropped: with it go its constraints, and the foreign keys that refer to it."""
    draft.constraints.pop(name, None)
    for every in draft.constraints.values():
        for key, one in list(every.items()):
            if one.kind == "foreign" and one.target == name:
                del every[key]
