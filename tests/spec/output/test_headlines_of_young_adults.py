"""What is said of young adults: their share, their outcomes, and what becomes of them between services."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import needskit as nk
from needskit.disclosure.policies import NONE, PUBLISH
from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable
from needskit.disclosure.shorthand import LOW_RELIABILITY, NOT_APPLICABLE
from needskit.output.text import headlines
from needskit.table.compared import ANOTHER_GROUP
from needskit.table.elapsed import quartiles_of_days
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Caption, Dimension, Headings, Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from needskit.disclosure.policy import Policy
    from needskit.table.measure import Measure

WHO = "Plans in Exampleshire, 2024"
SHARE = {"count": 100.0, "out_of": 400.0, "not_known": 20.0, "estimate": 0.25, "lower": 0.2, "upper": 0.3}


def cell(*at: str, figures: Mapping[str, float], measure: Measure = PERCENTAGE) -> ReleasedCell:
    return ReleasedCell(at, measure, (), figures)


def table(
    key: str, title: str, *cells: ReleasedCell, headings: Headings, labels: tuple[str, ...] = ("Row",)
) -> ReleasedTable:
    dimensions = tuple(
        Dimension(f"row_{place}", label, tuple(map(Level, dict.fromkeys(each.at[place] for each in cells))))
        for place, label in enumerate(labels)
    )
    return ReleasedTable(Caption(key, title, "plans in Exampleshire, 2024"), dimensions, headings, cells, {})


def said(*given: ReleasedTable, policy: Policy = PUBLISH) -> tuple[str, ...]:
    return headlines(Release(given, policy, policy.off_by))


def changed(
    given: ReleasedTable, row: int, *gone: str, status: str = "", more: Mapping[str, float] | None = None
) -> ReleasedTable:
    """Return the table with other figures in one row, and without some."""
    cells = list(given.cells)
    kept = {name: value for name, value in {**cells[row].figures, **(more or {})}.items() if name not in gone}
    cells[row] = replace(cells[row], figures=kept, status=status, withheld=dict.fromkeys(gone, LOW_RELIABILITY))
    return replace(given, cells=tuple(cells))


AGE = Headings(
    "Plans of this age",
    "Plans with a known age",
    further={"residents_share": "Percentage of residents aged 10 and over"},
)
BAND = table(
    "transition.young_adults_share",
    "Young adults",
    cell("10 to 15", figures=SHARE),
    cell("16 to 25", figures=SHARE),
    cell("26 and over", figures=SHARE),
    headings=AGE,
)
RESIDENTS = {
    "population": 1_000.0,
    "residents_share": 0.1,
    "representation": 2.5,
    "representation_lower": 2.0,
    "representation_upper": 3.0,
}
BESIDE_RESIDENTS = changed(
    replace(BAND, caption=replace(BAND.caption, key="transition.representation")), 1, more=RESIDENTS
)
PASSAGE = table(
    "transition.crossing",
    "From youth to adult services: plans turning 18 between 1 April 2023 and 31 March 2024",
    cell("youth case open on the 18th birthday", figures={"count": 100, "out_of": 225, "estimate": 100 / 225}),
    cell(
        "lost: no adult services within 91 days",
        figures={"count": 40, "out_of": 90, "not_known": 10, "estimate": 4 / 9, "lower": 0.34, "upper": 0.55},
    ),
    headings=Headings("Plans in this row", "Plans it is out of"),
)
GAP = table(
    "transition.gap",
    "Days from youth to adult services: plans turning 18 between 1 April 2023 and 31 March 2024",
    cell(
        "median and quartiles",
        measure=quartiles_of_days((0, 28)),
        figures={"out_of": 45, "lower_quartile": 4.0, "median": 12.5, "upper_quartile": 40.0},
    ),
    headings=Headings("Plans with this gap", "Plans that came"),
)
OUTCOME = table(
    "transition.reconviction",
    "Outcome",
    cell(
        "25 and over",
        "Revised",
        measure=ANOTHER_GROUP,
        figures={
            **SHARE,
            "against_count": 120,
            "against_out_of": 600,
            "against_estimate": 0.2,
            "difference": 0.05,
            "difference_lower": -0.01,
            "difference_upper": 0.11,
        },
    ),
    labels=("Aged 18 to 24, set against", "Outcome"),
    headings=Headings("Plans", "Plans aged 18 to 24, followed up", estimate="Percentage revised, aged 18 to 24"),
)


def test_the_share_of_young_adults_is_of_the_band_that_the_settings_name() -> None:
    assert said(BAND) == (
        (
            f"{WHO}: 25% (100 of 400 plans with a known age, 20 more not known) were aged 16 to 25; 95% limits 20% to "
            "30%, rounding included."
        ),
    )


def test_beside_the_residents_their_share_is_said_once() -> None:
    assert said(BAND, BESIDE_RESIDENTS) == (
        (
            f"{WHO}: 25% (100 of 400 plans with a known age, 20 more not known) were aged 16 to 25, 2.50 times their "
            "share of the residents aged 10 and over (10.0%, 1,000 of this age); 95% limits of the ratio 2.00 to 3.00, "
            "rounding included."
        ),
    )


def test_without_residents_the_share_stands_alone() -> None:
    alone = changed(BESIDE_RESIDENTS, 1, *RESIDENTS)

    assert said(BAND, alone) == said(BAND)
    assert said(alone) == ()


def test_those_lost_are_set_beside_all_whose_case_was_open() -> None:
    assert said(PASSAGE) == (
        (
            f"{WHO}: of 100 plans turning 18 between 1 April 2023 and 31 March 2024 with a youth case open on the 18th "
            "birthday, 44% (40 of 90 of which it is known, 10 more not known or too early to tell) were lost: no adult "
            "services within 91 days; 95% limits 34% to 55%, rounding included."
        ),
    )


def test_the_gap_has_its_median_and_quartiles_and_says_whom_it_leaves_out() -> None:
    assert said(GAP) == (
        (
            f"{WHO}: of 45 plans turning 18 between 1 April 2023 and 31 March 2024 that came to adult services, half "
            "had a gap of no more than 12.5 days from youth to adult services, a quarter of no more than 4.0 and "
            "three quarters of no more than 40.0; those lost are not among them."
        ),
    )


def test_of_most_without_a_gap_no_days_are_said() -> None:
    half = changed(GAP, 0, more={"lower_quartile": 0, "median": 0})
    most = changed(GAP, 0, more={"lower_quartile": 0, "median": 0, "upper_quartile": 0})

    [of_half, of_most] = (*said(half), *said(most))
    assert "at least half had no gap, and three quarters one of no more than 40.0 days from youth" in of_half
    assert "at least three quarters had no gap; those lost are not among them" in of_most


def test_young_adults_are_set_against_those_older() -> None:
    assert said(OUTCOME) == (
        (
            f"{WHO}: 25% (100 of 400 plans aged 18 to 24, followed up, 20 more not known) were revised, against 20% "
            "(120 of 600) of those aged 25 and over: 5 percentage points more (95% limits 1 less to 11 more, rounding "
            "included)."
        ),
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            changed(PASSAGE, 1, "estimate", "lower", "upper", status=LOW_RELIABILITY),
            (
                "the share lost, of plans turning 18 between 1 April 2023 and 31 March 2024 with a youth case open "
                "on the 18th birthday, is withheld, for it rests on too few."
            ),
        ),
        (
            changed(GAP, 0, "lower_quartile", "median", "upper_quartile", status=LOW_RELIABILITY),
            (
                "the median of the days from youth to adult services, of plans turning 18 between 1 April "
                "2023 and 31 March 2024, is withheld, for it rests on too few."
            ),
        ),
        (
            changed(OUTCOME, 0, "estimate", status=LOW_RELIABILITY),
            "the share of those aged 18 to 24 revised is withheld, for it rests on too few.",
        ),
        (
            changed(OUTCOME, 0, "difference", "against_estimate"),
            (
                "25% (100 of 400 plans aged 18 to 24, followed up, 20 more not known) were revised; the difference "
                "from those aged 25 and over is withheld, for it rests on too few."
            ),
        ),
    ],
)
def test_what_is_withheld_of_young_adults_is_said_to_be(given: ReleasedTable, words: str) -> None:
    assert said(given) == (f"{WHO}: {words}",)


def test_rows_that_nobody_is_in_and_rows_that_are_not_there_give_no_sentence() -> None:
    for given, row in ((PASSAGE, 1), (GAP, 0), (OUTCOME, 0), (BESIDE_RESIDENTS, 1)):
        gone = changed(given, row, *given.cells[row].figures, status=NOT_APPLICABLE)
        assert said(replace(gone, cells=tuple(replace(each, withheld={}) for each in gone.cells))) == ()
    for given in (PASSAGE, GAP):
        assert said(replace(given, cells=tuple(replace(each, at=("another row",)) for each in given.cells))) == ()


def test_limits_of_true_counts_of_young_adults_include_no_rounding() -> None:
    assert "rounding" not in " ".join(said(BESIDE_RESIDENTS, PASSAGE, GAP, OUTCOME, policy=NONE))


def test_sentences_of_made_up_people_hold_the_counts_of_their_tables() -> None:
    people = nk.synthetic_people(people=400, seed=1)
    cohort = nk.read_cohort(people, population="made-up people", as_at="2025-12-31")
    period = (dt.date(2016, 1, 1), dt.date(2025, 9, 1))
    crossed = nk.transition.crossing(cohort, period=period)
    release = nk.release([crossed, nk.transition.reconviction(cohort), nk.transition.young_adults_share(cohort)])
    young, reconvicted, lost = headlines(release)
    at = {each.at[-1]: each.figures for each in release["transition.crossing"].cells}
    [against, *_] = release["transition.reconviction"].cells

    assert ") were aged 18 to 24; 95% limits " in young
    assert f"({against.figures['count']:.0f} of {against.figures['out_of']:.0f} people aged 18 to 24, " in reconvicted
    opened = at["youth case open on the 18th birthday"]
    assert (
        f": of {opened['count']:.0f} people turning 18 between 1 January 2016 and 1 September 2025 with a youth" in lost
    )


def test_the_share_of_the_residents_is_said_of_a_real_table(tmp_path: Path) -> None:
    settings = """
    cohort = {population = "people in a test", as_at = 2025-12-31}
    sources.people = {file = "people.csv", role = "people"}
    sources.population = {file = "residents.csv", role = "population"}
    """
    (tmp_path / "needskit.toml").write_text(settings, encoding="utf-8")
    people, residents = "age,people\n17,100\n20,150\n24,150\n40,500\n,12\n", "10,17,900\n18,24,1000\n25,,8100\n"
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    (tmp_path / "residents.csv").write_text(f"age_from,age_to,people\n{residents}", encoding="utf-8")
    cohort = nk.read_cohort(tmp_path / "needskit.toml")

    # 300 of 900 are a third, and 1,000 of 10,000 residents a tenth
    assert said_of(nk.release([nk.transition.representation(cohort), nk.transition.young_adults_share(cohort)])) == [
        (
            "33% (300 of 900 people with a known age, 10 more not known) were aged 18 to 24, 3.33 times their share of "
            "the residents aged 10 and over (10.0%, 1,000 of this age); 95% limits of the ratio 2.98 to 3.71, rounding "
            "included."
        )
    ]


def said_of(release: Release) -> list[str]:
    return [sentence.partition(": ")[2] for sentence in headlines(release)]
