-- What a server's regression tests do, with an outcome that depends on nothing but these lines.
create schema regress;
set search_path = regress;
create type mood as enum ('sad', 'ok', 'happy');
create table person (id serial primary key, name text not null unique, born date, mood mood default 'ok', tags text[], extra jsonb, check (id < 100000));
create table visit (person int references person on delete cascade, at timestamptz, minutes numeric(8, 2)) partition by range (at);
create table visit_2024 partition of visit for values from ('2024-01-01') to ('2025-01-01');
create table visit_rest partition of visit default;
create index on visit (person, at);
insert into person (name, born, tags, extra) select 'name ' || n, date '1970-01-01' + n, array['t' || n % 7, 'x'], jsonb_build_object('n', n, 'half', n / 2.0) from generate_series(1, 5000) n;
insert into visit select 1 + n % 5000, timestamptz '2023-06-01' + n * interval '1 hour', n % 90 + 0.25 from generate_series(1, 20000) n;
create view busy as select name, count(*) visits, sum(minutes) total from person join visit on person = id group by name;
create materialized view busiest as select * from busy order by total desc, name limit 20;
create function twice(x int) returns int language plpgsql immutable as $$ begin if x > 1000 then raise exception 'too much: %', x; end if; return 2 * x; end $$;
create function touched() returns trigger language plpgsql as $$ begin perform pg_notify('touched', new.name); return new; end $$;
create trigger touched after update on person for each row when (old.mood is distinct from new.mood) execute function touched();
analyze;

select count(*), sum(minutes), min(at), max(at) from visit;
select * from busiest limit 5;
select mood, count(*), array_agg(id order by id) filter (where id < 5) from person group by rollup (mood) order by 1 nulls last;
select id, lag(born) over w, rank() over w from person window w as (partition by id % 3 order by born desc) order by id limit 7;
with recursive t(n) as (values (1) union all select n + 1 from t where n < 50) select sum(n), string_agg(n::text, ',') from t;
select extra ->> 'half', tags[1], extra @> '{"n": 4}' from person where extra ->> 'n' in ('3', '4') order by id;
select p.name, v.minutes from person p cross join lateral (select minutes from visit where person = p.id order by at desc limit 2) v where p.id < 4 order by 1, 2;
explain (costs off) select * from person where name = 'name 17';
select repeat('wide ', 20000);
select md5(string_agg(name || born || mood, '|' order by id)) from person;

-- errors
select * from nothing;
insert into person (name) values ('name 1');
insert into visit values (0, now(), 1);
select twice(21), twice(1001);
select 1 / 0;
syntax error;

-- transactions
begin;
update person set mood = 'sad' where id <= 3;
savepoint here;
delete from person where id <= 10;
select count(*) from person;
rollback to here;
select count(*) from person;
rollback;
begin isolation level serializable;
update person set mood = 'happy' where id % 1000 = 0;
commit;

-- notifications
listen touched;
update person set mood = 'sad' where id between 1 and 3;
update person set mood = 'sad' where id between 1 and 3;
notify touched, 'by hand';
unlisten touched;

-- cursors and prepared statements
begin;
declare c scroll cursor for select id, name from person order by id;
fetch 3 from c;
move forward 100 in c;
fetch backward 2 from c;
fetch last from c;
close c;
commit;
prepare by_id (int) as select name, born from person where id = $1;
execute by_id (1);
execute by_id (4999);
execute by_id (70000);
deallocate by_id;

-- copying
\copy (select id, name, mood from person order by id limit 2000) to 'tmp/person.csv' csv header
create table copied (id int, name text, mood mood);
\copy copied from 'tmp/person.csv' csv header
select count(*), md5(string_agg(name, ',' order by id)) from copied;
copy copied from stdin;
100001	from stdin	happy
100002	\N	\N
\.
copy copied (id) from stdin;
no number
\.
copy (select * from copied order by id desc nulls last limit 3) to stdout;
\copy copied from program 'seq 200001 205000 | sed "s/$/,made,ok/"' csv
select count(*) from copied;

-- big values and large objects
create table big (id int, body bytea);
insert into big select n, convert_to(repeat(md5(n::text), 3000), 'UTF8') from generate_series(1, 30) n;
select sum(length(body)), md5(string_agg(body, '' order by id)) from big;
select lo_from_bytea(4711, convert_to(repeat('large', 50000), 'UTF8'));
select length(lo_get(4711)), md5(lo_get(4711));
select lo_unlink(4711);

-- maintenance, temporary tables, parallel plans
create temp table scratch on commit preserve rows as select * from person;
delete from scratch where id % 2 = 0;
vacuum (analyze) scratch;
set min_parallel_table_scan_size = 0;
set parallel_setup_cost = 0;
set parallel_tuple_cost = 0;
select count(*), sum(id) from person p join visit v on v.person = p.id;
reindex table person;
cluster person using person_pkey;
alter table person add column later int default 7;
alter table person alter column name type varchar(100);
select count(*), sum(later) from person;
drop view busy cascade;
truncate visit_rest;
checkpoint;
do $$ begin for n in 1 .. 200 loop perform twice(n); end loop; raise notice 'done'; end $$;
