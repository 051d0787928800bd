-- file: 1.sql
create function make_code(prefix text, n int default 1) returns text language sql immutable as $$ select prefix $$;
create table d (
  a int default -1, b int default +2, c numeric default 1.50, d text default 'x' || 'y', e boolean default (not false),
  f text default null, g int default null::int, h text default make_code('a', 2), i timestamptz default now() - interval '1 day',
  j jsonb default '{"a": [1, 2]}', k text[] default '{a,b}', l int default (2 * (3 + 4)), m text default 'quote''s',
  n uuid default gen_random_uuid() not null, o date default '2020-01-01'::date, p text default current_user,
  q int default case when true then 1 else 2 end, r text default coalesce(null, 'z'), s bigint default 9999999999,
  t float8 default 1e3, u text collate "C" default 'c' not null, v int not null default 3 unique, w bool default true primary key
);
alter table d alter a set default 5, alter b drop default, alter c set default null, alter column f set default 'now';
