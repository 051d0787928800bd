-- file: 001_schools.sql
create table schools (id smallint primary key, name text not null default ''::text);
create table classes (school_id smallint not null, grade int2 not null, letter "char" not null, primary key (school_id, grade, letter), foreign key (school_id) references schools (id) on delete cascade);
create table pupils (id uuid primary key, school_id smallint, grade int2, letter "char", born date not null, foreign key (school_id, grade, letter) references classes (school_id, grade, letter));
create table marks (pupil uuid not null references pupils, subject text not null, mark numeric(2,1) not null check (mark in (1.0, 1.5, 2.0)), given timestamptz not null default transaction_timestamp());
-- file: 002_views.sql
create view averages as select p.id as pupil, m.subject, avg(m.mark) as average, count(m.mark)::int as n from pupils p left join marks m on m.pupil = p.id group by 1, 2;
create view best as select distinct on (subject) subject, pupil, average from averages order by subject, average;
create materialized view per_school as select s.id, s.name, (select count(*) from pupils p where p.school_id = s.id) as pupils from schools s with no data;
-- file: 003_fix.sql
alter table marks rename column given to given_at;
alter table marks add column id bigint generated always as identity primary key;
create view recent as select m.id, m.given_at, m.pupil from marks m where m.given_at > now() - interval '7 days';
