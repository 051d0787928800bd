-- file: 20240501_000_base.sql
create extension if not exists pgcrypto;
create table public.users (id uuid primary key references auth.users(id) on delete cascade, handle text not null check (handle ~ '^[a-z0-9_]{3,15}$'), bio text default '', verified boolean default false, constraint users_handle_key unique (handle));
create table public.tweets (id bigint generated always as identity primary key, user_id uuid not null references public.users(id) on delete cascade, text varchar(280) not null, reply_to bigint references public.tweets(id) on delete set null, quote_of bigint, created_at timestamptz not null default now(), constraint tweets_quote_fk foreign key (quote_of) references public.tweets (id));
create table public.likes (user_id uuid references public.users(id), tweet_id bigint references public.tweets(id), created_at timestamptz default now(), primary key (user_id, tweet_id));
create table public.follows (follower uuid references public.users(id) on delete cascade, followed uuid references public.users(id) on delete cascade, primary key (follower, followed), check (follower <> followed));
-- file: 20240502_001_feed.sql
create or replace view public.feed as
select t.id, t.text, t.created_at, u.handle, u.verified, count(l.user_id) as like_count, (select count(*) from public.tweets r where r.reply_to = t.id) as reply_count
from public.tweets t
join public.users u on u.id = t.user_id
left join public.likes l on l.tweet_id = t.id
group by t.id, u.handle, u.verified;
create or replace function public.timeline(for_user uuid, page int default 1, page_size int default 20)
returns table (tweet_id bigint, handle text, body text, liked boolean)
language plpgsql stable as $$
begin
  return query select t.id, u.handle, t.text::text, false from public.tweets t join public.users u on u.id = t.user_id limit page_size offset (page - 1) * page_size;
end;
$$;
create function public.toggle_like(p_tweet bigint) returns void language sql as $$ insert into public.likes (tweet_id) values (p_tweet) $$;
-- file: 20240503_002_drop_bio.sql
alter table public.users drop column bio, add column profile jsonb not null default '{}'::jsonb;
create or replace function public.timeline(for_user uuid, page int default 1, page_size int default 20)
returns table (tweet_id bigint, handle text, body text, liked boolean) language sql stable as $$ select 1::bigint, 'h', 'b', true $$;
drop function public.toggle_like(bigint);
create function public.toggle_like(tweet_id bigint, liked boolean default true) returns bigint language sql as $$ select tweet_id $$;
