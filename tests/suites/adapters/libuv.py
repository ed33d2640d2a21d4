# SPDX-License-Identifier: MIT
"""
libuv's own tests. --source: a build folder inside a libuv checkout, with a link named test to the checkout's (`cmake .. && make
uv_run_tests && ln -s ../test`); writable by all.
"""
import os
import re
import subprocess

from kit.verdict import FAILED, PASSED, SKIPPED

LINE = re.compile(r"^(not )?ok \d+ - (\w+)(.*)", re.MULTILINE)
NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


class Libuv:
    def __init__(self, source):
        self.folder = source
        self.program = [os.path.join(source, "uv_run_tests")]

    def version(self):
        with open(os.path.join(self.folder, "libuv.pc"), encoding="utf-8") as file:
            return "libuv " + re.search(r"^Version: (.*)", file.read(), re.MULTILINE).group(1)

    def pieces(self):
        listed = subprocess.run(NOBODY + self.program + ["--list"], capture_output=True, text=True, check=True).stdout
        self.tests = re.findall(r"^\w+$", listed, re.MULTILINE)
        return sorted({test.split("_")[0] for test in self.tests})

    def run(self, piece, runner, only=()):
        outcomes = {}
        for test in only or [test for test in self.tests if test.split("_")[0] == piece]:
            outcomes[test] = self._one(runner(NOBODY + self.program + [test], self.folder, seconds=120), test)
        return outcomes

    @staticmethod
    def _one(run, test):
        for bad, name, rest in LINE.findall(run.output):
            if name == test:
                return FAILED if bad or run.code != 0 else SKIPPED if "# SKIP" in rest else PASSED
        return FAILED
