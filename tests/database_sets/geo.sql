-- file: 1.sql
create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists citext;
create extension pg_trgm with schema public;
create table places (id uuid primary key default extensions.uuid_generate_v4(), name citext not null unique, position point, box box, path path, area polygon);
create index places_name on places using gin ((name::text) gin_trgm_ops);
create function nearby(lat float, long float, radius_m float default 1000) returns table (id uuid, name text, distance float) language sql stable as $$ select null::uuid, null::text, null::float $$;
create function nearby(place uuid) returns setof places language sql stable as $$ select * from places $$;
-- file: 2.sql
alter table places add column zone int4range, add column open tstzrange default '[,)'::tstzrange;
alter table places drop column box, drop column "path";
create table visits (place uuid references places(id), during tsrange not null, exclude using gist (during with &&), primary key (place, during));
