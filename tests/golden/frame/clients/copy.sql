\copy bulk from 'items'
\copy (select * from bulk where id < 30) to '/dev/null'
copy bulk from stdin;
broken
\.
select count(*) from bulk;
