"""The whole standard report at every size, and the cohorts that are hard to protect."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import pytest

import needskit as nk
from needskit.disclosure.released import Release
from needskit.table.table import Table

Faults = Callable[[Iterable[Table], Release], list[str]]
COLUMNS = ("sex", "age", "district", "iom", "need_accommodation", "need_drugs", "need_alcohol")
Row = tuple[str, ...]
NOBODY_HAS_ANY = ("no", "no", "no")


def cohort_of(rows: list[Row]) -> nk.Cohort:
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame.insert(0, "person_id", [f"P{number}" for number in range(len(frame))])
    return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")


def person(number: int, *, district: str = "East", iom: str = "no", needs: Row = NOBODY_HAS_ANY) -> Row:
    return (("male", "female")[number % 4 == 0], str(18 + number % 45), district, iom, *needs)


def mixed(number: int) -> Row:
    return tuple("yes" if number % divisor == 0 else "no" for divisor in (2, 3, 5))


AWKWARD = {
    "a district of one": [person(n, needs=mixed(n)) for n in range(48)] + [person(48, district="West")],
    "a need nobody has": [person(n, needs=("no", *mixed(n)[1:])) for n in range(47)],
    "a need everybody has": [person(n, needs=("yes", *mixed(n)[1:])) for n in range(47)],
    "IOM is one district": [
        person(n, needs=mixed(n), **({"district": "West", "iom": "yes"} if n < 9 else {})) for n in range(52)
    ],
    "two identical needs": [person(n, needs=(mixed(n)[0], mixed(n)[0], "no")) for n in range(53)],
    "all counts are multiples of 5": [
        person(4 * (n % 5 == 0), district=("East", "West")[n % 10 < 5], needs=("yes", "no", "no")) for n in range(100)
    ],
    "one person with every need": [person(n) for n in range(43)] + [person(43, needs=("yes", "yes", "yes"))],
    "one person in all": [person(1, needs=("yes", "yes", "no"))],
    "nobody assessed": [person(n, needs=("", "", "")) for n in range(38)],
    "most are not answered in full": [person(n, needs=("", *mixed(n)[1:]) if n % 10 else mixed(n)) for n in range(41)],
}


@pytest.mark.parametrize("people", [60, 150, 400, 2_000, 20_000])
def test_the_standard_report_adds_up_at_every_size(faults: Faults, people: int) -> None:
    made_up = nk.synthetic_people(people=people, seed=people)
    tables = nk.standard_report(nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31"))
    released = nk.release(tables)
    assert released.off_by == released.left_over_off_by == 4
    assert faults(tables, released) == []


@pytest.mark.parametrize(("people", "seed"), [(60, 1), (150, 2), (400, 3)])
def test_those_with_a_known_number_are_never_more_than_those_with_a_known_answer(people: int, seed: int) -> None:
    # The larger printed as 0 and the smaller as 5 would tell that both are 1 to 4.
    made_up = nk.synthetic_people(people=people, seed=seed)
    cohort = nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31")
    by = (None, "sex", "district", "iom")
    made = [analysis(cohort, by=each) for each in by for analysis in (nk.needs.prevalence, nk.overlap.number_of_needs)]
    released = nk.release([*made, nk.coverage.assessment(cohort)])
    for each in by[1:]:
        answers = released[f"needs.prevalence_by_{each}"].to_frame().groupby(each)["out_of"].min()
        numbers = released[f"overlap.number_of_needs_by_{each}"].to_frame().groupby(each)["out_of"].max()
        assert (answers >= numbers).all()


@pytest.mark.parametrize("which", AWKWARD)
def test_the_standard_report_adds_up_for_awkward_cohorts(faults: Faults, which: str) -> None:
    tables = nk.standard_report(cohort_of(AWKWARD[which]))
    released = nk.release(tables)
    assert released.off_by == 4
    assert faults(tables, released) == []


def test_counts_that_are_all_multiples_of_5_are_released_as_they_are() -> None:
    tables = nk.standard_report(cohort_of(AWKWARD["all counts are multiples of 5"]), by=["sex", "district"])
    chosen = [table for table in tables if table.caption.key.startswith("needs.prevalence")]
    for table, released in zip(chosen, nk.release(chosen), strict=True):
        assert table.to_frame()["count"].tolist() == released.to_frame()["count"].tolist()


def test_crossed_breakdowns_and_differences_add_up_too(faults: Faults) -> None:
    made_up = nk.synthetic_people(people=150, seed=2)
    cohort = nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31")
    parts = (cohort.where("aged 18 to 24", age=(18, 24)), cohort.where("aged 25 and over", age=(25, None)))
    each = [analysis(part) for analysis in (nk.needs.prevalence, nk.overlap.number_of_needs) for part in parts]
    tables = [
        *each,
        nk.difference(each[0], against=each[1]),
        nk.difference(each[2], against=each[3]),
        nk.needs.prevalence(cohort, by=["sex", "age_band"]),
        nk.overlap.number_of_needs(cohort, by=["district", "sex"]),
    ]
    assert faults(tables, nk.release(tables)) == []


@pytest.mark.parametrize("seed", [2, 4, 30, 36])
def test_of_those_left_by_a_subtraction_no_more_have_a_need_than_are_left(seed: int) -> None:
    chance = np.random.default_rng(seed)
    people = int(chance.integers(40, 90))
    ages = chance.choice(["20", "21", "30", "40"], p=[0.05, 0.07, 0.4, 0.48], size=people)
    needs = ("need_drugs", "need_alcohol", "need_accommodation")
    answers = {need: chance.choice(["yes", "no", ""], p=[0.5, 0.45, 0.05], size=people) for need in needs}
    frame = pd.DataFrame({"person_id": [f"P{row}" for row in range(people)], "age": ages, **answers})
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31", needs={n: n for n in needs})
    whole, part = nk.release(
        [nk.needs.prevalence(cohort), nk.needs.prevalence(cohort.where("aged 25 and over", age=(25, None)))]
    )
    left = whole.to_frame()[["count", "out_of"]] - part.to_frame()[["count", "out_of"]]
    assert ((left["count"] >= 0) & (left["count"] <= left["out_of"])).all()
