#!/usr/bin/python3
"""length.py PORT: asks a server of multiprocessing.connection, whose messages have a length of four bytes before them; length.py serve PORT: is one."""
import sys
from multiprocessing.connection import Client, Listener

if sys.argv[1] == "serve":
    with Listener(("127.0.0.1", int(sys.argv[2]))) as listener, listener.accept() as client:
        try:
            while True:
                client.send_bytes(b"OK " + client.recv_bytes()[::-1])
        except EOFError:
            sys.exit()

with Client(("127.0.0.1", int(sys.argv[1]))) as server:
    for asked in (b"GET item 42", b"", b"\0\1\2\xff", b'{"user": "alice"}', b"PUT " + bytes(range(256)) * 40):
        server.send_bytes(asked)
        server.recv_bytes()
    for number in range(3):
        server.send_bytes(b"STEP %d" % number)
    for number in range(3):
        server.recv_bytes()
