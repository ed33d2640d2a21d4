"""memcached in its text, meta and binary protocols."""
import os
import socket
import subprocess
import tempfile

from services.common import HOST, connection, program

# Asks memcached in its binary protocol.
DALLI = """
client, key = Dalli::Client.new(ARGV[0] + ':11211'), ARGV[1]
client.set(key, 'value')
client.get(key) == 'value' && client.get(key + ':none').nil? or abort
client.incr(key + ':n', 1, nil, 41) == 41 && client.incr(key + ':n') == 42 && client.delete(key) or abort
client.close
"""


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
