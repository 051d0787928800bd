-- file: 1.sql
create table vehicles (id serial primary key, plate text not null, built int);
create table cars (doors int default 4) inherits (vehicles);
create table trucks (load numeric not null, plate text) inherits (vehicles);
alter table vehicles add column colour text default 'grey';
alter table vehicles rename column built to year_built;
create table named (name text);
create table tagged (tag text);
create table both_of (extra int) inherits (named, tagged);
alter table trucks no inherit vehicles;
alter table vehicles add column wheels smallint;
