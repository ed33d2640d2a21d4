"""A web server on port 8080 that asks another service for every request: front.py PROTOCOL HOST. GET /library?tag=TAG asks through a Python library
over one connection a thread, /program?tag=TAG through a program of its own. The protocols are the functions below."""
import http.server
import os
import select
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

HOST = sys.argv[2]
TRUSTING = ssl._create_unverified_context()
local = threading.local()
# Asks memcached in its binary protocol.
DALLI = """
client, key = Dalli::Client.new(ARGV[0] + ':11211'), ARGV[1]
client.set(key, 'value')
client.get(key) == 'value' && client.get(key + ':none').nil? or abort
client.incr(key + ':n', 1, nil, 41) == 41 && client.incr(key + ':n') == 42 && client.delete(key) or abort
client.close
"""


def program(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def connection(make, kind=""):
    name = "connection" + kind
    if not hasattr(local, name):
        setattr(local, name, make())
    return getattr(local, name)


def sealing(tag):
    """How a request for mail is to be sealed: its number tells."""
    return ("clear", "starttls", "tls")[int(tag[-4:]) % 3]


class Redis:
    def library(self, tag):
        import redis
        pipeline = connection(lambda: redis.Redis(HOST, single_connection_client=True)).pipeline(transaction=False)
        pipeline.set(tag + ":a", "value")
        pipeline.get(tag + ":a")
        pipeline.incr(tag + ":n")
        pipeline.lrange(tag + ":none", 0, -1)
        assert pipeline.execute()[1:] == [b"value", 1, []]

    def program(self, tag):
        program("redis-cli", "-h", HOST, "set", tag + ":b", "value")
        program("redis-cli", "-3", "-h", HOST, "get", tag + ":b")


class Memcached:
    def library(self, tag):
        from pymemcache.client.base import Client
        client = connection(lambda: Client((HOST, 11211), no_delay=True))
        client.set(tag + ":a", "value", noreply=True)
        assert client.get_many([tag + ":a", tag + ":none"]) == {tag + ":a": b"value"}
        assert client.add(tag + ":n", "1", noreply=False)
        assert client.incr(tag + ":n", 41) == 42
        self.by_meta_commands(tag, connection(lambda: socket.create_connection((HOST, 11211)).makefile("rwb"), "meta"))

    def by_meta_commands(self, tag, stream):
        """All at once; what is missed is not answered where the command is quiet, so that all up to mn is one question."""
        stream.write(f"ms {tag}:m 5\r\nvalue\r\nmg {tag}:m v\r\nmg {tag}:none v q\r\nmg {tag}:m v q\r\nmn\r\nmd {tag}:m\r\n".encode())
        stream.flush()
        assert [stream.readline() for _ in range(7)] == [b"HD\r\n"] + [b"VA 5\r\n", b"value\r\n"] * 2 + [b"MN\r\n", b"HD\r\n"]

    def program(self, tag):
        subprocess.run(["memccat", "--servers=" + HOST, tag + ":b"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, tag + ":c"), "w") as file:
                file.write("value")
            program("memccp", "--binary", "--servers=" + HOST, file.name)
        program("memccat", "--binary", "--servers=" + HOST, tag + ":c")
        program("ruby", "-rdalli", "-e", DALLI, HOST, tag + ":d")


class Lines:
    """A private protocol of lines, Content/lines.pl; several are asked before the first answer is read."""

    def library(self, tag):
        if not hasattr(local, "lines"):
            local.connection = socket.create_connection((HOST, 4000))
            local.lines = local.connection.makefile("r")
        local.connection.sendall(f"PUT a {tag}\r\nGET a {tag}\n".encode())
        assert [local.lines.readline() for _ in range(2)] == [f"OK {tag}\n"] * 2

    def program(self, tag):
        program("perl", os.path.join(os.path.dirname(__file__), "lines.pl"), HOST, "4000", "PUT b " + tag, "GET b " + tag)


class Lengths:
    """multiprocessing.connection, whose messages have a length before them, Content/lengths.py; or cut by hand."""

    def library(self, tag):
        from multiprocessing.connection import Client
        server = connection(lambda: Client((HOST, 4001)))
        for asked in (b"PUT a " + tag.encode(), b"GET a " + tag.encode()):
            server.send_bytes(asked)
        assert [server.recv_bytes() for _ in range(2)] == [b"OK " + tag.encode()] * 2

    def program(self, tag):
        program("perl", os.path.join(os.path.dirname(__file__), "lengths.pl"), HOST, "4001", "PUT b " + tag, "GET b " + tag)


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


class Replication(Postgresql):
    """Follows what is written to the database, through a slot for each request."""

    def library(self, tag):
        import psycopg2
        from psycopg2.extras import LogicalReplicationConnection
        number = tag[-4:]
        session = connection(self.connect)
        follower = psycopg2.connect(host=HOST, user="postgres", dbname="postgres", connection_factory=LogicalReplicationConnection)
        cursor = follower.cursor()
        cursor.execute(f"CREATE_REPLICATION_SLOT r{number} TEMPORARY LOGICAL test_decoding")
        session.execute(f"/* {tag} insert */ insert into price values ({number}, 'of {number}')")
        cursor.start_replication(slot_name="r" + number, decode=True)
        while True:
            message = cursor.read_message()
            if message is None:
                select.select([cursor], [], [])
            elif f"of {number}" in message.payload:
                break
        cursor.send_feedback(flush_lsn=message.data_start, reply=True)
        follower.close()

    def program(self, tag):
        number, programs, target = tag[-4:], "/usr/lib/postgresql/15/bin/", ["-h", HOST, "-U", "postgres", "-d", "postgres"]
        follow = [programs + "pg_recvlogical", *target, "--slot", "r" + number]
        program(*follow, "--create-slot", "--plugin", "test_decoding")
        write = ["-c", f"/* {tag} insert */ insert into price values ({number}, 'of {number}')", "-c", f"/* {tag} end */ select pg_current_wal_lsn()"]
        end = subprocess.run([programs + "psql", "-XAtq", *target, *write], check=True, capture_output=True, text=True).stdout.strip()
        with tempfile.NamedTemporaryFile() as told:
            program(*follow, "--start", "--endpos", end, "-f", told.name)
            assert f"of {number}".encode() in told.read()
        program(*follow, "--drop-slot")


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
            program(language, os.path.join(os.path.dirname(__file__), script), HOST, tag, sealed)


class Smtp:
    """Sends a message to an address that is the tag; the library keeps its connections, the program sends its commands without waiting."""
    PROGRAM = {"clear": [], "starttls": ["--tls"], "tls": ["--tls-on-connect"]}

    def library(self, tag):
        sealed = sealing(tag)
        server = connection(lambda: self.connect(sealed), sealed)
        server.sendmail("me@example.test", tag + "@example.test", "Subject: " + tag + "\n\n.one\n..two\n")

    def connect(self, sealed):
        import smtplib
        if sealed == "tls":
            return smtplib.SMTP_SSL(HOST, local_hostname="library.example", context=TRUSTING)
        server = smtplib.SMTP(HOST, local_hostname="library.example")
        if sealed == "starttls":
            server.starttls(context=TRUSTING)
        return server

    def program(self, tag):
        addresses = ["--from", "me@example.test", "--to", tag + "@example.test"]
        program("swaks", "--pipeline", *self.PROGRAM[sealing(tag)], "--server", HOST, "--ehlo", "program.example", *addresses)


class Curl:
    """Reads mail of the user who is the tag, each command at its own address."""
    SEALED = {"clear": ("", []), "starttls": ("", ["--ssl-reqd", "-k"]), "tls": ("s", ["-k"])}

    def __init__(self, protocol, tag):
        letter, self.options = self.SEALED[sealing(tag)]
        self.options = self.options + ["-u", tag + ":secret"]
        self.server = protocol + letter + "://" + HOST + "/"

    def __call__(self, *visits):
        words = []
        for path, *options in visits:
            words += ["--next", *self.options, *options, self.server + path]
        program("curl", *words[1:])


class Imap:
    """Makes a mailbox that is the tag, puts mail there and reads it; the library asks several things before it reads the first answer."""
    MESSAGE = b"Subject: one\r\n\r\n(two)\r\n"

    def library(self, tag):
        sealed = sealing(tag)
        server = connection(lambda: self.log_in(sealed), sealed)
        server.create(tag)
        server.append(tag, "", None, self.MESSAGE)
        asked = [("SELECT", tag), ("FETCH", "1", "(RFC822.TEXT)"), ("NOOP",)]
        # The library sends what it is told in these two steps, one behind the other; its state is the caller's.
        server.state = "SELECTED"
        tags = [server._command(*words) for words in asked]
        answers = [server._command_complete(words[0], tag) for words, tag in zip(asked, tags)]
        assert answers[1][0] == "OK" and server.untagged_responses["FETCH"][0][1] == b"(two)\r\n"
        server.untagged_responses = {}

    def log_in(self, sealed):
        import imaplib
        server = imaplib.IMAP4_SSL(HOST, ssl_context=TRUSTING) if sealed == "tls" else imaplib.IMAP4(HOST)
        if sealed == "starttls":
            server.starttls(TRUSTING)
        server.login("user%d" % threading.get_ident(), "secret")
        return server

    def program(self, tag):
        with tempfile.NamedTemporaryFile() as message:
            message.write(self.MESSAGE)
            message.flush()
            Curl("imap", tag)(("", "-X", "CREATE " + tag), (tag, "-T", message.name), (tag + ";UID=1",))


class Pop3:
    """Looks for mail of the user who is the tag."""

    def library(self, tag):
        import poplib
        sealed = sealing(tag)
        server = poplib.POP3_SSL(HOST, context=TRUSTING) if sealed == "tls" else poplib.POP3(HOST)
        if sealed == "starttls":
            server.stls(TRUSTING)
        server.user(tag)
        server.pass_("secret")
        assert server.stat() == (0, 0)
        server.list()
        server.quit()

    def program(self, tag):
        Curl("pop3", tag)(("",))


class X11:
    """Programs alone: xprop, which works by libX11, and xlsatoms, which works by XCB, set and ask for an atom that is the tag."""

    def library(self, tag):
        program("xprop", "-display", HOST + ":7", "-root", "-f", tag, "8s", "-set", tag, "value")

    def program(self, tag):
        program("xlsatoms", "-display", HOST + ":7", "-name", tag + "-none")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        tag = "tag=" + urllib.parse.parse_qs(url.query)["tag"][0]
        getattr(service, url.path[1:])(tag)
        self.send_response(200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"ok\n")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


service = {"redis": Redis, "memcached": Memcached, "lines": Lines, "lengths": Lengths, "postgresql": Postgresql, "replication": Replication, "mysql": Mysql, "smtp": Smtp, "imap": Imap, "pop3": Pop3, "x11": X11}[sys.argv[1]]()
Server(("", 8080), Handler).serve_forever()
