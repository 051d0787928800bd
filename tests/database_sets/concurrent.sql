-- file: 1.sql
create table logs (id bigserial, at timestamptz not null default clock_timestamp(), level varchar(5) not null default 'info', message text not null, context jsonb, primary key (id));
create index concurrently logs_at on logs (at desc);
create unique index concurrently if not exists logs_unique on logs (level, message);
create index on logs using gin (context jsonb_path_ops);
create index logs_lower on logs (lower(message)) include (id) where level <> 'debug';
drop index concurrently if exists logs_at;
alter table logs cluster on logs_pkey;
alter table logs set logged;
create table log_levels (level varchar(5) primary key, rank int generated always as identity);
insert into log_levels (level) values ('info'), ('warn') on conflict (level) do nothing;
alter table logs add constraint level_known foreign key (level) references log_levels (level) not valid;
alter table logs validate constraint level_known;
analyze logs;
vacuum logs;
