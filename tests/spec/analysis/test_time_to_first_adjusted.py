"""Who is in a model of the time to a first reoffence, what its terms are, what is refused, and what is released."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import needskit as nk
from needskit.analysis.reconviction import terms as terms_module
from needskit.errors import DisclosureError, UsageError
from needskit.stats.cox import cox

Read = Callable[..., nk.Cohort]
adjusted = nk.reconviction.time_to_first_adjusted
ON = (91, 183, 274, 365)


@pytest.fixture(scope="module")
def made_up() -> nk.Cohort:
    return nk.read_cohort(nk.synthetic_people(people=900, seed=8), population="made-up people", as_at="2025-12-31")


def drawn(rows: list[tuple[str, str, str, int]], **others: list[str]) -> pd.DataFrame:
    """Return people by sex, outcome and day, so many of each."""
    each = [row[:3] for row in rows for _ in range(row[3])]
    frame = pd.DataFrame(each, columns=["sex", "reconvicted_12_months", "days_to_first_reoffence"])
    return frame.assign(person_id=[f"{number:04d}" for number in range(len(frame))], **others)


SOONER = [("f", "yes", "20", 6), ("f", "no", "", 14), ("m", "yes", "20", 9), ("m", "yes", "200", 6), ("m", "no", "", 5)]


def row(table: object, term: str) -> dict[str, float]:
    frame = table.to_frame().set_index("term")  # type: ignore[attr-defined]
    return dict(frame.loc[term])


def test_a_row_is_a_group_against_the_first_and_follows_from_people_by_day(read: Read) -> None:
    table = adjusted(read(drawn(SOONER)), terms="sex", on=[100, 365])
    found = row(table, "Sex: male, against female")
    expected = cox([[0], [1]], [[6, 0], [9, 6]], [[0, 14], [0, 5]])
    assert [found["count"], found["out_of"], found["not_known"], found["fit"]] == [21, 40, 0, 1]
    assert found["hazard_ratio"] == pytest.approx(expected.hazard_ratio[0])
    assert found["p_value"] == pytest.approx(expected.p_value[0])
    # A third group that nobody is in has a row and no figure, and changes nothing.
    assert np.isnan(row(table, "Sex: other, against female")["hazard_ratio"])


def test_whoever_has_the_first_reoffence_after_the_last_day_has_none_by_it(read: Read) -> None:
    found = row(adjusted(read(drawn(SOONER)), terms="sex", on=[100]), "Sex: male, against female")
    expected = cox([[0], [1]], [[6], [9]], [[14], [11]])
    assert found["count"] == 15
    assert found["hazard_ratio"] == pytest.approx(expected.hazard_ratio[0])


def test_people_of_no_known_term_outcome_or_day_are_not_in_the_model(read: Read) -> None:
    more = [("", "yes", "20", 1), ("f", "", "", 1), ("m", "yes", "", 1)]
    alone, with_others = (adjusted(read(drawn(rows)), terms="sex", on=[365]) for rows in (SOONER, [*SOONER, *more]))
    given, found = (row(table, "Sex: male, against female") for table in (alone, with_others))
    assert [found["out_of"], found["not_known"]] == [given["out_of"], 3]
    assert found["hazard_ratio"] == given["hazard_ratio"]


def test_where_a_group_has_no_reoffence_the_last_column_says_so(read: Read) -> None:
    rows = [("f", "no", "", 20), ("m", "yes", "20", 10), ("m", "no", "", 10)]
    found = row(adjusted(read(drawn(rows)), terms="sex"), "Sex: male, against female")
    assert (np.isnan(found["hazard_ratio"]), found["fit"]) == (True, -1)


def test_a_number_is_one_more_and_bands_are_groups(made_up: nk.Cohort) -> None:
    number = adjusted(made_up, terms=["age"]).to_frame()
    assert number["term"].tolist() == ["Age: one more"]
    assert 0.9 < number["hazard_ratio"][0] < 1
    bands = adjusted(made_up, terms=["age"], bands={"age": [18, 19, 25]}).to_frame()
    assert bands["term"].tolist() == ["Age: 19 to 24, against 18", "Age: 25 and over, against 18"]


def test_the_number_of_needs_can_be_a_term_and_be_released(made_up: nk.Cohort) -> None:
    [table] = nk.release(adjusted(made_up, terms=["number_of_needs"], on=ON))
    assert table.to_frame()["term"].tolist() == ["Number of needs: one more"]


def test_a_whole_number_without_bands_is_refused_by_a_release_that_protects(made_up: nk.Cohort) -> None:
    table = adjusted(made_up, terms=["prior_convictions"], on=ON)
    with pytest.raises(DisclosureError, match="protected release cannot list"):
        nk.release(table)
    assert nk.release(table, policy="none")
    assert nk.release(adjusted(made_up, terms=["prior_convictions"], bands={"prior_convictions": [0, 1, 7]}, on=ON))


def test_groups_that_the_extract_brought_along_are_refused_by_it_too(made_up: nk.Cohort) -> None:
    with pytest.raises(DisclosureError, match="protected release cannot list"):
        nk.release(adjusted(made_up, terms=["district"], on=ON))


def test_released_figures_follow_from_released_counts(made_up: nk.Cohort) -> None:
    adults = made_up.where("adults", age=(18, None))
    table = adjusted(adults, terms=["age_group"], on=ON)
    shown, curves = nk.release([table, nk.reconviction.log_rank(adults, by="age_group", on=ON)])
    frame = curves.to_frame().set_index(["age_group", "day"])
    events, left = [], []
    for group in ("18 to 24", "25 and over"):
        without = frame.loc[group]["count"].iloc[: len(ON)].to_numpy(dtype=float)
        known = float(frame.loc[group]["out_of"].iloc[0])
        events.append(-np.diff([known, *without]))
        left.append([0] * (len(ON) - 1) + [without[-1]])
    expected = cox([[0], [1]], events, left)
    assert [cell.figures["hazard_ratio"] for cell in shown.cells] == pytest.approx(expected.hazard_ratio, rel=1e-6)
    # Releasing it beside its neighbours keeps every count one number.
    both = nk.release(
        [table, nk.reconviction.time_to_first(made_up, on=ON), nk.reconviction.log_rank(made_up, by="sex")]
    )
    assert len(list(both)) == 3


def test_tables_of_parts_of_a_cohort_can_be_released_together(made_up: nk.Cohort) -> None:
    adults = made_up.where("aged 18 and over", age=(18, None))
    bands = {"age": [10, 18, 25]}
    tables = [adjusted(each, terms=["sex", "age"], bands=bands, on=ON) for each in (made_up, adults)]
    assert len(list(nk.release(tables))) == 2
    # Nobody of the second can be under 18, which follows from how they were chosen.
    assert "Age: 25 and over, against 18 to 24" in tables[1].to_frame()["term"].tolist()
    numbers = [adjusted(each, terms=["age"], on=ON) for each in (made_up, adults)]
    assert len(list(nk.release(numbers, policy="none"))) == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"terms": []}, "terms wants the names"),
        ({"terms": ["sexx"]}, "did you mean 'sex'"),
        ({"terms": ["sex", "sex"]}, "named twice"),
        ({"terms": ["sex"], "bands": {"age": [18, 25]}}, "bands of 'age', which is no term"),
        ({"terms": ["sex"], "bands": {"sex": [18, 25]}}, "no whole number"),
        ({"terms": ["age"], "bands": {"age": [25, 18]}}, "rising order"),
        ({"terms": ["age"], "bands": {"age": []}}, "rising order"),
        ({"terms": ["age"], "bands": {"age": [5, 18]}}, "rising order"),
        ({"terms": ["age"], "bands": {"age": [18]}}, "everybody of this cohort is alike"),
        ({"terms": ["reconvicted_12_months"]}, "the outcome itself"),
        ({"terms": ["days_to_first_reoffence"]}, "the outcome itself"),
        ({"terms": ["sex"], "on": [30, 30]}, "rising order"),
        ({"terms": ["sex"], "outcome": "iom_tier"}, "yes or no column"),
        ({"terms": ["sex"], "days": "sex_of"}, "does not hold"),
    ],
)
def test_what_is_no_model_is_refused_in_words(made_up: nk.Cohort, given: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        adjusted(made_up, **given)  # type: ignore[arg-type]


def test_a_term_in_which_all_are_alike_is_refused(made_up: nk.Cohort) -> None:
    with pytest.raises(UsageError, match="everybody of this cohort is alike"):
        adjusted(made_up.where("women", sex="female"), terms=["sex"])


def test_too_many_strata_are_refused_before_they_are_counted(
    made_up: nk.Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms_module, "MOST_FOUND", 10)
    with pytest.raises(UsageError, match="too many to count apart"):
        adjusted(made_up, terms=["age", "prior_convictions"])


def test_with_fewer_than_ten_events_a_term_the_figures_are_withheld(read: Read) -> None:
    rows = [("f", "yes", "20", 4), ("f", "no", "", 60), ("m", "yes", "20", 1), ("m", "no", "", 60)]
    [few] = nk.release(adjusted(read(drawn(rows)), terms="sex", on=[365]))
    assert "hazard_ratio" in few.cells[0].withheld
    many = [(sex, again, day, 10 * people) for sex, again, day, people in rows]
    [shown] = nk.release(adjusted(read(drawn(many)), terms="sex", on=[365]))
    assert "hazard_ratio" in shown.cells[0].figures
