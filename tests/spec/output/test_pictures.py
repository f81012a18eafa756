"""Pictures are of the planned charts: the same figures and words, the same bytes each time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # read here are files that were written here
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import needskit as nk
from needskit.output.charts import page_of, pictures_of
from needskit.output.pictures.drawing import Box
from needskit.output.pictures.drawn import drawings_of
from needskit.output.pictures.scale import Scale

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release

SVG = "{http://www.w3.org/2000/svg}"
KEY = "needs.prevalence"


def texts(path: Path) -> list[str]:
    return [element.text or "" for element in ET.parse(path).iter(f"{SVG}text")]  # noqa: S314 - as above


def test_a_picture_has_the_figures_of_its_chart_and_its_words(published: Release, tmp_path: Path) -> None:
    written = nk.picture(published, tmp_path / "needs.svg", key=KEY)
    page = page_of(published[KEY], policy=published.policy)
    assert page is not None
    (chart,) = page.charts
    assert [text for text in texts(written) if text.endswith("%")] == [f"{p.value:.0f}%" for p in chart.points]
    root = ET.parse(written).getroot()  # noqa: S314 - as above
    assert root.get("role") == "img"
    assert chart.alt in (root.findtext(f"{SVG}desc") or "")
    assert (root.findtext(f"{SVG}title") or "").startswith(published[KEY].caption.title)


def test_bars_are_as_long_as_their_figures(published: Release) -> None:
    drawing, page = drawings_of(published, KEY, titled=False)[0]
    bars = [shape for shape in drawing.shapes if isinstance(shape, Box)]
    lengths = [bar.width / point.value for bar, point in zip(bars, page.charts[0].points, strict=True)]
    assert max(lengths) == pytest.approx(min(lengths))


def test_an_axis_of_ratios_has_a_half_as_far_from_one_as_two() -> None:
    scale = Scale(0.25, 4.0, 0.0, 100.0, by_doubling=True)
    assert (scale.at(0.5), scale.at(1.0), scale.at(2.0)) == (25.0, 50.0, 75.0)
    assert [words for _, words in scale.ticks] == ["0.25", "0.5", "1", "2", "4"]


def test_every_chart_is_a_picture_and_two_runs_are_the_same_bytes(tmp_path: Path) -> None:
    cohort = nk.read_cohort(nk.synthetic_people(people=400, seed=1), population="people in a test")
    released = nk.release(nk.standard_report(cohort, by=[]))
    first, again = (nk.write_pictures(released, tmp_path / name) for name in ("one", "two"))
    charted = {table.caption.key: len(pictures_of(table, policy=released.policy)) for table in released}
    named = [f"{key}{end}.svg" for key, charts in charted.items() for end in ("", "-2")[:charts]]
    assert [path.name for path in first] == named
    assert len(named) > 5
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert all(texts(path)[0].startswith("SYNTHETIC") for path in first)


def test_hostile_labels_are_words(published: Release, tmp_path: Path) -> None:
    table = published[KEY]
    cells = (replace(table.cells[0], at=("<script>&\"'\x00$x$",)), *table.cells[1:])
    hostile = replace(published, tables=(replace(table, cells=cells),))
    written = nk.picture(hostile, tmp_path / "needs.svg", key=KEY)
    assert "<script" not in written.read_text(encoding="utf-8")
    assert "<script>&\"'$x$" in texts(written)


def test_what_is_not_protected_says_so_in_name_and_picture(internal: Release, tmp_path: Path) -> None:
    written = nk.picture(internal, tmp_path / "needs.svg", key=KEY)
    assert written.name == "needs-internal.svg"
    assert "INTERNAL: the counts are not protected." in texts(written)


def test_what_cannot_be_drawn_is_refused(published: Release, tmp_path: Path) -> None:
    with pytest.raises(nk.UsageError, match="A picture is svg or png, and this is 'gif'"):
        nk.picture(published, tmp_path / "needs.gif", key=KEY)
    with pytest.raises(nk.UsageError, match="No chart is drawn of the table"):
        nk.picture(published, tmp_path / "needs.svg", key="coverage.assessment")
    with pytest.raises(nk.DisclosureError, match="released tables only"):
        nk.picture([], tmp_path / "needs.svg", key=KEY)  # type: ignore[arg-type]  # what is refused


def test_a_png_is_the_same_picture_at_twice_the_size(published: Release, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="PNG needs the extra needskit[pictures]")
    one, two = (nk.picture(published, tmp_path / f"{name}.png", key=KEY).read_bytes() for name in "ab")
    drawing, _ = drawings_of(published, KEY, titled=True)[0]
    assert one == two
    assert one.startswith(b"\x89PNG")
    wide, high = (int.from_bytes(one[start : start + 4]) for start in (16, 20))
    assert (wide, high) == (2 * drawing.width, 2 * drawing.height)
    assert re.search(rb"Title\x00", one)


def test_without_matplotlib_a_png_is_refused_in_one_sentence(
    published: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.backends.backend_agg", None)
    with pytest.raises(nk.UsageError, match=r"pip install needskit\[pictures\], or write SVG"):
        nk.picture(published, tmp_path / "needs.png", key=KEY)
