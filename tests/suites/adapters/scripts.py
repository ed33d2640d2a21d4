# SPDX-License-Identifier: MIT
"""A suite whose pieces are Perl scripts that write TAP."""
import glob
import os

from kit.reports import tap


class Scripts:
    """Subclasses say which scripts, with which command and environment."""

    patterns = ["*.t"]
    command = ["perl"]
    environment = {}
    seconds = 120

    def __init__(self, source):
        self.folder = os.path.realpath(source)

    def pieces(self):
        found = [path for pattern in self.patterns for path in glob.glob(os.path.join(self.folder, pattern))]
        return sorted(os.path.relpath(path, self.folder) for path in found)

    def run(self, piece, runner, only=()):
        del only
        return tap(runner(self.command + [piece], self.folder, self.seconds, self.environment))
