"""Every reason for refusing a match and every caution beside one, each with its code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.spec.analysis.matched_people import OURS, THEIRS, codes, cohort_of, people

import needskit as nk
from needskit.errors import UsageError

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

PRIORS = (1, 2, 1, 2)
CHECKOUT = Path(__file__).parents[3]
CODE = re.compile(r'"([RW]-[A-Z0-9<-]+)')


def refused(cohort: Cohort, **told: object) -> str:
    """Return the code of why people cannot be matched, and what follows it."""
    with pytest.raises(UsageError) as caught:
        nk.iom.match(cohort, **told)  # type: ignore[arg-type]
    return str(caught.value)


def test_an_arm_of_nine() -> None:
    assert refused(cohort_of(people(9, 80, prior_convictions=PRIORS))).startswith("R-ARM<10: ")
    assert refused(cohort_of(people(40, 9, prior_convictions=PRIORS))).startswith("R-ARM<10: ")


def test_an_arm_of_which_nobody_is_followed_up() -> None:
    frame = people(prior_convictions=PRIORS)
    frame["index_date"], frame["follow_up_end"] = "2023-01-10", "2024-06-30"
    frame.loc[:OURS, "follow_up_end"] = "2023-03-01"
    assert refused(cohort_of(frame)).startswith("R-ARM<10: None of the arm 'managed under IOM'")


def test_fewer_than_30_matched_unless_so_told() -> None:
    cohort = cohort_of(people(29, 80, prior_convictions=PRIORS))
    assert refused(cohort).startswith("R-MATCHED<30: ")
    assert codes(cohort, min_people=10) == ["W-FEW"]


def test_an_answer_that_tells_the_arms_apart() -> None:
    cohort = cohort_of(people(sex=("f", "m"), prior_convictions=(1, 1)))
    assert refused(cohort).startswith("R-SEPARATION: 'sex' ")


def test_a_number_that_tells_the_arms_apart() -> None:
    cohort = cohort_of(people(sex=("f", "m", "f", "m"), prior_convictions=(10, 11, 1, 2)))
    assert refused(cohort).startswith("R-SEPARATION: 'prior_convictions' ")


def test_a_number_that_is_missing() -> None:
    frame = people(prior_convictions=PRIORS)
    frame.loc[5, "prior_convictions"] = ""
    said = refused(cohort_of(frame))
    assert said.startswith("R-MISSING: 'prior_convictions' ")
    assert "known_only=True" in said
    assert "impute=True" in said


def test_somebody_in_both_arms() -> None:
    cohort = cohort_of(people(sex=("f", "m", "f", "m"), prior_convictions=PRIORS))
    assert refused(cohort, comparison={"sex": "female"}).startswith("R-BOTH-ARMS: ")


@pytest.mark.parametrize(
    "name", ["reconvicted_12_months", "reoffences_12_months", "homeless_at_3_months", "followed_up"]
)
def test_what_is_measured_after_the_index_date(name: str) -> None:
    frame = people(prior_convictions=PRIORS, accommodation_at_3_months=("settled", "settled"))
    frame["reconvicted_12_months"], frame["reoffences_12_months"] = "no", "0"
    frame["index_date"], frame["follow_up_end"] = "2023-01-10", "2024-06-30"
    assert refused(cohort_of(frame), adjust=(name,)).startswith(f"R-AFTER-INDEX: '{name}' ")
    assert refused(cohort_of(frame), exactly=(name,)).startswith(f"R-AFTER-INDEX: '{name}' ")


@pytest.mark.parametrize("name", ["iom", "iom_tier"])
def test_what_says_who_is_managed(name: str) -> None:
    cohort = cohort_of(people(prior_convictions=PRIORS, iom_tier=("fixed", "")))
    assert refused(cohort, adjust=(name,)).startswith(f"R-TELLS-ARM: '{name}' ")


def test_rows_of_several() -> None:
    frame = people(prior_convictions=PRIORS).drop(columns="person_id").assign(people="3")
    assert refused(cohort_of(frame)).startswith("R-ROWS: ")


def test_no_weights_make_the_means_the_same() -> None:
    # Of those managed the mean is 9.5, above everybody of the comparison but one, and that one is a woman.
    frame = people(prior_convictions=(9, 10, 1, 2), sex=("m", "m", "m", "m"))
    frame.loc[[OURS, OURS + 1], "prior_convictions"] = "10"
    frame.loc[[OURS, OURS + 1, 0], "sex"] = "f"
    assert refused(cohort_of(frame), method="entropy").startswith("R-NO-WEIGHTS: ")


def test_few_of_those_treated_are_matched() -> None:
    frame = people(100, 200, prior_convictions=(1, 2, 8, 9, 1, 2, 1, 2))
    frame.loc[100, "prior_convictions"] = "9"
    assert "W-MATCHED<80" in codes(cohort_of(frame), caliper=0.001)


def test_many_of_those_treated_are_lost() -> None:
    frame = people(prior_convictions=PRIORS)
    frame.loc[:8, "prior_convictions"] = ""
    assert "W-LOST" in codes(cohort_of(frame), known_only=True)
    frame.loc[8, "prior_convictions"] = "1"
    assert "W-LOST" not in codes(cohort_of(frame), known_only=True)


def test_a_poor_match() -> None:
    cohort = cohort_of(people(sex=("f", "f", "f", "m", "f", "m", "m", "m"), prior_convictions=(1, 1)))
    assert codes(cohort, method="none") == ["W-BALANCE"]
    assert codes(cohort) == ["W-ESS"]


def test_nothing_of_earlier_offending() -> None:
    assert codes(cohort_of(people(sex=("f", "m", "f", "m")))) == ["W-NO-PRIORS"]


def test_time_in_custody_that_differs() -> None:
    frame = people(prior_convictions=PRIORS)
    frame["days_in_custody_12_months"] = ["40"] * OURS + ["3"] * THEIRS
    assert codes(cohort_of(frame)) == ["W-CUSTODY"]
    frame["days_in_custody_12_months"] = ["39"] * OURS + ["3"] * THEIRS
    assert codes(cohort_of(frame)) == []


def test_numbers_that_are_filled_in() -> None:
    frame = people(prior_convictions=PRIORS)
    assert codes(cohort_of(frame), impute=True) == []
    frame.loc[[0, OURS], "prior_convictions"] = ""
    assert codes(cohort_of(frame), impute=True) == ["W-IMPUTED"]


def test_needs_that_were_found_after_the_index_date() -> None:
    frame = people(prior_convictions=PRIORS, need_drugs=("yes", "no", "yes", "no"))
    frame["index_date"], frame["assessment_date"] = "2023-01-10", "2023-01-10"
    assert codes(cohort_of(frame)) == []
    frame.loc[3, "assessment_date"] = "2023-01-11"
    assert codes(cohort_of(frame)) == ["W-ASSESSED-AFTER"]
    assert codes(cohort_of(frame), adjust=("prior_convictions",)) == []


OF_BEFORE_AND_AFTER = "R-SELECTED"
"""Has a part of the page on before and after to itself: it is of no match."""


def test_every_code_has_a_line_with_its_mend_and_no_other() -> None:
    folders = (CHECKOUT / "src/needskit" / each for each in ("analysis/iom", "report"))
    source = "".join(path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py"))
    # What the docstring of the one function that raises shows is one of them.
    used = {code.rstrip("<") for code in CODE.findall(source)} - {OF_BEFORE_AND_AFTER}
    page = (CHECKOUT / "docs/methods/matching.md").read_text("utf-8")
    listed = re.findall(r"^\| `([RW]-[A-Z0-9<-]+)` \| .+ \| .+ \|$", page, re.MULTILINE)
    assert sorted(listed) == sorted({code if code != "R-MATCHED" else "R-MATCHED<30" for code in used})
