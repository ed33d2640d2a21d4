"""What all services need: where they are, and a connection a thread that stays."""
import os
import ssl
import subprocess
import sys
import threading

HOST = sys.argv[2]
BESIDE = os.path.dirname(os.path.dirname(__file__))
TRUSTING = ssl._create_unverified_context()
local = threading.local()


def program(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def connection(make, kind=""):
    name = "connection" + kind
    if not hasattr(local, name):
        setattr(local, name, make())
    return getattr(local, name)
