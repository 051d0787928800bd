-- file: 0001.sql
create schema if not exists sales;
create schema hr authorization current_user;
create table sales.leads (id int primary key, name text);
create table hr.people (id int primary key, lead_id int references sales.leads (id), level int default 1);
create type sales.tier as enum ('a', 'b');
alter table sales.leads add column tier sales.tier not null default 'a';
-- file: 0002.sql
set search_path to hr, public;
create table reviews (id int primary key, person int not null references people, score real);
alter table people add column reviewed_at timestamp with time zone;
create function score_of(person int) returns real language sql stable as 'select 1.0::real';
-- file: 0003.sql
alter table hr.reviews set schema sales;
alter table sales.reviews rename to assessments;
alter schema hr rename to staff;
create table untouched (id int);
