"""No need by severity is no need: two sheets never round the same people to two numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("people", [7, 23, 61, 118])
def test_a_released_severity_never_contradicts_a_released_need(read: Callable[..., nk.Cohort], people: int) -> None:
    draw = np.random.default_rng(people)
    scores = draw.choice([*(str(score) for score in range(11)), "", ""], people)
    flags = draw.choice(["", "", "", "yes", "no"], people)
    ids = [str(n) for n in range(people)]
    frame = pd.DataFrame({"person_id": ids, "score_drugs": list(scores), "need_drugs": list(flags)})
    cohort = read(frame)
    released = nk.release([nk.needs.prevalence(cohort), nk.needs.severity(cohort)])
    [(count, out_of)] = released.tables[0].to_frame()[["count", "out_of"]].to_numpy().tolist()
    none, standard, severe, _ = released.tables[1].to_frame()["count"].tolist()
    assert none == out_of - count
    assert standard + severe <= count
