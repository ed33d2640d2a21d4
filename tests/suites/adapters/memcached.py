# SPDX-License-Identifier: MIT
"""
memcached's t/ with Debian's memcached (packages: memcached, perl). --source: a checkout of the same version with links named
memcached and memcached-debug to /usr/bin/memcached, timedrun built from its timedrun.c, and without `-o relaxed_privileges`
in its scripts, which only a memcached with seccomp knows; writable by all.
"""
import subprocess

from .libuv import NOBODY
from .scripts import Scripts


class Memcached(Scripts):
    patterns = ["t/*.t"]
    command = NOBODY + ["perl"]

    @staticmethod
    def version():
        return subprocess.run(["memcached", "-V"], capture_output=True, text=True, check=True).stdout.strip()
