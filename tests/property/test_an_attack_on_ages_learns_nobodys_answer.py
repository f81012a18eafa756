"""An attack on tables of ages: single years, bands and the sides that are set against each other, put together.

The attacker knows which years are in which band, and that a printed count is within 4 of a whole number of people.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy.optimize import LinearConstraint
from tests.property.attack.bounds import SMALL, Floats, learnt_from
from tests.property.attack.score import LEARNT_NOTHING

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from needskit.disclosure.released import Release

OFF_BY = 4
SEXES = ("Female", "Male", "Other", "not known")
YEARS = ("under 16", *(str(age) for age in range(16, 33)), "33 and over", "not known")
ANSWERS = ("yes", "no", "none")
CELLS = {cell: place for place, cell in enumerate(product(SEXES, YEARS, ANSWERS))}
BANDS = {
    "10 to 17": YEARS[:3],
    "18 to 20": YEARS[3:6],
    "21 to 24": YEARS[6:10],
    "18 to 24": YEARS[3:10],
    "25 and over": YEARS[10:19],
    "31 and over": YEARS[16:19],
    "at 18": YEARS[:10],
    "at 25": YEARS[3:18],
    **{year: (year,) for year in YEARS},
}
Shown = tuple[Floats, float]


def made_of(sex: str, years: tuple[str, ...], *answers: str) -> Floats:
    """Return which cells a count is the sum of."""
    terms = np.zeros(len(CELLS))
    sexes = SEXES if sex == "all" else (sex,)
    terms[[CELLS[cell] for cell in product(sexes, years, answers or ANSWERS)]] = 1
    return terms


def read(released: Release) -> Iterator[Shown]:
    """Go through all that is printed, and say which cells each number is the sum of."""
    for table in released:
        key = table.caption.key
        for row in table.to_frame().to_dict("records"):
            sex = str(row.get("sex", "all"))
            if key.startswith("transition.needs"):
                yield from _of(row, sex, BANDS["18 to 24"])
                others = BANDS[str(row["against"])]
                yield made_of(sex, others, "yes"), row["against_count"]
                yield made_of(sex, others, "yes", "no"), row["against_out_of"]
            elif key.startswith("needs.prevalence"):
                yield from _of(row, sex, YEARS)
            elif key.startswith(("transition.age_profile_of", "transition.steps")):
                yield from _of(row, sex, BANDS[str(row["step" if "steps" in key else "age"])])
            else:
                yield made_of(sex, BANDS[str(row["age"])]), row["count"]


def _of(row: dict[Hashable, Any], sex: str, years: tuple[str, ...]) -> Iterator[Shown]:
    yield made_of(sex, years, "yes"), row["count"]
    yield made_of(sex, years, "yes", "no"), row["out_of"]
    yield made_of(sex, years), row["out_of"] + row["not_known"]


def world(cohort: nk.Cohort) -> Floats:
    """Return the world as it is: how many there are in each cell."""
    found = np.zeros(len(CELLS))
    columns = ["age", "sex", "need_drugs"]
    for age, sex, said in cohort.people[columns].astype(object).itertuples(index=False, name=None):
        year = "under 16" if age < 16 else "33 and over" if age > 32 else str(age)
        label = sex.capitalize() if sex != "not known" else sex
        found[CELLS[label, year, said if said in {"yes", "no"} else "none"]] += 1
    return found


@pytest.mark.parametrize(("people", "seed"), [(60, 4), (400, 5)])
def test_no_small_count_is_learnt_from_years_bands_and_sides(people: int, seed: int) -> None:
    cohort = nk.read_cohort(
        nk.synthetic_people(people=people, seed=seed),
        population="made-up people",
        as_at="2025-12-31",
        needs={"need_drugs": "Drugs"},
    )
    asked = nk.transition
    tables = [analysis(cohort, by=by) for analysis in (asked.needs, nk.needs.prevalence) for by in (None, "sex")]
    tables += [asked.age_profile(cohort, of=of, by=by) for of in (None, "need_drugs") for by in (None, "sex")]
    tables += [asked.young_adults_share(cohort), asked.steps(cohort, of="need_drugs", by="sex")]
    shown = list(read(nk.release(tables)))
    true = world(cohort)
    terms, printed = np.array([each for each, _ in shown]), np.array([count for _, count in shown])
    assert (np.abs(terms @ true - printed) <= OFF_BY).all()
    known = LinearConstraint(terms, np.maximum(printed - OFF_BY, 0), printed + OFF_BY)
    small = [row for row in np.unique(np.vstack([terms, np.eye(len(CELLS))]), axis=0) if 1 <= row @ true < SMALL]
    assert len(small) > 20
    assert learnt_from(known, np.array(small)) == LEARNT_NOTHING
