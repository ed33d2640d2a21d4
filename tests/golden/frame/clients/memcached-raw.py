import socket
import sys

s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))


def ask(text, end):
    s.sendall(text.replace(b"\n", b"\r\n"))
    got = b""
    while not got.endswith(end.replace(b"\n", b"\r\n")):
        got += s.recv(65536)


ask(b"ms a 5\nhello\nmg a v t f\nmg none v\nmd none\nma count N0 J13 D2 v\nmg a k O7\nme a\nmn\n", b"MN\n")
ask(b"mg none v q\nmg a v q\nms b 2 q\nhi\nmd none q\nmg a k q\nmn\n", b"MN\n")
ask(b"set k 0 0 3 noreply\nabc\nset l 0 0 3 noreply\nEND\nget k l\nincr k 1\nbogus\nget none\n", b"ERROR\nEND\n")
ask(b"lru_crawler metadump all\n", b"END\n")
ask(b"stats items\nverbosity 1 noreply\nversion\n", b"1.6.18\n")
s.sendall(b"quit\r\n")
while s.recv(65536):
    pass
