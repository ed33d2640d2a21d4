#!/usr/bin/python3
"""dns-pipelined.py PORT: eight questions in one connection before the first answer, one of them in two pieces; then one by itself."""
import socket
import struct
import sys


def question(number, name, kind):
    labels = b"".join(bytes([len(label)]) + label for label in name.split(b"."))
    message = struct.pack(">HHHHHH", number, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", kind, 1)
    return struct.pack(">H", len(message)) + message


def answers(stream, count):
    for _ in range(count):
        size = struct.unpack(">H", stream.read(2))[0]
        stream.read(size)


connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
stream = connection.makefile("rb")
asked = b"".join(question(100 + i, b"p%d.example.test" % i, 1 if i % 2 else 16) for i in range(8))
connection.sendall(asked[:-5])
connection.sendall(asked[-5:])
answers(stream, 8)
connection.sendall(question(0, b"Last.EXAMPLE.test", 28))
answers(stream, 1)
