"""The standard report as ``needskit report EXTRACT --out WORKBOOK`` makes it, timed by stage.

With a third argument ``checks`` nothing is timed: the true counts of the tables are printed instead.
"""

from __future__ import annotations

import sys

from benchmarks.job.stages import Stages, checks_of, paths, report

stages = Stages()

from needskit.cli.commands import CONTACT  # noqa: E402 - importing is a stage
from needskit.disclosure.release import release  # noqa: E402
from needskit.extract.read import read_cohort  # noqa: E402
from needskit.output.text import headlines  # noqa: E402
from needskit.report import BREAKDOWNS, needs_assessment, standard_report  # noqa: E402


def main() -> None:
    """Go from the extract to the workbook."""
    source, out = paths()
    stages.done("import")
    cohort = read_cohort(source, population="people in a made-up extract", as_at="2025-12-31")
    stages.done("read and validate")
    tables = standard_report(cohort)
    stages.done("tables")
    if sys.argv[3:] == ["checks"]:
        report(stages, true_counts({table.caption.key: table.to_frame() for table in tables}))
        return
    released = release(tables, policy="publish")
    stages.done("protect")
    book = needs_assessment(cohort, released, contact=CONTACT)
    book.save(out)
    headlines(released)
    stages.done("workbook")
    report(stages, {})


def true_counts(frames: dict) -> dict[str, float]:
    """Return the check values from the tables before they are protected."""
    number = frames["overlap.number_of_needs"].set_index("number_of_needs")
    ages = frames["transition.young_adults_share"].set_index("age")
    prevalence: list[int] = []
    for name in BREAKDOWNS:
        frame = frames[f"needs.prevalence_by_{name}"]
        prevalence += frame.loc[frame[name] != "all", "count"].astype(int).tolist()
    return checks_of(
        number.loc["two or more", "count"],
        number.loc["mean", "estimate"],
        prevalence,
        ages.loc["18 to 24", "count"],
    )


main()
