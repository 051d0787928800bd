-- file: 1.sql
create table crlf (
  id serial primary key,
  name text -- comment
  not null
);
create table "Ümlaut" ("größe" int, straße text);
alter table "Ümlaut" rename column straße to weg;
create table Ünicode (Ärger text);
