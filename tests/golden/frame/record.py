#!/usr/bin/python3
"""Records the conversations of a command with a server: record.py NAME HOST:PORT COMMAND...

Listens on a free port of 127.0.0.1, puts its number where the command says {port}, and passes everything on to HOST:PORT.
The first connection becomes NAME.conversation, further ones NAME-2.conversation and so on. A file is a row of
entries in the order in which they happened: one byte `>` (client) or `<` (server), a 32-bit little-endian length,
and that many bytes; length 0 means that this side has ended.
"""
import socket
import struct
import subprocess
import sys
import threading


def pump(source, target, mark, entries, lock):
    while True:
        try:
            data = source.recv(65536)
        except OSError:
            data = b""
        with lock:
            entries.append((mark, data))
        try:
            if not data:
                target.shutdown(socket.SHUT_WR)
                return
            target.sendall(data)
        except OSError:
            return


def serve(client, address, path):
    server = socket.create_connection(address)
    entries, lock = [], threading.Lock()
    sides = [threading.Thread(target=pump, args=(client, server, b">", entries, lock)),
             threading.Thread(target=pump, args=(server, client, b"<", entries, lock))]
    for side in sides:
        side.start()
    for side in sides:
        side.join()
    with open(path, "wb") as file:
        for mark, data in entries:
            file.write(mark + struct.pack("<I", len(data)) + data)


def main():
    name, target, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    host, port = target.rsplit(":", 1)
    listener = socket.create_server(("127.0.0.1", 0))
    number = str(listener.getsockname()[1])
    workers = []

    def accept():
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            path = name + ("" if not workers else f"-{len(workers) + 1}") + ".conversation"
            workers.append(threading.Thread(target=serve, args=(client, (host, int(port)), path)))
            workers[-1].start()

    threading.Thread(target=accept, daemon=True).start()
    status = subprocess.call([word.replace("{port}", number) for word in command])
    for worker in workers:
        worker.join()
    return status


sys.exit(main())
