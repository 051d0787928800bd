"""A query beside a database: what is false of it, and what of it could not be checked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TypeAlias

from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.database import columns, payload, rows
from truthcheck.checks.database.grammar import NotInGrammar, Wanted, items
from truthcheck.checks.database.levels import Level, everything, level
from truthcheck.checks.database.query import CALL, WRITES, Query
from truthcheck.checks.database.script import SourceText, script, scripts
from truthcheck.checks.database.view import View, of_routine
from truthcheck.model.database import PUBLIC, Database, Relation, Routine
from truthcheck.model.location import Span
from truthcheck.model.noun import Node, replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Mapping, Sequence, Value, alternatives
from truthcheck.suggest import nearest

_MOST = 16
_SCRIPTS = ("migration", "schema")
_OPEN_NAME = Reason(Why.CHOSEN_AT_RUN_TIME)
_RESERVED = ("information_schema", "pg_catalog")


class QueryOutcome(Node):
    """`why`: why nothing could be told at all; `left_open` what of the query is not known."""

    faults: tuple[Fault, ...] = ()
    why: Reason | None = None
    left_open: tuple[Reason, ...] = ()


Reading: TypeAlias = "tuple[str, str]"  # schema and name


def judge(query: Query, database: Database) -> QueryOutcome:
    """What is false in every way in which names and texts may turn out."""
    found = [_outcome(query, View(database, schema), name) for schema, name in _readings(query, database)]
    unknown = next((one for one in found if one.why), None) if found else QueryOutcome(why=_OPEN_NAME)
    if unknown is not None:
        return unknown
    faults = tuple(_likely(query, fault) for fault in common([one.faults for one in found]))
    if faults and _is_patchwork(database):
        return QueryOutcome(why=Reason(Why.SOURCES_UNORDERED))
    return QueryOutcome(faults, None, tuple(dict.fromkeys(reason for one in found for reason in one.left_open)))


def _is_patchwork(database: Database) -> bool:
    """Whether scripts without an order of their own leave gaps: which of them were run, and when, nobody knows."""
    files = [source.path.rpartition("/")[2] for source in database.sources if source.taken and source.kind in _SCRIPTS]
    return len(files) > 1 and not database.complete and not all(name[:1].isdigit() for name in files)


def _likely(query: Query, fault: Fault) -> Fault:
    return fault if query.certain else replace(fault, certain=False)


def _readings(query: Query, database: Database) -> Iterator[Reading]:
    """Every schema with every name that may be meant; none when one of them is not known."""
    schemas = [script(value) for value in alternatives(query.schema)] if query.schema is not None else []
    default = _default(query, database)
    names = [script(value) for value in alternatives(query.name)]
    if default is None or any(text.is_open for text in (*schemas, *names)) or len(names) > _MOST:
        return
    wanted = [text.text for text in schemas] or [default]
    yield from product(wanted, (text.text for text in names))


def _default(query: Query, database: Database) -> str | None:
    """The schema that a client asks when it is not told another; None when that is not known."""
    chosen = query.client.schema
    if chosen is not None:
        return str(chosen.value) if isinstance(chosen, Literal) and chosen.value else None
    return database.exposed[0] if database.exposed else PUBLIC


def _outcome(query: Query, view: View, name: str) -> QueryOutcome:
    hidden = _hidden(query, view, name)
    if hidden is not None:
        return hidden
    return _function(query, view, name) if query.verb == CALL else _table(query, view, name)


def _hidden(query: Query, view: View, name: str) -> QueryOutcome | None:
    """What is asked of a schema that the database does not show."""
    if view.schema in view.database.exposed:
        return None
    stated = any(source.kind == "config" and source.taken for source in view.database.sources)
    schemas = {*(one.schema for one in view.database.relations), *(one.schema for one in view.database.routines)}
    if not stated and view.schema in schemas:
        return None
    if not stated and view.may_have_relation(name):
        return QueryOutcome(why=Reason(Why.SCHEMA_UNKNOWN, view.schema))
    rule = "unknown-function" if query.verb == CALL else "unknown-table"
    shown = view.database.exposed
    return QueryOutcome((Fault(rule, ("schema", view.schema, name), _at(query), "hidden", shown, certain=False),))


def _at(query: Query) -> Span | None:
    return getattr(query.name, "at", None) or query.at


def _table(query: Query, view: View, name: str) -> QueryOutcome:
    relation = view.relation(name)
    if relation is None:
        return _no_table(query, view, name)
    return _asked(query, view, relation, everything(relation))


def _no_table(query: Query, view: View, name: str) -> QueryOutcome:
    if view.may_have_relation(name):
        return QueryOutcome(why=Reason(Why.TABLE_UNKNOWN, name))
    fault = Fault("unknown-table", ("table", view.schema, name), _at(query), "", view.relation_names)
    return QueryOutcome((replace(fault, pointer=_source(view, name)),))


def _source(view: View, name: str) -> str:
    """The line that says what became of the name, else that of its nearest neighbour."""
    change = view.change(name)
    if change is not None:
        return str(change.written)
    near = nearest(name, view.relation_names)
    there = view.relation(near[0]) if near else None
    return str(there.written) if there is not None else ""


def _function(query: Query, view: View, name: str) -> QueryOutcome:
    routines = view.routines(name)
    if not routines:
        if view.may_have_routine(name):
            return QueryOutcome(why=Reason(Why.FUNCTION_UNKNOWN, name))
        change = view.change(name)
        pointer = str(change.written) if change is not None else ""
        place = ("function", view.schema, name)
        return QueryOutcome((Fault("unknown-function", place, _at(query), "", view.routine_names, pointer=pointer),))
    faults = tuple(payload.given(view, routines, query))
    relation = _result(routines, view)
    outcome = _asked(query, view, relation, _reply_of(routines, relation))
    return outcome._replace(faults=(*faults, *outcome.faults), left_open=(*_open(query.arguments), *outcome.left_open))


def _result(routines: tuple[Routine, ...], view: View) -> Relation | None:
    """What all overloads give as a relation; None where that is not known."""
    if len(routines) != 1:
        return None
    made = routines[0]
    there = view.relation(made.returns.rpartition(".")[2].strip('"'))
    if there is not None:
        return there
    return of_routine(made) if made.columns is not None else None


def _reply_of(routines: tuple[Routine, ...], relation: Relation | None) -> Level:
    many = routines[0].many if len(routines) == 1 else None
    return everything(relation, many)


def _asked(query: Query, view: View, relation: Relation | None, whole: Level) -> QueryOutcome:
    """The query beside the relation that it is about."""
    levels = list(_levels(query, view, relation, whole))
    readings = [[*one.faults, *columns.named(view, one, query), *rows.read(query, one)] for one in levels]
    faults = common(readings) if levels else []
    if relation is not None and query.verb in WRITES:
        faults += payload.written(view, relation, query)
    opened = _left_open(query, levels) if relation is not None else (Reason(Why.COLUMNS_UNKNOWN),)
    return QueryOutcome((*_misread(query), *faults), None, opened)


def _levels(query: Query, view: View, relation: Relation | None, whole: Level) -> Iterator[Level]:
    """What is asked for, in each way in which its text may turn out. One that cannot be read opens it all."""
    if query.selects is None:
        yield whole
        return
    for text in scripts(query.selects):
        found = _parsed(text)
        yield whole._replace(open=True) if found is None else level(view, relation, found, text, whole.many)


def _parsed(text: SourceText) -> tuple[Wanted, ...] | None:
    try:
        return items(text.text) or (Wanted(None, star=True),)
    except NotInGrammar:
        return None


def _misread(query: Query) -> Iterator[Fault]:
    """A text that the server cannot read either, whatever the run puts into it."""
    for text in scripts(query.selects or ()):
        offset = None if text.is_open else _broken(text)
        if offset is not None:
            got = text.text[offset : offset + 12]
            yield Fault("invalid-value", ("select", "columns"), text.at(offset), got, certain=False)


def _broken(text: SourceText) -> int | None:
    """From which character on it cannot be read."""
    try:
        items(text.text)
    except NotInGrammar as error:
        return error.offset
    return None


def _left_open(query: Query, levels: list[Level]) -> tuple[Reason, ...]:
    found = list(_open(query.rows))
    if query.open or any(text.is_open for text in scripts(query.selects or ())):
        found.append(Reason(Why.COLUMNS_AT_RUN_TIME))
    if any(script(one.column).is_open for one in (*query.filters, *query.conditions, *query.orders)):
        found.append(Reason(Why.COLUMNS_AT_RUN_TIME))
    if any(one.open for one in levels) and query.selects is None:
        found.append(Reason(Why.COLUMNS_UNKNOWN))
    return tuple(dict.fromkeys(found))


def _open(value: Value | None) -> Iterator[Reason]:
    """Why not all that is sent is known."""
    match value:
        case None | Literal():
            return
        case Mapping(_, rest):
            if rest is not None:
                yield rest.why
        case Sequence(items, rest):
            if rest is not None:
                yield rest.why
            for item in items:
                yield from _open(item)
        case _:
            yield getattr(value, "why", None) or Reason(Why.SENT_WITHOUT_NAMES)
