"""Whatever the people are, a release adds up, and nothing but its protected counts decides what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.disclosure.released import Release, ReleasedTable
from needskit.table.table import Table

if TYPE_CHECKING:
    from needskit.table.whom import Whom

Faults = Callable[[Iterable[Table], Release], list[str]]
NEEDS = ("need_accommodation", "need_drugs", "need_alcohol")
few = settings(max_examples=8, derandomize=True, deadline=None)
very_few = settings(max_examples=4, derandomize=True, deadline=None)


@st.composite
def extracts(draw: st.DrawFn) -> pd.DataFrame:
    """Return an extract of few people with any answers, some missing."""
    people = draw(st.integers(1, 90))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    missing = draw(st.sampled_from([0.0, 0.1, 0.5]))

    def column(*answers: str) -> list[str]:
        likely = chance.dirichlet(np.full(len(answers), 0.7))
        said = chance.choice(np.array(answers, dtype=object), size=people, p=likely)
        return list(np.where(chance.random(people) < missing, "", said))

    return pd.DataFrame(
        {
            "person_id": [f"P{number}" for number in range(people)],
            "sex": column("female", "male"),
            "age": column("17", "18", "22", "30", "61"),
            "district": column("East", "West", "North"),
            **{need: column("yes", "no") for need in NEEDS},
        }
    )


def tables_of(frame: pd.DataFrame) -> list[Table]:
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    made = [nk.coverage.flow(cohort), nk.coverage.assessment(cohort), nk.coverage.completeness(cohort)]
    made += [nk.demographics.profile(cohort), nk.transition.young_adults_share(cohort, by="sex")]
    made += [nk.needs.prevalence(cohort, by=by) for by in (None, "sex", ["sex", "district"])]
    made += [nk.overlap.number_of_needs(cohort, by=by) for by in (None, "district")]
    parts = [cohort.where("women", sex="female"), cohort.where("men", sex="male")]
    both = [nk.needs.prevalence(part) for part in parts]
    return [*made, *both, nk.difference(both[0], against=both[1])]


@few
@given(frame=extracts())
def test_counts_are_multiples_of_5_that_add_up_on_every_sheet(faults: Faults, frame: pd.DataFrame) -> None:
    tables = tables_of(frame)
    assert faults(tables, nk.release(tables)) == []


@very_few
@given(frame=extracts(), seed=st.integers(0, 2**32 - 1))
def test_the_order_of_rows_and_columns_and_the_identifiers_change_nothing(frame: pd.DataFrame, seed: int) -> None:
    chance = np.random.default_rng(seed)
    other = frame.iloc[chance.permutation(len(frame)), chance.permutation(frame.shape[1])]
    other = other.assign(person_id=[f"Q{number}" for number in range(len(frame), 0, -1)])
    first = nk.release(tables_of(frame))
    again, otherwise = nk.release(tables_of(frame)), nk.release(tables_of(other))
    differ = [one != two for one, two in zip(as_shown(first), as_shown(again), strict=True)]
    assert not any(differ)
    differ = [one != two for one, two in zip(as_shown(first), as_shown(otherwise), strict=True)]
    assert not any(differ)


@very_few
@given(frame=extracts())
def test_two_cohorts_whose_protected_counts_agree_release_the_same(frame: pd.DataFrame) -> None:
    tables = tables_of(frame)
    first = nk.release(tables)
    rounded = protected_counts(first)
    # Another cohort: of it, the rounded counts are the true ones, and a group that was left out has nobody.
    others = [replace(table, counts={w: rounded.get(w, 0) for w in table.counts}) for table in tables]
    if first.off_by == 4:
        same = as_shown(nk.release(others)) == as_shown(first)
        assert same


@very_few
@given(frame=extracts())
def test_nothing_of_the_true_counts_is_within_reach_of_a_released_table(frame: pd.DataFrame) -> None:
    released = nk.release(tables_of(frame))
    for table in released:
        for name, value in walk(table, "table"):
            assert isinstance(value, str | int | float | None)
            if (
                isinstance(value, int | float)
                and not isinstance(value, bool)
                and name not in {"estimate", "lower", "upper"}
            ):
                assert value % 5 == 0 or name in {"parts", "confidence"}, name


def as_shown(released: Release) -> list[object]:
    """Return all that a reader sees, rows put in order: completeness goes by the columns of the extract."""
    return [
        (table.caption, table.headings, sorted((c.at, sorted(c.figures.items()), c.status) for c in table.cells))
        for table in released
    ]


def protected_counts(released: Release) -> dict[Whom, int]:
    found: dict[Whom, int] = {}
    for table in released:
        for cell in table.cells:
            figures = dict(cell.figures)
            figures["everyone"] = figures.get("out_of", 0) + figures.get("not_known", 0)
            last = ("against_count", "against_out_of") if "against_count" in figures else ("everyone",)
            if "mean" not in cell.measure.name:
                for part, name in zip(cell.parts, ("count", "out_of", *last), strict=False):
                    found |= {whom: round(figures[name]) for _, whom in part}
    return found


def walk(thing: object, name: str) -> Iterable[tuple[str, object]]:
    """Go through everything that can be reached from here; rules of measures are functions of the library."""
    assert not isinstance(thing, Table | nk.Cohort | pd.DataFrame | pd.Series | np.ndarray)
    if isinstance(thing, ReleasedTable) or (is_dataclass(thing) and not isinstance(thing, type)):
        for each in fields(thing):
            if each.name not in {"rule", "shown_per", "known_of"}:
                yield from walk(getattr(thing, each.name), name if name == "parts" else each.name)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from walk(value, key if isinstance(key, str) else name)
    elif isinstance(thing, tuple | list | frozenset | set):
        for value in thing:
            yield from walk(value, name)
    else:
        yield name, thing
