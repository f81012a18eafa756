"""Combinations of needs: exactly these and no other, at least these whatever others, and the rest in one row."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from tests.spec.analysis.shown import figures, row, rows

import needskit as nk

Read = Callable[..., nk.Cohort]

NAMES = ("need_accommodation", "need_drugs", "need_alcohol")
HOME, DRUGS, ALCOHOL = "Accommodation", "Drug misuse", "Alcohol misuse"


def people(had: dict[tuple[str, ...], int], *, names: tuple[str, ...] = NAMES, **others: str) -> pd.DataFrame:
    """Return so many people with each combination of needs."""
    answers = [
        ["yes" if name in needs else "no" for name in names] for needs, count in had.items() for _ in range(count)
    ]
    frame = pd.DataFrame(answers, columns=list(names), dtype="str").assign(**others)
    return frame.assign(person_id=[f"P{number:03d}" for number in range(len(frame))])


TEN = people({NAMES: 1, NAMES[:2]: 4, ("need_drugs",): 3, (): 2})

AWKWARD = """
    person_id | sex | need_drugs | need_alcohol
    1         | f   | yes        | yes
    2         | f   | yes        | no
    3         | m   | yes        |
    4         | m   |            |
    5         | m   | no         | no
    6         | m   | yes        | yes
    """


def test_exactly_these_needs_and_at_least_these_are_told_apart(read: Read) -> None:
    table = nk.overlap.combinations(read(TEN))
    assert figures(table, "count", "at_least") == {
        f"{HOME} + {DRUGS}": [4, 5],
        DRUGS: [3, 8],
        "no need": [2, -1],
        f"{HOME} + {DRUGS} + {ALCOHOL}": [1, 1],
        "all other combinations": [0, -1],
    }
    both = row(table, combination=f"{HOME} + {DRUGS}")
    assert (both["estimate"], both["at_least_share"], both["out_of"]) == (0.4, 0.5, 10)


def test_the_rows_run_up_to_everybody(read: Read) -> None:
    frame = nk.overlap.combinations(read(TEN)).to_frame()
    assert frame["cumulative"].tolist() == pytest.approx([0.4, 0.7, 0.9, 1, 1])
    assert frame["count"].sum() == 10


def test_people_not_assessed_and_not_answered_in_full_are_in_no_combination(read: Read) -> None:
    table = nk.overlap.combinations(read(AWKWARD))
    both = row(table, combination=f"{DRUGS} + {ALCOHOL}")
    assert (both["count"], both["out_of"], both["not_known"]) == (2, 4, 2)
    # Person 3 has drug misuse, but of alcohol nothing is known: not even at least drug misuse is counted.
    assert row(table, combination=DRUGS)["at_least"] == 3


def test_no_need_is_a_combination_of_its_own(read: Read) -> None:
    table = nk.overlap.combinations(read(people({(): 5, NAMES: 1})))
    assert list(figures(table, "count")) == ["no need", f"{HOME} + {DRUGS} + {ALCOHOL}", "all other combinations"]
    assert figures(table, "at_least")["no need"] == [-1]


def test_those_that_are_not_listed_are_one_row_that_goes_last(read: Read) -> None:
    table = nk.overlap.combinations(read(TEN), most=1)
    assert figures(table, "count", "at_least") == {f"{HOME} + {DRUGS}": [4, 5], "all other combinations": [6, -1]}
    assert table.to_frame()["cumulative"].tolist() == pytest.approx([0.4, 1])
    assert "The 1 commonest are listed" in table.caption.notes[-1]


def test_combinations_as_common_as_each_other_are_in_the_order_of_their_words(read: Read) -> None:
    same = read(people({NAMES: 2, ("need_drugs",): 2, ("need_alcohol",): 2, (): 2, ("need_accommodation",): 3}))
    assert list(figures(nk.overlap.combinations(same), "count")) == [
        HOME,
        f"{HOME} + {DRUGS} + {ALCOHOL}",
        ALCOHOL,
        DRUGS,
        "no need",
        "all other combinations",
    ]


def test_everybody_decides_which_are_the_commonest_in_every_group(read: Read) -> None:
    women = people({NAMES[:2]: 3, (): 1}, sex="f")
    men = people({("need_drugs",): 5, NAMES[:2]: 1}, sex="m")
    both = pd.concat([women, men]).assign(person_id=[str(number) for number in range(10)])
    table = nk.overlap.combinations(read(both), most=2, by="sex")
    assert table.caption.key == "overlap.combinations_by_sex"
    listed = [DRUGS, f"{HOME} + {DRUGS}", "all other combinations"]
    assert figures(table, "count", sex="all") == dict(zip(listed, ([5], [4], [1]), strict=True))
    assert figures(table, "count", sex="Female") == dict(zip(listed, ([0], [3], [1]), strict=True))
    assert figures(table, "count", sex="Male") == dict(zip(listed, ([5], [1], [0]), strict=True))
    assert figures(table, "count", "out_of", sex="Other") == {label: [0, 0] for label in listed}


def test_a_part_of_the_cohort_has_its_own_commonest(read: Read) -> None:
    men = read(AWKWARD).where("men", sex="male")
    table = nk.overlap.combinations(men)
    assert table.caption.key == "overlap.combinations_for_men"
    assert figures(table, "count", "out_of") == {
        f"{DRUGS} + {ALCOHOL}": [1, 2],
        "no need": [1, 2],
        "all other combinations": [0, 2],
    }


def test_of_nobody_there_is_the_row_of_all_others(read: Read) -> None:
    nobody = read(AWKWARD).where("others", sex="other")
    table = nk.overlap.combinations(nobody)
    assert figures(table, "count", "out_of") == {"all other combinations": [0, 0]}
    assert nk.overlap.at_least(nobody).to_frame().empty


def test_sets_of_two_and_three_count_whoever_has_at_least_these(read: Read) -> None:
    table = nk.overlap.at_least(read(TEN))
    assert figures(table, "count", "out_of") == {
        f"{HOME} + {DRUGS}": [5, 10],
        f"{DRUGS} + {ALCOHOL}": [1, 10],
        f"{HOME} + {ALCOHOL}": [1, 10],
        f"{HOME} + {DRUGS} + {ALCOHOL}": [1, 10],
    }
    assert list(figures(table, "count"))[1:] == sorted(list(figures(table, "count"))[1:])
    assert row(table, needs=f"{HOME} + {DRUGS}")["estimate"] == 0.5


def test_most_is_of_each_size(read: Read) -> None:
    table = nk.overlap.at_least(read(TEN), most=1)
    assert figures(table, "count") == {f"{HOME} + {DRUGS}": [5], f"{HOME} + {DRUGS} + {ALCOHOL}": [1]}


def test_sets_that_nobody_has_are_not_listed(read: Read) -> None:
    table = nk.overlap.at_least(read(people({NAMES[:2]: 2, ("need_alcohol",): 1})))
    assert figures(table, "count") == {f"{HOME} + {DRUGS}": [2]}


def test_sets_by_sex_keep_the_rows_of_a_group_of_nobody(read: Read) -> None:
    table = nk.overlap.at_least(read(AWKWARD), by="sex")
    assert [level.label for level in table.dimensions[0].levels] == ["all", "Female", "Male", "Other", "not known"]
    assert rows(table, sex="Female")[["count", "out_of"]].to_numpy().tolist() == [[1, 2]]
    assert rows(table, sex="Male")[["count", "out_of"]].to_numpy().tolist() == [[1, 2]]
    assert rows(table, sex="Other")[["count", "out_of"]].to_numpy().tolist() == [[0, 0]]


def test_rows_for_several_people_count_as_those_people(read: Read) -> None:
    groups = TEN.drop(columns="person_id").value_counts().reset_index(name="people").astype("str")
    for analysis in (nk.overlap.combinations, nk.overlap.at_least):
        pd.testing.assert_frame_equal(analysis(read(TEN)).to_frame(), analysis(read(groups)).to_frame())


@pytest.mark.parametrize("analysis", [nk.overlap.combinations, nk.overlap.at_least])
def test_what_cannot_be_listed_is_refused(read: Read, analysis: Callable[..., object]) -> None:
    with pytest.raises(nk.UsageError, match="most wants how many are listed, 1 or more, but was 0"):
        analysis(read(TEN), most=0)
    with pytest.raises(nk.UsageError, match="None of the needs"):
        analysis(read("person_id | sex\n1 | f"))
    with pytest.raises(nk.UsageError, match="no breakdown of this cohort called 'sexx'"):
        analysis(read(AWKWARD), by="sexx")
    names = tuple(f"t_{number}" for number in range(13))
    thirteen = read(people({names: 2}, names=names), needs={name: name for name in names})
    with pytest.raises(nk.UsageError, match="of 12 needs at most, and there are 13"):
        analysis(thirteen)


def test_a_single_need_has_two_combinations(read: Read) -> None:
    one = people({("need_drugs",): 2, (): 1}, names=("need_drugs",))
    table = nk.overlap.combinations(read(one))
    assert figures(table, "count", "at_least") == {DRUGS: [2, 2], "no need": [1, -1], "all other combinations": [0, -1]}
