-- file: 20231001120000_surveys.sql
create table surveys (id uuid primary key default gen_random_uuid(), title text not null, questions jsonb not null default '[]'::jsonb, owner uuid default auth.uid() references auth.users);
create table answers (id uuid primary key default gen_random_uuid(), survey uuid not null references surveys(id), answer jsonb not null, score smallint, unique (survey, id));
-- file: 20231002120000_stats.sql
create or replace view survey_stats as
select s.id as survey_id, s.title,
       count(distinct a.id) filter (where a.score > 3) as happy,
       percentile_cont(0.5) within group (order by a.score) as median,
       array_agg(a.score order by a.score) as scores,
       jsonb_build_object('n', count(a.id), 'avg', avg(a.score)) as summary,
       min(a.answer ->> 'q1') as "first Q"
from surveys s left join answers a on a.survey = s.id
group by s.id, s.title
having count(*) >= 0
order by s.title;
create function submit(survey_id uuid, answers jsonb, variadic tags text[] default '{}') returns uuid language plpgsql as $$ declare x uuid; begin return x; end $$;
create function submit(survey_id uuid, answer text) returns uuid language sql as $$ select survey_id $$;
-- file: 20231003120000_polls.sql
create table polls (like surveys including defaults including constraints, closes_at timestamptz);
alter table polls add primary key (id);
alter table answers add column poll uuid references polls on delete set null;
