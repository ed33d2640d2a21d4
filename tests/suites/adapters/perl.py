# SPDX-License-Identifier: MIT
"""
Perl's core tests of what touches the system, with Debian's perl. --source: a checkout of the same version whose t/perl is a link
to /usr/bin/perl and whose lib/ holds the installed modules.
"""
import os
import subprocess

from .scripts import Scripts


class Perl(Scripts):
    patterns = ["io/*.t", "op/*.t", "cmd/*.t", "run/*.t"]
    command = ["./perl"]

    def __init__(self, source):
        super().__init__(os.path.join(source, "t"))

    @staticmethod
    def version():
        text = subprocess.run(["perl", "-e", "printf '%vd', $^V"], capture_output=True, text=True, check=True).stdout
        return f"Perl {text}, t/"
