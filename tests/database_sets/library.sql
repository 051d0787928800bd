-- file: 1_tables.sql
create table books (isbn char(13) primary key, title text not null, year smallint, pages int, language char(2) default 'en');
create table writers (id int generated always as identity primary key, name text not null);
create table wrote (isbn char(13) references books on delete cascade, writer int references writers on delete cascade, role text default 'author', primary key (isbn, writer));
create table copies (id serial primary key, isbn char(13) not null references books, shelf varchar(10));
create table loans (id bigserial primary key, copy int not null references copies, member uuid not null, due date not null default current_date + 14, returned timestamptz);
-- file: 2_views.sql
create view available as select c.id, c.isbn, b.title from copies c join books b using (isbn) where not exists (select from loans l where l.copy = c.id and l.returned is null);
create view catalogue as select b.*, string_agg(w.name, ', ' order by w.name) as writers from books b natural left join wrote x left join writers w on w.id = x.writer group by b.isbn;
create view overdue as select l.*, current_date - l.due as days from loans l where l.returned is null and l.due < current_date;
-- file: 3_changes.sql
drop view catalogue;
alter table books rename column year to published;
alter table loans add column extended smallint not null default 0;
create view overdue_now as select * from overdue;
alter table loans rename column member to borrower;
