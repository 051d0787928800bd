-- file: 1.sql
create table first_name (id int primary key, a text, b text);
create table holder (id int primary key, f int references first_name(id));
-- file: 2.sql
alter table first_name rename to second_name;
alter table second_name rename column a to x;
alter table second_name rename column b to a;
alter table second_name rename column x to b;
create table first_name (other uuid primary key);
alter table holder rename f to second_id;
-- file: 3.sql
alter table second_name rename to third_name;
alter table holder add column again int references third_name;
drop table first_name;
alter table third_name add column first_name text;
alter index holder_pkey rename to holder_key;
alter sequence if exists nothing_seq restart with 1;
