"""How soon people who are matched reoffend, in numbers that can be checked by eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.spec.analysis.matched_people import OURS, THEIRS, cohort_of, people

import needskit as nk
from needskit.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from needskit.analysis.iom.alike.matched import Matched
    from needskit.disclosure.released import ReleasedTable
    from needskit.table.table import Table

OUTCOME, DAYS = "reconvicted_12_months", "days_to_first_reoffence"
ON = (100, 200, 365)


def frame() -> pd.DataFrame:
    """Return 20 women and 20 men who are managed, and 60 women and 20 men who are not.

    Of those managed every second one reoffends, on day 150. Of the other women every second one does, on day 50, of the
    other men nobody.
    """
    made = people(sex=("f", "m", "f", "m", "f", "f", "f", "m"), prior_convictions=(1,) * 8)
    within = made.groupby(["iom", "sex"]).cumcount()
    other = made["iom"] == "no"
    yes = (within % 2 == 0) & ~(other & (made["sex"] == "m"))
    days = np.where(~yes, "", np.where(other, "50", "150"))
    made[OUTCOME], made[DAYS] = yes.map({True: "yes", False: "no"}), days
    return made


def matched(made: pd.DataFrame | None = None, **told: Any) -> Matched:  # noqa: ANN401 - what match is told
    on = {"adjust": ("sex", "prior_convictions"), "caliper": 0.01, **told}
    return nk.iom.match(cohort_of(frame() if made is None else made), **on)


def row_of(table: Table | ReleasedTable) -> dict[str, Any]:
    [row] = table.to_frame().to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_the_comparison_counts_as_much_as_it_is_like_those_managed() -> None:
    row = row_of(nk.iom.time_to_first(matched(), on=ON))
    assert [row[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [20, OURS, 30, THEIRS]
    # Women and men count for half each: (50% + 0%) / 2.
    assert (row["estimate"], row["against_estimate"]) == (0.5, 0.25)
    # Between 101 and 200 days count with 150.5, up to 100 with 50.5.
    assert row["mean_days"] == (150.5 + 365) / 2
    assert row["against_mean_days"] == pytest.approx((50.5 + 3 * 365) / 4, abs=0.05)
    assert row["days_difference"] == pytest.approx(row["mean_days"] - row["against_mean_days"])
    assert row["effective_size"] == 60


def test_the_curves_come_to_what_the_row_says() -> None:
    curves = nk.iom.survival(matched(), on=ON).to_frame().set_index("day")
    assert curves.loc[:, "estimate"].tolist() == [1.0, 0.5, 0.5]
    assert curves.loc[:, "against_estimate"].tolist() == [0.75, 0.75, 0.75]
    assert curves.loc[:, "count"].tolist() == [40, 20, 20]
    assert curves.loc[:, "against_count"].tolist() == [50, 50, 50]
    assert (curves["against_lower"] < 0.75).all()
    assert (curves["against_upper"] > 0.75).all()


def test_later_but_more_often_is_no_longer_without() -> None:
    # Those managed reoffend later, and more of them do: the mean days set one against the other.
    row = row_of(nk.iom.time_to_first(matched(), on=ON))
    assert row["hazard_ratio"] > 1
    assert row["days_difference"] < 0


def test_somebody_whose_day_is_not_known_is_in_no_figure() -> None:
    made = frame()
    late = made.index[(made["iom"] == "yes") & (made[OUTCOME] == "yes")][0]
    row = row_of(nk.iom.time_to_first(matched(made.assign(**{DAYS: made[DAYS].mask(made.index == late, "")})), on=ON))
    assert (row["count"], row["out_of"]) == (19, OURS - 1)


def test_a_reoffence_after_the_last_day_is_none_by_then() -> None:
    row = row_of(nk.iom.time_to_first(matched(), on=(30, 100)))
    assert (row["count"], row["against_count"], row["estimate"]) == (0, 30, 0.0)
    assert row["mean_days"] == 100
    # Nobody managed has one by then, so that there is no ratio; but the difference in days has limits.
    assert np.isnan(row["hazard_ratio"])
    assert row["days_difference_lower"] > 0


def test_where_all_count_alike_figures_are_those_of_counts() -> None:
    paired = matched(method="nearest")
    row = row_of(nk.iom.time_to_first(paired, on=ON))
    assert row["effective_size"] == row["against_out_of"] == OURS
    # All in a band count with its middle, to the last digit: no amount in tenths of a day.
    share = row["against_count"] / OURS
    assert row["against_mean_days"] == pytest.approx(share * 50.5 + (1 - share) * 365, abs=1e-9)


def test_the_same_people_are_the_same_numbers_in_rate_curves_and_time() -> None:
    made = matched()
    tables = [nk.iom.rate(made), nk.iom.time_to_first(made), nk.iom.survival(made), nk.iom.balance(made)]
    released = nk.release(tables)
    rate, time = (row_of(released[f"iom.{name}"]) for name in ("rate", "time_to_first"))
    same = ("count", "out_of", "against_count", "against_out_of", "estimate", "against_estimate", "effective_size")
    assert {name: rate[name] for name in same} == {name: time[name] for name in same}
    last = released["iom.survival"].to_frame().iloc[-1]
    assert last["against_estimate"] == pytest.approx(1 - rate["against_estimate"])
    assert last["count"] == rate["out_of"] - rate["count"]
    assert rate["evidence"] == time["evidence"]


def test_days_of_reoffenders_are_asked_for_by_name_and_of_thirty() -> None:
    made = frame()
    words = r"^R-REOFFENDED<30: Fewer than 30 of those managed under IOM had a reoffence"
    with pytest.raises(UsageError, match=words):
        nk.iom.days_to_first(matched(made), on=ON)
    more = made.assign(
        **{OUTCOME: made[OUTCOME].mask(made["iom"] == "yes", "yes"), DAYS: made[DAYS].mask(made["iom"] == "yes", "150")}
    )
    table = nk.iom.days_to_first(matched(more), on=ON)
    row = row_of(table)
    assert (row["out_of"], row["against_out_of"]) == (OURS, 30)
    assert (row["mean_days"], row["against_mean_days"], row["days_difference"]) == (150.5, 50.5, 100.0)
    # All on a day of the same band: nobody differs, and so there are no limits.
    assert np.isnan(row["p_value"])
    assert any("Only those with a reoffence are compared" in note for note in table.caption.notes)


@pytest.mark.parametrize("ask", [nk.iom.time_to_first, nk.iom.survival, nk.iom.days_to_first])
def test_days_must_rise_and_be_held_by_the_extract(ask: Any) -> None:  # noqa: ANN401 - any of the three
    with pytest.raises(UsageError, match="rising order"):
        ask(matched(), on=(200, 100))
    with pytest.raises(UsageError, match="does not hold"):
        ask(matched(frame().drop(columns=DAYS)))


def test_without_days_the_report_leaves_it_out() -> None:
    assert nk.iom.has_days(matched())
    assert not nk.iom.has_days(matched(frame().drop(columns=DAYS)))
