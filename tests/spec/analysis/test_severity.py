"""How severe is each need: of those known, with those not known told apart from those not assessed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import needskit as nk
from needskit.analysis.needs import severity

Read = Callable[..., nk.Cohort]

EXTRACT = """
person_id | sex | assessed | need_drugs | score_drugs | score_alcohol
1         | f   | yes      |            | 1           | 0
2         | f   | yes      |            | 7           | 4
3         | m   | yes      |            | 8           | 7
4         | m   | yes      | yes        |             | 8
5         | m   | yes      | no         | 9           |
6         | m   | no       | yes        | 9           | 8
"""

ROWS = ["no need", "standard need", "severe need", "not known"]


def counts(cohort: nk.Cohort, need: str = "Drug misuse") -> dict[str, list[int]]:
    frame = severity(cohort).to_frame()
    frame = frame[frame["need"] == need].set_index("severity")
    return {name: frame[name].dropna().tolist() for name in ("count", "out_of", "not_known")}


def test_each_severity_is_out_of_those_known_and_not_known_are_a_row_of_their_own(read: Read) -> None:
    # Of drug misuse: 1 below the cut-off, 2 at it, 3 at the severe one, 4 flagged without a score, 5 flagged no.
    assert counts(read(EXTRACT)) == {"count": [2, 1, 1, 1], "out_of": [4, 4, 4], "not_known": [2, 2, 2]}
    assert counts(read(EXTRACT), "Alcohol misuse") == {
        "count": [1, 1, 2, 1], "out_of": [4, 4, 4], "not_known": [2, 2, 2],
    }  # fmt: skip


def test_the_table_has_four_rows_for_each_need_that_is_scored(read: Read) -> None:
    table = severity(read(EXTRACT))
    assert table.caption.key == "needs.severity"
    assert [(d.name, list(d.labels)) for d in table.dimensions] == [
        ("need", ["Drug misuse", "Alcohol misuse"]),
        ("severity", ROWS),
    ]
    measures = [cell.measure.name for cell in table.cells]
    assert measures == 2 * [*(3 * ["percentage"]), "count"]


def test_the_notes_say_what_standard_means_and_whose_cut_offs_they_are(read: Read) -> None:
    caption = severity(read(EXTRACT)).caption
    notes = " ".join(caption.notes)
    assert "at or above the cut-off of the need but below the severe one" in notes
    assert "HMPPS's public code" in notes
    assert "hmpps-assess-risks-and-needs, Section.kt" in " ".join(caption.sources)


def test_it_is_broken_down_like_any_table_about_needs(read: Read) -> None:
    frame = severity(read(EXTRACT), by="sex").to_frame()
    drugs = frame[(frame["need"] == "Drug misuse") & (frame["severity"] == "severe need")].set_index("sex")
    assert drugs["count"].to_dict() == {"all": 1, "Female": 0, "Male": 1, "Other": 0, "not known": 0}
    assert drugs["out_of"].to_dict() == {"all": 4, "Female": 2, "Male": 2, "Other": 0, "not known": 0}


def test_of_a_part_of_the_cohort_only_that_part_is_counted(read: Read) -> None:
    men = read(EXTRACT).where("men", sex="male")
    assert counts(men) == {"count": [1, 0, 1, 1], "out_of": [2, 2, 2], "not_known": [2, 2, 2]}


def test_a_row_can_stand_for_many_people(read: Read) -> None:
    cohort = read("people | score_drugs | need_drugs\n7 | 1 |\n5 | 2 |\n3 | 8 |\n2 | | yes\n4 | |")
    assert counts(cohort) == {"count": [7, 5, 3, 2], "out_of": [15, 15, 15], "not_known": [6, 6, 6]}


def test_the_word_for_a_need_is_that_of_the_settings(read: Read) -> None:
    table = severity(read("person_id | score_drugs\n1 | 8", need_word="theme"))
    assert table.caption.title == "Severity of each theme"
    assert table.dimensions[1].labels == ("no theme", "standard theme", "severe theme", "not known")


def test_where_everybody_has_a_score_standard_and_severe_are_the_people_with_the_need(read: Read) -> None:
    scores = pd.DataFrame({"person_id": [str(n) for n in range(11)], "score_drugs": [str(n) for n in range(11)]})
    cohort = read(scores)
    needs = nk.needs.prevalence(cohort).to_frame()
    found = counts(cohort)
    assert found["count"] == [2, 6, 3, 0]
    assert found["count"][1] + found["count"][2] == needs["count"].item()
    assert found["out_of"][0] == needs["out_of"].item()


@pytest.mark.parametrize(
    ("extract", "settings"),
    [
        ("person_id | need_drugs\n1 | yes", {}),
        ("person_id | sex\n1 | f", {}),
        ("person_id | score_drugs | need_finance\n1 | 8 | yes", {"needs": "pathways"}),
    ],
)
def test_without_scores_the_error_says_what_to_add(read: Read, extract: str, settings: dict[str, str]) -> None:
    with pytest.raises(nk.UsageError, match="Add columns such as score_drugs"):
        severity(read(extract, **settings))


def test_it_is_released_with_the_needs_so_that_both_add_up(read: Read) -> None:
    scores = pd.DataFrame(
        {"person_id": [str(n) for n in range(200)], "score_drugs": [str((n * n) % 11) for n in range(200)]}
    )
    cohort = read(scores)
    released = nk.release([nk.needs.prevalence(cohort), severity(cohort)])
    frame = released.tables[1].to_frame()
    shown = frame["count"].tolist()
    assert [count % 5 for count in shown] == [0, 0, 0, 0]
    assert sum(shown[:3]) == frame["out_of"].tolist()[0]
