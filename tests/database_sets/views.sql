-- file: 01_base.sql
create table people (id int primary key, first text not null, last text, born date, boss int references people);
create table pets (id serial primary key, owner int references people(id), name text, weight numeric(5,2));
-- file: 02_views.sql
create view everyone as select * from people;
create view names as select id, first || ' ' || last as full_name, born from people;
create or replace view owners (person, pet) as select p.first, q.name from people p join pets q on q.owner = p.id;
create view pet_counts as
  with counted as (select owner, count(*) as pets, max(weight) heaviest from pets group by owner)
  select p.id, p.first, coalesce(c.pets, 0) as pets, c.heaviest from people p left join counted c on c.owner = p.id;
create materialized view bosses as select distinct b.id, b.first as name from people p inner join people b on b.id = p.boss;
create view odd as select upper(first), id::text, extract(year from born) as year, case when boss is null then 'top' else 'other' end, exists (select 1 from pets) from people;
create view stars as select p.*, q.name as pet_name from people p, pets q where q.owner = p.id;
create view both_sides as select id, first as label from people union all select id, name from pets;
create view joined as select * from people join (select owner as id, name from pets) o using (id);
create view windowed as select id, row_number() over (partition by boss order by born) as place, first_value(first) over w as eldest from people window w as (order by born);
create view casted as select born::timestamptz, id::bigint as big, 'x'::text as mark, current_date as today, now() as moment, null::int as nothing from people;
create view vals as values (1, 'a'), (2, 'b');
create view lateral_one as select p.id, l.name from people p cross join lateral (select name from pets where owner = p.id limit 1) l;
-- file: 03_changes.sql
alter table people add column nick text;
create view later as select * from people;
alter view names rename to full_names;
drop view odd;
alter table people rename column first to given;
