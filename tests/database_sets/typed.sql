-- file: 1.sql
create table every_type (
  a int2, b int4, c int8, d float4, e float8, f float, g float(10), h float(40), i real, j double precision,
  k decimal, l decimal(5), m numeric(7,3), n dec(4,1), o bool, p char, q char(3), r character varying, s varchar(9),
  t text, u bpchar, v bit, w bit(4), x bit varying, y varbit(8), z bytea,
  aa date, ab time, ac timetz, ad time(3) with time zone, ae timestamp, af timestamptz(2), ag timestamp(6) without time zone,
  ah interval, ai interval year to month, aj interval second(3), ak uuid, al json, am jsonb, an xml, ao inet, ap cidr,
  aq macaddr, ar macaddr8, at money, au point, av line, aw lseg, ax box, ay path, az polygon, ba circle,
  bb tsvector, bc tsquery, bd int4range, be numrange, bf tstzrange, bg daterange, bh int8multirange, bi oid, bj regclass,
  bk name, bl "char", bm integer array, bn text array[4], bo int[][], bp varchar(5)[], bq national character varying(6),
  br nchar(2), bs pg_catalog.int4, bt "timestamptz", bu character(5)[], bv numeric(5,-2), bw timestamp with time zone[]
);
alter table every_type alter column a type bigint, alter b set data type numeric(20,4), alter column t type varchar(99) collate "C";
