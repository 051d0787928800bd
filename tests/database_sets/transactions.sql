-- file: 1.sql
begin;
create table kept (id int primary key);
savepoint one;
create table not_kept (id int);
alter table kept add column lost int;
rollback to savepoint one;
alter table kept add column found int;
commit;
begin;
create table nothing (id int);
drop table kept;
rollback;
start transaction;
create table second (id int primary key, kept_id int references kept);
end;
BEGIN;
alter table second rename to third;
ABORT;
