import socket
import sys

s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))


def ask(text, *ends):
    s.sendall(text.replace(b"\n", b"\r\n"))
    got = b""
    for end in ends:
        while end not in got:
            got += s.recv(65536)


ask(b"", b"* OK")
ask(b"a1 CAPABILITY\na2 LOGIN {5+}\nalice {6+}\nsecret\n", b"a1 OK", b"a2 OK")
ask(b"b1 LOGOFF\nb2 SELECT INBOX\n", b"b1 BAD", b"b2 OK")
ask(b"c1 FETCH 1:2 (UID FLAGS)\nc2 FETCH 1 BODY[]\nc3 NOOP\nc4 SEARCH SUBJECT \"one {9}\"\n", b"c1 OK", b"c2 OK", b"c3 OK", b"c4 OK")
ask(b"d1 APPEND INBOX {22}\n", b"+ ")
ask(b"Subject: x\n\nbody {7}\n\n", b"d1 OK")
ask(b"e1 IDLE\n", b"+ ")
ask(b"DONE\n", b"e1 OK")
ask(b"f1 AUTHENTICATE PLAIN\n", b"f1 ")
ask(b"f2 LOGOUT\n", b"f2 ")
while s.recv(65536):
    pass
