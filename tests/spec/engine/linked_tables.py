"""Tables as agencies hold them, many rows a person, with all that can be wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLLOW_UP = '[cohort]\npopulation = "made-up people"\nas_at = 2025-12-31\n[follow_up]\ndata_end = 2025-12-31\n'


def written(days: pd.Series) -> pd.Series:
    found: pd.Series = days.dt.strftime("%Y-%m-%d")
    return found


def drawn(people: pd.DataFrame, rows: int, seed: int, since: int, until: int) -> tuple[pd.DataFrame, pd.Series]:
    """Return rows of some of the people, and a day of each so many days about their index date."""
    rng = np.random.default_rng(seed)
    who = rng.integers(0, len(people), rows)
    days = pd.to_datetime(people["index_date"], errors="coerce").iloc[who].reset_index(drop=True)
    days += pd.to_timedelta(rng.integers(since, until, rows), unit="D")
    return pd.DataFrame({"person_id": people["person_id"].to_numpy()[who]}), days


def in_turn(answers: Sequence[str], rows: int) -> np.ndarray:
    return np.array(answers, dtype=object)[np.arange(rows) * 7 % len(answers)]


def offences_of(people: pd.DataFrame) -> pd.DataFrame:
    """Return offences before and after the index date, proved in time, late or never; of nobody here; twice alike."""
    found, days = drawn(people.iloc[10:], 400, 1, -120, 500)
    found["offence_date"] = written(days)
    found["outcome_date"] = written(days + pd.to_timedelta(np.arange(400) * 11 % 420, unit="D"))
    found["outcome"] = in_turn(["conviction", "conviction", "caution", "", "acquitted", "pending"], 400)
    found["custody"] = in_turn(["yes", "no", "no", "", "no"], 400)
    found["court_type"] = in_turn(["summary", "either_way", "", "indictable_only"], 400)
    found.loc[:8, "offence_date"] = ""
    found.loc[9:14, "outcome_date"] = ["", "N/A", "31/02/2024", "", "", ""]
    found.loc[15:20, "person_id"] = ["", "Nobody", "Nobody", "Total", f"  {found['person_id'][19]} ", "Somebody else"]
    for name in ("person_id", "offence_date"):
        found.loc[21:26, name] = found[name][27]
    return pd.concat([found, found.iloc[[30, 30]]], ignore_index=True)


def assessments_of(people: pd.DataFrame) -> pd.DataFrame:
    """Assessments of several types, some on one day with other answers, some without a date or after the index date."""
    found, days = drawn(people, 300, 2, -500, 60)
    found["assessment_id"] = [f"A{number}" for number in range(300)]
    found["assessment_date"] = written(days)
    found["assessment_type"] = in_turn(["layer_3", "layer_3", "layer_3", "layer_1", ""], 300)
    found["assessment_status"] = in_turn(["complete", "complete", "complete", "locked_incomplete"], 300)
    found["need_drugs"] = in_turn(["Y", "N", "", "unknown"], 300)
    found["need_alcohol"] = in_turn(["no", "yes", "no"], 300)
    found["score_accommodation"] = in_turn(["0", "3", "8", "", "99"], 300)
    for name in ("person_id", "assessment_date"):
        found.loc[1:79:2, name] = found[name][0:79:2].to_numpy()
    found.loc[0:79, "assessment_type"], found.loc[0:79, "assessment_status"] = "layer_3", "complete"
    found.loc[80:81, "assessment_date"] = ["", "soon"]
    return pd.concat([found, found.iloc[[90, 90]]], ignore_index=True)


def spells_of(people: pd.DataFrame, rows: int, seed: int, **answers: Sequence[str]) -> pd.DataFrame:
    """Spells that overlap, begin on one day, have no first day or last, or one that cannot be read."""
    found, days = drawn(people, rows, seed, -500, 200)
    found["start_date"] = written(days)
    found["end_date"] = written(days + pd.to_timedelta(np.arange(rows) * 13 % 400 - 5, unit="D"))
    found.loc[0:3, "start_date"] = ["", "never", "", "1900-01-01"]
    found.loc[2:9, "end_date"] = ""
    for name in ("person_id", "start_date"):
        found.loc[11, name] = found[name][10]
    found.loc[12, "person_id"] = "Nobody"
    return found.assign(**{name: in_turn(values, rows) for name, values in answers.items()})
