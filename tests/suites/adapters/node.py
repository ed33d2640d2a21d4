# SPDX-License-Identifier: MIT
"""Node's test/parallel of what touches the system, with the installed node. --source: a checkout, best of the same version."""
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
        return sorted({self._piece(name) for name in self._files() if self._piece(name).split("-")[0] in GROUPS})

    def run(self, piece, runner, only=()):
        names = only or [name for name in self._files() if self._piece(name) == piece]
        return {name: self._one(name, runner) for name in sorted(names)}

    def _files(self):
        names = os.listdir(os.path.join(self.folder, "test/parallel"))
        return [name for name in names if name.startswith("test-") and name.endswith(("js", "mjs"))]

    @staticmethod
    def _piece(name):
        """Two words of a file's name: test-http-agent-null.js belongs to http-agent."""
        return "-".join(name.split(".")[0].split("-")[1:3])

    def _one(self, name, runner):
        path = os.path.join("test/parallel", name)
        with open(os.path.join(self.folder, path), encoding="utf-8") as file:
            flags = FLAGS.search(file.read())
        command = ["node"] + (flags.group(1).split() if flags else []) + [path]
        with tempfile.TemporaryDirectory(prefix="bp-node-") as own:
            run = runner(command, self.folder, seconds=60, environment={"NODE_TEST_DIR": own})
        return FAILED if run.code != 0 else SKIPPED if run.output.startswith("1..0 # Skipped") else PASSED
