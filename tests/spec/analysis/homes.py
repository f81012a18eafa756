"""People drawn from how many there are of each kind, homeless and not, reconvicted and not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import needskit as nk
    from needskit.table.table import Table

    Read = Callable[..., nk.Cohort]
    Real = Callable[[str], Path]

Row = dict[str, float]
Kind = tuple[dict[str, str], tuple[int, int, int, int]]

MIXED: list[Kind] = [
    ({"sex": "female", "age": "20"}, (12, 8, 10, 20)),
    ({"sex": "female", "age": "30"}, (9, 11, 8, 32)),
    ({"sex": "male", "age": "20"}, (25, 5, 30, 20)),
    ({"sex": "male", "age": "30"}, (20, 10, 25, 35)),
]


def people(counts: Iterable[Kind]) -> pd.DataFrame:
    """Return an extract: of each kind of people homeless ones reconvicted and not, then others likewise."""
    rows = []
    for kind, four in counts:
        answers = [(home, again) for home in ("rough_sleeping", "settled") for again in ("yes", "no")]
        for (home, again), number in zip(answers, four, strict=True):
            rows += [{**kind, "accommodation_before_custody": home, "reconvicted_12_months": again}] * number
    frame = pd.DataFrame(rows)
    return frame.assign(person_id=[f"{number:05d}" for number in range(len(frame))])


def row(table: Table, at: str) -> Row:
    frame = table.to_frame()
    [found] = frame[frame[frame.columns[0]] == at].to_dict("records")
    return {str(name): value for name, value in found.items()}


def of_the_trial(real_data: Real) -> pd.DataFrame:
    """Return the people of the HELP trial: homeless or housed, and whether they used any substance again."""
    given = pd.read_csv(real_data("help_homeless/HELPrct.csv"), dtype="str", keep_default_na=False)
    homes = {"homeless": "rough_sleeping", "housed": "settled"}
    return pd.DataFrame(
        {
            "person_id": given["id"],
            "age": given["age"],
            "sex": given["sex"],
            "accommodation_before_custody": given["homeless"].map(homes),
            "reconvicted_12_months": given["anysub"],
        }
    )


def coded(extract: pd.DataFrame) -> pd.DataFrame:
    """Return those of an extract whose outcome is known, as noughts and ones for a model."""
    known = extract[extract["reconvicted_12_months"] != ""]
    return pd.DataFrame(
        {
            "intercept": 1.0,
            "homeless": (known["accommodation_before_custody"] == "rough_sleeping").astype(float),
            "young": known["age"].astype(int).between(18, 24).astype(float),
            "female": (known["sex"] == "female").astype(float),
            "again": (known["reconvicted_12_months"] == "yes").astype(float),
        }
    )
