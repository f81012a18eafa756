"""Differences are between people who have nobody in common."""

from __future__ import annotations

import pandas as pd
import pytest

import needskit as nk
from needskit.errors import UsageError


@pytest.fixture(scope="module")
def cohort() -> nk.Cohort:
    rows = [("f", "18", "yes")] * 56 + [("f", "19", "no")] * 14 + [("m", "40", "yes")] * 48
    rows += [("m", "41", "no")] * 32 + [("m", "", "")] * 3
    frame = pd.DataFrame(rows, columns=["sex", "age", "need_drugs"])
    frame.insert(0, "person_id", [f"P{row}" for row in range(len(frame))])
    return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")


def test_the_difference_is_that_of_the_published_example(cohort: nk.Cohort) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 873-890, example (a): 56 of 70 and 48 of 80.
    women, men = cohort.where("women", sex="female"), cohort.where("men", sex="male")
    found = nk.difference(nk.needs.prevalence(women), against=nk.needs.prevalence(men)).to_frame()
    counts = ["count", "out_of", "against_count", "against_out_of"]
    assert found[counts].to_numpy().tolist() == [[56, 70, 48, 80]]
    [figures] = found[["estimate", "lower", "upper"]].to_numpy().tolist()
    assert figures == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)


def test_means_have_a_difference_and_plain_counts_have_none(cohort: nk.Cohort) -> None:
    women, men = cohort.where("women", sex="female"), cohort.where("men", sex="male")
    ours, theirs = (nk.overlap.number_of_needs(part) for part in (women, men))
    found = nk.difference(ours, against=theirs).to_frame().set_index("number_of_needs")
    assert found["estimate"]["mean"] == pytest.approx(0.2)
    assert not {"not assessed", "not answered in full"} & set(found.index)


def test_a_part_is_not_compared_with_its_whole(cohort: nk.Cohort) -> None:
    whole, part = nk.needs.prevalence(cohort), nk.needs.prevalence(cohort.where("women", sex="female"))
    for pair in ((part, whole), (whole, part), (whole, whole)):
        with pytest.raises(UsageError, match="may count the same ones"):
            nk.difference(pair[0], against=pair[1])


def test_groups_that_may_overlap_are_not_compared(cohort: nk.Cohort) -> None:
    young, women = cohort.where("aged 18 to 24", age=(18, 24)), cohort.where("women", sex="female")
    with pytest.raises(UsageError, match="may count the same ones"):
        nk.difference(nk.needs.prevalence(young), against=nk.needs.prevalence(women))


def test_tables_that_ask_different_questions_have_no_difference(cohort: nk.Cohort) -> None:
    with pytest.raises(UsageError, match="have different rows"):
        nk.difference(nk.needs.prevalence(cohort), against=nk.overlap.number_of_needs(cohort))


def test_a_table_without_percentages_has_no_difference(cohort: nk.Cohort) -> None:
    women, men = (cohort.where(words, sex=words) for words in ("female", "male"))
    with pytest.raises(UsageError, match="no percentage or mean"):
        nk.difference(nk.coverage.assessment(women), against=nk.coverage.assessment(men))


def test_a_released_difference_is_that_of_the_released_counts(cohort: nk.Cohort) -> None:
    women, men = cohort.where("women", sex="female"), cohort.where("men", sex="male")
    tables = [nk.needs.prevalence(part) for part in (women, men)]
    released = nk.release([*tables, nk.difference(tables[0], against=tables[1])])
    cell = released.tables[2].cells[0].figures
    ours, theirs = (t.cells[0].figures for t in released.tables[:2])
    assert (cell["count"], cell["out_of"]) == (ours["count"], ours["out_of"])
    assert (cell["against_count"], cell["against_out_of"]) == (theirs["count"], theirs["out_of"])
    assert cell["estimate"] == pytest.approx(ours["estimate"] - theirs["estimate"])


def test_two_extracts_that_know_other_answers_have_no_difference() -> None:
    # Without the check the answers of one extract would be taken for those of the other.
    frame = pd.DataFrame({"person_id": ["1", "2"], "need_drugs": ["yes", "no"], "need_alcohol": ["no", "yes"]})
    needs = [{"need_drugs": "Need"}, {"need_alcohol": "Need"}]
    ours, theirs = (
        nk.overlap.number_of_needs(nk.read_cohort(frame, population=where, as_at="2025-12-31", needs=asked))
        for where, asked in zip(("people in the north", "people in the south"), needs, strict=True)
    )
    with pytest.raises(UsageError, match="disagree on the answers to 'number_of_needs'"):
        nk.difference(ours, against=theirs)
