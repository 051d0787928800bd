-- file: 1.sql
create type level as enum ('low', 'high');
create type empty_one as enum ();
create type public.shade as enum ('light', 'it''s dark', 'UPPER', 'with space', 'ünï');
create table lamps (id int primary key, level level default 'low'::level, shades shade[] not null default array['light']::shade[], other empty_one);
-- file: 2.sql
alter type level add value 'middle' before 'high';
alter type level add value 'top';
alter type shade rename value 'UPPER' to 'upper';
alter table lamps alter column level drop default;
alter type level rename to brightness;
alter table lamps alter column level set default 'middle';
create function lamps_at(at_level brightness, only_on boolean default true) returns setof lamps language sql stable as $$ select * from lamps $$;
create function levels() returns setof brightness language sql as $$ select 'low'::brightness $$;
-- swapping a type, as it is often done
create type brightness_new as enum ('low', 'middle', 'high');
create table shops (id int, b brightness_new);
alter table lamps alter column level drop default, alter column level type brightness_new using level::text::brightness_new;
drop function lamps_at(brightness, boolean);
drop function levels();
drop type brightness;
alter type brightness_new rename to brightness;
