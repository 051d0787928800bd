-- file: 1.sql
create schema app;
create schema "Mixed";
set search_path = app;
create type state as enum ('x');
create table one (id int primary key, s state);
set search_path = "Mixed", app, public;
create table two (id int primary key, one_id int references one, s state default 'x');
reset search_path;
create table three (id int references app.one, two_id int references "Mixed".two);
set local search_path to app;
set session search_path to 'app';
create function in_app() returns setof one language sql as $$ select * from app.one $$;
create view both_of_them as select o.id, t.one_id from one o join "Mixed".two t on t.one_id = o.id;
-- file: 2.sql
create table four (id int);
alter table app.one rename column s to state;
