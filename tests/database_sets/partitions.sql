-- file: 1.sql
create table events (
  id bigint generated always as identity,
  happened_at timestamptz not null,
  kind text not null default 'note',
  payload jsonb,
  primary key (id, happened_at)
) partition by range (happened_at);
create table events_2023 partition of events for values from ('2023-01-01') to ('2024-01-01');
create table events_rest partition of events default;
create table events_2024 (like events including defaults);
alter table events attach partition events_2024 for values from ('2024-01-01') to ('2025-01-01');
alter table events add column source varchar(30);
alter table events rename column kind to sort;
create table cities (name text, region text not null) partition by list (region);
create table cities_north partition of cities for values in ('n') partition by hash (name);
create table cities_north_0 partition of cities_north for values with (modulus 1, remainder 0);
-- file: 2.sql
alter table events detach partition events_2023;
alter table events drop column payload;
drop table events_rest;
