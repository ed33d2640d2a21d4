import psycopg2, select, sys
c = psycopg2.connect(host="127.0.0.1", port=sys.argv[1], dbname="shop", user="postgres", sslmode="disable", application_name="shop front")
k = c.cursor()
k.execute("select name from bulk where id = %s /* tag=%s */", (7, 9)); k.fetchall()
big = c.lobject(0, "wb"); big.write(b"large object"); big.close()
c.commit()
c.autocommit = True
k.execute("listen news")
other = psycopg2.connect(host="127.0.0.1", port=sys.argv[2], dbname="shop", user="postgres"); other.autocommit = True
other.cursor().execute("notify news, 'card 1234'")
select.select([c], [], [], 5); c.poll()
k.execute("set standard_conforming_strings to off")
k.execute("set escape_string_warning to off")
k.execute(r"select 'it\'s secret', 5")
k.execute("select pg_sleep(0)"); c.cancel()
other.cursor().execute("select pg_terminate_backend(%s)", (c.info.backend_pid,))
select.select([c], [], [], 5)
