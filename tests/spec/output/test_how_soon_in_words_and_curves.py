"""How soon matched people reoffend, in sentences and as two curves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk
from needskit.disclosure.policies import NONE
from needskit.errors import DisclosureError
from needskit.output.chart import ChartKind
from needskit.output.charts import page_of
from needskit.output.excel import chart_sheets as planned
from needskit.output.text_of_iom import of_comparisons

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import Release, ReleasedTable
    from needskit.output.chart import Page

OUTCOME, DAYS = "reconvicted_12_months", "days_to_first_reoffence"
ON = (100, 200, 365)


def made(ours: tuple[int, int, int], theirs: tuple[int, int, int]) -> pd.DataFrame:
    """Return people managed and others: so many who reoffend on day 50, on day 150, and not at all."""
    rows = [
        (iom, *answers)
        for iom, each in (("yes", ours), ("no", theirs))
        for answers, number in zip((("yes", "50"), ("yes", "150"), ("no", "")), each, strict=True)
        for _ in range(number)
    ]
    frame = pd.DataFrame(rows, columns=["iom", OUTCOME, DAYS])
    return frame.assign(person_id=[f"P{number}" for number in range(len(frame))], sex="f", prior_convictions="3")


def released(frame: pd.DataFrame, *, policy: str = "none", method: str = "radius") -> Release:
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), method=method)  # type: ignore[arg-type]
    return nk.release([nk.iom.time_to_first(matched, on=ON), nk.iom.survival(matched, on=ON)], policy=policy)


def page(table: ReleasedTable, policy: Policy = NONE) -> Page:
    found = page_of(table, policy=policy)
    assert found is not None
    return found


def test_limits_on_one_side_say_between_which_days() -> None:
    # Means (20 x 50.5 + 20 x 150.5 + 60 x 365) / 100 = 259.2 and (120 x 50.5 + 40 x 150.5 + 40 x 365) / 200 = 133.4.
    said = of_comparisons(released(made((20, 20, 60), (120, 40, 40))))
    assert said[0] == (
        "People in a test, 31 December 2025: up to day 365, those managed under IOM went 259 days without a reoffence "
        "on average, against 133 for people like them, weighted. That is between 95 and 157 days more (95% limits): a "
        "statistically significant difference."
    )
    assert said[1].startswith("Those managed under IOM and the people set beside them are alike in what they are")
    assert said[2] == (
        "People in a test, 31 December 2025: fewer than half of those managed under IOM had a reoffence by day 365; at "
        "least half of the comparison, weighted, had a reoffence by day 100."
    )
    assert said[3].startswith("1 difference was tested, each at the level of 5%")


def test_limits_on_both_sides_say_that_it_cannot_be_told() -> None:
    said = of_comparisons(released(made((20, 20, 60), (45, 40, 115))))
    assert "That is anything between 24 days fewer and 40 days more (95% limits): whether it is fewer" in said[0]
    assert said[1] == "This does not mean that being managed under IOM has no effect on how soon."


def test_rounding_is_in_the_limits_that_the_words_follow() -> None:
    frame = made((20, 20, 60), (70, 40, 90))
    exact, rounded = (of_comparisons(released(frame, policy=policy))[0] for policy in ("none", "publish"))
    assert "statistically significant" in exact
    assert "(95% limits, rounding included): whether it is fewer or more cannot be told" in rounded


def test_of_too_few_nothing_is_said_but_that() -> None:
    said = of_comparisons(released(made((4, 4, 30), (60, 40, 60)), policy="publish"))
    assert said[0].endswith("went without a reoffence, against the comparison, is withheld: it rests on too few.")


def test_people_as_they_are_are_no_people_like_them() -> None:
    said = of_comparisons(released(made((20, 20, 60), (120, 40, 40)), method="none"))
    assert "against 133 for the others." in said[0]
    assert said[1].startswith("Those managed under IOM and the others were not made alike")


def test_each_arm_has_a_line_from_a_hundred_on_day_nought() -> None:
    found = page(released(made((20, 20, 60), (120, 40, 40)))["iom.survival"])
    (chart,) = found.charts
    assert chart.kind is ChartKind.CURVES
    assert [(point.day, point.value, point.beside) for point in chart.points] == [
        (100, 80, 40),
        (200, 60, 20),
        (365, 60, 20),
    ]
    assert chart.called == ("Managed under IOM", "Comparison, weighted")
    assert chart.alt == (
        "Line chart of two groups: percentage still without a reoffence, from 100 on day 0. Managed under IOM, by day "
        "100: 80.0%; 200: 60.0%; 365: 60.0%. Comparison, weighted, by day 100: 40.0%; 200: 20.0%; 365: 20.0%."
    )


def test_a_chart_is_drawn_whatever_the_method_and_none_where_one_arm_is_withheld() -> None:
    frame = made((20, 20, 60), (60, 40, 100))
    assert page_of(released(frame, method="nearest")["iom.survival_nearest"], policy=NONE) is not None
    table = released(frame)["iom.survival"]
    bare = [
        replace(cell, figures={n: v for n, v in cell.figures.items() if "against" not in n}) for cell in table.cells
    ]
    assert page_of(replace(table, cells=tuple(bare)), policy=NONE) is None
    left = page(replace(table, cells=(bare[0], *table.cells[1:])))
    assert left.lines[-1] == "Left out of the line of the comparison: by day 100."


def test_the_workbook_draws_both_lines_and_holds_them_to_the_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = made((40, 40, 120), (120, 90, 190))
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    found = released(frame, policy="publish")
    saved = nk.needs_assessment(cohort, found, contact="the reviewers").save(tmp_path / "book.xlsx")
    assert saved.exists()

    def moved(table: ReleasedTable, *, policy: Policy) -> Page | None:
        made_page = page_of(table, policy=policy)
        if made_page is None:
            return None
        (chart,) = made_page.charts
        first, *rest = chart.points
        assert first.beside is not None
        wrong = replace(chart, points=(replace(first, beside=first.beside - 1), *rest))
        return replace(made_page, charts=(wrong,))

    monkeypatch.setattr(planned, "page_of", moved)
    with pytest.raises(DisclosureError, match="chart"):
        nk.needs_assessment(cohort, found, contact="the reviewers").save(tmp_path / "wrong.xlsx")
