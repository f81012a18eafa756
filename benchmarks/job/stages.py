"""What every contender shares outside its own work: a stopwatch, and the line of JSON that it prints."""

from __future__ import annotations

import json
import sys
import time


class Stages:
    """Times the stages of one process, the first of which starts when this is made."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def done(self, stage: str) -> None:
        """Note that a stage is done."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now


def paths() -> tuple[str, str]:
    """Return the extract to read and the workbook to write, from the command line."""
    return sys.argv[1], sys.argv[2]


def report(stages: Stages, checks: dict[str, float]) -> None:
    """Print the timings and the check values for the parent process."""
    print(json.dumps({"stages": stages.seconds, "checks": checks}))


def checks_of(two_or_more: int, mean: float, prevalence: list[int], young: int) -> dict[str, float]:
    """Return the values that every contender must agree on.

    The sum of squares is there because every breakdown has the same sum: it tells whether each group is right.
    """
    return {
        "people with two or more needs": int(two_or_more),
        "mean number of needs": round(float(mean), 10),
        "prevalence counts over all groups, sum": int(sum(prevalence)),
        "prevalence counts over all groups, sum of squares": int(sum(int(n) ** 2 for n in prevalence)),
        "people aged 18 to 24": int(young),
    }
