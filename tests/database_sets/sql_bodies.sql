-- file: 01.sql
create table counters (name text primary key, value bigint not null default 0);
create function bump(counter text) returns bigint
  language sql volatile
  begin atomic
    update counters set value = value + 1 where name = counter;
    select case when value > 10 then 10 else value end from counters where name = counter;
  end;
create function twice(n int) returns int language sql immutable return n * 2;
create procedure reset_all() language sql begin atomic update counters set value = 0; end;
create table after_bodies (id int primary key);
