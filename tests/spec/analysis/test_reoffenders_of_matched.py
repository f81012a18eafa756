"""What those matched who reoffended did and got, and rates for the time at risk, in numbers checked by eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from tests.spec.analysis.matched_people import codes, cohort_of

import needskit as nk
from needskit.errors import UsageError
from needskit.stats.dispersion import dispersion
from needskit.table.figure import PARTLY_ALIKE
from needskit.table.matched_part import MATCHED_PART

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.analysis.iom.alike.matched import Matched

AGAIN, CUSTODY, COURT = "reconvicted_12_months", "custody_for_reoffence_12_months", "court_of_first_reoffence_12_months"
NUMBER, INSIDE = "reoffences_12_months", "days_in_custody_12_months"


def frame() -> pd.DataFrame:
    """Return 20 women and 20 men who are managed, and 60 women and 20 men who are not; all are reconvicted but 30.

    Of those managed half are sentenced to custody. Of the other women 30 are not reconvicted, and 15 of the 30 who are
    go to custody; of the other men 15 of 20. Women have one reoffence, men two, and other men are inside for 73 days.
    """
    rows = [
        (iom, sex, again, custody, court, number, inside)
        for iom, sex, again, custody, court, number, inside, size in (
            ("yes", "f", "yes", "yes", "either way", "1", "0", 10),
            ("yes", "f", "yes", "no", "summary", "1", "0", 10),
            ("yes", "m", "yes", "yes", "indictable only", "1", "0", 10),
            ("yes", "m", "yes", "no", "summary", "1", "0", 10),
            ("no", "f", "no", "", "", "1", "0", 30),
            ("no", "f", "yes", "yes", "either way", "1", "0", 15),
            ("no", "f", "yes", "no", "summary", "1", "0", 15),
            ("no", "m", "yes", "yes", "either way", "2", "73", 15),
            ("no", "m", "yes", "no", "indictable only", "2", "73", 5),
        )
        for _ in range(size)
    ]
    made = pd.DataFrame(rows, columns=["iom", "sex", AGAIN, CUSTODY, COURT, NUMBER, INSIDE])
    return made.assign(prior_convictions="1", person_id=[f"P{number}" for number in range(len(made))])


def matched(made: pd.DataFrame | None = None, **told: Any) -> Matched:  # noqa: ANN401 - what match is told
    cohort = cohort_of(frame() if made is None else made)
    return nk.iom.match(cohort, **{"adjust": ("sex", "prior_convictions"), "caliper": 0.01, **told})


def test_custody_is_asked_of_reoffenders_who_keep_the_weights_of_the_match() -> None:
    [row] = nk.iom.custody(matched()).to_frame().to_dict("records")
    assert [row[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [20, 40, 30, 50]
    # Of the match a woman counts a third and a man 1, also where half of the women reoffend: 5 + 15 of 10 + 20.
    assert (row["estimate"], row["against_estimate"]) == (0.5, 0.667)
    # 30 squared over 30/9 + 20 is 38.6.
    assert row["effective_size"] == 39
    assert row["difference_lower"] < -0.167 < row["difference_upper"]


def test_the_kinds_of_court_are_set_beside_each_other() -> None:
    table = nk.iom.severity(matched()).to_frame()
    assert table[["court", "count", "out_of", "against_count"]].to_numpy().tolist() == [
        ["Summary", 20, 40, 15],
        ["Either way", 10, 40, 30],
        ["Indictable only", 10, 40, 5],
    ]
    # 15 women of a third each are 5 of 30; with 15 men 20; and 5 men.
    assert table["against_estimate"].tolist() == [0.167, 0.667, 0.167]
    assert table["effective_size"].tolist() == [39] * 3


def test_those_who_reoffended_were_not_made_alike_so_evidence_is_lower() -> None:
    found = matched()
    assert nk.iom.rate(found).to_frame()["evidence"].tolist() == [4]
    assert nk.iom.custody(found).to_frame()["evidence"].tolist() == [3]
    notes = " ".join(nk.iom.severity(found).caption.notes)
    assert "may itself have changed which these are" in notes


def test_of_fewer_than_ten_treated_nothing_but_counts_is_given() -> None:
    made = frame()
    # One of ten tried in the Crown Court alone is so no more.
    made.loc[20, COURT] = "summary"
    for policy in ("none", "publish"):
        [released] = nk.release(nk.iom.severity(matched(made)), policy=policy)
        few = released.cells[2]
        assert set(few.figures) == {"count", "out_of", "against_count", "against_out_of"}


def test_a_kind_that_alone_is_withheld_takes_the_least_common_of_the_others_along() -> None:
    # Of 100 and 200: of the first kind 50 and 90, of the second 35 and 80, of the third 15 and 30, or 10 and 30.
    def shown(kinds: list[tuple[int, int]], off_by: int) -> list[bool]:
        rows = [
            [ours, 100, theirs, 200, 5 * theirs, 150, 0, *(part for other in kinds if other != kind for part in other)]
            for kind in kinds
            for ours, theirs in [kind]
        ]
        found = MATCHED_PART[PARTLY_ALIKE, False].apply(np.array(rows, dtype=np.float64), off_by=off_by)
        return [bool(each) for each in found["base"] > 0]

    assert shown([(50, 90), (35, 80), (15, 30)], 4) == [True, True, True]
    assert shown([(50, 90), (40, 80), (10, 30)], 4) == [True, False, False]
    assert shown([(50, 90), (40, 80), (10, 30)], 0) == [True, True, True]
    assert shown([(80, 150), (10, 20), (10, 30)], 4) == [True, False, False]


def test_a_rate_is_for_the_time_out_of_custody() -> None:
    [row] = nk.iom.rate_by_time(matched()).to_frame().to_dict("records")
    # 40 in 40 times 365 days; 20 + 40 weighted reoffences in 20 times 365 and 20 times 292 days.
    assert row["per_year"] == pytest.approx(40 / (40 * 365) * 365.25)
    assert row["against_per_year"] == round(60 / (20 * 365 + 20 * 292) * 365.25, 3)
    assert row["rate_ratio"] == pytest.approx(0.6, abs=0.0005)
    assert row["rate_ratio_lower"] < 0.6 < row["rate_ratio_upper"] < 1
    assert (row["significant"], row["events"], row["out_of"], row["against_out_of"]) == (-1, 40, 40, 80)


def test_whoever_was_inside_for_the_whole_year_is_not_counted() -> None:
    made = frame()
    made.loc[[0, 40], INSIDE] = "365"
    made.loc[1, INSIDE] = ""
    [row] = nk.iom.rate_by_time(matched(made)).to_frame().to_dict("records")
    assert (row["events"], row["out_of"], row["against_out_of"]) == (38, 38, 79)
    assert row["person_years"] == pytest.approx(38 * 365 / 365.25)


def test_where_all_count_alike_rates_are_those_of_counts() -> None:
    found = matched(method="none")
    tables = [nk.iom.rate_by_time(found), nk.iom.custody(found)]
    rate, custody = (table.to_frame().to_dict("records")[0] for table in tables)
    assert rate["against_per_year"] == pytest.approx(100 / (60 * 365 + 20 * 292) * 365.25)
    assert custody["against_estimate"] == 30 / 50
    # Of a release they follow from the counts that are shown, and from nothing finer.
    [_, shown] = nk.release(tables)
    [row] = shown.to_frame().to_dict("records")
    assert row["against_estimate"] == row["against_count"] / row["against_out_of"]


def test_reoffences_that_come_in_heaps_are_said_to() -> None:
    made = frame()
    assert "W-OVERDISPERSED" not in codes(cohort_of(made))
    heaps = np.where(np.arange(len(made)) % 4 == 0, "8", "0")
    assert "W-OVERDISPERSED" in codes(cohort_of(made.assign(**{NUMBER: heaps})))
    assert "W-OVERDISPERSED" in codes(cohort_of(made.assign(**{NUMBER: heaps}).drop(columns=INSIDE)))


def test_dispersion_does_not_depend_on_what_weights_come_to() -> None:
    events, treated, time = [0, 4, 1, 3, 2], [1, 1, 0, 0, 0], [1, 1, 2, 2, 2]
    found = dispersion(events, treated, weights=[1, 1, 1, 1, 1], time_at_risk=time)
    # 2 expected of the first two, and 2 of the others: (4 + 4 + 1 + 1 + 0) / 2 over 3.
    assert found == pytest.approx(5 / 3)
    assert dispersion(events, treated, weights=[1, 1, 0.2, 0.2, 0.2], time_at_risk=time) == pytest.approx(found)
    assert np.isnan(dispersion([0, 0, 1], [1, 1, 0], weights=[1, 1, 1], time_at_risk=[1, 1, 1]))
    assert np.isnan(dispersion([1, 1], [1, 0], weights=[1, 1], time_at_risk=[1, 1]))


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: nk.iom.custody(matched(), outcome="nothing"), "'nothing'"),
        (lambda: nk.iom.custody(matched(), outcome=COURT), "with the answers no, yes"),
        (lambda: nk.iom.severity(matched(), outcome=CUSTODY), "either_way, indictable_only, summary"),
        (lambda: nk.iom.custody(matched(), outcome=AGAIN), "not asked of those who reoffended alone"),
        (lambda: nk.iom.rate_by_time(matched(), number="prior_convictions"), "R-OUTCOME-MATCHED"),
        (lambda: nk.iom.rate_by_time(matched(), custody="sex"), "whole number"),
        (lambda: nk.iom.match(cohort_of(frame()), adjust=("sex", COURT)), "R-AFTER-INDEX"),
    ],
)
def test_what_cannot_be_asked_says_what_is_wrong(ask: Any, said: str) -> None:  # noqa: ANN401 - any question
    with pytest.raises(UsageError, match=said):
        ask()


def test_a_table_that_nobody_can_be_counted_in_is_not_possible() -> None:
    found = matched()
    assert nk.iom.has_custody(found)
    assert nk.iom.has_severity(found)
    assert nk.iom.has_time_at_risk(found)
    made = frame()
    made.loc[made["iom"] == "yes", [CUSTODY, COURT, INSIDE]] = ""
    found = matched(made)
    assert not any(ask(found) for ask in (nk.iom.has_custody, nk.iom.has_severity, nk.iom.has_time_at_risk))
    with pytest.raises(UsageError, match="R-ARM<10"):
        nk.iom.custody(found)
    without = matched(frame().drop(columns=[AGAIN, INSIDE]))
    assert not any(ask(without) for ask in (nk.iom.has_custody, nk.iom.has_severity, nk.iom.has_time_at_risk))


def test_how_often_custody_follows_is_asked_of_all_who_are_matched(tmp_path: Path) -> None:
    people = frame()[["person_id", "iom", "sex", "prior_convictions"]].assign(index_date="2023-01-15")
    # Every other person has two reoffences, the first with custody; of the others nobody has any.
    again = people["person_id"].iloc[::2]
    offences = pd.DataFrame(
        {
            "person_id": [*again, *again],
            "offence_date": "2023-03-01",
            "outcome_date": "2023-04-01",
            "outcome": "conviction",
            "custody": ["yes"] * len(again) + ["no"] * len(again),
        }
    )
    (tmp_path / "needskit.toml").write_text(
        '[cohort]\npopulation = "people in a test"\n[follow_up]\ndata_end = 2025-12-31\n'
        '[sources.people]\nfile = ""\nrole = "people"\n'
        '[sources.police]\nfile = ""\nrole = "offences"\ncomplete = true\n',
        encoding="utf-8",
    )
    cohort = nk.read_cohort(tmp_path / "needskit.toml", frames={"people": people, "police": offences})
    found = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), caliper=0.01)
    number = "custodial_reoffences_12_months"
    assert nk.iom.has_number(found, number)
    assert not nk.iom.has_number(found, "summary_reoffences_12_months")
    [row] = nk.iom.frequency(found, number=number).to_frame().to_dict("records")
    assert (row["events"], row["out_of"], row["per_person"], row["against_mean"]) == (20, 40, 0.5, 0.5)
