# SPDX-License-Identifier: MIT
"""Runs a program in namespaces of its own, without or with the shim; nothing that it started outlives it."""
import os
import shutil
import subprocess
import tempfile

INSIDE = 'ip link set lo up && ip route add 224.0.0.0/4 dev lo; "$@"; exit $?'


class Run:
    """How a program ended: its exit code (None when its time was over) and all that it wrote."""

    def __init__(self, code, output):
        self.code = code
        self.output = output


class Runner:
    def __init__(self, library, isolation):
        self.library = library
        self.isolation = isolation

    def __call__(self, command, folder, seconds=300, environment=None):
        spool = tempfile.mkdtemp(prefix="bp-suite-", dir="/dev/shm")
        os.chmod(spool, 0o1777)
        settings = {"LIBBTRACE_SPOOL": spool, "LIBBTRACE_ISOLATION": self.isolation}
        if self.library:
            settings["LD_PRELOAD"] = self.library
        settings.update(environment or {})
        try:
            run = self._run(["env"] + [f"{name}={value}" for name, value in settings.items()] + command, folder, seconds)
            if self.library and not any(name.endswith(".seg") for name in os.listdir(spool)):
                raise SystemExit(f"{command}: nothing was recorded, so this compares nothing")
            return run
        finally:
            shutil.rmtree(spool)

    @staticmethod
    def _run(command, folder, seconds):
        own = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", INSIDE, "sh"]
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(own + command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                code = None
            output.seek(0)
            return Run(code, output.read().decode("utf-8", "replace"))
