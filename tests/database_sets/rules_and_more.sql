-- file: 1.sql
create table live (id int primary key, name text);
create table archive (like live, archived_at timestamptz default now());
create rule keep as on delete to live do also insert into archive (id, name) values (old.id, old.name);
create rule two as on update to live do also (insert into archive (id) values (old.id); delete from archive where id < 0);
create aggregate joined(text) (sfunc = textcat, stype = text, initcond = '');
create cast (int as live) with function no_such_function(int);
create collation if not exists german (provider = libc, locale = 'C');
create statistics s on id, name from live;
create operator === (leftarg = int, rightarg = int, function = int4eq);
create sequence plain_seq;
create table uses_seq (id int default nextval('plain_seq') primary key, code text default ('c' || nextval('plain_seq')::text));
alter sequence plain_seq owned by uses_seq.id;
create event trigger et on ddl_command_start execute function no_such();
create role some_role_of_tests nologin;
drop role some_role_of_tests;
security label on table live is 'x';
create table after_all (id int primary key);
