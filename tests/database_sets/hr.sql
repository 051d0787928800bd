-- file: 20220101000000_hr.sql
create table departments (id serial primary key, name text unique not null, lead int);
create table staff (id serial primary key, department int references departments, email text not null, hired date not null default now()::date, salary money, skills text[] default array[]::text[], active bool not null default 't');
alter table departments add foreign key (lead) references staff (id);
create table leave (staff_id int not null references staff, kind text not null, from_day date, to_day date, constraint leave_kind check (kind in ('sick', 'holiday', 'unpaid')), constraint leave_days unique (staff_id, from_day));
-- file: 20220201000000_kinds.sql
alter table leave drop constraint leave_kind;
create type leave_kind as enum ('sick', 'holiday', 'unpaid', 'parental');
alter table leave alter column kind type leave_kind using kind::leave_kind;
alter table leave alter kind set default 'holiday';
-- file: 20220301000000_split.sql
create table people as table staff with no data;
alter table people add primary key (id), alter column email set not null;
alter table staff drop column skills;
create view org as
 with recursive tree (id, name, depth) as (
   select id, name, 0 from departments where lead is null
   union all
   select d.id, d.name, t.depth + 1 from departments d join tree t on d.lead = t.id
 ) select * from tree;
