"""Every example runs, is short, and gives the figures that are known."""

from __future__ import annotations

import csv
import re
import runpy
import sys
from collections import Counter
from itertools import combinations
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


THEMES = {
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
"""How many of 42 plans name each theme: Revolving Doors, First Generation: One Year On, 2013, appendix B."""


def named_by(path: Path) -> dict[str, frozenset[str]]:
    """Count directly: the themes that the plan of each area names, by the labels of the example."""
    header, *rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert len(header) == len(THEMES) + 1
    return {
        area: frozenset(theme for theme, answer in zip(THEMES, answers, strict=True) if answer == "Y")
        for area, *answers in rows
    }


def printed(lines: list[str]) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each table that the example printed, by its key."""
    tables: dict[str, list[dict[str, str]]] = {}
    while lines and re.fullmatch(r"[a-z]+\.[a-z_]+", lines[0]):
        end = lines.index("")
        tables[lines[0]] = list(csv.DictReader(lines[1:end]))
        lines = lines[end + 2 :] if lines[end + 1 : end + 2] == [""] else lines[end + 1 :]
    return tables


@pytest.fixture
def plans(real_data: Callable[[str], Path]) -> Path:
    return real_data("police_and_crime_plans_2013.csv")


def test_the_plans_name_each_theme_as_often_as_was_published_and_together_as_often_as_counted(
    said_by: Callable[..., list[str]], plans: Path
) -> None:
    named = named_by(plans)
    tables = printed(said_by("plan_review.py", plans))

    def having(*themes: str) -> int:
        return sum(held.issuperset(themes) for held in named.values())

    assert {row["need"]: int(row["count"]) for row in tables["needs.prevalence"]} == THEMES
    assert {theme: having(theme) for theme in THEMES} == THEMES
    assert {row["out_of"] for row in tables["needs.prevalence"]} == {"42"}
    for row in tables["needs.prevalence_by_area"]:
        held = THEMES[row["need"]] if row["area"] == "all" else row["need"] in named[row["area"]]
        assert (int(row["count"]), row["out_of"]) == (held, "42" if row["area"] == "all" else "1")
    assert {row["area"] for row in tables["needs.prevalence_by_area"]} == {"all", *named}
    number = {row["number_of_needs"]: row for row in tables["overlap.number_of_needs"]}
    for themes in range(len(THEMES) + 1):
        assert int(number[str(themes)]["count"]) == sum(len(held) == themes for held in named.values())
    # The published counts add up to the sum of the number of themes.
    assert (number["mean"]["count"], number["mean"]["out_of"]) == (str(sum(THEMES.values())), "42")
    for row in tables["overlap.pairs"]:
        assert int(row["count"]) == having(row["need"], row["other_need"])
    for row in tables["overlap.association"]:
        first, second = row["pair"].split(" + ")
        assert int(row["count"]) == having(first, second)
        assert float(row["expected"]) == pytest.approx(THEMES[first] * THEMES[second] / 42, abs=0.001)


def test_the_commonest_combinations_of_themes_are_those_of_a_direct_count(
    said_by: Callable[..., list[str]], plans: Path
) -> None:
    named = named_by(plans)
    tables = printed(said_by("plan_review.py", plans))

    exactly = Counter(named.values())
    *listed, others = tables["overlap.combinations"]
    assert [int(row["count"]) for row in listed] == sorted(exactly.values(), reverse=True)[: len(listed)]
    for row in listed:
        themes = row["combination"].split(" + ")
        assert int(row["count"]) == exactly[frozenset(themes)]
        assert int(row["at_least"]) == sum(held.issuperset(themes) for held in named.values())
    assert sum(int(row["count"]) for row in (*listed, others)) == 42
    sizes = {
        size: Counter(found for held in named.values() for found in map(frozenset, combinations(held, size)))
        for size in (2, 3)
    }
    for size, found in sizes.items():
        of_size = [row for row in tables["overlap.at_least"] if len(row["needs"].split(" + ")) == size]
        assert [int(row["count"]) for row in of_size] == [count for _, count in found.most_common(10)]
        assert all(int(row["count"]) == found[frozenset(row["needs"].split(" + "))] for row in of_size)


def test_the_workbook_of_the_plans_has_its_charts(
    said_by: Callable[..., list[str]], plans: Path, tmp_path: Path
) -> None:
    said = said_by("plan_review.py", plans)

    assert "the commonest themes were preventing crime and reducing reoffending, each 95.2%" in said[-2]
    book = load_workbook(tmp_path / "plan-review-internal.xlsx")
    assert [name for name in book.sheetnames if name.startswith("Chart")] == [f"Chart {n}" for n in range(1, 6)]
    rows = figures_on(tmp_path / "plan-review-internal.xlsx", "Table 1")
    assert [(row[0], row[1], row[2]) for row in rows[-9:]] == [(theme, n, 42) for theme, n in THEMES.items()]


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


def test_an_evaluation_says_for_how_many_it_holds_and_what_cannot_be_said(
    said_by: Callable[..., list[str]], tmp_path: Path
) -> None:
    said = said_by("evaluate_iom.py")

    codes = [line.partition(":")[0] for line in said if line.startswith("W-")]
    assert {"W-BALANCE", "W-ESS", "W-LOST"} <= set(codes)
    assert said[len(codes)].endswith(
        "of those managed under IOM could be matched. What is found by matching holds for those."
    )
    assert any(line.startswith("This does not mean that being managed under IOM has no effect") for line in said)
    assert "differences were tested, each at the level of 5%: of 2 outcomes" in said[-2]
    sheets = load_workbook(tmp_path / "iom.xlsx").sheetnames
    assert sheets[:5] == ["Cover", "Contents", "To read out", "Summary", "Notes"]
