"""Worlds are people, what is no count of people goes by whole families, and no release holds who answered what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import needskit as nk
from needskit.analysis.count import attribute_of
from needskit.cohort.combination import COMBINATION
from needskit.disclosure.suppression.made import Made
from needskit.disclosure.suppression.people import people_behind

if TYPE_CHECKING:
    from pathlib import Path

NEEDS = {"need_drugs": "Drugs", "need_alcohol": "Alcohol"}
ASKED = ("assessed", "need_drugs", "need_alcohol", "number_of_needs", COMBINATION)


@pytest.fixture
def cohort() -> nk.Cohort:
    people = nk.synthetic_people(people=300, seed=4)
    return nk.read_cohort(people, population="made-up people", as_at="2025-12-31", needs=NEEDS)


@pytest.fixture
def made(cohort: nk.Cohort) -> Made:
    return Made({name: attribute_of(cohort, name) for name in ASKED})


def person(made: Made, **answers: str) -> list[int]:
    return [
        made.attributes[name].answers.index(answers[name])
        if answers[name] != "not asked"
        else len(made.attributes[name].answers)
        for name in ASKED
    ]


def answers_of(made: Made, codes: np.ndarray) -> dict[str, str]:
    return {
        name: (*made.attributes[name].answers, "not asked")[code]
        for name, code in zip(ASKED, codes.tolist(), strict=True)
    }


def test_another_need_is_another_number_and_another_combination(made: Made) -> None:
    before = person(
        made, assessed="yes", need_drugs="no", need_alcohol="yes", number_of_needs="0", combination="00"
    )  # fmt: skip
    [after], [possible] = made.completed(np.array([before]))
    assert possible
    assert answers_of(made, after)["number_of_needs"] == "1"
    assert answers_of(made, after)["combination"] == "01"


def test_who_answered_one_need_alone_has_no_number(made: Made) -> None:
    before = person(
        made, assessed="yes", need_drugs="yes", need_alcohol="not answered", number_of_needs="1", combination="10"
    )  # fmt: skip
    [after], [possible] = made.completed(np.array([before]))
    assert possible
    assert answers_of(made, after)["number_of_needs"] == "not answered in full"


def test_nobody_answers_a_need_who_is_not_assessed(made: Made) -> None:
    before = person(
        made, assessed="no", need_drugs="yes", need_alcohol="not asked", number_of_needs="not asked",
        combination="not asked",
    )  # fmt: skip
    _, [possible] = made.completed(np.array([before]))
    assert not possible


def test_the_people_behind_tables_are_those_counted_whatever_part_a_table_is_of(cohort: nk.Cohort) -> None:
    women = cohort.where("women", sex="female")
    tables = [nk.needs.prevalence(women), nk.needs.prevalence(cohort, by="sex")]
    attributes = {name: each for table in tables for name, each in table.attributes.items()}
    people = people_behind(tables, cohort.whom.source, attributes)
    assert people is not None
    assert people.times.sum() == 300
    assert people.made.gave(people.codes, "sex", ["female"]) @ people.times == len(women)


def test_a_release_holds_nobodys_answers(cohort: nk.Cohort) -> None:
    table = nk.needs.prevalence(cohort, by="sex")
    assert any(each.answered is not None for each in table.attributes.values())
    for policy in ("publish", "suppress", "none"):
        released = nk.release([table], policy=policy)
        assert all(each.answered is None for of in released for each in of.attributes.values())


def test_people_in_groups_are_protected_as_people_are(cohort: nk.Cohort) -> None:
    columns = ["sex", "iom", "assessed", *NEEDS]
    of_each = cohort.people[columns].astype(str).replace({"not answered": "", "not assessed": ""})
    grouped = of_each.groupby(columns, as_index=False).size().rename(columns={"size": "people"})
    single = of_each.assign(person_id=[f"P{number}" for number in range(len(of_each))])
    found = []
    for frame in (single, grouped):
        made = nk.read_cohort(pd.DataFrame(frame), population="made-up people", as_at="2025-12-31", needs=NEEDS)
        released = nk.release([nk.needs.prevalence(made, by="iom"), nk.overlap.pairs(made)], policy="suppress")
        found.append([table.to_frame() for table in released])
    for one, other in zip(*found, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_more_is_tried_before_it_is_said_that_a_count_cannot_be_hidden(tmp_path: Path) -> None:
    people = nk.synthetic_people(people=400, seed=1)
    needs = {"need_drugs": "Drugs", "need_alcohol": "Alcohol", "need_accommodation": "Accommodation"}
    cohort = nk.read_cohort(people, population="made-up people", as_at="2025-12-31", needs=needs)
    for by in ("iom", "age_group"):
        everybody = [nk.needs.prevalence(cohort), nk.overlap.number_of_needs(cohort)]
        groups = [each(cohort, by=by) for each in (nk.needs.prevalence, nk.overlap.number_of_needs, nk.overlap.pairs)]
        # What the first showed must stay as it is in every world that hides counts of the second.
        nk.release([*everybody, *groups], policy="suppress", ledger=tmp_path / "ledger.json")


def test_offences_beside_hidden_people_are_hidden_with_all_of_their_family() -> None:
    people = nk.synthetic_people(people=60, seed=4)
    cohort = nk.read_cohort(people, population="made-up people", as_at="2025-12-31")
    released = nk.release([nk.reconviction.headline(cohort, by="sex")], policy="suppress")
    [table] = list(released)
    frame = table.to_frame()
    groups = frame[frame["sex"] != "all"]
    assert groups["count"].isna().any()
    events = [name for name in frame if str(name).startswith(("reoffences", "events", "offences"))]
    assert events
    assert groups[events].isna().all(axis=None)
