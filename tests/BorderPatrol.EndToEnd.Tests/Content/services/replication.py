"""PostgreSQL's logical replication by psycopg2 and pg_recvlogical."""
import select
import subprocess
import tempfile

from services.common import HOST, connection, program
from services.postgresql import Postgresql


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
