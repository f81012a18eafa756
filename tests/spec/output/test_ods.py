"""A workbook as OpenDocument: the same in every cell, and refused if it is not."""

from __future__ import annotations

import os
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

import needskit as nk
from needskit.output.ods import soffice
from needskit.output.ods.read_back import compare

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release


def libreoffice() -> bool:
    try:
        return bool(soffice.find_soffice())
    except nk.UsageError:
        return False


pytestmark = pytest.mark.usefixtures("not_attacked")

present = pytest.mark.skipif(not libreoffice(), reason="LibreOffice is not installed, and it makes .ods files")


@pytest.fixture(scope="module")
def both(charted: Release, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    workbook = nk.Workbook(title="Needs", tables=charted, contact="us")
    saved = workbook.save(tmp_path_factory.mktemp("ods") / "needs.xlsx")
    return saved, nk.to_ods(saved)


def changed(written: Path, part: str, old: bytes, new: bytes, out: Path) -> Path:
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(out, "w") as file:
        for name in given.namelist():
            content = given.read(name)
            assert name != part or old in content
            file.writestr(name, content.replace(old, new, 1) if name == part else content)
    return out


@present
def test_every_cell_is_that_of_the_workbook_and_one_that_is_not_is_caught(
    both: tuple[Path, Path], tmp_path: Path
) -> None:
    workbook, written = both
    compare(written, workbook)
    number, word = b'office:value="400"', b"Drug misuse</text:p>"
    chart = "Object 1/content.xml"
    out = tmp_path / "changed.ods"
    with pytest.raises(nk.DisclosureError, match="has a cell that is not that of the workbook"):
        compare(changed(written, "content.xml", number, b'office:value="397"', out), workbook)
    with pytest.raises(nk.OutputError, match="has a cell that is not that of the workbook"):
        compare(changed(written, "content.xml", word, b"Drugs</text:p>", out), workbook)
    with pytest.raises(nk.DisclosureError, match="a chart holds a number"):
        compare(changed(written, chart, b'office:value="31"', b'office:value="31.25"', out), workbook)
    with pytest.raises(nk.OutputError, match="hidden"):
        compare(
            changed(
                written, "content.xml", b"<table:table-row ", b'<table:table-row table:visibility="collapse" ', out
            ),
            workbook,
        )


@present
def test_the_file_says_nothing_of_the_computer_and_is_in_the_language_of_the_workbook(both: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(both[1]) as file:
        assert file.namelist()[0] == "mimetype"
        assert not any(name.startswith(("Thumbnails", "Configurations2")) for name in file.namelist())
        assert b"Printer" not in file.read("settings.xml").replace(b"PrinterPaperFromSetup", b"")
        assert b'fo:country="US"' not in file.read("styles.xml")
        assert b"Thumbnails" not in file.read("META-INF/manifest.xml")
        assert b"svg:desc" in file.read("content.xml")


def test_without_libreoffice_one_sentence_says_so(
    charted: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "NAMES", ())
    monkeypatch.setattr(soffice, "PLACES", ())
    with pytest.raises(nk.UsageError, match="made by LibreOffice, which is not found"):
        nk.Workbook(title="Needs", tables=charted, contact="us").save(tmp_path / "needs.ods")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for LibreOffice")
def test_a_program_that_does_not_finish_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    (tmp_path / "given.xlsx").write_bytes(b"")
    monkeypatch.setattr(soffice, "find_soffice", lambda: slow)
    began = time.monotonic()
    with pytest.raises(nk.OutputError, match=r"did not finish in 0\.2 seconds"):
        soffice.converted(tmp_path / "given.xlsx", seconds=0.2)
    assert time.monotonic() - began < 10


def test_what_is_not_a_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "needs.xlsx").write_bytes(b"no")
    with pytest.raises(nk.UsageError, match="cannot be read as a workbook"):
        nk.to_ods(tmp_path / "needs.xlsx")
    with pytest.raises(nk.UsageError, match="endings"):
        nk.to_ods(tmp_path / "needs.csv")
