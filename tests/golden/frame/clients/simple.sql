drop table if exists nothing;
create table item (id int primary key, name text, price numeric(10,2));
insert into item values (1, 'red ''quoted'' chair', 12.50), (2, E'blue\n\'table\'', 1e2);
select * from item where name = $q$red$q$ or id in (1, 2) -- by name, not 'value'
  order by id;
select 1/0;
select 'abc'::int;
selec 'typo';
do $$ begin raise notice 'card %', 1234; raise exception 'declined %', 1234; end $$;
insert into item values (1, 'again', 0);
begin; select 2; commit;
