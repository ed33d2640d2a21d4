\set id random(1, 1)
begin;
select name from bulk where id = :id /* tag=1 */;
end;
