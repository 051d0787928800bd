"""What a PostgreSQL server says that it holds, in the words in which a replayed database says it."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import psycopg

from truthcheck.model.database import Database

Facts: TypeAlias = "dict[tuple[str, ...], Any]"

OURS = "n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg_temp%'"
NOT_BROUGHT = "not exists (select 1 from pg_depend d where d.objid = {oid} and d.deptype = 'e')"

RELATIONS = f"""
select n.nspname, c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and {OURS} and {NOT_BROUGHT.format(oid="c.oid")}
"""
COLUMNS = f"""
select n.nspname, c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
       a.attgenerated, coalesce(pg_get_expr(d.adbin, d.adrelid), y.typdefault)
from pg_attribute a join pg_type y on y.oid = a.atttypid join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f') and {OURS}
  and {NOT_BROUGHT.format(oid="c.oid")}
order by a.attnum
"""
KEYS = f"""
select n.nspname, c.relname, k.conname, m.nspname, t.relname,
       array(select attname from unnest(k.conkey) with ordinality as u(num, pos)
             join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by pos)::text[],
       array(select attname from unnest(k.confkey) with ordinality as u(num, pos)
             join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by pos)::text[]
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
join pg_class t on t.oid = k.confrelid join pg_namespace m on m.oid = t.relnamespace
where k.contype = 'f' and (k.conparentid = 0 or c.relispartition) and {OURS}
"""
UNIQUES = f"""
select n.nspname, c.relname, i.indisprimary,
       array(select attname from unnest(i.indkey::int2[]) with ordinality as u(num, pos)
             join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num
             where pos <= i.indnkeyatts order by pos)::text[]
from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
where i.indisunique and i.indpred is null and i.indexprs is null and {OURS}
"""
ENUMS = f"""
select n.nspname, t.typname,
       array(select enumlabel from pg_enum e where e.enumtypid = t.oid order by enumsortorder)::text[]
from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'e' and {OURS}
"""
ROUTINES = f"""
select n.nspname, p.proname, p.prokind, p.provolatile, p.proretset, format_type(p.prorettype, null), p.proargnames,
       p.proargmodes, p.pronargdefaults,
       array(select format_type(u, null)
             from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as x(u, pos)
             order by pos)::text[]
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where {OURS} and p.prokind in ('f', 'p') and {NOT_BROUGHT.format(oid="p.oid")}
"""
_CAST = re.compile(
    r"""::(?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))*"""
    r"(?: varying| precision| with(?:out)? time zone)?(?:\([\d,]*\))?(?:\[\])*"
)
_KINDS = {"r": "table", "p": "table", "v": "view", "m": "materialized view", "f": "foreign table"}
_MODES = {"i": "in", "o": "out", "b": "inout", "v": "variadic", "t": "table"}
_VOLATILE = {"i": "immutable", "s": "stable", "v": "volatile"}


def of_server(connection: psycopg.Connection[Any], managed: frozenset[str] = frozenset()) -> Facts:
    """Of keys into `managed` schemas the columns are left out: no source of the project tells them."""
    facts: Facts = {}
    for schema, name, kind in connection.execute(RELATIONS):
        facts["relation", schema, name] = _KINDS[_text(kind)]
        facts["columns", schema, name] = ()
    for schema, name, kind, column, type, strict, identity, generated, default in connection.execute(COLUMNS):
        facts["columns", schema, name] = (*facts["columns", schema, name], column)
        view = _text(kind) in "vm"
        facts["type", schema, name, column] = plain(type)
        if not view:
            facts["null", schema, name, column] = not strict
            facts["default", schema, name, column] = None if _text(generated) else expression(default)
            facts["made", schema, name, column] = bool(_text(generated)), _text(identity)
    for schema, name, key, target_schema, target, columns, targets in connection.execute(KEYS):
        known = () if target_schema in managed else tuple(targets)
        facts["key", schema, name, key] = (tuple(columns), target_schema, target, known)
    for schema, name, primary, columns in connection.execute(UNIQUES):
        facts["unique", schema, name, ",".join(columns)] = True
        if primary:
            facts["primary", schema, name] = tuple(columns)
    for schema, name, labels in connection.execute(ENUMS):
        facts["enum", schema, name] = tuple(labels)
    for row in connection.execute(ROUTINES):
        facts |= dict([_routine(row)])
    return facts


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _routine(row: tuple[Any, ...]) -> tuple[tuple[str, ...], Any]:
    schema, name, kind, volatility, many, returns, names, modes, defaults, types = row
    modes = [_MODES[_text(mode)] for mode in modes or ["i"] * len(types)]
    names = [*(names or ()), *[""] * (len(types) - len(names or ()))]
    arguments = [(n, plain(t), m) for n, t, m in zip(names, types, modes, strict=True) if m != "table"]
    columns = tuple((n, plain(t)) for n, t, m in zip(names, types, modes, strict=True) if m == "table")
    key = ("routine", schema, name, ",".join(t for _, t, m in arguments if m in ("in", "inout", "variadic")))
    what = "function" if _text(kind) == "f" else "procedure"
    shown = "record" if columns else plain(returns)  # RETURNS TABLE of one column returns its type
    facts = (what, _VOLATILE[_text(volatility)], many, shown, tuple(arguments), defaults, columns)
    return key, facts


def of_database(database: Database, managed: frozenset[str] = frozenset()) -> Facts:
    facts: Facts = {}
    for one in database.relations:
        if one.open is not None and not one.columns:
            continue  # spoken of alone
        facts["relation", one.schema, one.name] = one.kind
        if one.open is None:
            facts["columns", one.schema, one.name] = one.names
        for column in one.columns:
            place = (one.schema, one.name, column.name)
            if column.type:
                facts[("type", *place)] = plain(column.type)
            if "view" not in one.kind:
                facts[("null", *place)] = column.nullable
                facts[("default", *place)] = expression(column.default)
                facts[("made", *place)] = (
                    column.generated,
                    {"always": "a", "by default": "d", "": ""}[column.identity],
                )
        for unique in one.uniques:
            facts["unique", one.schema, one.name, ",".join(unique)] = True
        if one.key:
            facts["primary", one.schema, one.name] = one.key
    for key in database.keys:
        facts["key", key.schema, key.relation, key.name] = (
            key.columns,
            key.target_schema,
            key.target,
            () if key.target_schema in managed else key.target_columns,
        )
    for enum in database.enums:
        facts["enum", enum.schema, enum.name] = enum.labels
    for routine in database.routines:
        types = ",".join(plain(one.type) for one in routine.arguments if one.mode in ("in", "inout", "variadic"))
        out = any(one.mode in ("out", "inout") for one in routine.arguments)
        table = () if out or routine.returns != "record" else routine.columns or ()
        facts["routine", routine.schema, routine.name, types] = (
            routine.kind,
            routine.volatility,
            routine.many,
            plain(routine.returns),
            tuple((one.name, plain(one.type), one.mode) for one in routine.arguments),
            sum(one.default is not None for one in routine.arguments),
            tuple((column.name, plain(column.type)) for column in table),
        )
    return facts


def plain(type: str) -> str:
    """Without quotes, and without lengths that `format_type` leaves out of what routines take."""
    return type.replace('"', "").removeprefix("public.")


def expression(text: str | None) -> str | None:
    """A default without what the server adds to it: casts, parentheses, schemas, spaces."""
    if text is None:
        return None
    bare = _CAST.sub("", text).lower()
    for schema in ("pg_catalog.", "public.", "extensions."):
        bare = bare.replace(schema, "")
    bare = re.sub(r"[\s()\"]", "", bare)
    return {"current_timestamp": "now"}.get(bare, bare)
