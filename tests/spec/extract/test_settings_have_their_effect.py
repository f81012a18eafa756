"""What the settings file says of terms, follow-up, comparators and the report changes what is read and counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

Draw = Callable[[str], pd.DataFrame]
Settle = Callable[..., nk.Cohort]

PEOPLE = """
person_id | index_date | age | need_drugs | need_alcohol | mental_health | accommodation_before_custody
1         | 2023-06-30 | 18  | yes        | no           | yes           | settled
2         | 2023-07-01 | 24  | no         | yes          | no            | other_housed
3         |            | 25  | yes        | yes          |               | rough_sleeping
4         | 2023-01-31 | 26  | no         | no           |               |
"""


@pytest.fixture
def settle(tmp_path: Path, draw: Draw) -> Settle:
    """Return the cohort of the people above with more settings."""

    def cohort(more: str = "", drawing: str = PEOPLE) -> nk.Cohort:
        (tmp_path / "needskit.toml").write_text(
            f'[cohort]\npopulation = "people in a test"\n[sources.people]\nfile = ""\nrole = "people"\n{more}',
            encoding="utf-8",
        )
        return nk.read_cohort(tmp_path / "needskit.toml", frames={"people": draw(drawing)})

    return cohort


def test_followed_up_is_whose_months_and_waiting_time_are_over_by_the_end_of_the_data(settle: Settle) -> None:
    cohort = settle("[follow_up]\ndata_end = 2024-12-31")
    assert cohort.people["followed_up"].tolist() == ["yes", "no", "not known", "yes"]
    shorter = settle("[follow_up]\ndata_end = 2024-12-31\nmonths = 6\nwaiting_months = 0")
    assert shorter.people["followed_up"].tolist() == ["yes", "yes", "not known", "yes"]


def test_the_flow_says_how_many_are_followed_up(settle: Settle) -> None:
    flow = nk.coverage.flow(settle("[follow_up]\ndata_end = 2024-12-31")).to_frame()
    assert flow.loc[flow["step"] == "followed up for 12 months", ["count", "out_of"]].to_numpy().tolist() == [[2, 4]]


def test_a_dual_diagnosis_is_any_of_one_kind_with_any_of_the_other(settle: Settle) -> None:
    assert settle().people["dual_diagnosis"].tolist() == ["yes", "no", "not known", "no"]
    alcohol_alone = settle('[definitions.dual_diagnosis]\nsubstance = ["need_alcohol"]')
    assert alcohol_alone.people["dual_diagnosis"].tolist() == ["no", "no", "not known", "no"]


def test_young_adults_are_those_that_the_settings_say(settle: Settle) -> None:
    def young(cohort: nk.Cohort) -> list[str]:
        return list(nk.transition.young_adults_share(cohort).to_frame()["age"])

    assert "18 to 24" in young(settle())
    assert "18 to 25" in young(settle("[definitions]\nyoung_adults = [18, 25]"))


@pytest.mark.parametrize(
    ("dichotomy", "first"), [("homeless", "Homeless"), ("housed", "Housed"), ("settled", "Settled")]
)
def test_the_standard_report_divides_people_by_the_dichotomy_of_the_settings(
    settle: Settle, dichotomy: str, first: str
) -> None:
    cohort = settle(f'[definitions]\naccommodation = "{dichotomy}"')
    tables = {table.caption.key: table for table in nk.standard_report(cohort)}
    frame = tables[f"needs.prevalence_by_{dichotomy}_before_custody"].to_frame()
    assert frame.iloc[:, 0].unique().tolist()[1] == first


def test_a_comparator_stands_beside_its_need_with_its_source_and_the_difference(settle: Settle) -> None:
    said = """[[comparators]]
    need = "need_drugs"
    percentage = 47
    period = "30 June 2021"
    population = "people in custody, England and Wales"
    source = "Ministry of Justice, Identified needs of offenders"
    note = "Other definitions"
    """
    frame = nk.needs.prevalence(settle(said)).to_frame().set_index("need")
    found = frame.loc["Drug misuse"]
    assert found["comparator"] == 0.47
    assert found["comparator_difference"] == pytest.approx(found["estimate"] - 0.47)
    assert found["comparator_words"] == (
        "people in custody, England and Wales, 30 June 2021: Ministry of Justice, Identified needs of offenders. "
        "Other definitions"
    )
    others = frame.drop(index="Drug misuse")
    assert others["comparator"].isna().all()
    assert set(others["comparator_words"]) == {""}


def test_every_setting_is_on_the_method_sheet(settle: Settle) -> None:
    cohort = settle(
        '[report]\ntitle = "A title"\ncontact = "a team"\npolicy = "none"\ntables = ["coverage.flow"]\nby = []'
    )
    said = {stated.name: stated.value for stated in cohort.settings}
    assert said["Title in the settings"] == "A title"
    assert said["Policy in the settings"] == "none"
    assert said["Tables in the settings"] == "coverage.flow"
    assert said["Breakdowns in the settings"] == "none"
    assert len(said["SHA-256 of the settings file"]) == 64


def test_a_sentence_is_put_in_its_band_by_type_and_length(settle: Settle) -> None:
    cohort = settle(
        'units = { sentence_length = "months" }',
        """
        person_id | sentence_type    | sentence_length
        1         | custody          | 11
        2         | custody          | 12
        3         | custody          | 1Y 6M
        4         | custody          | 4 years
        5         | custody          | 364 days
        6         | custody          | 365 days
        7         | custody          |
        8         | community order  | 18
        9         | life             |
        """,
    )
    assert cohort.people["sentence_band"].tolist() == [
        "custody_under_12_months", "custody_1_to_4_years", "custody_1_to_4_years", "custody_4_years_or_more",
        "custody_under_12_months", "custody_1_to_4_years", "not known", "community_order", "indeterminate",
    ]  # fmt: skip


@pytest.mark.parametrize("said", ['codes.sex = { "x" = "male" }', 'units = { sentence_length = "months" }'])
def test_a_spelling_of_a_column_that_is_not_there_is_refused(settle: Settle, said: str) -> None:
    with pytest.raises(nk.UsageError, match="and the DataFrame has no such column"):
        settle(said)
