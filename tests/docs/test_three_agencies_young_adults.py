"""The made-up files of three agencies: every table about young adults is made of them, and says what was put in."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest
from tests.docs.three_agencies import FOLDER, OTHERS, under

import needskit as nk
from needskit.report.catalogue import STANDARD
from needskit.table.table import Table

if TYPE_CHECKING:
    from tests.docs.three_agencies import Known

    from needskit.report.entry import Entry

TABLES = [
    name
    for name in nk.transition.__all__
    if inspect.signature(getattr(nk.transition, name)).return_annotation in {Table, Table.__name__}
]
ENTRIES = [entry for entry in STANDARD if entry.key.startswith("transition.")]


def test_who_crossed_to_adult_services_is_who_the_maker_made_cross(cohort: nk.Cohort, known: Known) -> None:
    count = nk.transition.crossing(cohort).to_frame().set_index("step")["count"]
    found = {
        "turned 18": count["turned 18 in the period"],
        "known before": count["known to youth services before"],
        "never known": count["not known to youth services"],
        "open": count["youth case open on the 18th birthday"],
        "closed before": count["youth case closed before the 18th birthday"],
        "closed before, and came": count["of those closed before: adult services within 91 days of that birthday"],
        "no gap": count["adult services began by the day the case closed"],
        "short gap": count["adult services began after a gap of 1 to 28 days"],
        "long gap": count["adult services began after a gap of more than 28 days"],
        "lost": count["lost: no adult services within 91 days"],
    }

    made = under(known, "crossing")
    assert found == {step: made[step] for step in found}
    # A table that is rounded to 5 has something to show, and the awkward days of birth are among those counted.
    assert made["turned 18"] >= OTHERS
    assert made["born on 29 February"] > 0
    assert 0 < made["came before it closed"] < made["no gap"]


def test_drug_treatment_is_followed_from_one_service_to_the_other(cohort: nk.Cohort, known: Known) -> None:
    count = nk.transition.support_kept(cohort).to_frame().set_index("step")["count"]

    assert under(known, "support") == {
        "at 17": count["in it at 17"],
        "kept": count["kept on the 18th birthday"],
        "begun again": count["begun again within 91 days"],
        "over as planned": count["over as planned before 18"],
        "lost": count["lost"],
    }


def test_who_passed_out_of_services_for_young_adults_is_who_the_maker_made_pass(
    cohort: nk.Cohort, known: Known
) -> None:
    count = nk.transition.turning_25(cohort).to_frame().set_index("step")["count"]
    found = {
        "turned 25": count["turned 25 in the period"],
        "known before": count["known to services for young adults before"],
        "never known": count["not known to services for young adults"],
        "open": count["case with services for young adults open on the 25th birthday"],
        "closed before": count["case with services for young adults closed before the 25th birthday"],
        "no gap": count["adult services began by the day the case closed"],
        "short gap": count["adult services began after a gap of 1 to 28 days"],
        "long gap": count["adult services began after a gap of more than 28 days"],
        "lost": count["lost: no adult services within 91 days"],
    }

    made = under(known, "turning 25")
    assert found == {step: made[step] for step in found}
    assert made["known before"] < made["turned 25"]


def test_offences_are_followed_through_the_birthday_as_the_maker_counted_them(cohort: nk.Cohort, known: Known) -> None:
    before, after = nk.transition.followed(cohort).to_frame().to_dict("records")
    made = under(known, "followed")

    assert before["not_known"] == after["not_known"] == made["not known"]
    for row, words in ((before, "before"), (after, "after")):
        found = {"at risk": row["out_of"], "any": row["count"], "offences": row["events"]}
        assert found == {name: made[f"{words}, {name}"] for name in found}


def test_reviews_on_both_sides_of_the_birthday_are_set_beside_each_other(cohort: nk.Cohort, known: Known) -> None:
    frame = nk.transition.needs_before_and_after(cohort).to_frame().set_index("statement")

    both = frame.loc["assessed before and after"]
    assert both["out_of"] == known["crossing: turned 18"]
    # Others have been assessed on both sides without being reviewed for it.
    assert both["count"] >= known["reviewed on both sides of 18"] > OTHERS / 2


def test_ethnic_groups_of_young_adults_stand_beside_those_of_the_residents(cohort: nk.Cohort, known: Known) -> None:
    residents = under(known, "young residents")
    frame = nk.transition.disproportionality(cohort).to_frame().dropna(subset="population")
    people = cohort.people[cohort.people["age"].between(18, 24)]

    assert frame["population"].tolist() == list(residents.values())
    assert frame["count"].tolist() == [int(people["ethnicity"].eq(code).sum()) for code in residents]


def test_there_are_tables_about_young_adults() -> None:
    assert len(TABLES) > 10
    assert len(ENTRIES) >= len(TABLES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.key))
def test_every_table_about_young_adults_is_made_of_the_files(cohort: nk.Cohort, entry: Entry) -> None:
    assert entry.possible(cohort)
    table = entry.make(cohort)
    assert table.caption.key == entry.key
    # Not a grid of noughts: somebody is counted.
    assert table.to_frame()["count"].sum() > 0


@pytest.mark.parametrize("name", TABLES)
def test_no_table_about_young_adults_is_missing_from_the_standard_report(name: str) -> None:
    assert any(entry.key == f"transition.{name}" or entry.key.startswith(f"transition.{name}_of_") for entry in ENTRIES)


def test_the_readme_says_how_many_turned_18_and_25_and_are_followed_up(known: Known) -> None:
    text = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())

    assert f"{known['crossing: turned 18']} of the people turned 18 between" in text
    assert f"{known['turning 25: turned 25']} turned 25 in these years" in text
    assert f"for the {known['followed_up: yes']} people whose order began" in text
    assert f"{known['age: 17']} people were 17 when their order began" in text
    assert known["crossing: born on 29 February"] == 3
