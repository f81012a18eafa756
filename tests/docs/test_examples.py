"""Every example runs, is short, and gives the figures that are known."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))
MOST_LINES = 30


@pytest.fixture
def said_by(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[str]]:
    """Give what runs an example with its arguments and the output folder, and returns its lines, spaces made one."""

    def run(name: str, *arguments: Path) -> list[str]:
        monkeypatch.setattr(sys, "argv", [name, *map(str, arguments), str(tmp_path)])
        runpy.run_path(str(checkout / "examples" / name), run_name="__main__")
        return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]

    return run


def figures_on(path: Path, sheet: str) -> list[tuple[object, ...]]:
    """Return the rows of a worksheet."""
    return list(load_workbook(path)[sheet].iter_rows(values_only=True))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_under_thirty_lines(example: Path) -> None:
    assert len(example.read_text(encoding="utf-8").splitlines()) < MOST_LINES


def test_the_plans_name_each_theme_as_often_as_was_published(
    said_by: Callable[..., list[str]], real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    # Revolving Doors, First Generation: One Year On, 2013, appendix B: 42 plans.
    published = {
        "Multiple and complex needs": 7,
        "Young adults": 4,
        "Young people": 38,
        "Mental health": 29,
        "Women suspects and offenders": 3,
        "Black, Asian and minority ethnic people": 13,
        "Preventing crime": 40,
        "Reducing reoffending": 40,
        "Joint commissioning": 22,
    }

    said = said_by("plan_review.py", real_data("police_and_crime_plans_2013.csv"))

    assert said[1:10] == [f"{theme} {count} 42" for theme, count in published.items()]
    # The published counts add up to the sum of the number of themes.
    assert f"mean {sum(published.values())} 42" in said
    assert "two or more 42 42" in said
    sheet = figures_on(tmp_path / "plan-review-internal.xlsx", "Table 1")
    assert [(row[0], row[1], row[2]) for row in sheet[-9:]] == [(theme, n, 42) for theme, n in published.items()]


def test_the_trial_has_the_homeless_that_were_published(
    said_by: Callable[..., list[str]], real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    # R package mosaicData, HELPrct: 209 of 453 homeless, 169 of the 346 men and 40 of the 107 women.
    said = said_by("help_trial.py", real_data("help_homeless/HELPrct.csv"))

    assert {"all Homeless 209 453", "Female Homeless 40 107", "Male Homeless 169 346"} <= set(said)
    # Every person has one main substance, so nobody has none of the five needs, or all of them.
    assert {"all 0 0 453", "all 5 0 453"} <= set(said)
    for group, people in (("Female", 107), ("Male", 346)):
        numbers = [line.split() for line in said if re.match(rf"{group} \d ", line)]
        assert sum(float(count) for _, _, count, _ in numbers) == people
    sheet = figures_on(tmp_path / "help-trial-internal.xlsx", "Table 1")
    assert ("All", "Homeless", 209, 453) in [row[:4] for row in sheet]


def test_northshire_writes_a_protected_workbook(said_by: Callable[..., list[str]], tmp_path: Path) -> None:
    said = said_by("northshire.py")

    # 94% of made-up people have two or more needs; rounding to 5 moves it by some tenths.
    assert re.match(r"Made-up people in Northshire, 31 December 2025: 9[34]\.\d% .* had two or more needs", said[0])
    assert said[-1].endswith("northshire.xlsx")
    rows = figures_on(tmp_path / "northshire.xlsx", "Table 2")
    counts = [row[2] for row in rows if row[0] in {"All", "Female", "Male"} and isinstance(row[2], int)]
    assert counts
    assert all(count % 5 == 0 for count in counts)
