# SPDX-License-Identifier: MIT
"""RESULTS.md: a row for each suite, level and commit, and below it the tests that were not simply the same."""
import os

from . import kept
from .verdict import NAMED, WORDS

HEAD = """# Upstream test suites without and with the shim

Written by `tests/suites/compare --table`. Columns count tests: *passed*, *skipped*, *failed* without and with the shim alike; *worse*
passed untraced every time and failed again traced; *failed once* passed traced in every repetition; *flaky* fails untraced too now
and then; *by design* is worse for the reason that the suite's adapter gives, at a level of isolation other than `none`. *shim* is the commit
that was run.

| suite | isolation | shim | pieces | tests | """ + " | ".join(WORDS) + """ |
| --- | --- | --- | --- | --- | """ + " | ".join("---" for _ in WORDS) + " |\n"


def write(path, folder):
    rows, names = {}, {}
    if os.path.exists(path):
        rows, names = _read(path)
    for content in kept.load(folder):
        for shim in sorted(set(content["shims"].values())):
            key = (content["version"], content["isolation"], shim)
            pieces = {piece: tests for piece, tests in content["pieces"].items() if content["shims"][piece] == shim}
            verdicts = [word for tests in pieces.values() for word in tests.values()]
            numbers = [len(pieces), len(verdicts)] + [verdicts.count(one) for one in WORDS]
            rows[key] = "| " + " | ".join(list(key) + [str(number) for number in numbers]) + " |\n"
            names[key] = _named(pieces)
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD + "".join(rows[key] for key in sorted(rows)))
        for key in sorted(names):
            if names[key]:
                file.write(f"\n## {', '.join(key)}\n\n" + "".join(names[key]))


def _named(pieces):
    """A line for each piece and verdict that is not simply the same."""
    lines = []
    for piece, tests in sorted(pieces.items()):
        for word in NAMED:
            such = sorted(test for test, one in tests.items() if one == word)
            if such:
                lines.append(f"- {word}: `{piece}` {', '.join(such)}\n")
    return lines


def _read(path):
    """The rows and lists of suites that were measured on other occasions."""
    rows, names, section = {}, {}, None
    with open(path, encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) == 5 + len(WORDS) and cells[3].isdigit():
                rows[cells[0], cells[1], cells[2]] = line
            elif line.startswith("## "):
                section = tuple(line[3:].strip().rsplit(", ", 2))
                names[section] = []
            elif section and line.startswith("- "):
                names[section].append(line)
    return rows, names
