-- file: 1.sql
\set ON_ERROR_STOP off
\echo 'create table fake (id int);'
create table real_one (id int primary key);
\if false
\endif
\timing off
create table real_two (id int references real_one);
select 1 as a \gset
alter table real_two add column note text;
\unset a
