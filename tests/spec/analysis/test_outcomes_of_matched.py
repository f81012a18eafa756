"""What became of people matched with people like them, in numbers that can be checked by eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.spec.analysis.matched_people import OURS, THEIRS, cohort_of, people

import needskit as nk
from needskit.analysis.iom.alike.amounts import Counted
from needskit.errors import UsageError
from needskit.table.figure import ALIKE
from needskit.table.matched import MATCHED_PERCENTAGE

if TYPE_CHECKING:
    import pandas as pd

    from needskit.analysis.iom.alike.matched import Matched
    from needskit.disclosure.released import ReleasedTable
    from needskit.table.table import Table

OUTCOME, NUMBER = "reconvicted_12_months", "reoffences_12_months"
ON = ("sex", "prior_convictions")


def frame() -> pd.DataFrame:
    """Return 20 women and 20 men who are managed, and 60 women and 20 men who are not.

    Of those managed half are reconvicted, of women and of men; of the other women 30 of 60, of the other men 15 of 20.
    Whoever is reconvicted reoffends twice.
    """
    made = people(sex=("f", "m", "f", "m", "f", "f", "f", "m"), prior_convictions=(1,) * 8)
    # Within each kind every second one, and of the last three quarters.
    within = made.groupby(["iom", "sex"]).cumcount()
    other_men = (made["iom"] == "no") & (made["sex"] == "m")
    yes = (within % 2 == 0).where(~other_men, within % 4 != 0)
    return made.assign(**{OUTCOME: yes.map({True: "yes", False: "no"}), NUMBER: yes.map({True: "2", False: "0"})})


def matched(made: pd.DataFrame | None = None, **told: Any) -> Matched:  # noqa: ANN401 - what match is told
    return nk.iom.match(cohort_of(frame() if made is None else made), **{"adjust": ON, "caliper": 0.01, **told})


def row_of(table: Table | ReleasedTable) -> dict[str, Any]:
    [row] = table.to_frame().to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_the_comparison_counts_as_much_as_it_is_like_those_managed() -> None:
    # Women and men count for half each: (50% + 75%) / 2. As they are it would be 45 of 80.
    row = row_of(nk.iom.rate(matched()))
    assert [row[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [20, OURS, 45, THEIRS]
    assert (row["estimate"], row["against_estimate"], row["difference"]) == (0.5, 0.625, -0.125)
    # 60 women count a third each and 20 men 1: 40 squared over 60/9 + 20.
    assert row["effective_size"] == 60
    assert row["risk_ratio"] == 0.8


def test_offences_per_person_are_compared_in_the_same_way() -> None:
    row = row_of(nk.iom.frequency(matched()))
    assert (row["events"], row["out_of"], row["per_person"], row["against_mean"]) == (40, OURS, 1.0, 1.25)
    assert (row["mean_difference"], row["rate_ratio"], row["effective_size"]) == (-0.25, 0.8, 60)
    assert row["mean_difference_lower"] < -0.25 < row["mean_difference_upper"]


def test_whoever_is_not_known_to_be_reconvicted_is_in_no_figure() -> None:
    made = frame()
    # A woman of each arm: managed and reconvicted, and not managed and reconvicted.
    made.loc[[0, OURS], [OUTCOME, NUMBER]] = ""
    found = matched(made)
    row = row_of(nk.iom.rate(found))
    assert [row[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [19, 39, 44, 79]
    often = row_of(nk.iom.frequency(found))
    assert (often["events"], often["out_of"], often["against_out_of"]) == (38, 39, 79)
    # Of 59 women who count a third each 29 reoffend twice, and of 20 men 15: 49 1/3 offences of 39 2/3 people.
    assert often["against_mean"] == 1.244


def test_where_all_count_alike_the_percentage_is_that_of_the_counts() -> None:
    found = matched(method="none")
    row, often = row_of(nk.iom.rate(found)), row_of(nk.iom.frequency(found))
    assert (row["against_estimate"], row["effective_size"]) == (45 / 80, THEIRS)
    assert (often["against_mean"], often["effective_size"]) == (90 / 80, THEIRS)
    # Of a release it follows from the counts that are shown, and from nothing finer.
    [rate, frequency] = nk.release([nk.iom.rate(found), nk.iom.frequency(found)])
    row = row_of(rate)
    assert row["against_estimate"] == row["against_count"] / row["against_out_of"]
    assert frequency.to_frame()["against_mean"].tolist() == [90 / 80]


def test_weights_that_are_all_the_same_are_counts_too() -> None:
    # Women alone: each of the others counts half, and the percentage is that of the counts shown.
    made = frame().assign(sex="f")
    [rate, frequency] = nk.release([nk.iom.rate(matched(made)), nk.iom.frequency(matched(made))])
    row, often = row_of(rate), row_of(frequency)
    assert row["against_estimate"] == row["against_count"] / row["against_out_of"]
    assert (row["effective_size"], often["effective_size"]) == (THEIRS, THEIRS)
    assert often["against_mean"] == 90 / 80


def test_no_more_are_said_to_be_needed_than_there_could_be() -> None:
    # Of the treated 200 of 400, of a comparison as good as 1,000 each counting once 45%, 49.9% and 50%.
    parts = [[200, 400, 450, 1_000, thousandths, 1_000, 0] for thousandths in (450, 499, 500)]
    found = MATCHED_PERCENTAGE[ALIKE, False].apply(np.array(parts, dtype=np.float64))
    assert found["significant"].tolist() == [0, 0, 0]
    # For 5 points it takes (1.96 / 0.05) squared times (1/4 + 0.2475 x 0.4), some 536; for a tenth of one 2,500 times
    # as many.
    assert found["needed"][0] == 540
    assert np.isnan(found["needed"][1:]).all()


def test_nobody_differing_leaves_a_mean_without_limits() -> None:
    row = row_of(nk.iom.frequency(matched(frame().assign(**{NUMBER: "3"}))))
    assert (row["per_person"], row["against_mean"], row["mean_difference"]) == (3, 3, 0)
    assert row["mean_difference_lower"] != row["mean_difference_lower"]
    assert row["significant"] != row["significant"]


def test_evidence_is_highest_where_earlier_offending_is_matched_on_and_the_arms_are_alike() -> None:
    assert row_of(nk.iom.rate(matched()))["evidence"] == 4
    assert row_of(nk.iom.rate(matched(adjust=("sex",))))["evidence"] == 3
    assert row_of(nk.iom.rate(matched(method="none")))["evidence"] == 2
    made = frame()
    # 30 of those managed were convicted twice, and 10 others: 20 have somebody beside them who was convicted once.
    made["prior_convictions"] = ["2"] * 30 + ["1"] * 10 + ["2"] * 10 + ["1"] * 70
    far = matched(made, method="nearest", caliper=None)
    assert nk.iom.balance(far).to_frame()["alike"][0] == -1
    assert row_of(nk.iom.rate(far))["evidence"] == 3


def test_what_is_found_says_so_in_the_words_of_its_limits() -> None:
    made = frame()
    made.loc[made["iom"] == "no", OUTCOME] = ["yes"] * 70 + ["no"] * 10
    row = row_of(nk.iom.rate(matched(made)))
    assert row["difference_upper"] < 0
    assert (row["significant"], row["p_value"] < 0.05) == (-1, True)
    assert row["needed"] != row["needed"]
    unsure = row_of(nk.iom.rate(matched()))
    assert unsure["difference_lower"] < 0 < unsure["difference_upper"]
    assert (unsure["significant"], unsure["p_value"] > 0.05) == (0, True)
    # More would be needed than there are, and the smallest fall that would be found is more than there was.
    assert unsure["needed"] > OURS
    assert unsure["detectable"] > 0.125


def test_too_few_with_the_outcome_show_nothing_of_it() -> None:
    made = frame()
    made.loc[made["iom"] == "yes", OUTCOME] = ["yes"] * 12 + ["no"] * 28
    # 12 are shown as 10, which may be 6.
    [released] = nk.release(nk.iom.rate(matched(made)))
    row = row_of(released)
    assert (row["count"], row["status"]) == (10, "[u]")
    shown = released.cells[0].figures.keys()
    assert shown <= {"count", "out_of", "against_count", "against_out_of"}


@pytest.mark.parametrize(("size", "is_shown"), [(15, True), (10, False)])
def test_an_effective_size_that_may_be_below_ten_shows_nothing(size: int, *, is_shown: bool) -> None:
    # 15 is 11 at least, 10 may be 6. All else is of enough.
    rounded = np.array([[50, 100, 100, 200, 500, size, 0]], dtype=np.float64)
    found = MATCHED_PERCENTAGE[ALIKE, False].apply(rounded, off_by=4)
    assert (found["base"][0] > 0) == is_shown


def test_a_small_error_is_not_taken_for_none() -> None:
    counted = Counted(matched())
    [(_, whom)] = counted.error("so small", 0.0001)
    assert counted.counts[whom] == 1


def test_every_method_has_a_row_and_one_that_cannot_be_had_says_why() -> None:
    made = frame()
    # Nobody managed and nobody else of one number of previous convictions: no two are alike in everything.
    made["prior_convictions"] = [str(1 + n % 2) for n in range(OURS)] + [str(7 + n % 2) for n in range(THEIRS)]
    table = nk.iom.sensitivity(cohort_of(made), adjust=("sex", "prior_convictions"), methods=("none", "exact"))
    first, second = table.cells
    assert [cell.at for cell in table.cells] == [("not matched",), ("those alike in everything",)]
    assert (len(first.parts), second.measure.name) == (4, "refused: R-MATCHED<30")
    [released] = nk.release(table)
    assert released.to_frame()["status"].tolist() == ["", "[z]"]


def test_methods_agree_where_one_column_says_all() -> None:
    methods = ("radius", "full", "exact", "subclass", "weights", "entropy", "doubly robust", "model")
    table = nk.iom.sensitivity(cohort_of(frame()), adjust=("sex",), methods=methods).to_frame()
    # Fifths of a probability of two values are not those of sex.
    same = table[table["method"] != "fifths of the probability"]
    assert same["difference"].tolist() == pytest.approx([-0.125] * 7)
    # In a model alone everybody of the comparison counts once.
    assert same["effective_size"].tolist() == [60] * 6 + [same["against_out_of"].iloc[0]]


def test_the_same_figure_is_the_same_in_both_tables() -> None:
    cohort = cohort_of(frame())
    found = nk.iom.match(cohort, adjust=ON)
    released = nk.release([nk.iom.rate(found), nk.iom.sensitivity(cohort, adjust=ON, methods=("radius",))])
    rate, methods = (row_of(table) for table in released)
    names = ("count", "out_of", "against_estimate", "effective_size", "difference", "difference_lower", "p_value")
    assert [rate[name] for name in names] == [methods[name] for name in names]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: nk.iom.rate(matched(), outcome="nothing"), "'nothing'"),
        (lambda: nk.iom.frequency(matched(), number="sex"), "whole number"),
        (lambda: nk.iom.frequency(matched(), number="prior_convictions"), "R-OUTCOME-MATCHED"),
        (lambda: nk.iom.sensitivity(cohort_of(frame()), methods=("none", "none")), "each once"),
        (lambda: nk.iom.sensitivity(cohort_of(frame()), methods=("magic",)), "each once"),
        (lambda: nk.iom.sensitivity(cohort_of(frame().head(OURS)), methods=("radius",)), "R-ARM<10"),
        (lambda: nk.iom.rate(matched(frame().assign(**{OUTCOME: ""}))), "known of nobody|does not hold"),
    ],
)
def test_what_cannot_be_asked_says_what_is_wrong(ask: Any, said: str) -> None:  # noqa: ANN401 - any question
    with pytest.raises(UsageError, match=said):
        ask()
