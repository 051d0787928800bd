-- file: 1.sql
create table people (id int primary key, home_phone text, age int);
create function phone_of(person people) returns text language sql stable as $$ select person.home_phone $$;
create function older(p people, by_years people.age%type default 1) returns people.age%type language sql as $$ select 1 $$;
create table copies (person people, all_of people[]);
create function add_person(people) returns people language sql as $$ select $1 $$;
alter table people rename to persons;
create view phones as select phone_of(p) as phone, p.* from persons p;
