"""From the steps of a client to a query: `client.table("x").select("a").eq("b", 1).execute()`.

Rule data says which step says what, and how its arguments are called in order ("filter:eq column value").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from truthcheck.checks.database.query import (
    CALL,
    DELETE,
    INSERT,
    OBJECT,
    OTHER,
    READ,
    UPDATE,
    UPSERT,
    WRITES,
    Client,
    Filter,
    Query,
)
from truthcheck.model.call import Call, Step
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Sequence, Unknown, Value
from truthcheck.model.value import Mapping as Keyed

_UNKNOWN = Unknown(Reason(Why.ARGUMENTS_UNKNOWN))
_SHAPES = {"object": OBJECT, "other": OTHER}
_VERBS = {"select": READ, "insert": INSERT, "upsert": UPSERT, "update": UPDATE, "delete": DELETE}


class Said(Node):
    """One step that says something: its `role` in a request, with what it is given by the names of rule data."""

    role: str
    detail: str
    values: Mapping[str, Value]
    more: tuple[Value, ...] = ()
    open: bool = False
    at: Span | None = None

    def flag(self, name: str) -> bool | None:
        """An argument that is true or false; None when it is not known."""
        value = self.values.get(name)
        if value is None:
            return False
        return bool(value.value) if isinstance(value, Literal) else None


def said(rules: Mapping[str, str], steps: tuple[Step, ...]) -> Iterator[Said]:
    """What the steps say, in order."""
    before = ""
    module = steps[0].text if steps else ""
    for step, after in pairwise((*steps, Step(""))):
        if after.text == "()":
            rule = _rule(rules, module, before, step.text)
            if rule:
                yield _read(rule, after)
        if step.text.isidentifier():
            before = step.text


def _rule(rules: Mapping[str, str], module: str, before: str, name: str) -> str:
    """The rule of a step: that of the object it is asked of goes before the one of the name alone."""
    for key in (f"{before}.{name}", f"{module}:{name}", name):
        if key in rules:
            return rules[key]
    return ""


def _read(rule: str, step: Step) -> Said:
    head, *names = rule.split()
    role, _, detail = head.partition(":")
    placed, named = _arguments(step)
    slots = [name.lstrip("*").partition("=") for name in names]
    variadic = bool(names) and names[0].startswith("*")
    values = {} if variadic else {slot: value for (slot, _, _), value in zip(slots, placed.items, strict=False)}
    for entry in named.entries:
        slot = next((slot for slot, _, keyword in slots if entry.key in (keyword or slot).split("|")), entry.key)
        values[slot] = entry.value
    unknown = placed.rest is not None or named.rest is not None
    return Said(role, detail, values, placed.items if variadic else (), unknown, step.at)


def _arguments(step: Step) -> tuple[Sequence, Keyed]:
    placed: Value = Sequence(())
    named: Value = Keyed(())
    for argument in step.given:
        if argument.location == "args":
            placed = argument.value
        elif argument.location == "kwargs":
            named = argument.value
    return (
        placed if isinstance(placed, Sequence) else Sequence((), _UNKNOWN),
        named if isinstance(named, Keyed) else Keyed((), _UNKNOWN),
    )


def query(call: Call, rules: Mapping[str, str]) -> Query | None:
    """What the steps of a call come to; None when they ask no relation and no function."""
    if call.member is None:
        return None
    parts = list(said(rules, call.member.steps))
    start = next((number for number in reversed(range(len(parts))) if parts[number].role in ("table", "function")), -1)
    if start < 0 or any(part.role == "bucket" for part in parts):
        return None
    target, rest = parts[start], parts[start + 1 :]
    name = target.values.get("name")
    if name is None:
        return None
    made = Query(call, CALL if target.role == "function" else READ, name, target.at)
    made = made._replace(client=_client(parts[:start]), schema=_schema(parts[:start]))
    made = made._replace(arguments=target.values.get("arguments"), open=target.open)
    return _with(made, rest, len(rest) > 0 and rest[-1].role == "send")


def _client(parts: list[Said]) -> Client:
    made = next((part for part in reversed(parts) if part.role == "client"), None)
    if made is None:
        return Client()
    return Client(made.values.get("url"), made.values.get("schema"), bool(made.values))


def _schema(parts: list[Said]) -> Value | None:
    chosen = next((part for part in reversed(parts) if part.role == "schema"), None)
    return chosen.values.get("name", _UNKNOWN) if chosen is not None else None


def _with(made: Query, rest: list[Said], sent: bool) -> Query:
    """The query with all that its further steps say."""
    writes = [part for part in rest if _VERBS.get(part.role) in WRITES]
    made = made._replace(
        verb=_verb(made, rest, writes),
        sent=sent,
        open=made.open or any(part.open for part in rest),
        selects=_selects(rest),
        filters=tuple(_filters(rest)),
        conditions=tuple(_scoped(rest, "any", "conditions")),
        orders=tuple(_scoped(rest, "order", "column")),
        windows=tuple(_values(rest, "window", "scope")),
        matches=tuple(_values(rest, "match", "columns")),
        shape=next((_SHAPES.get(part.detail, OTHER) for part in reversed(rest) if part.role == "shape"), made.shape),
    )
    return _written(made, writes[-1]) if writes else made


def _values(rest: Iterable[Said], role: str, slot: str) -> Iterator[Value]:
    """What the steps of a role are given for a slot."""
    return (part.values[slot] for part in rest if part.role == role and slot in part.values)


def _selects(rest: Iterable[Said]) -> tuple[Value, ...] | None:
    """The texts of the last step that selects; None where everything is asked for."""
    selects = [part for part in rest if part.role == "select"]
    if not selects or not (selects[-1].more or selects[-1].open):
        return None
    return (*selects[-1].more, *([_UNKNOWN] if selects[-1].open else []))


def _verb(made: Query, rest: Iterable[Said], writes: Iterable[Said]) -> str:
    if made.verb == CALL:
        return CALL
    verbs = (_VERBS[part.role] for part in rest if part.role in _VERBS and part.role != "select")
    return _upserts(writes, next(verbs, made.verb))


def _upserts(writes: Iterable[Said], verb: str) -> str:
    return UPSERT if any(part.role == "insert" and part.flag("upsert") for part in writes) else verb


def _written(made: Query, write: Said) -> Query:
    filled = "fills" in write.values and write.flag("fills") is not True
    return made._replace(rows=write.values.get("rows"), conflict=write.values.get("conflict"), fills=filled)


def _filters(rest: Iterable[Said]) -> Iterator[Filter]:
    for part in rest:
        column = part.values.get("column")
        if part.role == "filter" and column is not None:
            stated = part.values.get("operator")
            known = str(stated.value) if isinstance(stated, Literal) else ""
            yield Filter(column, part.detail or known, part.values.get("value"))


def _scoped(rest: Iterable[Said], role: str, slot: str) -> Iterator[Filter]:
    for part in rest:
        if part.role == role and slot in part.values:
            yield Filter(part.values[slot], "", None, part.values.get("scope"))
