"""Where people live, how it changes, and what it has to do with needs and reconviction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from needskit.table.table import Table

Read = Callable[..., nk.Cohort]
Ask = Callable[..., "Table"]

EXTRACT = """
person_id | sex | accommodation_before_custody | accommodation_on_release    | need_drugs | reconvicted_12_months
1         | f   | rough_sleeping               | settled                     | yes        | yes
2         | f   | rough_sleeping               |                             | yes        | no
3         | m   |                              | bail_or_probation           | no         | yes
4         | m   | bail_or_probation            | bail_or_probation           | no         | no
5         | m   | bail_or_probation            | homeless_not_rough_sleeping | yes        |
6         | m   | settled                      | other_housed                |            | no
7         |     |                              |                             |            |
"""
"""Person 7 has no record at all, 2 and 3 are not known at one point, and 4 is in bail accommodation: housed, not
settled, not homeless."""

EACH: dict[str, Ask] = {
    "status": nk.accommodation.status,
    "change": nk.accommodation.change,
    "gained and lost": nk.accommodation.gained_and_lost,
    "needs": nk.accommodation.needs,
    "reconviction": nk.accommodation.reconviction,
}


def shown(frame: pd.DataFrame, question: str, *figures: str) -> dict[str, list[object]]:
    """Return the figures of each row, None for a figure that it does not have."""
    rows = frame[list(figures)].astype(object).where(frame[list(figures)].notna(), None)
    return dict(zip(frame[question], rows.to_numpy().tolist(), strict=True))


def test_percentages_of_those_known_and_of_all_stand_side_by_side(read: Read) -> None:
    frame = nk.accommodation.status(read(EXTRACT), at="before_custody").to_frame()
    found = shown(frame.round(3), "accommodation", "count", "out_of", "not_known", "estimate", "share_of_all")
    assert found == {
        "Settled": [1, 5, 2, 0.2, 0.143],
        "Other housed": [0, 5, 2, 0.0, 0.0],
        "Bail or probation accommodation": [2, 5, 2, 0.4, 0.286],
        "Homeless, not rough sleeping": [0, 5, 2, 0.0, 0.0],
        "Rough sleeping": [2, 5, 2, 0.4, 0.286],
        "not known": [2, None, None, None, 0.286],
        "homeless, of all categories": [2, 5, 2, 0.4, 0.286],
        "housed, of all categories": [3, 5, 2, 0.6, 0.429],
        "settled, of all categories": [1, 5, 2, 0.2, 0.143],
    }


def test_every_point_that_the_extract_holds_is_in_the_table_unless_one_is_named(read: Read) -> None:
    table = nk.accommodation.status(read(EXTRACT))
    assert table.dimensions[0].labels == ("before custody", "on release")
    assert table.caption.key == "accommodation.status"
    alone = nk.accommodation.status(read(EXTRACT), at="on_release")
    assert alone.dimensions[0].labels == ("on release",)
    assert alone.caption.key == "accommodation.status_on_release"


def test_the_words_say_people_and_not_releases_and_that_no_record_is_not_homeless(read: Read) -> None:
    notes = " ".join(nk.accommodation.status(read(EXTRACT)).caption.notes)
    assert "Counted are people, not releases" in notes
    assert "Without a record, accommodation is not known; that is never counted as homeless." in notes


def test_a_change_is_out_of_those_who_lived_so_at_the_start_and_are_known_at_the_end(read: Read) -> None:
    table = nk.accommodation.change(read(EXTRACT))
    frame = table.to_frame()
    rough = frame[frame["start"] == "Rough sleeping"]
    assert shown(rough, "end", "count", "out_of", "not_known") == {
        "Settled": [1, 1, 1],
        "Other housed": [0, 1, 1],
        "Bail or probation accommodation": [0, 1, 1],
        "Homeless, not rough sleeping": [0, 1, 1],
        "Rough sleeping": [0, 1, 1],
        "not known": [1, None, None],
    }
    bail = frame[(frame["start"] == "Bail or probation accommodation") & (frame["count"] > 0)]
    assert shown(bail, "end", "count", "out_of", "not_known") == {
        "Bail or probation accommodation": [1, 2, 0],
        "Homeless, not rough sleeping": [1, 2, 0],
    }
    unknown = frame[(frame["start"] == "not known") & (frame["count"] > 0)]
    assert shown(unknown, "end", "count", "out_of") == {
        "Bail or probation accommodation": [1, 1],
        "not known": [1, None],
    }
    assert table.caption.title == "Change of accommodation, before custody to on release"


def test_homes_gained_and_lost_are_of_people_known_at_both_points(read: Read) -> None:
    table = nk.accommodation.gained_and_lost(read(EXTRACT))
    assert shown(table.to_frame(), "change", "count", "out_of", "not_known") == {
        "homeless on release, of those not homeless before custody": [1, 3, 0],
        "not homeless on release, of those homeless before custody": [1, 1, 1],
        "housed on release, of those not housed before custody": [1, 1, 1],
        "not housed on release, of those housed before custody": [1, 3, 0],
        "settled on release, of those not settled before custody": [1, 3, 1],
        "not settled on release, of those settled before custody": [1, 1, 0],
    }
    assert any("V0040" in source for source in table.caption.sources)


def test_bail_accommodation_is_housed_and_not_settled_and_not_homeless(read: Read) -> None:
    cohort = read(EXTRACT)
    against = {
        dichotomy: nk.accommodation.needs(cohort, dichotomy=dichotomy).to_frame()
        for dichotomy in ("homeless", "housed", "settled")
    }
    figures = ("count", "out_of", "not_known", "against_count", "against_out_of")
    # Drug misuse: 1, 2 and 5 yes, 4 no, 6 not known; 3 and 7 are in neither group.
    assert {name: shown(frame, "need", *figures)["Drug misuse"] for name, frame in against.items()} == {
        "homeless": [2, 2, 0, 1, 2],
        "housed": [1, 2, 1, 2, 2],
        "settled": [0, 0, 1, 3, 4],
    }


def test_tables_of_different_groups_have_different_keys_so_that_they_can_be_released_together(read: Read) -> None:
    cohort = read(EXTRACT)
    keys = [
        nk.accommodation.needs(cohort, dichotomy=name).caption.key for name in (None, "homeless", "housed", "settled")
    ]
    assert keys == [
        "accommodation.needs",
        "accommodation.needs",
        "accommodation.needs_housed_before_custody",
        "accommodation.needs_settled_before_custody",
    ]


def test_reconviction_is_set_against_the_others_and_then_told_for_each_category(read: Read) -> None:
    frame = nk.accommodation.reconviction(read(EXTRACT)).to_frame()
    found = shown(frame, "group", "count", "out_of", "not_known", "against_count", "against_out_of")
    # 5 and 7 have no known outcome, 3 and 7 no known accommodation before custody.
    assert found == {
        "Homeless against not homeless": [1, 2, 0, 0, 2],
        "Housed against not housed": [0, 2, 1, 1, 2],
        "Settled against not settled": [0, 1, 0, 1, 3],
        "Settled": [0, 1, 0, None, None],
        "Other housed": [0, 0, 0, None, None],
        "Bail or probation accommodation": [0, 1, 1, None, None],
        "Homeless, not rough sleeping": [0, 0, 0, None, None],
        "Rough sleeping": [1, 2, 0, None, None],
        "not known": [1, 1, 1, None, None],
    }
    bounds = shown(frame.round(3), "group", "difference", "difference_if_first", "difference_if_second")
    # 3, who was reconvicted: homeless it is 2 of 3 against 0 of 2, not homeless 1 of 2 against 1 of 3.
    assert bounds["Homeless against not homeless"] == [0.5, 0.667, 0.167]
    assert bounds["Housed against not housed"] == [-0.5, -0.167, -0.667]


def test_whoever_is_not_yet_followed_up_is_in_no_figure(read: Read) -> None:
    cohort = read(
        """
        person_id | index_date | follow_up_end | accommodation_on_release | reconvicted_12_months
        1         | 2023-01-01 | 2024-12-31    | NFA                      | yes
        2         | 2023-01-01 | 2024-12-31    | A01A                     | no
        3         | 2024-11-01 | 2024-12-31    | NFA                      | no
        """
    )
    frame = nk.accommodation.reconviction(cohort).to_frame()
    found = shown(frame, "group", "count", "out_of", "not_known", "against_count", "against_out_of")
    assert found["Homeless against not homeless"] == [1, 1, 1, 0, 1]


@pytest.mark.parametrize("which", EACH)
def test_the_groups_of_a_breakdown_come_to_all_and_are_those_of_a_part_of_the_cohort(read: Read, which: str) -> None:
    cohort, ask = read(EXTRACT), EACH[which]
    frame = ask(cohort, by="sex").to_frame()
    counts = frame.groupby("sex", sort=False)["count"].sum()
    assert counts["all"] == counts.drop("all").sum()
    men = ask(cohort.where("men", sex="male"))
    assert men.caption.key == f"{ask(cohort).caption.key}_for_men"
    wanted = frame[frame["sex"] == "Male"].drop(columns="sex").reset_index(drop=True)
    pd.testing.assert_frame_equal(men.to_frame(), wanted)


@pytest.mark.parametrize("which", EACH)
def test_a_row_can_stand_for_many_people_who_are_called_as_the_settings_say(read: Read, which: str) -> None:
    one_each = read(EXTRACT).people.drop(columns=["person_id", "assessed"])
    once = one_each.astype(str).replace({"not known": "", "not answered": "", "not assessed": ""})
    three = EACH[which](read(once.assign(people="3"), unit="households"))
    alone = EACH[which](read(EXTRACT, unit="households")).to_frame()
    figures = ["count", "out_of", "not_known"]
    figures = [name for name in figures if name in alone]
    pd.testing.assert_frame_equal(three.to_frame()[figures], alone[figures] * 3)
    words = [three.headings.count, three.headings.out_of, three.headings.not_known, *three.caption.notes]
    assert not [text for text in words if "people" in text.casefold()]
    assert three.headings.count.startswith("Households")


@pytest.mark.parametrize("which", EACH)
def test_an_extract_that_does_not_say_where_people_live_is_told_what_is_wanted(read: Read, which: str) -> None:
    with pytest.raises(nk.UsageError, match=r"does not say where people live.*wants .*a? ?column"):
        EACH[which](read("person_id | need_drugs | reconvicted_12_months\n1 | yes | no"))


@pytest.mark.parametrize("which", EACH)
def test_accommodation_is_not_broken_down_by_itself(read: Read, which: str) -> None:
    by = "homeless_before_custody"
    with pytest.raises(nk.UsageError, match="'accommodation_before_custody' cannot be broken down by itself"):
        EACH[which](read(EXTRACT), by=by)


WRONG: dict[str, tuple[Ask, dict[str, object], str]] = {
    "no such point": (
        nk.accommodation.status,
        {"at": "today"},
        "'today' is no point in time of accommodation; there are before_custody, on_release, at_3_months",
    ),
    "a point not held": (nk.accommodation.status, {"at": "at_3_months"}, "does not say where people live at 3 months"),
    "a point twice": (nk.accommodation.status, {"at": ["on_release", "on_release"]}, "is named twice"),
    "from a point to itself": (nk.accommodation.change, {"start": "on_release"}, "wants two points in time"),
    "gained at one point": (nk.accommodation.gained_and_lost, {"start": "on_release"}, "wants two points in time"),
    "to a point not held": (nk.accommodation.change, {"end": "at_3_months"}, "where people live at 3 months"),
    "no such groups": (
        nk.accommodation.needs,
        {"dichotomy": "sheltered"},
        "no way of putting accommodation in two groups; there are homeless, housed, settled",
    ),
    "no such outcome": (nk.accommodation.reconviction, {"outcome": "sex"}, "does not hold it as a yes or no column"),
    "no such breakdown": (nk.accommodation.reconviction, {"by": "sexes"}, "did you mean 'sex'"),
}


@pytest.mark.parametrize("which", WRONG)
def test_what_cannot_be_asked_is_refused_in_words(read: Read, which: str) -> None:
    ask, said, words = WRONG[which]
    with pytest.raises(nk.UsageError, match=words):
        ask(read(EXTRACT), **said)


def test_needs_want_a_need(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="has a column in this extract"):
        nk.accommodation.needs(read("person_id | accommodation_on_release\n1 | settled"))
