# SPDX-License-Identifier: MIT
"""
PostgreSQL's regression tests with Debian's server (package: postgresql-15). --source: a checkout of the same version, configured,
with src/test/regress built (`./configure && make -C src/test/regress`), owned by the user postgres.
"""
import os
import re
import subprocess

from kit.verdict import FAILED, PASSED

SERVER = "/usr/lib/postgresql/15"
USER = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
LINE = re.compile(r"^(?:test|    ) +(\S+) +\.\.\. (ok|FAILED)", re.MULTILINE)


class Postgres:
    def __init__(self, source):
        self.folder = os.path.join(os.path.realpath(source), "src/test/regress")

    @staticmethod
    def version():
        text = subprocess.run([f"{SERVER}/bin/postgres", "-V"], capture_output=True, text=True, check=True).stdout
        return "PostgreSQL regress " + text.split()[2]

    @staticmethod
    def pieces():
        return ["parallel_schedule"]

    def run(self, piece, runner, only=()):
        del only
        program = f"{SERVER}/lib/pgxs/src/test/regress/pg_regress"
        options = ["--inputdir=.", f"--bindir={SERVER}/bin", "--dlpath=.", "--temp-instance=./tmp_check", "--max-connections=4"]
        run = runner(USER + [program] + options + [f"--schedule={piece}"], self.folder, seconds=550)
        outcomes = {name: PASSED if word == "ok" else FAILED for name, word in LINE.findall(run.output)}
        outcomes["exit"] = PASSED if run.code == 0 else FAILED
        return outcomes
