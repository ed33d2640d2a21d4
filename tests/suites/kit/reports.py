# SPDX-License-Identifier: MIT
"""Outcomes of tests from what test programs commonly write: JUnit's XML and TAP lines."""
import re
import xml.etree.ElementTree as xml

from .verdict import FAILED, PASSED, SKIPPED

TAP = re.compile(r"^(not )?ok (\d+)\b(?:[ -]*)(.*)$", re.MULTILINE)
PLAN = re.compile(r"^1\.\.(\d+)(?: *# *[Ss][Kk][Ii][Pp].*)?", re.MULTILINE)


def junit(path):
    """{test: outcome} of a file, {} where there is none that can be read."""
    try:
        cases = xml.parse(path).iter("testcase")
    except (OSError, xml.ParseError):
        return {}
    outcomes = {}
    for case in cases:
        kinds = {child.tag for child in case}
        bad = kinds & {"failure", "error"}
        outcomes[case.get("name")] = FAILED if bad else SKIPPED if "skipped" in kinds else PASSED
    return outcomes


def tap(run):
    """{test: outcome} of a run's TAP lines, with the run as a whole as the test named `exit`."""
    outcomes = {}
    for bad, number, name in TAP.findall(run.output):
        outcome = FAILED if bad and "# TODO" not in name else SKIPPED if re.search(r"# *skip", name, re.I) else PASSED
        outcomes[number] = min(outcome, outcomes.get(number, PASSED))
    plan = PLAN.search(run.output)
    complete = plan and int(plan.group(1)) == len(outcomes)
    if plan and plan.group(1) == "0":
        outcomes["exit"] = SKIPPED
    else:
        outcomes["exit"] = PASSED if run.code == 0 and complete else FAILED
    return outcomes
