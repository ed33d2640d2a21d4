\set id random(1, 1)
\startpipeline
begin;
select name from bulk where id = :id;
select count(*) from bulk;
end;
\endpipeline
