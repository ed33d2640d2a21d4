"""A WSGI application, asked for /?tag=r0001&steps=3: as many tagged queries, by libmariadb or, when their number is even, by PyMySQL."""
import os
from urllib.parse import parse_qs

import MySQLdb
import pymysql


def application(asked, answer):
    words = {name: values[0] for name, values in parse_qs(asked["QUERY_STRING"]).items()}
    steps = int(words["steps"])
    library = MySQLdb if steps % 2 else pymysql
    database = library.connect(host=os.environ["SITE_DATABASE"], user="web", password="secret", database="site")
    cursor = database.cursor()
    names = []
    for step in range(1, steps + 1):
        cursor.execute(f"/* tag={words['tag']} step={step} */ select name from item where id = %s", (step,))
        names += cursor.fetchone()
    database.close()
    answer("200 OK", [("Content-Type", "text/plain")])
    return [" ".join(names).encode()]
