#!/usr/bin/python3
# Answers /cgi-bin/shop.py?tag=r0001&steps=item,price&status=200: one query a step, each in its own words "backend:value" on a line.
import os
import sys
from urllib.parse import parse_qs

import psycopg2

query = {name: values[0] for name, values in parse_qs(os.environ["QUERY_STRING"]).items()}
sys.stdout.write(f"Status: {query['status']}\r\nContent-Type: text/plain\r\n\r\nscript:{os.getpid()}\n")
shop = psycopg2.connect(host="192.168.0.2", user="clerk", password="till", dbname="postgres")
shop.autocommit = True
cursor = shop.cursor()
for step, table in enumerate(query["steps"].split(","), 1):
    cursor.execute(f"/* tag={query['tag']} step={step} */ SELECT pg_backend_pid() || ':' || name FROM {table} WHERE id = %s", (step,))
    print(cursor.fetchone()[0])
