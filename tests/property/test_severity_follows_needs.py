"""Whatever scores, items, flags and screens say: severity divides those known, and never contradicts a need."""

from __future__ import annotations

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.analysis.needs import severity
from needskit.schema import load_needs

ITEMS = tuple(
    f"item_{item.name}" for need in load_needs("oasys").needs if need.name == "alcohol" for item in need.items
)
PERSON = st.fixed_dictionaries(
    {
        "assessed": st.sampled_from(["yes", "yes", "no", ""]),
        "need_alcohol": st.sampled_from(["yes", "no", "", ""]),
        "score_alcohol": st.sampled_from([*(str(score) for score in range(9)), "", "", ""]),
        **dict.fromkeys(ITEMS, st.sampled_from(["0", "1", "2", ""])),
    }
)
often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def cohort_of(people: list[dict[str, str]]) -> nk.Cohort:
    frame = pd.DataFrame(people).assign(person_id=[f"P{n:03d}" for n in range(len(people))])
    return nk.read_cohort(frame, population="people in a test")


@often
@given(people=st.lists(PERSON, min_size=1, max_size=25))
def test_severity_divides_those_known_and_never_contradicts_the_need(people: list[dict[str, str]]) -> None:
    cohort = cohort_of(people)
    graded = severity(cohort).to_frame().set_index("severity")
    need = nk.needs.prevalence(cohort).to_frame().iloc[0]
    none, standard, severe, unknown = graded["count"]
    assert none + standard + severe == graded.loc["no need", "out_of"]
    assert none == need["out_of"] - need["count"]
    assert standard + severe <= need["count"]
    assert none + standard + severe + unknown == (cohort.people["assessed"] == "yes").sum()


@often
@given(scores=st.lists(st.integers(min_value=0, max_value=8), min_size=1, max_size=25))
def test_where_everybody_has_a_score_severity_is_known_of_all(scores: list[int]) -> None:
    frame = pd.DataFrame({"person_id": [str(n) for n in range(len(scores))], "score_alcohol": map(str, scores)})
    cohort = nk.read_cohort(frame, population="people in a test")
    none, standard, severe, unknown = severity(cohort).to_frame()["count"]
    need = nk.needs.prevalence(cohort).to_frame().iloc[0]
    assert (unknown, standard + severe, none) == (0, need["count"], need["out_of"] - need["count"])
    assert severe == sum(score >= 7 for score in scores)


@settings(often, max_examples=10, derandomize=True)
@given(people=st.lists(PERSON, min_size=2, max_size=25))
def test_parts_add_up_and_grouped_rows_give_the_severity_of_the_people(people: list[dict[str, str]]) -> None:
    cohort = cohort_of(people)
    whole = severity(cohort).to_frame()
    parts = [severity(cohort.where("assessed or not", assessed=answer)).to_frame() for answer in ("yes", "no")]
    for name in ("count", "out_of", "not_known"):
        assert (whole[name].fillna(0) == parts[0][name].fillna(0) + parts[1][name].fillna(0)).all()
    groups = pd.DataFrame(people).value_counts(sort=False).reset_index(name="people").astype("str")
    grouped = nk.read_cohort(groups, population="people in a test")
    pd.testing.assert_frame_equal(severity(grouped).to_frame(), whole)
