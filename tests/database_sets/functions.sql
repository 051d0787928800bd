-- file: 1_functions.sql
create table rooms (id int primary key, name text not null, capacity int);
create function area(width numeric, height numeric) returns numeric language sql immutable as $$ select width * height $$;
create function area(radius double precision) returns double precision language sql immutable as $$ select radius $$;
create or replace function greet(name text default 'you', greeting varchar(20) = 'Hello') returns text language sql as $body$ select greeting || name $body$;
create function unnamed(int, text) returns void language plpgsql as $$ begin end $$;
create function find_rooms(minimum int default 1) returns setof rooms language sql stable as $$ select * from rooms $$;
create function one_room(room_id int) returns rooms language sql stable as $$ select * from rooms limit 1 $$;
create function stats(out total bigint, out average numeric) language sql as $$ select 1::bigint, 2.0 $$;
create function swap(inout a int, inout b int) language sql as $$ select b, a $$;
create function summed(variadic numbers int[]) returns int language sql immutable as $$ select 1 $$;
create function listing(p_limit int, p_offset int default 0) returns table (id int, name text, free boolean) language sql as $$ select 1, 'a', true $$;
create procedure tidy(in older_than interval, inout removed int default 0) language plpgsql as $$ begin removed := 1; end $$;
create function texts() returns setof text language sql as $$ select 'a'::text $$;
create function stamped() returns trigger language plpgsql as $$ begin return new; end $$;
create function at_zone(moment timestamp with time zone, zone text) returns timestamp without time zone language sql stable as $$ select now()::timestamp $$;
-- file: 2_changes.sql
drop function area(double precision);
create or replace function area(width numeric, height numeric) returns numeric language sql stable as $$ select width $$;
alter function greet(text, varchar) rename to welcome;
create schema api;
alter function unnamed(int, text) set schema api;
drop function if exists nothing_here(int);
create function area(side integer) returns integer language sql as $$ select side $$;
drop procedure tidy;
