"""Households are no people: nothing in the tables and sentences of a comparison says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import needskit as nk
from needskit.output.text_of_iom import of_comparisons

if TYPE_CHECKING:
    from pathlib import Path

from tests.spec.output.test_units_other_than_people import SOURCES, about_people, cells_of


def test_comparisons_of_households_speak_of_nothing_else(tmp_path: Path) -> None:
    frame = nk.synthetic_people(people=600, seed=2)
    frame["iom"] = ["yes", "no", "no"] * 200
    frame = frame.drop(columns=["iom_tier", "iom_start", "iom_end"])
    cohort = nk.read_cohort(
        frame, population="households in a test", as_at="2025-12-31", unit="households", need_word="theme"
    )
    on = ("sex", "age")
    matched = nk.iom.match(cohort, adjust=on)
    asked = (nk.iom.rate, nk.iom.frequency, nk.iom.time_to_first, nk.iom.survival, nk.iom.days_to_first)
    tables = [ask(matched) for ask in asked]
    tables += [nk.iom.rate_by_time(matched), nk.iom.severity(matched), nk.iom.custody(matched)]
    released = nk.release([*tables, nk.iom.sensitivity(cohort, adjust=on)])
    said = of_comparisons(released)
    saved = nk.needs_assessment(cohort, released, contact="the reviewers").save(tmp_path / "book.xlsx")

    assert len(said) > 4
    assert [text for text in about_people([*cells_of(saved), *said]) if not SOURCES.search(text)] == []
