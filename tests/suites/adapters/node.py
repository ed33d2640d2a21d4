# SPDX-License-Identifier: MIT
"""Node's test/parallel of what touches the system, with the installed node. --source: a checkout, best of the same version."""
import glob
import os
import re
import subprocess
import tempfile

from kit.verdict import FAILED, PASSED, SKIPPED

GROUPS = """
    child cluster dgram dns file fs http http2 https inspector listen net os pipe process readline signal socket
    socketaddress stdin stdio stdout stream stream2 stream3 timers tls tty wasi worker
""".split()
FLAGS = re.compile(r"^// Flags: (.*)", re.MULTILINE)


class Node:
    def __init__(self, source):
        self.folder = os.path.realpath(source)

    def version(self):
        node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
        with open(os.path.join(self.folder, "src/node_version.h"), encoding="utf-8") as file:
            numbers = re.findall(r"#define NODE_(?:MAJOR|MINOR|PATCH)_VERSION (\d+)", file.read())
        return f"Node {node}, test/parallel of v{'.'.join(numbers)}"

    def pieces(self):
        return [piece for piece in GROUPS if self._files(piece)]

    def run(self, piece, runner, only=()):
        names = only or [os.path.basename(path) for path in self._files(piece)]
        return {name: self._one(name, runner) for name in sorted(names)}

    def _files(self, piece):
        parallel = os.path.join(self.folder, "test/parallel")
        return [path for mark in "-." for path in glob.glob(f"{parallel}/test-{piece}{mark}*") if path.endswith(("js", "mjs"))]

    def _one(self, name, runner):
        path = os.path.join("test/parallel", name)
        with open(os.path.join(self.folder, path), encoding="utf-8") as file:
            flags = FLAGS.search(file.read())
        command = ["node"] + (flags.group(1).split() if flags else []) + [path]
        with tempfile.TemporaryDirectory(prefix="bp-node-") as own:
            run = runner(command, self.folder, seconds=60, environment={"NODE_TEST_DIR": own})
        return FAILED if run.code != 0 else SKIPPED if run.output.startswith("1..0 # Skipped") else PASSED
