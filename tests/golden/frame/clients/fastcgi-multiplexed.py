#!/usr/bin/python3
"""Several FastCGI requests at a time over one connection. fastcgi-multiplexed.py serve PORT: one connection's requests, answered last
one first, record by record in turn; fastcgi-multiplexed.py PORT: a client that asks for three and then, keeping the connection, one more."""
import socket
import struct
import sys

BEGIN, END, PARAMS, STDIN, STDOUT, STDERR = 1, 3, 4, 5, 6, 7


def record(kind, number, content=b"", padding=0):
    return struct.pack(">BBHHBB", 1, kind, number, len(content), padding, 0) + content + bytes(padding)


def pair(name, value):
    def length(text):
        return bytes([len(text)]) if len(text) < 128 else struct.pack(">I", len(text) | 0x80000000)
    return length(name) + length(value) + name + value


def begin(number, keep):
    return record(BEGIN, number, struct.pack(">HB5x", 1, keep))


def read_record(stream):
    _, kind, number, length, padding, _ = struct.unpack(">BBHHBB", stream.read(8))
    content = stream.read(length)
    stream.read(padding)
    return kind, number, content


def serve(port):
    connection, _ = socket.create_server(("127.0.0.1", port)).accept()
    stream = connection.makefile("rb")
    for count in (3, 1):
        done = []
        while len(done) < count:
            kind, number, content = read_record(stream)
            if kind == STDIN and not content:
                done.append(number)
        for number in reversed(done):
            connection.sendall(record(STDERR, number, b"a warning\n", 6))
        for part in (b"Status: 201 Created\r\nSet-Cookie: id=secret\r\n\r\n", b"body\n"):
            for number in reversed(done):
                connection.sendall(record(STDOUT, number, part, number % 8))
        for number in reversed(done):
            connection.sendall(record(STDOUT, number) + record(END, number, bytes(8)))


def ask(port):
    connection = socket.create_connection(("127.0.0.1", port))
    numbers = (1, 2, 300)
    connection.sendall(b"".join(begin(number, 1) for number in numbers))
    for number in numbers:
        long_agent = b"agent " * 40
        pairs = pair(b"REQUEST_METHOD", b"POST") + pair(b"REQUEST_URI", b"/item/%d" % number) + pair(b"HTTP_USER_AGENT", long_agent)
        connection.sendall(record(PARAMS, number, pairs, 3) + record(PARAMS, number))
    for number in numbers:
        connection.sendall(record(STDIN, number, b"first half, ", 4))
    for number in numbers:
        connection.sendall(record(STDIN, number, b"second half") + record(STDIN, number))
    stream = connection.makefile("rb")
    for count in (3, 1):
        while count:
            count -= read_record(stream)[0] == END
        if numbers:
            numbers = ()
            connection.sendall(begin(2, 0) + record(PARAMS, 2, pair(b"REQUEST_URI", b"/last")) + record(PARAMS, 2) + record(STDIN, 2))
    connection.close()


serve(int(sys.argv[2])) if sys.argv[1] == "serve" else ask(int(sys.argv[1]))
