"""Needs and their overlap, released together: multiples of 5 that agree, and only what is common is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.disclosure.released import Release, ReleasedTable
    from needskit.table.table import Table
    from needskit.table.whom import Sum

OTHERS = "all other combinations"
COUNTS = {"count", "out_of", "not_known", "against_count", "against_out_of", "at_least"}
OFTEN = nk.overlap.RepeatedContact(of="offences_before_12_months")


def tables_of(people: int) -> list[Table]:
    made_up = nk.synthetic_people(people=people, seed=people)
    cohort = nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31")
    return [
        nk.needs.prevalence(cohort),
        nk.needs.prevalence(cohort, by="sex"),
        nk.needs.by_cohort(cohort),
        nk.needs.reconviction(cohort),
        nk.overlap.number_of_needs(cohort),
        nk.overlap.pairs(cohort),
        nk.overlap.association(cohort),
        nk.overlap.combinations(cohort),
        nk.overlap.combinations(cohort.where("women", sex="female")),
        nk.overlap.at_least(cohort),
        nk.overlap.domains(cohort),
        nk.overlap.dual_diagnosis(cohort),
        nk.overlap.repeated_contact(cohort, rule=OFTEN),
        nk.overlap.standardised(cohort, by="district"),
        nk.overlap.reconviction(cohort),
        nk.overlap.reconviction_adjusted(cohort),
    ]


@pytest.fixture(scope="module", params=[150, 2_000])
def made(request: pytest.FixtureRequest) -> tuple[list[Table], Release]:
    tables = tables_of(request.param)
    return tables, nk.release(tables)


Made = tuple[list["Table"], "Release"]
Place = tuple[str, ...]


def figures_of(table: Table | ReleasedTable) -> dict[Place, dict[str, float]]:
    """Return the counts of each row that has any, by where it stands; the total of a mean is no count of people."""
    given = [(cell.at, cell.measure) for cell in table.cells]
    rows = table.to_frame().to_dict("records")
    return {
        at: {name: float(row[name]) for name in COUNTS if name in measure.figures}
        for (at, measure), row in zip(given, rows, strict=True)
        if "mean" not in measure.name
    }


def test_every_count_is_a_multiple_of_5_within_4_of_the_true_one(made: Made) -> None:
    tables, release = made
    assert (release.off_by, release.left_over_off_by) == (4, 4)
    for table, protected in zip(tables, release, strict=True):
        true = figures_of(table)
        for at, figures in figures_of(protected).items():
            for name, value in figures.items():
                where = protected.caption.key, at, name
                assert value >= 0, where
                assert value % 5 == 0, where
                # Combinations that are not listed in a release have their people in the last row.
                assert at[-1] == OTHERS or abs(value - true[at][name]) <= 4, where


@pytest.mark.parametrize(("people", "seed"), [(60, 0), (150, 3), (400, 5)])
def test_those_not_known_are_within_4_where_a_table_shows_no_percentage_alone(people: int, seed: int) -> None:
    made_up = nk.synthetic_people(people=people, seed=seed)
    cohort = nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31")
    tables = [
        nk.needs.by_cohort(cohort),
        nk.needs.reconviction(cohort),
        nk.overlap.pairs(cohort),
        nk.overlap.standardised(cohort, by="district"),
    ]
    release = nk.release(tables)
    assert release.left_over_off_by == 4
    for table, protected in zip(tables, release, strict=True):
        true = figures_of(table)
        for at, figures in figures_of(protected).items():
            for name in COUNTS & figures.keys():
                assert abs(figures[name] - true[at][name]) <= 4, (table.caption.key, at, name)


def test_a_combination_is_listed_from_10_people_on(made: Made) -> None:
    tables, release = made
    for key in ("overlap.combinations", "overlap.combinations_for_women", "overlap.at_least"):
        frame, true = release[key].to_frame(), next(table for table in tables if table.caption.key == key).to_frame()
        listed = frame[frame.iloc[:, 0] != OTHERS]
        assert (listed["count"] >= 10).all()
        common = true[(true.iloc[:, 0] != OTHERS) & (true["count"] >= 10)]
        assert set(listed.iloc[:, 0]) == set(common.iloc[:, 0])


def test_listed_rows_are_in_the_order_of_the_counts_shown_and_then_of_their_words(made: Made) -> None:
    _, release = made
    for key in ("overlap.combinations", "overlap.combinations_for_women", "overlap.at_least"):
        frame = release[key].to_frame()
        listed = frame[frame.iloc[:, 0] != OTHERS]
        order = [(-int(count), str(label)) for label, count in listed[[frame.columns[0], "count"]].to_numpy().tolist()]
        assert order == sorted(order)


def test_the_row_of_all_others_is_those_known_less_those_listed(made: Made) -> None:
    tables, release = made
    for key in ("overlap.combinations", "overlap.combinations_for_women"):
        frame = release[key].to_frame().set_index("combination")
        others = frame.loc[[OTHERS]].to_dict("records")[0]
        assert others["count"] == others["out_of"] - frame["count"].drop(OTHERS).sum()
        assert others["cumulative"] in {None, 1}
        true = next(table for table in tables if table.caption.key == key).to_frame().set_index("combination")
        unlisted = true["count"].drop(frame.index.drop(OTHERS)).sum()
        assert abs(others["count"] - unlisted) <= 4


def test_the_same_people_are_the_same_number_in_every_table(made: Made) -> None:
    _, release = made
    seen: dict[Sum, float] = {}
    for part, value in (each for table in release for each in counted(table)):
        assert seen.setdefault(part, value) == value
    # Each prevalence is at least in two tables more: pairs, and needs by cohort.
    assert len(seen) > 100


def counted(table: ReleasedTable) -> Iterator[tuple[Sum, float]]:
    """Go through the sums that figures show as they are: counts and, but for associations, whom they are out of."""
    for cell in table.cells:
        if "mean" in cell.measure.name or cell.measure.name == "trend":
            continue
        if "count" in cell.figures:
            yield cell.parts[0], cell.figures["count"]
        if cell.measure.name in {"percentage", "percentage against the rest", "standardised percentage"}:
            yield cell.parts[1], cell.figures["out_of"]


def test_pairs_are_in_the_order_of_the_heat_map(made: Made) -> None:
    _, release = made
    pairs, prevalence = release["overlap.pairs"], release["needs.prevalence"]
    needs = prevalence.dimensions[0].labels
    assert [dimension.labels for dimension in pairs.dimensions] == [needs, needs]
    assert [cell.at for cell in pairs.cells] == [(first, other) for first in needs for other in needs]
    count = {cell.at: cell.figures["count"] for cell in pairs.cells}
    known = prevalence.to_frame().set_index("need")["count"]
    assert all(count[first, other] == count[other, first] for first, other in count)
    assert all(count[need, need] == known[need] for need in needs)


def test_needs_of_the_numbers_come_to_the_needs_where_the_true_ones_do() -> None:
    frame = nk.synthetic_people(people=400, seed=9)
    names = ["need_accommodation", "need_drugs", "need_alcohol"]
    complete = frame[(frame[names] != "").all(axis=1)][["person_id", *names]]
    cohort = nk.read_cohort(complete, population="made-up people", as_at="2025-12-31")
    release = nk.release([nk.needs.prevalence(cohort), nk.overlap.number_of_needs(cohort), nk.overlap.pairs(cohort)])
    number = release["overlap.number_of_needs"].to_frame().set_index("number_of_needs")["count"]
    prevalence = release["needs.prevalence"].to_frame()["count"].sum()
    assert number["1"] + 2 * number["2"] + 3 * number["3"] == prevalence
