"""What is said of dual diagnosis, domains, reconviction and homelessness."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import needskit as nk
from needskit.disclosure.policies import NONE, PUBLISH
from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable
from needskit.disclosure.shorthand import LOW_RELIABILITY, NOT_APPLICABLE
from needskit.output.text import headlines
from needskit.table.compared import TWO_GROUPS
from needskit.table.measure import PERCENTAGE
from needskit.table.reoffending import HOW_OFTEN
from needskit.table.table import Caption, Dimension, Headings, Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.disclosure.policy import Policy
    from needskit.table.measure import Measure

POPULATION = "plans in Exampleshire, 2024"
WHO = "Plans in Exampleshire, 2024"
OUTCOME = "Percentage revised within 6 months"


def table(
    key: str,
    at: str,
    measure: Measure,
    headings: Headings,
    *,
    title: str = "A table",
    label: str = "Row",
    figures: Mapping[str, float],
) -> ReleasedTable:
    """Return a table of one row; without a place, of everybody."""
    cell = ReleasedCell((at,) if at else (), measure, (), figures)
    dimensions = (Dimension("row", label, (Level(at),)),) if at else ()
    return ReleasedTable(Caption(key, title, POPULATION), dimensions, headings, (cell,), {})


def said(given: ReleasedTable, policy: Policy = PUBLISH) -> tuple[str, ...]:
    return headlines(Release((given,), policy, policy.off_by))


def withheld(given: ReleasedTable, *names: str) -> ReleasedTable:
    """Return the table without the estimate, or without other figures that too few are behind."""
    (cell,) = given.cells
    gone = set(names or {"estimate", "lower", "upper"})
    kept = {name: value for name, value in cell.figures.items() if name not in gone}
    status = "" if names else LOW_RELIABILITY
    return replace(
        given, cells=(replace(cell, figures=kept, status=status, withheld=dict.fromkeys(gone, LOW_RELIABILITY)),)
    )


def changed(given: ReleasedTable, **figures: float) -> ReleasedTable:
    (cell,) = given.cells
    return replace(given, cells=(replace(cell, figures={**cell.figures, **figures}),))


SHARE = {"count": 100, "out_of": 400, "not_known": 20, "estimate": 0.25, "lower": 0.2, "upper": 0.3}
BOTH = table(
    "overlap.dual_diagnosis",
    "both: dual diagnosis",
    PERCENTAGE,
    Headings("Plans with this problem", "Plans with known answers on the problems of the row"),
    figures=SHARE,
)
DOMAINS = table(
    "overlap.domains",
    "two or three",
    PERCENTAGE,
    Headings("Plans in this segment", "Plans with known answers on all three domains"),
    title="Overlap of three domains: substance misuse, home and health",
    figures=SHARE,
)
HOW_MANY = table(
    "reconviction.headline",
    "",
    HOW_OFTEN,
    Headings(
        "Plans revised within 6 months",
        "Plans followed up",
        estimate=OUTCOME,
        events="Revisions",
        further={"per_reoffender": "Revisions per plan revised within 6 months"},
    ),
    figures={**SHARE, "events": 1_250, "per_reoffender": 12.5},
)
HOMELESS = table(
    "accommodation.reconviction",
    "Homeless against not homeless",
    TWO_GROUPS,
    Headings("Plans", "Plans followed up", estimate=OUTCOME),
    label="Accommodation on release",
    figures={
        **SHARE,
        "count": 60,
        "out_of": 80,
        "estimate": 0.75,
        "against_count": 100,
        "against_out_of": 400,
        "against_estimate": 0.25,
        "difference": 0.5,
        "difference_lower": 0.38,
        "difference_upper": 0.594,
    },
)


def test_both_problems_together_have_their_count_and_what_it_is_out_of() -> None:
    assert said(BOTH) == (
        (
            f"{WHO}: 25% (100 of 400 plans with known answers on both, 20 more not known) had mental health and "
            "substance misuse problems together; 95% limits 20% to 30%, rounding included."
        ),
    )


def test_two_or_three_domains_are_named_as_the_table_names_them() -> None:
    assert said(DOMAINS) == (
        (
            f"{WHO}: 25% (100 of 400 plans with known answers on all three domains, 20 more not known) were in two or "
            "three of the domains substance misuse, home and health; 95% limits 20% to 30%, rounding included."
        ),
    )


def test_reconviction_is_said_in_the_words_of_its_table() -> None:
    assert said(HOW_MANY) == (
        (
            f"{WHO}: 25% (100 of 400 plans followed up, 20 more not known) were revised within 6 months, with 1,250 "
            "revisions: 12.50 for each plan revised within 6 months; 95% limits of the percentage 20% to 30%, rounding "
            "included."
        ),
    )


def test_where_nobody_was_reconvicted_nothing_is_divided_by_them() -> None:
    nobody = withheld(changed(HOW_MANY, count=0, events=0, estimate=0.0, lower=0.0, upper=0.01), "per_reoffender")
    (sentence,) = said(nobody)

    assert "0% (0 of 400 plans followed up, 20 more not known) were revised within 6 months, with 0 revisions;" in (
        sentence
    )


def test_homeless_people_are_set_against_the_others() -> None:
    assert said(HOMELESS) == (
        (
            f"{WHO}: 75% (60 of 80 plans followed up, 20 more not known) of those homeless on release were revised "
            "within 6 months, against 25% (100 of 400) of those not homeless: 50 percentage points more (95% limits 38 "
            "to 59, rounding included)."
        ),
    )


@pytest.mark.parametrize(
    ("difference", "lower", "upper", "words"),
    [
        (-0.12, -0.2, -0.04, "12 percentage points less (95% limits 4 to 20, rounding included)"),
        (0.03, -0.05, 0.11, "3 percentage points more (95% limits 5 less to 11 more, rounding included)"),
        (-0.03, -0.11, 0.05, "3 percentage points less (95% limits 11 less to 5 more, rounding included)"),
        (0.001, -0.05, 0.05, "no difference in percentage points (95% limits 5 less to 5 more, rounding included)"),
    ],
)
def test_a_difference_says_which_way_it_goes(difference: float, lower: float, upper: float, words: str) -> None:
    given = changed(HOMELESS, difference=difference, difference_lower=lower, difference_upper=upper)

    assert said(given)[0].endswith(f": {words}.")


def test_limits_of_true_counts_include_no_rounding() -> None:
    for given in (BOTH, DOMAINS, HOW_MANY, HOMELESS):
        assert "rounding" not in said(given, NONE)[0]


def test_what_is_withheld_of_outcomes_is_said_to_be() -> None:
    assert [said(withheld(given)) for given in (BOTH, DOMAINS, HOW_MANY, HOMELESS)] == [
        (
            (
                f"{WHO}: the share who had mental health and substance misuse problems together is withheld, for it "
                "rests on too few."
            ),
        ),
        (
            (
                f"{WHO}: the share who were in two or three of the domains substance misuse, home and health is "
                "withheld, for it rests on too few."
            ),
        ),
        (f"{WHO}: the share revised within 6 months is withheld, for it rests on too few.",),
        (
            (
                f"{WHO}: the share of those homeless on release revised within 6 months is withheld, for it rests on "
                "too few."
            ),
        ),
    ]


def test_a_difference_that_is_withheld_alone_is_said_to_be() -> None:
    further = [name for name in HOMELESS.cells[0].figures if name.startswith(("difference", "against_e"))]

    assert said(withheld(HOMELESS, *further)) == (
        (
            f"{WHO}: 75% (60 of 80 plans followed up, 20 more not known) of those homeless on release were revised "
            "within 6 months; the difference from those not homeless is withheld, for it rests on too few."
        ),
    )


def test_a_row_that_is_not_there_and_one_that_nobody_is_in_give_no_sentence() -> None:
    for given in (BOTH, DOMAINS, HOMELESS):
        (cell,) = given.cells
        assert said(replace(given, cells=(replace(cell, at=("another row",)),))) == ()
    for given in (HOW_MANY, HOMELESS):
        (cell,) = given.cells
        assert said(replace(given, cells=(replace(cell, figures={"out_of": 0.0}, status=NOT_APPLICABLE),))) == ()


def test_sentences_of_made_up_people_hold_the_counts_of_their_tables_in_order() -> None:
    people = nk.synthetic_people(people=600, seed=1)
    cohort = nk.read_cohort(people, population="made-up people", as_at="2025-12-31")
    keys = ["accommodation.reconviction", "reconviction.headline", "overlap.domains", "overlap.dual_diagnosis"]
    release = nk.release(nk.standard_report(cohort, by=[], only=keys))
    both, domains, reconvicted, homeless = headlines(release)
    at = {cell.at[-1] if cell.at else "": cell.figures for table in release for cell in table.cells}

    for sentence, row in (
        (both, "both: dual diagnosis"),
        (domains, "two or three"),
        (reconvicted, ""),
        (homeless, "Homeless against not homeless"),
    ):
        assert re.search(rf"\({at[row]['count']:.0f} of {at[row]['out_of']:.0f} ", sentence), row
    assert f"against {100 * at['Homeless against not homeless']['against_estimate']:.0f}% (" in homeless
    assert f"{at['']['per_reoffender']:.2f} for each person reconvicted within 12 months" in reconvicted
