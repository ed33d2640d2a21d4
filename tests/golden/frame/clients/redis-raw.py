import socket
import sys

s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
sender = socket.create_connection(("127.0.0.1", int(sys.argv[2])))


def ask(text, end, *, to=s):
    to.sendall(text.replace(b"\n", b"\r\n"))
    got = b""
    while not got.endswith(end.replace(b"\n", b"\r\n")):
        got += to.recv(65536)


def wait(end):
    ask(b"", end)


mode = sys.argv[3]
if mode == "resp3":
    ask(b"*5\n$5\nHELLO\n$1\n3\n$4\nAUTH\n$7\ndefault\n$6\nsecret\n", b"$7\nmodules\n*0\n")
    ask(b"*3\n$6\nCLIENT\n$8\nTRACKING\n$2\nON\nGET k\n", b"_\n")
    sender.sendall(b"SET k 1\r\n")
    wait(b"*1\n$1\nk\n")
    ask(b"*3\n$9\nSUBSCRIBE\n$1\na\n$1\nb\n*2\n$4\nPING\n$2\nhi\n", b"$2\nhi\n")
    sender.sendall(b"PUBLISH b hello\r\n")
    wait(b"$5\nhello\n")
    ask(b"HSET h a 1\nHGETALL h\nSMEMBERS none\nDEBUG PROTOCOL attrib\nDEBUG PROTOCOL double\nDEBUG PROTOCOL verbatim\n"
        b"DEBUG PROTOCOL bignum\nDEBUG PROTOCOL true\nDEBUG PROTOCOL null\nDEBUG PROTOCOL push\nUNSUBSCRIBE\n", b":0\n")
    ask(b"QUIT\n", b"+OK\n")
elif mode == "monitor":
    ask(b"MONITOR\n", b"+OK\n")
    sender.sendall(b"SET secret value\r\n")
    wait(b'"value"\n')
    ask(b"RESET\nPING\nQUIT\n", b"+PONG\n+OK\n")
elif mode == "replica":
    ask(b"*1\n$4\nPING\n", b"+PONG\n")
    ask(b"*3\n$8\nREPLCONF\n$4\ncapa\n$6\npsync2\n", b"+OK\n")
    s.sendall(b"*3\r\n$5\r\nPSYNC\r\n$1\r\n?\r\n$2\r\n-1\r\n")
    while b"REDIS0" not in s.recv(65536):
        pass
s.shutdown(socket.SHUT_WR)
while s.recv(65536):
    pass
