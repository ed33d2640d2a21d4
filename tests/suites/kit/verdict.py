# SPDX-License-Identifier: MIT
"""What two runs of the same tests say of each test."""

FAILED, SKIPPED, PASSED = range(3)
SAME = ("failed", "skipped", "passed")  # both times
BETTER, FLAKY, ONCE, DESIGN, WORSE = NAMED = ("better", "flaky", "failed once", "by design", "worse")
WORDS = SAME[::-1] + NAMED


class Outcomes:
    """The outcomes of each test, untraced and traced, in the order of the runs. A test that a run lost has failed."""

    def __init__(self, plain, traced):
        self._plain = {test: [plain.get(test, FAILED)] for test in plain | traced}
        self._traced = {test: [traced.get(test, FAILED)] for test in plain | traced}

    def repeat(self, tests, plain, traced):
        for test in tests:
            self._plain[test].append(plain.get(test, FAILED))
            self._traced[test].append(traced.get(test, FAILED))

    def doubtful(self):
        """Tests that came out otherwise traced, and have not been found flaky."""
        return [test for test in self._plain if self._verdict(test) in (BETTER, ONCE, WORSE)]

    def verdicts(self):
        return {test: self._verdict(test) for test in self._plain}

    def _verdict(self, test):
        plain, traced = self._plain[test], self._traced[test]
        if traced[0] == plain[0]:
            return SAME[plain[0]]
        if traced[0] > plain[0]:
            return BETTER if max(plain) < min(traced) else FLAKY
        if min(plain) <= min(traced):
            return FLAKY
        return ONCE if len(traced) > 1 and min(traced[1:]) >= min(plain) else WORSE
