select id, name, 'it''s \'quoted\'', "two", 1.5e-3, 0x1F, x'0a', _utf8'x', `name` from item where id = 1 and name <> 'secret' -- all 'of' them
;
select /* tag=17 */ count(*) from item # where id = 5
;
insert into item values (10, 'ten\\', 10.5), (11, 'eleven', 11);
insert into item values (10, 'secret', 0);
select nothing from nowhere;
/*!50003 set @secret = 'secret' */;
call twice(2);
select name from item where id = 4711;
delete from item where id in (10, 11);
set sql_mode = 'no_backslash_escapes';
select 'a\', 7, 'b';
