"""A plain match by scikit-learn: a logistic model without a penalty to speak of, and the nearest on its logit."""

from __future__ import annotations

from benchmarks.job.stages import Stages, paths, report

stages = Stages()

import numpy as np  # noqa: E402 - importing is a stage
import pandas as pd  # noqa: E402
from benchmarks.iom.people import LEVELS, NUMBERS, OUTCOME  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.neighbors import NearestNeighbors  # noqa: E402

NO_PENALTY = 1e10


def main() -> None:
    """Read, fit, look for the nearest, and say who they are."""
    source, _ = paths()
    stages.done("import")
    columns = [*NUMBERS, *LEVELS, "iom", OUTCOME]
    people = pd.read_csv(
        source,
        usecols=columns,
        dtype={**dict.fromkeys(NUMBERS, "float64"), **dict.fromkeys((*LEVELS, "iom", OUTCOME), "category")},
        keep_default_na=False,
        na_values={name: [""] for name in NUMBERS},
    )
    stages.done("read")
    managed = (people["iom"] == "yes").to_numpy()
    x = design(people)
    # The solver that its guide names for many rows and categories as columns.
    model = LogisticRegression(C=NO_PENALTY, solver="newton-cholesky", tol=1e-8, max_iter=100).fit(x, managed)
    logit = model.decision_function(x)[:, None]
    theirs = np.flatnonzero(~managed)
    found = NearestNeighbors(n_neighbors=1).fit(logit[theirs]).kneighbors(logit[managed], return_distance=False)
    stages.done("match")
    yes = (people[OUTCOME] == "yes").to_numpy()
    report(
        stages,
        {
            "managed": float(managed.sum()),
            "comparison": float(len(theirs)),
            "yes of managed": float(yes[managed].sum()),
            "yes of the nearest": float(yes[theirs[found[:, 0]]].mean()),
        },
    )


def design(people: pd.DataFrame) -> np.ndarray:
    """Return numbers with their median where missing, beside an indicator of that, and of levels indicators."""
    numbers = people[list(NUMBERS)]
    missing = numbers.isna().add_suffix("_missing")
    levels = pd.get_dummies(people[list(LEVELS)], drop_first=True, dtype="float64")
    filled = numbers.fillna(numbers.median())
    scaled = (filled - filled.mean()) / filled.std()
    return np.column_stack([scaled, missing.loc[:, missing.any()], levels]).astype(np.float64)


main()
