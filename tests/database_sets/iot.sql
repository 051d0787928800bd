-- file: 0001_devices.sql
create type device_kind as enum ('sensor', 'actuator');
create table devices (serial_no varchar(24) primary key, kind device_kind not null, firmware text, location point, installed_on date);
create table readings (device varchar(24) not null references devices (serial_no), at timestamptz not null, value double precision not null, quality smallint default 100, primary key (device, at)) partition by range (at);
create table readings_old partition of readings for values from (minvalue) to ('2024-01-01');
create table readings_2024 partition of readings for values from ('2024-01-01') to ('2025-01-01');
-- file: 0002_alerts.sql
create table alerts (id uuid primary key default gen_random_uuid(), device varchar(24), at timestamptz, message text not null, acknowledged boolean not null default false, foreign key (device, at) references readings (device, at));
create materialized view hourly as select device, date_trunc('hour', at) as hour, avg(value) as mean, min(value), max(value) from readings group by device, date_trunc('hour', at);
create unique index on hourly (device, hour);
create or replace function latest(p_device varchar, p_count integer default 1) returns setof readings language sql stable rows 10 as $$ select * from readings where device = p_device order by at desc limit p_count $$;
-- file: 0003_more.sql
alter type device_kind add value 'gateway';
alter table readings add column unit text not null default 'C';
alter table devices alter column firmware set default '1.0', alter column installed_on set not null;
alter materialized view hourly rename to by_hour;
