"""The evaluation as ``needskit compare EXTRACT --out WORKBOOK`` makes it, timed by stage.

With a third argument ``nearest`` it is only the match to the nearest that is made, as the rival does.
"""

from __future__ import annotations

import sys

from benchmarks.job.stages import Stages, paths, report

stages = Stages()

from benchmarks.iom.people import ADJUST, OUTCOME  # noqa: E402 - importing is a stage

import needskit as nk  # noqa: E402
from needskit.analysis import iom  # noqa: E402
from needskit.disclosure.release import release  # noqa: E402
from needskit.extract.read import read_cohort  # noqa: E402
from needskit.output.text import headlines  # noqa: E402
from needskit.report import comparison, needs_assessment  # noqa: E402

TOLD = {"adjust": ADJUST, "impute": True, "known_only": False}


def main() -> None:
    """Go from the extract to the workbook, or to the match alone."""
    source, out = paths()
    stages.done("import")
    cohort = read_cohort(source, population="people in a made-up extract", as_at="2025-12-31")
    stages.done("read")
    if sys.argv[3:] == ["nearest"]:
        report(stages, nearest(cohort))
        return
    matched = iom.match(cohort, **TOLD)
    stages.done("match")
    tables = comparison(cohort, matched, settings=nk.Comparison(**TOLD))
    stages.done("tables")
    released = release(tables, policy=nk.STANDARD_POLICY)
    stages.done("protect")
    needs_assessment(cohort, released, contact="nobody", title="A made-up evaluation").save(out)
    headlines(released)
    stages.done("workbook")
    report(stages, {"tables": len(tables)})


def nearest(cohort: nk.Cohort) -> dict[str, float]:
    """Match each of those managed with the nearest, and say what the rival must find too."""
    matched = iom.match(cohort, **TOLD, method="nearest", again=True, caliper=None)
    stages.done("match")
    yes = (matched.cohort.people[OUTCOME] == "yes").to_numpy()
    theirs = matched.is_comparison
    return {
        "managed": float(matched.is_treated.sum()),
        "comparison": float(theirs.sum()),
        "yes of managed": float((yes & matched.is_treated).sum()),
        "yes of the nearest": float(matched.weights[theirs & yes].sum() / matched.weights[theirs].sum()),
    }


main()
