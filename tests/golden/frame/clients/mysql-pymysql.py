#!/usr/bin/python3
"""mysql-pymysql.py PORT FILE: text protocol of PyMySQL: several statements at once, a loaded file, a kill of its own connection."""
import sys

import pymysql

port, path = int(sys.argv[1]), sys.argv[2]
connection = pymysql.connect(host="127.0.0.1", port=port, user="web", password="secret", database="shop", local_infile=True,
                             client_flag=pymysql.constants.CLIENT.MULTI_STATEMENTS, autocommit=True)
cursor = connection.cursor()
cursor.execute("select id, name from item where id = %s or name = %s", (2, "o'ne"))
cursor.execute("select 1; update item set price = 2 where id = 3; select 'two', 2; select broken")
try:
    while cursor.nextset():
        pass
except pymysql.MySQLError as error:
    print(error)
cursor.execute("create temporary table copy like item")
cursor.execute("load data local infile '%s' into table copy fields terminated by ','" % path)
connection.ping()
connection.select_db("mysql")
connection.select_db("shop")
try:
    cursor.execute("load data local infile '/none' into table copy")
except (pymysql.MySQLError, OSError) as error:
    print(error)
connection = pymysql.connect(host="127.0.0.1", port=port, user="web", password="secret")
try:
    connection.cursor().execute("kill connection_id()")
except pymysql.MySQLError as error:
    print(error)
try:
    pymysql.connect(host="127.0.0.1", port=port, user="web", password="wrong")
except pymysql.MySQLError as error:
    print(error)
