#!/usr/bin/python3 -IS
# A CGI script that records its own conversation (the format is record.py's) in FOLDER/cgi-NAME.conversation: QUERY_STRING is `name=NAME&folder=FOLDER`.
import os
import struct
import sys

with open("/proc/self/environ", "rb") as file:
    environment = file.read() + b"\0"
body = sys.stdin.buffer.read(int(os.environ.get("CONTENT_LENGTH") or 0))
query = dict(pair.split("=") for pair in os.environ["QUERY_STRING"].split("&"))
answer = b"X-Name: value\r\nSet-Cookie: session=secret\r\nContent-Type: text/plain\r\nStatus: 201 Created\r\n\r\n" + body
with open(f"{query['folder']}/cgi-{query['name']}.conversation", "wb") as file:
    for mark, data in ((b">", environment), (b"<", answer[:50]), (b"<", answer[50:]), (b"<", b""), (b">", b"")):
        file.write(mark + struct.pack("<I", len(data)) + data)
sys.stdout.buffer.write(answer)
