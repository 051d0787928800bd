"""What a running server is asked: of `pg_catalog` alone, each name with its schema."""

from __future__ import annotations

_OURS = "n.nspname not like 'pg\\_%%' and n.nspname <> 'information_schema' and n.nspname <> all(%(managed)s)"
_OWN = "not exists (select 1 from pg_catalog.pg_depend d where d.objid = {oid} and d.deptype = 'e')"
TYPES = """
select t.oid, n.nspname, t.typname, t.typtype, t.typelem, t.typbasetype, t.typdefault,
       t.typcategory = 'A' and t.typelem <> 0,
       array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = t.oid order by e.enumsortorder),
       t.typrelid
from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
"""
RELATIONS = f"""
select c.oid, n.nspname, c.relname, c.relkind, pg_catalog.obj_description(c.oid, 'pg_class')
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and {_OURS} and {_OWN.format(oid="c.oid")}
order by n.nspname, c.relname
"""
COLUMNS = """
select a.attrelid, a.attname, a.atttypid, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
       a.attgenerated, pg_catalog.pg_get_expr(d.adbin, d.adrelid), pg_catalog.col_description(a.attrelid, a.attnum)
from pg_catalog.pg_attribute a
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped and a.attrelid = any(%(oids)s)
order by a.attrelid, a.attnum
"""
_NAMES = """array(select a.attname::text from unnest({key}::int2[]) with ordinality as u(num, pos)
       join pg_catalog.pg_attribute a on a.attrelid = {oid} and a.attnum = u.num where pos <= {most} order by pos)"""
UNIQUES = f"""
select i.indrelid, i.indisprimary, {_NAMES.format(key="i.indkey", oid="i.indrelid", most="i.indnkeyatts")}
from pg_catalog.pg_index i
where i.indisunique and i.indpred is null and i.indexprs is null and i.indrelid = any(%(oids)s)
order by i.indexrelid
"""
KEYS = f"""
select k.conname, n.nspname, c.relname, {_NAMES.format(key="k.conkey", oid="k.conrelid", most=99)},
       m.nspname, t.relname,
       {_NAMES.format(key="k.confkey", oid="k.confrelid", most=99)}
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class t on t.oid = k.confrelid join pg_catalog.pg_namespace m on m.oid = t.relnamespace
where k.contype = 'f' and (k.conparentid = 0 or c.relispartition) and {_OURS}
order by n.nspname, c.relname, k.conname
"""
ROUTINES = f"""
select n.nspname, p.proname, p.prokind, p.provolatile, p.proretset, p.prorettype,
       pg_catalog.format_type(p.prorettype, null), p.proargnames, p.proargmodes::text[], p.pronargdefaults,
       coalesce(p.proallargtypes, p.proargtypes::oid[]),
       array(select pg_catalog.format_type(u, null)
             from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as x(u, pos) order by pos)
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where p.prokind in ('f', 'p') and {_OURS} and {_OWN.format(oid="p.oid")}
order by n.nspname, p.proname, p.oid
"""
BROUGHT = f"""
select distinct n.nspname, e.extname from pg_catalog.pg_extension e
join pg_catalog.pg_depend d on d.refobjid = e.oid and d.deptype = 'e'
join pg_catalog.pg_proc p on p.oid = d.objid join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where {_OURS}
"""
EXPOSED = """
select s.setconfig::text[] from pg_catalog.pg_db_role_setting s
join pg_catalog.pg_roles r on r.oid = s.setrole where r.rolname = 'authenticator'
"""
