-- file: 1.sql
create table good_one (id int primary key, name text);
create view bad_view as selec 1;
create table bad_one (id int primary key, name text,);
create tabel bad_two (id int);
alter table good_one add colunm_x;
alter table good_one add column fine int;
create type bad_enum as enum ('a' 'b' c);
create function bad_fn(a int) return int language sql as $$ select 1 $$;
create table good_two (id int references good_one);
grant select on nowhere_to_be_found to nobody_at_all;
alter table not_there alter column x set default 3;
create view good_view as select id from good_one;
