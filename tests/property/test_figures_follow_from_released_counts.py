"""Estimates, limits, ratios, trends and models tell nothing that the released counts do not tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import needskit as nk
from needskit.disclosure.policies import PUBLISH
from needskit.disclosure.rare import without_rare
from needskit.disclosure.rounding import round_together

if TYPE_CHECKING:
    from needskit.disclosure.protected import Protected
    from needskit.disclosure.released import Release
    from needskit.table.table import Table
    from needskit.table.whom import Whom

NEEDS = {"need_drugs": "Drugs", "need_alcohol": "Alcohol", "need_accommodation": "Accommodation"}


def tables_of(people: int, seed: int) -> list[Table]:
    cohort = nk.read_cohort(
        nk.synthetic_people(people=people, seed=seed), population="made-up people", as_at="2025-12-31", needs=NEEDS
    )
    overlap = nk.overlap
    plain = (nk.needs.prevalence, nk.needs.by_cohort, nk.needs.reconviction, overlap.reconviction_adjusted)
    both = (overlap.number_of_needs, overlap.pairs, overlap.association, overlap.combinations, overlap.reconviction)
    made = [analysis(cohort) for analysis in (*plain, *both, overlap.at_least, overlap.domains)]
    return [*made, overlap.standardised(cohort, by="iom"), overlap.association(cohort, by="sex")]


def as_shown(released: Release) -> list[object]:
    return [
        (
            table.caption.key,
            [(cell.at, sorted(cell.figures.items()), cell.status, cell.withheld) for cell in table.cells],
        )
        for table in released
    ]


@pytest.mark.parametrize(("people", "seed"), [(150, 1), (2_000, 2)])
def test_two_cohorts_whose_protected_counts_agree_release_the_same_to_the_last_digit(
    people: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    protected: dict[Whom, int] = {}

    def noting(*given: object, **settings: object) -> Protected:
        found: Protected = round_together(*given, **settings)  # type: ignore[arg-type] # whatever release gives
        protected.update(found.counts)
        return found

    tables = list(without_rare(tables_of(people, seed), PUBLISH).tables)
    monkeypatch.setattr("needskit.disclosure.together.round_together", noting)
    first = nk.release(tables)
    monkeypatch.undo()
    # Another cohort: of it, the rounded counts are the true ones.
    others = [replace(table, counts={w: protected[w] for w in table.counts if w in protected}) for table in tables]
    assert first.off_by == 4
    same = as_shown(nk.release(others)) == as_shown(first)
    assert same


@pytest.fixture(scope="module")
def released() -> Release:
    return nk.release(tables_of(2_000, 3))


def test_an_association_is_that_of_the_pairs_printed(released: Release) -> None:
    frame = released["overlap.pairs"].to_frame().set_index(["need", "other_need"])
    for row in released["overlap.association"].to_frame().to_dict("records"):
        first, second = str(row["pair"]).split(" + ")
        both, known = int(row["count"]), int(row["out_of"])
        only = int(frame["out_of"].loc[first, second]) - both
        other = int(frame["out_of"].loc[second, first]) - both
        neither = known - both - only - other
        expected = (both + only) * (both + other) / known
        margins = (both + only) * (other + neither) * (both + other) * (only + neither)
        phi = (both * neither - only * other) / np.sqrt(margins)
        shown = [row[name] for name in ("estimate", "expected", "lift", "phi", "odds_ratio")]
        assert shown == pytest.approx([both / known, expected, both / expected, phi, both * neither / (only * other)])


def test_a_mean_and_a_median_are_those_of_the_numbers_printed(released: Release) -> None:
    frame = released["overlap.number_of_needs"].to_frame().set_index("number_of_needs")
    counts = np.array([int(frame["count"].loc[str(number)]) for number in range(4)])
    mean = frame.loc["mean"]
    assert [mean["count"], mean["out_of"]] == [counts @ np.arange(4), counts.sum()]
    assert mean["estimate"] == pytest.approx(counts @ np.arange(4) / counts.sum())
    assert mean["median"] == np.median(np.repeat(np.arange(4), counts))
    assert frame["cumulative"].iloc[:4].tolist() == pytest.approx(np.cumsum(counts) / counts.sum())


def test_a_trend_is_that_of_the_percentages_printed(released: Release) -> None:
    frame = released["overlap.reconviction"].to_frame().set_index("number_of_needs")
    yes, known = (frame[name].loc[["0", "1", "2", "3"]].to_numpy(dtype=float) for name in ("count", "out_of"))
    slope, _ = np.polyfit(np.arange(4), yes / known, 1, w=np.sqrt(known))
    assert frame["estimate"].loc["trend"] == pytest.approx(slope)


def test_shares_and_differences_are_those_of_the_counts_printed(released: Release) -> None:
    for key in ("needs.by_cohort", "needs.reconviction"):
        frame = released[key].to_frame()
        against = frame["against_count"].astype(float) / frame["against_out_of"].astype(float)
        own = frame["count"].astype(float) / frame["out_of"].astype(float)
        shown = frame["difference"].notna()
        assert shown.any()
        assert frame["difference"][shown].tolist() == pytest.approx((own - against)[shown].tolist())
    frame = released["overlap.combinations"].to_frame()
    share = frame["at_least"].astype(float) / frame["out_of"].astype(float)
    assert frame["at_least_share"].dropna().tolist() == pytest.approx(share.dropna().tolist())
