-- file: 1.sql
create table if not exists things (id integer, name text);
alter table if exists things add primary key (id);
alter table if exists no_such_thing add column x int;
alter table only things add column code text unique, add unique (name, code);
alter table things add column parent integer, add constraint fk_parent foreign key (parent) references things (id) match simple on delete set null on update no action deferrable initially deferred;
alter table things add column owner_id uuid references auth.users (id) on delete cascade not null default gen_random_uuid();
alter table things add check (id > 0), add constraint named check (name <> '');
alter table things add column n int not null default 5 check (n between 1 and 10);
alter table things alter column name set not null, alter column code set default 'c-' || 'x';
alter table things rename constraint fk_parent to things_parent_fk;
alter table things drop constraint things_pkey cascade;
alter table things add constraint things_pk primary key (id);
create unique index things_n on things (n);
alter table things add constraint things_n_unique unique using index things_n;
alter table things set (fillfactor = 70), alter column name set statistics 200, enable row level security;
alter table things owner to current_user;
alter table things alter column n drop not null;
