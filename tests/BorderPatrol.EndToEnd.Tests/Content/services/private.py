"""Private protocols."""
import os
import socket

from services.common import BESIDE, HOST, connection, local, program


class Lines:
    """A private protocol of lines, Content/lines.pl; several are asked before the first answer is read."""

    def library(self, tag):
        if not hasattr(local, "lines"):
            local.connection = socket.create_connection((HOST, 4000))
            local.lines = local.connection.makefile("r")
        local.connection.sendall(f"PUT a {tag}\r\nGET a {tag}\n".encode())
        assert [local.lines.readline() for _ in range(2)] == [f"OK {tag}\n"] * 2

    def program(self, tag):
        program("perl", os.path.join(BESIDE, "lines.pl"), HOST, "4000", "PUT b " + tag, "GET b " + tag)


class Lengths:
    """multiprocessing.connection, whose messages have a length before them, Content/lengths.py; or cut by hand."""

    def library(self, tag):
        from multiprocessing.connection import Client
        server = connection(lambda: Client((HOST, 4001)))
        for asked in (b"PUT a " + tag.encode(), b"GET a " + tag.encode()):
            server.send_bytes(asked)
        assert [server.recv_bytes() for _ in range(2)] == [b"OK " + tag.encode()] * 2

    def program(self, tag):
        program("perl", os.path.join(BESIDE, "lengths.pl"), HOST, "4001", "PUT b " + tag, "GET b " + tag)
