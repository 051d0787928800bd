-- file: 1.sql
/* a comment with ; and 'quotes' and /* another; one */ inside; */
create table t1 ( -- here; too
  id int /* in ; between */ primary key, -- "quoted
  "a--b" text, /* '; */ c text default '--;' /*last*/
);
comment on table t1 is 'it''s ; "fine" -- really';
comment on column t1.c is E'line\nbreak \'; drop table t1;';
create table t2 (x text default 'a;b', y text default E'tab\t\\', z text default $$do;llar$$, w text default $q$ 'it' $$ $q$);
create table t3 (v text default U&'d\0061t', b bit(3) default B'101', h bytea default '\x00');
insert into t1 (id, c) values (1, 'create table nope (id int);'), (2, $x$ ; $x$);
create table t4 (a int default (1 + 2), b text default concat('a', ',', 'b'), c timestamptz default (now() at time zone 'utc'), d int[] default array[1, 2], e text default lower('X')::text);
;;
create table t5(id int primary key);create table t6(id int references t5);
