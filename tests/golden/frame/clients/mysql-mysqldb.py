#!/usr/bin/python3
"""mysql-mysqldb.py PORT: libmariadb by way of MySQLdb: change of user, statistics."""
import sys

import MySQLdb

connection = MySQLdb.connect(host="127.0.0.1", port=int(sys.argv[1]), user="web", passwd="secret", db="shop", charset="utf8mb4")
cursor = connection.cursor()
cursor.execute("select id, name from item where name = %s", ("o'ne",))
cursor.fetchall()
cursor.executemany("insert into item values (%s, %s, %s)", [(20, "a", 1), (21, "b", None)])
connection.rollback()
connection.stat()
connection.ping()
connection.change_user("root", "")
connection.dump_debug_info()
connection.select_db("shop")
connection.close()
