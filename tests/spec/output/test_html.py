"""The page holds what was released and nothing else, for everybody who reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import needskit as nk
from needskit.errors import DisclosureError, NeedskitError, OutputError
from needskit.output.html.check import check, read_page
from needskit.output.html.page import planned

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.disclosure.released import Release

ASKED = {"title": "Needs in Exampleshire", "contact": "insight@exampleshire.example"}


def written(released: Release, folder: Path) -> str:
    return nk.write_html(released, folder / "needs.html", **ASKED).read_text(encoding="utf-8")


def test_every_table_is_there_with_its_caption_and_its_rows(published: Release, tmp_path: Path) -> None:
    read = read_page(written(published, tmp_path))
    assert len(read.captions) == len(read.tables) == len(published)
    place = next(number for number, words in enumerate(read.captions) if words == "Table 1: Prevalence of each need")
    assert read.tables[place][5][:4] == ["Drug misuse", "250", "400", "0"]


def test_findings_and_pictures_are_those_of_the_workbook(published: Release, tmp_path: Path) -> None:
    text = written(published, tmp_path)
    read = read_page(text)
    for each in nk.headline(published):
        assert f"{each.words} {each.table}" in read.items
    assert len(read.pictures) == text.count('role="img"') > 0


def test_nothing_runs_and_nothing_comes_from_elsewhere(published: Release, tmp_path: Path) -> None:
    text = written(published, tmp_path)
    assert "default-src 'none'" in text
    for forbidden in ("<script", "http:", "https:", "url(", "@import", "javascript:", " onload"):
        assert forbidden not in text.lower()


def test_hostile_labels_are_words(published: Release, tmp_path: Path) -> None:
    table = published["needs.prevalence"]
    hostile = '<img src=x onerror="alert(1)">&amp;'
    cells = (replace(table.cells[0], at=(hostile,)), *table.cells[1:])
    released = replace(published, tables=(replace(table, cells=cells),))
    read = read_page(written(released, tmp_path))
    assert read.tables[0][1][0] == hostile
    assert not any(tag == "img" for tag, _ in read.tags)


def test_two_runs_are_the_same_bytes(published: Release, tmp_path: Path) -> None:
    assert written(published, tmp_path / "one") == written(published, tmp_path / "two")


def test_what_is_not_protected_says_so_everywhere(internal: Release, tmp_path: Path) -> None:
    path = nk.write_html(internal, tmp_path / "needs.html", **ASKED)
    text = path.read_text(encoding="utf-8")
    assert path.name == "needs-internal.html"
    assert text.count("INTERNAL: the counts are not protected.") > len(internal)


@pytest.mark.parametrize(
    ("spoil", "error", "said"),
    [
        (lambda text: text.replace('<td class="n">250</td>', '<td class="n">251</td>', 1), DisclosureError, "figure"),
        (lambda text: text.replace("</text>", "9</text>", 1), DisclosureError, "a picture shows"),
        (lambda text: text.replace("330 of 400", "331 of 400"), DisclosureError, "(finding|picture)"),
        (lambda text: text.replace("<main>", "<main><script></script>"), OutputError, "runs"),
        (lambda text: text.replace("<caption>", "<caption><i></i></caption><caption>", 1), OutputError, "caption"),
        (lambda text: text.replace("<h2", "<h4").replace("</h2>", "</h4>"), OutputError, "order"),
        (lambda text: text.replace('scope="col"', "", 1), OutputError, "heading of a table"),
        (lambda text: text.replace('href="#table-1"', 'href="#table-99"', 1), OutputError, "link"),
        (lambda text: text.replace("</section>", "", 1), OutputError, "well formed"),
    ],
)
def test_a_page_that_was_spoilt_is_not_kept(
    published: Release, tmp_path: Path, spoil: Callable[[str], str], error: type[NeedskitError], said: str
) -> None:
    text = written(published, tmp_path)
    spoilt = spoil(text)
    assert spoilt != text
    (tmp_path / "spoilt.html").write_text(spoilt, encoding="utf-8")
    page = planned(published, title=ASKED["title"], contact=ASKED["contact"], language="en-GB")
    with pytest.raises(error, match=said):
        check(tmp_path / "spoilt.html", release=published, page=page)


def test_what_cannot_be_written_is_refused(published: Release, tmp_path: Path) -> None:
    with pytest.raises(nk.UsageError, match=r"A page is an \.html file"):
        nk.write_html(published, tmp_path / "needs.pdf", **ASKED)
    with pytest.raises(nk.UsageError, match="A page needs a contact"):
        nk.write_html(published, tmp_path / "needs.html", title="Needs", contact=" ")
    with pytest.raises(nk.DisclosureError, match="takes only released tables"):
        nk.write_html([], tmp_path / "needs.html", **ASKED)  # type: ignore[arg-type]  # what is refused
