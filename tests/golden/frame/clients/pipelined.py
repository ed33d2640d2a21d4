import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
s.sendall(b"".join(b"%s %s HTTP/1.1\r\nHost: a\r\n%s\r\n" % r for r in [
 (b"GET", b"/index.html", b""), (b"HEAD", b"/numbers.txt", b""), (b"GET", b"/cgi/hello.sh?p", b""),
 (b"OPTIONS", b"*", b""), (b"POST", b"/cgi/hello.sh?q", b"Content-Length: 5\r\n")] ) + b"hello\r\n" + b"GET /index.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
while s.recv(65536): pass
