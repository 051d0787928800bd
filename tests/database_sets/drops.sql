-- file: 1.sql
create type mood as enum ('sad', 'ok');
create table a (id int primary key, mood mood, note text);
create table b (id int primary key, a_id int references a (id), other int);
create table c (id int primary key, b_id int constraint c_to_b references b, unique (b_id));
create view v as select id from a;
create index note_idx on a (note);
create schema trash;
create table trash.t (id int);
create function trash.f() returns int language sql as 'select 1';
-- file: 2.sql
drop view v;
drop table a cascade;
alter table c drop constraint c_to_b;
alter table c drop constraint if exists c_b_id_key;
drop schema trash cascade;
drop type mood;
alter table b drop column if exists other, drop column if exists never_there;
drop table if exists x, y;
create table a (id uuid primary key);
alter table b drop column a_id;
