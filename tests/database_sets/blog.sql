-- file: 20240101000000_init.sql
create table authors (
  id uuid primary key default gen_random_uuid(),
  display_name text not null,
  email varchar(320) unique,
  created_at timestamptz not null default now()
);
create table posts (
  id bigserial primary key,
  author_id uuid not null references authors(id) on delete cascade,
  title varchar(200) not null,
  slug text not null,
  body text,
  published boolean not null default false,
  published_at timestamp,
  rating numeric(3, 1) default 0.0,
  unique (author_id, slug)
);
-- file: 20240110000000_comments.sql
create table comments (
  id bigint generated always as identity primary key,
  post_id bigint not null references posts on delete cascade,
  parent_id bigint references comments (id),
  body text not null check (length(body) > 0),
  created_at timestamptz default current_timestamp
);
create index on comments (post_id);
-- file: 20240201000000_rename.sql
alter table posts rename column body to content;
alter table posts rename title to headline;
alter table posts add column summary text, add column if not exists word_count int default 0, drop column rating;
alter table posts alter column slug type varchar(120), alter column published set default true;
