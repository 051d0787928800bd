-- file: 1.sql
create table wide (a int, b int, c int, d int, e int, primary key (a, b), unique (c, d), check (e > 0));
create table refers (x int, y int, z int, foreign key (x, y) references wide, foreign key (y, z) references wide (c, d));
-- file: 2.sql
alter table refers drop column z;
alter table wide drop column d cascade;
alter table wide add column d text default 'again';
alter table wide drop column e;
alter table wide drop column b cascade;
alter table wide add column b bigint not null default 0;
