#!/usr/bin/python3 -IS
# Reads what is posted, asks the service on port 9001 for the same tag and says what came: method, tag, length of the body, status of the service's answer.
import os
import socket
import sys

body = sys.stdin.buffer.read(int(os.environ.get("CONTENT_LENGTH") or 0))
tag = os.environ["QUERY_STRING"].removeprefix("tag=")
with socket.create_connection(("127.0.0.1", 9001)) as service:
    service.sendall(f"GET /item?tag={tag} HTTP/1.0\r\n\r\n".encode())
    answer = b"".join(iter(lambda: service.recv(4096), b""))
print("Status: 201 Created\r\nContent-Type: text/plain\r\n\r\n", end="", flush=True)
print(os.environ["REQUEST_METHOD"], tag, len(body), answer.split()[1].decode())
