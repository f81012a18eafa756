"""A table of the commonest sets of needs may have none that enough people have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def few() -> nk.Cohort:
    """Three people, who have two needs together."""
    extract = pd.DataFrame({"person_id": ["1", "2", "3"], "need_drugs": "yes", "need_alcohol": "yes"})
    return nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")


def test_it_is_left_out_of_the_release_and_the_workbook_is_written(few: nk.Cohort, tmp_path: Path) -> None:
    released = nk.release([nk.overlap.number_of_needs(few), nk.overlap.at_least(few)])

    assert [table.caption.key for table in released] == ["overlap.number_of_needs"]
    book = nk.Workbook(title="Few people", tables=released, contact="nobody@northshire.example")
    assert book.save(tmp_path / "few.xlsx").exists()


def test_alone_it_is_refused(few: nk.Cohort) -> None:
    with pytest.raises(nk.DisclosureError, match="None of these tables has a row"):
        nk.release(nk.overlap.at_least(few))


def test_without_protection_it_has_its_row(few: nk.Cohort) -> None:
    [table] = nk.release(nk.overlap.at_least(few), policy="none")

    assert table.to_frame()["count"].tolist() == [3]
