"""MariaDB by its protocol in text and prepared, in clear and in TLS."""
import os
import tempfile
import threading

from services.common import BESIDE, HOST, TRUSTING, connection, program


class Mysql:
    """Every second request is sealed."""

    def library(self, tag):
        sealed = self.sealed(tag)
        self.by_pymysql(connection(lambda: self.pymysql(sealed), "pymysql" + sealed), tag)
        if tag.endswith("0"):
            self.killed(tag, sealed)
        self.by_libmariadb(connection(lambda: self.libmariadb(sealed), "libmariadb" + sealed), tag)

    def sealed(self, tag):
        return ("clear", "tls")[int(tag[-4:]) % 2]

    def pymysql(self, sealed):
        import pymysql
        from pymysql.constants.CLIENT import MULTI_STATEMENTS
        return pymysql.connect(
            host=HOST, user="web", password="secret", database="site", autocommit=True, local_infile=True, client_flag=MULTI_STATEMENTS,
            ssl=TRUSTING if sealed == "tls" else None)

    def libmariadb(self, sealed):
        import MySQLdb
        from MySQLdb.constants.CLIENT import MULTI_STATEMENTS
        return MySQLdb.connect(
            host=HOST, user="web", password="secret", database="site", autocommit=True, client_flag=MULTI_STATEMENTS,
            ssl={"cipher": "HIGH"} if sealed == "tls" else None)

    def results(self, cursor, statement, *values):
        cursor.execute(statement, values)
        results = [cursor.fetchall()]
        while cursor.nextset():
            results.append(cursor.fetchall())
        return results

    def by_pymysql(self, session, tag):
        import pymysql
        cursor = session.cursor()
        assert self.results(cursor, f"/* {tag} text */ select name from item where id = %s", 1) == [(("one",),)]
        assert self.results(cursor, f"/* {tag} multi */ select 1; select name from item where id > 2") == [((1,),), (("three",), ("four",))]
        assert self.results(cursor, f"/* {tag} call */ call items(%s)", 3) == [(("three",),), (("four",),), ()]
        with tempfile.NamedTemporaryFile() as notes:
            notes.write(b"a note of some words\n" * 2000)
            notes.flush()
            assert cursor.execute(f"/* {tag} file */ load data local infile '{notes.name}' into table note") == 2000
        try:
            cursor.execute(f"/* {tag} error */ select name from nothing")
        except pymysql.err.MySQLError:
            pass
        self.ask_ahead(session, [f"/* {tag} ahead */ select name from item where id > {number}" for number in range(4)])

    def ask_ahead(self, session, statements):
        """Sends all, then reads their answers."""
        from pymysql.constants.COMMAND import COM_QUERY
        for statement in statements:
            session._execute_command(COM_QUERY, statement)
        for number, _ in enumerate(statements):
            session._next_seq_id = 1
            assert session._read_query_result() == 4 - number

    def killed(self, tag, sealed):
        import pymysql
        session = connection(lambda: self.pymysql(sealed), "pymysql" + sealed)
        killer = connection(lambda: self.pymysql(sealed), "killer" + sealed)
        sleeps = f"exists (select * from information_schema.processlist where id = {session.thread_id()} and state = 'User sleep')"
        kill = f"/* {tag} kill */ begin not atomic while not {sleeps} do do sleep(0.01); end while; kill query {session.thread_id()}; end"
        killing = threading.Thread(target=lambda: killer.cursor().execute(kill))
        killing.start()
        try:
            session.cursor().execute(f"/* {tag} killed */ select sleep(60)")
            raise AssertionError("not killed")
        except pymysql.err.OperationalError:
            pass
        killing.join()

    def by_libmariadb(self, session, tag):
        from MySQLdb.cursors import SSCursor
        cursor = session.cursor(SSCursor)
        assert self.results(cursor, f"/* {tag} text */ select name from item where id > %s", 2) == [(("three",), ("four",))]
        assert self.results(cursor, f"/* {tag} multi */ select 1; select name from item where id = %s", 4) == [((1,),), (("four",),)]
        cursor.close()
        session.ping()

    def program(self, tag):
        sealed = self.sealed(tag)
        with tempfile.NamedTemporaryFile() as notes:
            notes.write(b"a note of some words\n" * 2000)
            notes.flush()
            statements = ["text */ select name from item where id = 1", "call */ call items(2)", f"file */ load data local infile '{notes.name}' into table note"]
            options = ["-h", HOST, "-u", "web", "-psecret", "--comments", "--local-infile", *(["--ssl"] if sealed == "tls" else ["--skip-ssl"])]
            program("mariadb", "--no-defaults", *options, "site", "-e", "; ".join(f"/* {tag} {statement}" for statement in statements))
        for language, script in (("php", "mariadb.php"), ("perl", "mariadb.pl")):
            program(language, os.path.join(BESIDE, script), HOST, tag, sealed)
