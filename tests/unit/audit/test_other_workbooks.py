"""Workbooks made by other means: what a reader can work out of totals, percentages and what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk
from needskit.audit.follows import pairs, wilson
from needskit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.audit.report import Audit


def audited(frame: pd.DataFrame, folder: Path, *, index: bool = False) -> Audit:
    frame.to_excel(folder / "plain.xlsx", index=index)
    return nk.audit_workbook(folder / "plain.xlsx")


def where(found: Audit, code: str) -> list[str]:
    return [finding.where for finding in found.findings if finding.code == code]


def test_one_hidden_number_beside_a_total_is_exact(tmp_path: Path) -> None:
    frame = pd.DataFrame({"District": ["North", "South", "East", "All"], "People": [120, "[c]", 81, 204]})

    found = audited(frame, tmp_path)
    assert where(found, "A-EXACT") == ["Sheet1, row 'South', 'People'"]
    assert (found.counts, found.hidden, found.exit_code) == (4, 1, 3)


def test_hidden_numbers_of_a_crossed_table_are_worked_out_from_both_totals(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"Female": [30, "[c]", 12, 45], "Male": [40, 25, "[c]", 69], "Total": [70, 28, 16, 114]},
        index=pd.Index(["North", "South", "East", "Total"], name="District"),
    )
    assert where(audited(frame, tmp_path, index=True), "A-EXACT") == [
        "Sheet1, row 'South', 'Female'",
        "Sheet1, row 'East', 'Male'",
    ]


def test_two_hidden_numbers_in_one_row_and_column_are_not_exact(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"Female": ["[c]", "[c]", 12, 45], "Male": ["[c]", "[c]", 40, 90], "Total": [53, 30, 52, 135]},
        index=pd.Index(["North", "South", "East", "Total"], name="District"),
    )
    found = audited(frame, tmp_path, index=True)
    assert found.learnt.exact == 0
    assert not where(found, "A-EXACT")


def test_a_percentage_beside_a_hidden_count_gives_it_away(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Need": ["Drugs", "Alcohol"], "Count": ["[c]", 60], "Out of": [43, 90], "%": [7.0, 66.7]})

    found = audited(frame, tmp_path)
    assert "Sheet1, row 'Drugs', 'Count'" in where(found, "A-EXACT")
    assert "Sheet1, row 'Drugs'" in where(found, "A-PERCENT")


def test_fewer_than_five_with_a_total_is_known_to_be_small(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Group": ["a", "b", "c", "All"], "People": ["<5", "<5", 50, 57]})

    assert len(where(audited(frame, tmp_path), "A-SMALL")) == 2


def test_numbers_that_simply_stand_there_are_told(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Group": ["a", "b"], "People": [3, 50]})

    assert where(audited(frame, tmp_path), "A-SMALL-SHOWN") == ["Sheet1, row 'a', 'People'"]


def test_a_structure_written_by_hand_ties_two_sheets(tmp_path: Path) -> None:
    with pd.ExcelWriter(tmp_path / "two.xlsx") as file:
        pd.DataFrame({"Sex": ["Women", "Men"], "People": ["[c]", 40]}).to_excel(file, sheet_name="By sex", index=False)
        pd.DataFrame({"Who": ["All"], "People": [44]}).to_excel(file, sheet_name="All", index=False)
    women, men = {"where": {"sex": ["f"]}}, {"where": {"sex": ["m"]}}
    structure = {
        "format": "needskit structure 1",
        "attributes": {"sex": {"answers": ["f", "m"]}},
        "tables": [
            {
                "sheet": "By sex",
                "dimensions": ["Sex"],
                "columns": {"count": "People"},
                "rows": [{"at": ["Women"], "counts": {"count": women}}, {"at": ["Men"], "counts": {"count": men}}],
            },
            {
                "sheet": "All",
                "dimensions": ["Who"],
                "columns": {"count": "People"},
                "rows": [{"at": ["All"], "counts": {"count": {"where": {}}}}],
            },
        ],
    }
    found = nk.audit_workbook(tmp_path / "two.xlsx", structure=structure)
    assert where(found, "A-EXACT") == ["By sex, row 'Women', 'People'"]
    assert list(found.to_frame()["code"]) == ["A-EXACT"]


def test_a_structure_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    pd.DataFrame({"a": ["x"], "n": [1]}).to_excel(tmp_path / "one.xlsx", index=False)
    for wrong in ({}, {"format": "needskit structure 1"}, {"format": "needskit structure 1", "tables": [{"rows": 3}]}):
        with pytest.raises(UsageError, match="cannot be used"):
            nk.audit_workbook(tmp_path / "one.xlsx", structure=wrong)


def test_limits_alone_give_both_counts_away() -> None:
    """81 of 263 (Newcombe 1998, table I): limits to one decimal leave one count for this denominator."""
    lower, upper = (round(limit, 1) for limit in wilson(81, 263))

    assert pairs(None, (lower, upper), counts=(0, 300), out_ofs=(263, 263), decimals=(1, 1)) == ((81, 81), (263, 263))


def test_hidden_cells_of_a_file_by_xlsxwriter_that_follow_from_totals_are_exact(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter", reason="xlsxwriter comes with gptables, a package of the extra dev")
    with xlsxwriter.Workbook(tmp_path / "other.xlsx") as book:
        sheet = book.add_worksheet("Needs")
        for place, row in enumerate(
            (("Need", "Women", "Men", "Total"), ("Drugs", "[c]", 31, 34), ("Alcohol", 22, 19, 41))
        ):
            sheet.write_row(place, 0, row)

    assert where(nk.audit_workbook(tmp_path / "other.xlsx"), "A-EXACT") == ["Needs, row 'Drugs', 'Women'"]
