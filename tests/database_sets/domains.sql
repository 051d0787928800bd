-- file: 1.sql
create domain email as text check (value like '%@%');
create domain score as integer default 10 not null constraint in_range check (value between 0 and 100);
create domain tags as text[] default '{}';
create type address as (street text, zip varchar(10), geo point);
create type pair as (a int, b address);
create table contacts (id int primary key, mail email not null unique, points score, home address, labels tags, both_ pair, history address[]);
-- file: 2.sql
alter domain email rename to mail_address;
alter domain score set default 20;
alter type address add attribute country char(2);
alter type address rename attribute zip to postcode;
alter type pair drop attribute a;
create schema kinds;
alter type address set schema kinds;
alter table contacts add column work kinds.address;
create function home_of(contact int) returns kinds.address language sql stable as $$ select null::kinds.address $$;
