"""Arguments that have no answer are refused before the file is opened, with what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

Read = Callable[..., nk.Cohort]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"population": " "}, "population wants words, such as population='people on probation"),
        ({"unit": ""}, "unit wants words"),
        ({"need_word": ""}, "need_word wants words"),
        ({"as_at": "31/12/2025"}, "as_at wants a date such as 2025-12-31"),
        ({"as_at": ""}, "as_at wants a date"),
        ({"needs": "oassys"}, r"no need set called 'oassys'; did you mean 'oasys'\?"),
        ({"needs": {}}, "needs wants the name of a need set, or at least one column"),
        ({"needs": {"Gambling": "Gambling"}}, "needs: 'Gambling' is no column name"),
        ({"needs": {"sex": "Sex"}}, "needs: 'sex' is a standard column that can be no need"),
        ({"needs": {"assessed": "Assessed"}}, "needs: 'assessed' is a standard column that can be no need"),
        ({"breakdowns": {"sex": "Sex"}}, "breakdowns: 'sex' is a standard column already"),
        ({"breakdowns": {"record": "Record"}}, "breakdowns: the name 'record' is taken"),
        ({"needs": {"number_of_needs": "Number"}}, "needs: the name 'number_of_needs' is taken"),
        ({"breakdowns": {"My team": "Team"}}, "breakdowns: 'My team' is no column name"),
        ({"columns": {"personid": "CRN"}}, r"no standard column called 'personid'; did you mean 'person_id'\?"),
    ],
)
def test_an_argument_without_an_answer_is_refused(
    read: Read, tmp_path: Path, settings: dict[str, object], words: str
) -> None:
    with pytest.raises(nk.UsageError, match=words):
        read(tmp_path / "is-never-opened.csv", **settings)


def test_a_column_with_too_many_values_is_no_breakdown_and_that_is_said() -> None:
    frame = pd.DataFrame({"person_id": [str(n) for n in range(140)], "district": [f"D{n % 70}" for n in range(140)]})
    cohort = nk.read_cohort(frame, population="people in a test", as_at=None)
    assert "district" not in cohort.breakdowns
    assert [problem.rule for problem in cohort.problems] == ["too_many_groups"]
    own = frame.rename(columns={"district": "team"})
    with pytest.raises(nk.UsageError, match="Group its values first"):
        nk.read_cohort(own, population="people in a test", as_at=None, breakdowns={"team": "Team"})
