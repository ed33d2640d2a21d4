# SPDX-License-Identifier: MIT
"""Results on disk, a JSON file for each suite and isolation level, so that a suite can be run in pieces."""
import json
import os
import subprocess


def commit(folder):
    """The checkout's, with a plus behind it where the shim's sources are not as they were committed."""
    def git(*words):
        return subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True).stdout.strip()
    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", ":/native") else "")


class Results:
    def __init__(self, folder, suite, isolation, version, shim):
        self._shim = shim
        os.makedirs(folder, exist_ok=True)
        self._path = os.path.join(folder, f"{suite}.{isolation}.json")
        self._content = {"suite": suite, "isolation": isolation, "version": version, "pieces": {}, "shims": {}}
        if os.path.exists(self._path):
            with open(self._path, encoding="utf-8") as file:
                before = json.load(file)
            if before["version"] == version and "shims" in before:
                self._content = before

    def keep(self, piece, verdicts):
        self._content["pieces"][piece] = verdicts
        self._content["shims"][piece] = self._shim
        with open(self._path + ".new", "w", encoding="utf-8") as file:
            json.dump(self._content, file, indent=1, sort_keys=True)
        os.replace(self._path + ".new", self._path)


def load(folder):
    """What is kept, in order of names."""
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            yield json.load(file)
