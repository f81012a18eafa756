"""A count is hidden, and a figure made of it is shown: whoever knows the formula has the count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import needskit as nk
from needskit.audit.formulas import Figure, fitting
from needskit.stats.association import odds_ratio, odds_ratio_limits, risk_ratio, risk_ratio_limits
from needskit.stats.proportion import wilson
from needskit.stats.two_by_two import risk_difference, risk_difference_limits

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.audit.report import Audit

ARRESTED = 48, 168, 66, 150
"""Rossi, Berk and Lenihan (1980): rearrested or not, of those with and without financial aid."""

RARE = 3, 40, 4, 61
GROUPS = {"aid": ["yes", "no"], "arrested": ["yes", "no"]}


def audited(row: dict[str, Any], figures: dict[str, str], folder: Path) -> Audit:
    """Return what is found in one row of two groups, of which the counts that are texts are hidden."""
    frame = pd.DataFrame([{"Who": "All", **row}])
    frame.to_excel(folder / "two.xlsx", sheet_name="Two", index=False)
    whom: dict[str, dict[str, list[str]]] = {
        "count": {"aid": ["yes"], "arrested": ["yes"]},
        "out_of": {"aid": ["yes"]},
        "against_count": {"aid": ["no"], "arrested": ["yes"]},
        "against_out_of": {"aid": ["no"]},
    }
    of = {"a": "count", "ab": "out_of", "c": "against_count", "cd": "against_out_of"}
    said = {
        "at": ["All"],
        "counts": {name: {"where": where} for name, where in whom.items()},
        "formulas": [{"of": of, "figures": figures}],
    }
    columns = {name: name for name in (*whom, *figures)}
    table = {"sheet": "Two", "dimensions": ["Who"], "columns": columns, "rows": [said]}
    attributes = {name: {"answers": answers} for name, answers in GROUPS.items()}
    structure = {"format": "needskit structure 1", "attributes": attributes, "tables": [table]}
    return nk.audit_workbook(folder / "two.xlsx", structure=structure, programs=100)


def row_of(a: int, b: int, c: int, d: int, **figures: float) -> dict[str, Any]:
    return {"count": "[c]", "out_of": a + b, "against_count": c, "against_out_of": c + d, **figures}


def told(found: Audit) -> dict[str, str]:
    return {finding.where: finding.words for finding in found.findings if finding.code == "A-EXACT"}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("difference", 100 * float(risk_difference(*([n] for n in RARE))[0])),
        ("newcombe upper", 100 * float(risk_difference_limits(*([n] for n in RARE), confidence=0.95).upper[0])),
        ("risk ratio", float(risk_ratio(*([n] for n in RARE))[0])),
        ("katz lower", float(risk_ratio_limits(*([n] for n in RARE), confidence=0.95).lower[0])),
        ("odds ratio", float(odds_ratio(*([n] for n in RARE))[0])),
        ("woolf upper", float(odds_ratio_limits(*([n] for n in RARE), confidence=0.95).upper[0])),
        ("wilson upper", 100 * float(wilson([3], [43]).upper[0])),
    ],
)
def test_one_figure_at_three_decimals_gives_a_hidden_count_away(formula: str, value: float, tmp_path: Path) -> None:
    found = told(audited(row_of(*RARE, figure=round(value, 3)), {"figure": formula}, tmp_path))

    assert found["Two, row 'All', 'count'"].endswith("A figure helped to tell it: Two, row 'All', 'figure'.")


def test_a_ratio_at_no_decimal_gives_nothing_away(tmp_path: Path) -> None:
    found = audited(row_of(*ARRESTED, figure=1.0), {"figure": "risk ratio"}, tmp_path)

    assert found.learnt.exact == 0


def test_two_hidden_counts_follow_from_an_odds_ratio_and_its_limits(tmp_path: Path) -> None:
    """Either count of the two is hidden: one figure leaves several pairs, all three leave one."""
    limits = odds_ratio_limits(*([n] for n in RARE), confidence=0.95)
    odds = float(odds_ratio(*([n] for n in RARE))[0])
    shown = {"odds": round(odds, 3), "low": round(float(limits.lower[0]), 3), "high": round(float(limits.upper[0]), 3)}
    row = {**row_of(*RARE), **shown, "against_count": "[c]"}
    named = {"odds": "odds ratio", "low": "woolf lower", "high": "woolf upper"}

    assert {"Two, row 'All', 'count'", "Two, row 'All', 'against_count'"} <= set(told(audited(row, named, tmp_path)))


def test_a_figure_that_is_not_that_of_the_counts_shown_is_told(tmp_path: Path) -> None:
    row = {**row_of(*ARRESTED, figure=0.9), "count": 48}

    assert "A-PERCENT" in audited(row, {"figure": "odds ratio"}, tmp_path).codes
    assert audited({**row, "figure": 0.6}, {"figure": "odds ratio"}, tmp_path).findings == ()


def test_limits_at_three_decimals_beside_a_hidden_count_give_it_away_without_a_structure(tmp_path: Path) -> None:
    needs = {"Drugs": (3, 43), "Alcohol": (60, 90)}
    ends = {need: wilson([k], [n]) for need, (k, n) in needs.items()}
    frame = pd.DataFrame(
        {
            "Need": list(needs),
            "Count": ["[c]", 60],
            "Out of": [43, 90],
            "%": ["[c]", 66.7],
            "Lower 95% limit": [round(100 * float(end.lower[0]), 3) for end in ends.values()],
            "Upper 95% limit": [round(100 * float(end.upper[0]), 3) for end in ends.values()],
        }
    )
    frame.to_excel(tmp_path / "plain.xlsx", index=False)

    words = told(nk.audit_workbook(tmp_path / "plain.xlsx"))
    assert words["Sheet1, row 'Drugs', 'Count'"].endswith("A figure helped to tell it: Sheet1, row 'Drugs'.")


def test_a_mean_gives_away_the_hidden_numbers_of_those_with_a_score(tmp_path: Path) -> None:
    """20 people have no need and 7 have one or two: a mean of 0.407 is of 11 needs, so 3 have one and 4 have two."""
    frame = pd.DataFrame(
        {"Needs": ["0", "1", "2", "Mean"], "People": [20, "[c]", "[c]", None], "Mean": [None] * 3 + [0.407]}
    )
    frame.loc[3, "Out of"] = 27
    frame.to_excel(tmp_path / "mean.xlsx", sheet_name="Scores", index=False)
    at = [{"where": {"needs": [str(score)]}} for score in range(3)]
    rows = [{"at": [str(score)], "counts": {"count": each}} for score, each in enumerate(at)]
    of_scores = {"count": [[score, each] for score, each in enumerate(at) if score], "out_of": {"where": {}}}
    mean = {"at": ["Mean"], "counts": of_scores, "estimate": {"kind": "mean", "of": ["count", "out_of"], "unit": ""}}
    columns = {"count": "People", "out_of": "Out of", "estimate": "Mean"}
    table = {"sheet": "Scores", "dimensions": ["Needs"], "columns": columns, "rows": [*rows, mean]}
    structure = {
        "format": "needskit structure 1",
        "attributes": {"needs": {"answers": ["0", "1", "2"]}},
        "tables": [table],
    }
    words = told(nk.audit_workbook(tmp_path / "mean.xlsx", structure=structure))

    assert words["Scores, row '1', 'People'"].endswith("A figure helped to tell it: Scores, row 'Mean'.")


def test_a_rate_is_no_count(tmp_path: Path) -> None:
    """A rate per person is taken neither for a small count nor for one that is no whole number."""
    frame = pd.DataFrame({"Group": ["a", "b"], "People": [40, 50], "Reoffences per person": [2.31, 4.0]})
    frame["Years each"] = [0.51, 1.25]
    frame.to_excel(tmp_path / "rates.xlsx", index=False)

    assert nk.audit_workbook(tmp_path / "rates.xlsx").findings == ()


def test_counts_within_their_bounds_that_give_a_figure_are_all_kept() -> None:
    """1 of 4 and 2 of 8 are both 25.0%; 3 of 12 is out of bounds."""
    shown = Figure("percentage", 0.25, 0.0005)

    assert fitting([shown], {"a": (0, 9), "ab": (3, 11)}, confidence=0.95) == {"a": (1, 2), "ab": (4, 8)}
    assert fitting([shown], {"a": (0, 9), "ab": (3, 10**7)}, confidence=0.95) is None
