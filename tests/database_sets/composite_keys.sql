-- file: 1.sql
create table countries (code char(2) primary key, name text not null);
create table regions (country char(2) references countries, no smallint, name text, primary key (country, no));
create table towns (
  id bigserial,
  country char(2) not null,
  region_no smallint,
  twin_country char(2),
  twin_region smallint,
  foreign key (country, region_no) references regions,
  constraint twin foreign key (twin_country, twin_region) references regions (country, no) on delete set null,
  foreign key (country) references countries (code),
  constraint towns_pk primary key (id)
);
create table a_very_long_table_name_that_goes_on_and_on_and_on_for_ever (another_quite_long_column_name_for_the_reference bigint references towns);
create table twice (a bigint references towns, b bigint references towns(id), foreign key (a) references towns (id));
-- file: 2.sql
alter table regions rename column no to number;
alter table regions rename to provinces;
alter table countries rename column code to iso;
