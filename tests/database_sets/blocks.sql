-- file: 1.sql
do $$ begin
  create type status as enum ('on', 'off');
exception when duplicate_object then null;
end $$;
do $$ begin
  create type status as enum ('on', 'off');
exception
  when duplicate_object then null;
end $$;
create table switches (id int primary key, state status not null default 'on');
do $do$
begin
  if not exists (select 1 from information_schema.columns where table_name = 'switches' and column_name = 'label') then
    alter table switches add column label text not null default 'x';
  end if;
  if not exists (select 1 from information_schema.columns where table_name = 'switches' and column_name = 'label') then
    alter table switches add column label integer;
  end if;
  if exists (select 1 from information_schema.columns where table_name = 'switches' and column_name = 'label') then
    alter table switches rename column label to title;
  end if;
end
$do$;
DO $$
DECLARE
  n int := 3;
  sql text;
BEGIN
  EXECUTE 'create table made_so (id int primary key, name text)';
  EXECUTE 'alter table made_so add column extra jsonb';
  RAISE NOTICE 'create table not_this (id int);';
END $$ language plpgsql;
do $$ begin
  if not exists (select from pg_constraint where conname = 'made_so_name_key') then
    alter table made_so add constraint made_so_name_key unique (name);
  end if;
end $$;
