from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from needskit.errors import OutputError
from needskit.output.tidy import NOT_PROTECTED, csv_of, write_tidy

if TYPE_CHECKING:
    from needskit.disclosure.released import Release, ReleasedTable

ESTIMATES = ("estimate", "lower", "upper")
COLUMNS = ["count", "out_of", "estimate", "lower", "upper", "unit", "status"]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_is_a_file_for_each_table_with_the_agreed_columns(published: Release, tmp_path: Path) -> None:
    paths = write_tidy(published, tmp_path / "tidy")
    assert [path.stem for path in paths if path.suffix == ".csv"] == [table.caption.key for table in published]
    assert (tmp_path / "tidy" / "needs.prevalence.csv").read_bytes().split(b"\n")[0] == (
        b"need," + ",".join(COLUMNS).encode()
    )
    assert not any(b"\r" in path.read_bytes() or path.read_bytes()[:1] == b"\xef" for path in paths)
    others = {path.name for path in (tmp_path / "tidy").iterdir() if path.suffix != ".csv"}
    assert others == {"about-these-tables.txt", "structure.json"}


def test_proportions_lie_between_0_and_1_and_are_as_coarse_as_shown(published: Release, tmp_path: Path) -> None:
    write_tidy(published, tmp_path)
    drugs = rows_of(tmp_path / "needs.prevalence.csv")[4]
    shown = [drugs[name] for name in COLUMNS]
    assert shown == ["250", "400", "0.63", "0.56", "0.69", "proportion", ""]


def test_a_mean_keeps_the_decimal_that_is_shown(published: Release, tmp_path: Path) -> None:
    write_tidy(published, tmp_path)
    mean = rows_of(tmp_path / "overlap.number_of_needs.csv")[-1]
    assert (mean["out_of"], mean["estimate"], mean["unit"]) == ("400", "4.4", "mean")


def test_a_difference_has_both_counts_before_its_estimate(published: Release, tmp_path: Path) -> None:
    write_tidy(published, tmp_path)
    header = (tmp_path / "needs.prevalence_for_female_less_male.csv").read_text().split("\n")[0]
    assert header == "need,count,out_of,against_count,against_out_of,estimate,lower,upper,unit,status"


def test_what_is_withheld_is_empty_with_its_status(published: Release, tmp_path: Path) -> None:
    write_tidy(published, tmp_path)
    women = rows_of(tmp_path / "coverage.assessment.csv")[1]
    assert women["status"] == "[u]"
    assert [women[name] for name in ESTIMATES] == ["", "", ""]
    assert (women["count"], women["out_of"]) == ("15", "20")


def test_unprotected_tables_keep_every_digit_and_say_what_they_are(internal: Release, tmp_path: Path) -> None:
    paths = write_tidy(internal, tmp_path)
    assert paths[-1].name == NOT_PROTECTED
    assert paths[-1].read_text().startswith("INTERNAL: nothing is protected.")
    assert rows_of(tmp_path / "needs.prevalence.csv")[3]["estimate"] == repr(240 / 390)


def test_protected_tables_are_not_put_beside_unprotected_ones(
    internal: Release, published: Release, tmp_path: Path
) -> None:
    write_tidy(internal, tmp_path)
    with pytest.raises(OutputError, match=r"not protected\. Choose another"):
        write_tidy(published, tmp_path)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\uff1d1"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(published: Release, text: str) -> None:
    table = published["needs.prevalence"]
    cell = replace(table.cells[0], at=(text,))
    first = csv_of(_with(table, cell), policy=published.policy).split("\n")[1]
    assert first.lstrip('"').startswith(("'", " ="))


def _with(table: ReleasedTable, cell: object) -> ReleasedTable:
    return replace(table, cells=(cell, *table.cells[1:]))  # type: ignore[arg-type] # replace has no types


def test_tables_whose_files_would_be_one_are_refused(published: Release, tmp_path: Path) -> None:
    table = published["needs.prevalence"]
    again = replace(table, caption=replace(table.caption, key="NEEDS.prevalence"))
    with pytest.raises(OutputError, match="Two tables would be written"):
        write_tidy(replace(published, tables=(table, again)), tmp_path)


def test_a_key_never_leads_out_of_the_folder(published: Release, tmp_path: Path) -> None:
    table = published["needs.prevalence"]
    outside = replace(table, caption=replace(table.caption, key="../../up"))
    paths = write_tidy(replace(published, tables=(outside,)), tmp_path)
    assert {path.parent for path in paths} == {tmp_path}


def test_a_file_that_is_open_elsewhere_is_one_sentence(
    published: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"^needs\.prevalence\.csv is open in another program; close it"):
        write_tidy(published, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_one_sentence(published: Release, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="Choose another folder"):
        write_tidy(published, tmp_path / "file")


def test_tables_of_another_release_are_not_mixed_in(published: Release, tmp_path: Path) -> None:
    write_tidy(published, tmp_path)
    one = replace(published, tables=published.tables[:1])
    with pytest.raises(OutputError, match="holds tables of another release"):
        write_tidy(one, tmp_path)
    (tmp_path / "extract.csv").write_text("person_id\n", encoding="utf-8")
    assert write_tidy(published, tmp_path)


def test_the_folder_says_what_its_files_are(published: Release, tmp_path: Path) -> None:
    write_tidy(published, tmp_path)
    said = (tmp_path / "about-these-tables.txt").read_text(encoding="utf-8")
    assert "Policy: publish." in said
    assert all(table.caption.title in said for table in published)
