"""What follows from tables of two needs each once they are read as one table of three."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.audit.report import Audit

NEEDS = ("drugs", "alcohol", "home")
YES, KNOWN = ["yes"], ["yes", "no"]
WITH_DRUGS = ["ynn", "yny", "yyn", "yyy"]

SHOWN: tuple[tuple[str, dict[str, list[str]], int | str], ...] = (
    ("drugs", {"drugs": YES}, 61),
    ("alcohol is known", {"alcohol": KNOWN}, 128),
    ("home is known", {"home": KNOWN}, 123),
    ("alcohol and home are known", {"alcohol": KNOWN, "home": KNOWN}, 116),
    ("drugs, and alcohol is known", {"drugs": YES, "alcohol": KNOWN}, "[c]"),
    ("drugs, and home is known", {"drugs": YES, "home": KNOWN}, 54),
    ("no need", {"which": ["nnn"]}, 26),
    ("home alone", {"which": ["nny"]}, 20),
    ("drugs, all three known", {"which": WITH_DRUGS}, 51),
    ("alcohol without drugs, or both without home", {"which": ["nyn", "nyy", "yyn"]}, 9),
    ("not all three known", {"which": ["not in full"]}, 29),
)
"""Made-up people. Of those whose home and alcohol are known together (116), 7 more have home known and 12 more alcohol.
All three are known of 106 at most, so there are 135 at most, and 135 lack none or one of home and alcohol: nobody lacks
both. All 51 with drugs in full and 3 more have their home known, so 3 with drugs lack alcohol."""


def attributes() -> dict[str, Any]:
    exactly = ["".join(answers) for answers in product("yn", repeat=3)]
    implies = [
        {
            "answers": [each],
            "conditions": {need: ["yes" if answer == "y" else "no"] for need, answer in zip(NEEDS, each, strict=True)},
            "way": "both",
        }
        for each in exactly
    ]
    return {
        **{need: {"answers": ["yes", "no", "not answered"]} for need in NEEDS},
        "which": {"answers": [*exactly, "not in full"], "implies": implies},
    }


def audited(folder: Path, *, programs: int) -> Audit:
    frame = pd.DataFrame({"Who": [who for who, _, _ in SHOWN], "People": [number for _, _, number in SHOWN]})
    frame.to_excel(folder / "three.xlsx", index=False)
    rows = [{"at": [who], "counts": {"count": {"where": where}}} for who, where, _ in SHOWN]
    table = {"sheet": "Sheet1", "dimensions": ["Who"], "columns": {"count": "People"}, "rows": rows}
    structure = {"format": "needskit structure 1", "attributes": attributes(), "tables": [table]}
    return nk.audit_workbook(folder / "three.xlsx", structure=structure, programs=programs)


def test_a_small_count_that_only_three_needs_at_once_give_away_is_found(tmp_path: Path) -> None:
    learnt = "in no table, alcohol: not answered; drugs: yes"
    where = [finding.where for finding in audited(tmp_path, programs=200).findings if finding.code == "A-EXACT"]

    assert learnt in where
    # The sums alone do not tell it.
    assert learnt not in [finding.where for finding in audited(tmp_path, programs=0).findings]
