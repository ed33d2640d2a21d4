"""PostgreSQL by psycopg 3, psql, pgbench and PHP."""
import struct
import subprocess
import tempfile
import threading
import time

from services.common import HOST, connection, program


class Postgresql:
    def library(self, tag):
        import psycopg
        session = connection(self.connect)
        session.execute(f"/* {tag} simple */ select name from item where id = 1").fetchall()
        session.execute(f"/* {tag} extended */ select name from item where id = %s", (2,)).fetchall()
        with session.pipeline():
            answers = [session.execute(f"/* {tag} pipeline */ select name from item where id = %s", (number,)) for number in (3, 4)]
            assert [answer.fetchall() for answer in answers] == [[("item 3",)], [("item 4",)]]
        with session.cursor() as cursor:
            with cursor.copy(f"/* {tag} out */ copy (select id, name from price limit 50) to stdout") as rows:
                assert len(list(rows.rows())) == 50
            with cursor.copy(f"/* {tag} in */ copy price from stdin") as rows:
                for number in range(50):
                    rows.write_row((1000 + number, "more"))
        try:
            session.execute(f"/* {tag} error */ select 1 / 0")
        except psycopg.errors.DivisionByZero:
            pass
        session.execute(f"/* {tag} notify */ notify items, 'secret'")
        if tag.endswith("0"):
            self.cancelled(session, f"/* {tag} cancel */ select pg_sleep(60)")

    def connect(self):
        import psycopg
        session = psycopg.connect(host=HOST, user="postgres", dbname="postgres", autocommit=True)
        session.execute("listen items")
        return session

    def cancelled(self, session, statement):
        import psycopg
        over = threading.Event()

        def cancel():
            while not over.wait(0.02):
                session.cancel()

        canceller = threading.Thread(target=cancel)
        canceller.start()
        try:
            session.execute(statement)
        except psycopg.errors.QueryCanceled:
            pass
        over.set()
        canceller.join()

    def program(self, tag):
        target = f"host={HOST} user=postgres dbname=postgres"
        with self.ticket() as ticket:
            program(
                "env", "KRB5CCNAME=" + ticket.name, "psql", "-X", "-d", target, "-c", f"/* {tag} simple */ select name from item where id = 1",
                "-c", f"/* {tag} listen */ listen items", "-c", f"/* {tag} notify */ notify items, 'secret'",
                "-c", f"\\copy (select /* {tag} out */ id, name from price limit 50) to '/dev/null'",
                "-c", f"\\copy price (id, /* {tag} in */ name) from program 'yes 7,seven | head -500' csv")
        script = f"/* {tag} extended */ select name from item where id = 1;\n\\startpipeline\n/* {tag} pipeline */ select 1;\nselect 2;\n\\endpipeline\n"
        subprocess.run(["pgbench", "-n", "-M", "extended", "-t", "1", "-f", "/dev/stdin", target], input=script.encode(), check=True, stdout=subprocess.DEVNULL)
        program("php", "-r", f"pg_query(pg_connect('{target} sslmode=disable'), '/* {tag} php */ select name from item where id = 1') or exit(1);")

    def ticket(self):
        """A file of Kerberos with a ticket that nobody has given: who has it asks the server for encryption by GSSAPI, fails and tries without."""
        def data(*texts):
            return b"".join(struct.pack(">I", len(text)) + text for text in texts)

        realm, now = b"EXAMPLE.TEST", int(time.time())
        client, server = struct.pack(">II", 1, 1) + data(realm, b"postgres"), struct.pack(">II", 1, 2) + data(realm, b"krbtgt", realm)
        key, times = struct.pack(">H", 18) + data(b"k" * 32), struct.pack(">IIII", now, now, now + 86400, 0)
        file = tempfile.NamedTemporaryFile()
        file.write(struct.pack(">HH", 0x504, 0) + client + client + server + key + times + bytes(13) + data(b"ticket", b""))
        file.flush()
        return file
