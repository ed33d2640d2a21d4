# SPDX-License-Identifier: MIT
"""
Redis's tests with Debian's server (packages: redis-server, tcl). --source: a checkout of the same version whose src/ has links to
redis-server, redis-cli, redis-benchmark, redis-check-aof and redis-check-rdb.
"""
import os
import re
import subprocess

from kit.verdict import FAILED, PASSED, SKIPPED

LINE = re.compile(r"^\[(ok|err|exception|skip|ignore)\]: (.*?)(?: \(\d+ ms\))?(?: in tests/\S+)?$", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
RUN = 'mount -t tmpfs tmpfs tests/tmp && exec ./runtest --clients 1 --single "$1"' # the mount is this run's own
WORDS = {"ok": PASSED, "skip": SKIPPED, "ignore": SKIPPED}


class Redis:
    def __init__(self, source):
        self.folder = os.path.realpath(source)

    @staticmethod
    def version():
        text = subprocess.run(["redis-server", "-v"], capture_output=True, text=True, check=True).stdout
        return "Redis " + re.search(r"v=(\S+)", text).group(1)

    def pieces(self):
        with open(os.path.join(self.folder, "tests/test_helper.tcl"), encoding="utf-8") as file:
            return re.search(r"set ::all_tests \{(.*?)\}", file.read(), re.DOTALL).group(1).split()

    def run(self, piece, runner, only=()):
        del only
        run = runner(["sh", "-c", RUN, "sh", piece], self.folder, seconds=400)
        outcomes = {}
        for word, name in LINE.findall(COLOUR.sub("", run.output)):
            name = re.sub(r"\d+", "N", name)
            outcomes[name] = min(WORDS.get(word, FAILED), outcomes.get(name, PASSED))
        outcomes["exit"] = PASSED if run.code == 0 else FAILED
        return outcomes
