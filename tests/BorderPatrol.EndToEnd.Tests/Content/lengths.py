"""lengths.py PORT: serves multiprocessing.connection, a thread a connection: `VERB WORD TAG` is answered by `OK TAG`."""
import sys
import threading
from multiprocessing.connection import Listener


def serve(client):
    try:
        while True:
            client.send_bytes(b"OK " + client.recv_bytes().split(b" ")[2])
    except (EOFError, OSError):
        pass


with Listener(("0.0.0.0", int(sys.argv[1])), backlog=128) as listener:
    while True:
        threading.Thread(target=serve, args=(listener.accept(),), daemon=True).start()
