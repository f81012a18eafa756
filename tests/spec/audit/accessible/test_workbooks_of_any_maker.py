"""What is found in our own workbooks, and in those that other programs write."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.audit.accessible.sound import respelled, saved, sound_book

import needskit as nk
from needskit.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SHARES = pd.DataFrame({"Need": ["Drugs", "Alcohol"], "People": [20, 15]})


def test_our_own_workbook_breaks_no_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of tables with words for figures, with charts, and with shorthand for what is withheld."""
    wanted = ("coverage.flow", "needs.prevalence", "overlap.pairs", "overlap.number_of_needs")
    only = [word for key in wanted for word in ("--only", key)]
    main(["demo", "--out", str(tmp_path), "--people", "300", *only])
    capsys.readouterr()

    assert main(["audit", str(tmp_path / "needs-assessment.xlsx")]) == 0
    assert capsys.readouterr().out.strip().endswith(" rules; found: nothing.")


def test_a_frame_that_pandas_writes_has_no_table_no_title_and_no_properties(tmp_path: Path) -> None:
    SHARES.to_excel(tmp_path / "needs.xlsx", index=False)

    checked = nk.check_workbook(tmp_path / "needs.xlsx")

    essential = [finding.code for finding in checked.of("essential")]
    assert essential == ["T-NO-TABLE", "W-NO-TITLE", "D-NO-DOCUMENT-TITLE", "D-NO-LANGUAGE"]
    assert {"D-NO-COVER", "D-NO-AUTHOR", "F-SMALL", "W-TAB"} <= {f.code for f in checked.of("desirable")}
    assert not checked.of("repair")


def test_gptables_sets_neither_title_nor_language(tmp_path: Path) -> None:
    """The two essential failures of a workbook as its own guide has one made."""
    gptables = pytest.importorskip("gptables", reason="gptables is a package of the extra dev")
    table = gptables.GPTable(
        table=SHARES,
        table_name="Needs_of_people",
        title="Needs of people",
        subtitles=[],
        scope="",
        source="Made-up people",
        index_columns={1: 0},
    )
    cover = gptables.Cover("Needs of people, 2025", contact=["Contact: a@b.uk"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gptables.write_workbook(tmp_path / "needs.xlsx", sheets={"Needs": table}, cover=cover)

    checked = nk.check_workbook(tmp_path / "needs.xlsx")

    assert [finding.code for finding in checked.of("essential")] == ["D-NO-DOCUMENT-TITLE", "D-NO-LANGUAGE"]
    assert not checked.of("repair")


def test_what_is_found_is_told_worst_first_and_fails_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = sound_book()
    book.properties.keywords = book.properties.language = None
    book["Table 1"].tables["Needs_by_sex"].displayName = "T1"
    path = saved(book, tmp_path)

    code = main(["audit", str(path)])

    said = capsys.readouterr().out.splitlines()
    # What the file tells of few people is said before.
    [place] = [place for place, line in enumerate(said) if line.endswith("found: 1 repair, 1 essential, 1 desirable.")]
    lines = said[place + 1 :]
    assert code == 1
    assert [line.split(",")[0] for line in lines] == [
        "repair X-TABLE-NAME",
        "essential D-NO-LANGUAGE",
        "desirable D-NO-KEYWORDS",
    ]


def test_what_is_desirable_alone_does_not_fail_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = sound_book()
    book.properties.keywords = None

    assert main(["audit", str(saved(book, tmp_path))]) == 0
    assert "desirable D-NO-KEYWORDS" in capsys.readouterr().out


def test_a_finding_is_a_row_that_names_cells_and_holds_nothing_of_them(tmp_path: Path) -> None:
    book = sound_book()
    book["Table 1"]["E6"].value = "11.1 (secret)"

    frame = nk.check_workbook(saved(book, tmp_path)).to_frame()

    assert list(frame.columns) == ["severity", "code", "where", "words", "mend"]
    assert frame["where"].tolist() == ["worksheet 'Table 1': E6"]
    assert "secret" not in frame.to_csv()


def test_a_file_that_is_no_workbook_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "needs.xlsx").write_text("Need,People")

    with pytest.raises(nk.UsageError, match=r"needs\.xlsx is not a workbook that can be read"):
        nk.check_workbook(tmp_path / "needs.xlsx")
    with pytest.raises(nk.UsageError, match=r"There is no file none\.xlsx"):
        nk.check_workbook(tmp_path / "none.xlsx")


def test_entities_of_a_hostile_file_are_not_worked_out(tmp_path: Path) -> None:
    path = respelled(
        saved(sound_book(), tmp_path),
        "docProps/app.xml",
        lambda text: f'<!DOCTYPE a [<!ENTITY b "{"b" * 9}">]>{text.partition("?>")[2] or text}',
    )

    assert {finding.code for finding in nk.check_workbook(path).findings} == {"X-PART"}
