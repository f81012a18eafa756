"""Targets: who is counted, when one is met, when that cannot be told, and what is said of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from tests.spec.output.test_units_other_than_people import about_people

import needskit as nk
from needskit.analysis.targets import Baseline, Target
from needskit.disclosure.policies import NONE
from needskit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

OUTCOME = "reconvicted_12_months"
BEFORE = Baseline(60.0, "2024", "a plan", out_of=1_000)
SETTINGS = """
[cohort]
population = "households in a test"
unit = "households"
[needs]
word = "theme"
[sources.people]
file = ""
role = "people"
[[targets]]
name = "Short sentences"
of = "reconvicted_12_months"
where = {{ sentence_band = "Custody under 12 months", age = {{ from = 18, to = 24 }} }}
fall = 10
by = 2027-03-31
baseline = {{ percentage = 60, period = "2024", source = "a plan" }}
{more}
"""


def people(yes: int, no: int, **other: Any) -> pd.DataFrame:  # noqa: ANN401 - any column
    given = pd.DataFrame({OUTCOME: ["yes"] * yes + ["no"] * no, **other})
    return given.assign(person_id=[f"{other}{n}" for n in range(yes + no)])


def cohort_of(*parts: pd.DataFrame, unit: str = "people") -> nk.Cohort:
    return nk.read_cohort(pd.concat(parts, ignore_index=True), population=f"{unit} in a test", unit=unit)


def progress(cohort: nk.Cohort, **target: Any) -> dict[str, Any]:  # noqa: ANN401 - any target
    told = {"name": "A target", "of": OUTCOME, "baseline": BEFORE, **target}
    [found] = nk.targets.progress(cohort, targets=[Target(**told)]).to_frame().to_dict("records")
    return {str(name): value for name, value in found.items()}


def test_counted_is_whom_the_target_is_about_and_whose_answer_is_known() -> None:
    cohort = cohort_of(people(30, 10, sex="female"), people(5, 95, sex="male"), people(1, 0, sex=""))
    unanswered = pd.DataFrame({OUTCOME: [""] * 7, "sex": "female", "person_id": [f"x{n}" for n in range(7)]})
    found = progress(cohort, where={"sex": "female"}, fall=10)
    assert (found["count"], found["out_of"], found["not_known"]) == (30, 40, 0)
    more = cohort_of(people(30, 10, sex="female"), unanswered)
    found = progress(more, where={"sex": "female"}, fall=10)
    assert (found["count"], found["out_of"], found["not_known"]) == (30, 40, 7)


@pytest.mark.parametrize(
    ("yes", "no", "target", "reached", "changed"),
    [
        # 40% of 1,000, limits 37% to 43%, of 60%: a fall of 10% is to 54%, of 20 points to 40%.
        (400, 600, {"fall": 10}, 1, -1),
        (400, 600, {"fall_points": 20}, 0, -1),
        (400, 600, {"level": 30}, -1, -1),
        # 52% of 100, limits 42% to 62%: neither a change nor whether 54% is reached can be told.
        (52, 48, {"fall": 10}, 0, 0),
        # 70% of 1,000, 67% to 73%: to rise to 65% is met, to 80% not.
        (700, 300, {"level": 65}, 1, 1),
        (700, 300, {"level": 80}, -1, 1),
        (700, 300, {"level": 72}, 0, 1),
        (700, 300, {"fall": 10}, -1, 1),
    ],
)
def test_a_target_is_met_where_both_limits_are_at_it_or_beyond(
    yes: int, no: int, target: dict[str, float], reached: int, changed: int
) -> None:
    found = progress(cohort_of(people(yes, no)), **target)
    assert (found["reached"], found["significant"]) == (reached, changed)


def test_a_baseline_of_few_is_less_sure() -> None:
    cohort = cohort_of(people(250, 250))
    few, many = (progress(cohort, baseline=Baseline(60.0, "2024", "a plan", of), fall=10) for of in (50, None))
    assert (few["significant"], many["significant"]) == (0, -1)
    # Of 50 at the baseline no number of people would find a fall to 54%.
    assert pd.isna(few["people_to_find"])
    assert many["people_to_find"] == 530


def test_a_need_can_have_a_target() -> None:
    given = pd.DataFrame({"need_drugs": ["yes"] * 40 + ["no"] * 60}).assign(person_id=range(100)).astype("str")
    cohort = nk.read_cohort(given, population="people in a test")
    assert progress(cohort, of="need_drugs", level=50)["estimate"] == 0.4


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ({}, "one of fall, fall_points and level"),
        ({"fall": 10, "level": 54}, "one of fall, fall_points and level"),
        ({"fall": -5}, "a fall above 0"),
        ({"fall_points": 61}, "from 0 to 100"),
        ({"level": 60}, "not that of the baseline"),
        ({"fall": 10, "baseline": Baseline(0.0, "2024", "a plan")}, "between 0 and 100"),
        ({"fall": 10, "of": "sex"}, "column of yes or no"),
        ({"fall": 10, "where": {OUTCOME: True}}, "Leave it out of where"),
        ({"fall": 10, "where": {"sx": "female"}}, "sx"),
    ],
)
def test_what_cannot_be_meant_is_refused(target: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        progress(cohort_of(people(20, 20, sex="female")), **target)


def test_no_target_and_one_name_for_two_are_refused() -> None:
    cohort = cohort_of(people(20, 20))
    with pytest.raises(UsageError, match="There is no target"):
        nk.targets.progress(cohort)
    twice = [Target("The same", OUTCOME, BEFORE, fall=fall) for fall in (5, 10)]
    with pytest.raises(UsageError, match="one name"):
        nk.targets.progress(cohort, targets=twice)


def of_settings(tmp_path: Path, more: str = "") -> nk.Cohort:
    (tmp_path / "needskit.toml").write_text(SETTINGS.format(more=more), encoding="utf-8")
    short = people(100, 20, age="20", sentence_band="custody_under_12_months")
    frames = {"people": pd.concat([short, people(10, 70, age="30", sentence_band="community_order")])}
    frames["people"]["person_id"] = [str(n) for n in range(200)]
    return nk.read_cohort(tmp_path / "needskit.toml", frames=frames)


def test_targets_of_the_settings_are_in_the_standard_report_and_in_its_sentences(tmp_path: Path) -> None:
    cohort = of_settings(
        tmp_path,
        '[[targets]]\nname = "Not held"\nof = "need_drugs"\nlevel = 20\n'
        'baseline = { percentage = 60, period = "2024", source = "a plan", out_of = 10 }',
    )
    made = {table.caption.key: table for table in nk.standard_report(cohort)}
    table = made["targets.progress"]
    assert [cell.at for cell in table.cells] == [("Short sentences (by 31 March 2027)",)]
    said = table.caption.notes[0]
    assert said.startswith("Short sentences (by 31 March 2027): a fall of 10% is the target.")
    assert said.endswith("households with sentence: custody under 12 months; age: 18 to 24.")
    assert "Not held: not here" in table.caption.notes[1]
    [sentence] = nk.headlines(nk.release(table, policy=NONE))
    assert sentence == (
        "Households in a test: 'Short sentences (by 31 March 2027)': 83.3% (100 of 120 households that the target is "
        "about, with a known answer), against 60.0% at the baseline: 23.3 percentage points more (95% limits 15.7 to "
        "28.9). The target of 54.0% is not met."
    )


def test_targets_of_households_speak_of_nothing_else(tmp_path: Path) -> None:
    cohort = of_settings(tmp_path)
    table = nk.targets.progress(cohort)
    for released in (nk.release(table), nk.release(table, policy=NONE)):
        [protected] = released
        headings = protected.headings
        words = (headings.count, headings.out_of, headings.not_known, *headings.further.values())
        assert about_people([*nk.headlines(released), *protected.caption.notes, *words]) == []
        assert about_people([protected.cells[0].measure.method]) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("of = 'reconvictd'", "reconvict"),
        ("where = { sex = 'blue' }", "targets.where: sex wants"),
        ("where = { sexx = 'female' }", "sexx"),
        ("name = ' '", "name of its own"),
        ("where = { need_drugs = true }", "Leave it out of where"),
        ("fall_points = 3", "one of fall"),
        ("fal = 3", "has no key 'fal'"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_before_a_file_is_read(
    tmp_path: Path, change: str, said: str
) -> None:
    key = change.partition(" ")[0]
    keys = {"name": "'A'", "of": "'need_drugs'", "fall": "10"}
    keys["baseline"] = "{ percentage = 60, period = '2024', source = 'a plan' }"
    lines = [f"{name} = {value}" for name, value in keys.items() if name != key]
    with pytest.raises(UsageError, match=said):
        of_settings(tmp_path, "\n".join(["[[targets]]", *lines, change]))


def test_by_when_is_in_the_name_of_its_row() -> None:
    assert Target("Fewer", OUTCOME, BEFORE, fall=10, by=dt.date(2027, 3, 31)).label == "Fewer (by 31 March 2027)"
