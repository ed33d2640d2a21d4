import socket
import sys

s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))


def ask(text, *ends):
    s.sendall(text.replace(b"\n", b"\r\n"))
    got = b""
    for end in ends:
        while end not in got:
            got += s.recv(65536)
        got = got[got.index(end) + len(end):]


ask(b"", b"\r\n")
ask(b"EHLO raw.test\n", b"250 ")
ask(b"AUTH LOGIN\n", b"334 ")
ask(b"YWxpY2U=\n", b"334 ")
ask(b"c2VjcmV0\n", b"235 ")
ask(b"AUTH PLAIN AGFsaWNlAHNlY3JldA==\n", b"503 ")
ask(b"MAIL FROM:<alice@example.org> SIZE=20 BODY=8BITMIME\nRCPT TO:<bob@example.org>\nRCPT TO:<carol@example.org>\nDATA\n", b"250 ", b"250 ", b"250 ", b"354 ")
ask(b"Subject: a\n\n354 no reply\n.\nRSET\nNOOP\n", b"250 ", b"250 ", b"250 ")
ask(b"MAIL FROM:<>\nRCPT TO:<dave@example.org>\nBDAT 17\nSubject: b\n\n.\n", b"250 ", b"250 ", b"250 ")
ask(b"BDAT 6 LAST\nQUIT\n", b"250 ")
ask(b"BDAT 0 LAST\nDATA\n", b"\r\n", b"\r\n")
ask(b"QUIT\n", b"221 ")
while s.recv(65536):
    pass
