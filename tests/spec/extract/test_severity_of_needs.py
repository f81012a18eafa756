"""A need is standard from its cut-off on and severe from the severe one; severity never contradicts the need."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
import pytest

import needskit as nk
from needskit.extract.needs.found import NeedRule, needs_found
from needskit.extract.needs.severity import KNOWN_TO_A_ROW, highest

if TYPE_CHECKING:
    from pathlib import Path

Draw = Callable[[str], pd.DataFrame]
Read = Callable[..., nk.Cohort]
Save = Callable[[str, str], "Path"]
Partial = Literal["if decided", "as nought"]

# Need, edition, need from, severe from. HMPPS, hmpps-assess-risks-and-needs, Section.kt and ScoredSection; those of
# the strengths and needs assessment: hmpps-tier, NeedSection.
CUT_OFFS = [
    ("accommodation", "standard", 2, 7),
    ("employment", "standard", 3, 7),
    ("relationships", "standard", 2, 5),
    ("lifestyle", "standard", 2, 5),
    ("drugs", "standard", 2, 8),
    ("alcohol", "standard", 4, 7),
    ("thinking", "standard", 4, 7),
    ("attitudes", "standard", 2, 7),
    ("accommodation", "san", 3, 5),
    ("employment", "san", 3, 7),
    ("relationships", "san", 2, 5),
    ("lifestyle", "san", 2, 5),
    ("drugs", "san", 2, 6),
    ("alcohol", "san", 2, 4),
    ("thinking", "san", 3, 5),
    ("attitudes", "san", 1, 5),
]

ITEMS = ("item_use", "item_binge", "item_level", "item_motivation")
ALCOHOL = NeedRule("need_alcohol", 4, 8, "score_alcohol", ITEMS, "screen_alcohol", severe=7)

SETTINGS = """
[cohort]
population = "people in a test"
as_at = 2025-12-31

[sources.probation]
file = "probation.csv"
role = "people"
"""


def as_drawn(table: pd.DataFrame, partial: Partial = "if decided") -> None:
    """Check the severity of alcohol misuse in each row against what the drawing says in its last column."""
    frame = {}
    for name, texts in table.drop(columns="severity").items():
        if str(name).startswith(("score_", "item_")):
            frame[name] = pd.to_numeric(texts).astype("Int64")
        else:
            answers = texts.mask(texts == "", "not known")
            frame[name] = pd.Series(pd.Categorical(answers, categories=["yes", "no", "not known"]))
    found, _ = needs_found(pd.DataFrame(frame), [ALCOHOL], partial=partial, row_numbers=np.arange(len(table)))
    assert found["severity_alcohol"].tolist() == table["severity"].tolist()


def severities(cohort: nk.Cohort, need: str = "drugs") -> list[str]:
    return cohort.people[f"severity_{need}"].tolist()


@pytest.mark.parametrize(("need", "edition", "cut_off", "severe"), CUT_OFFS)
def test_each_need_is_standard_from_its_cut_off_and_severe_from_the_severe_one(
    save: Save, need: str, edition: str, cut_off: int, severe: int
) -> None:
    scores = [0, cut_off - 1, cut_off, severe - 1, severe, severe + 1]
    rows = "".join(f"{person},{score}\n" for person, score in enumerate(scores))
    save("probation.csv", f"person_id,score_{need}\n{rows}")
    cohort = nk.read_cohort(save("needskit.toml", f'{SETTINGS}\n[needs]\nedition = "{edition}"\n'))
    assert severities(cohort, need) == ["no need", "no need", "standard", "standard", "severe", "severe"]


def test_items_decide_how_severe_a_need_is_if_the_missing_ones_could_not_change_it(draw: Draw) -> None:
    # Alcohol misuse is a need from 4 and severe from 7; a missing item is 0, 1 or 2.
    table = draw("""
        item_use | item_binge | item_level | item_motivation | severity
        2        | 2          | 2          | 1               | severe
        2        | 2          | 1          | 1               | standard
        1        | 1          | 1          | 0               | no need
        2        | 2          | 0          |                 | standard
        2        | 2          | 1          |                 | not known
        2        | 2          | 2          |                 | not known
        2        | 1          | 0          |                 | not known
        1        | 0          | 0          |                 | no need
        2        |            |            |                 | not known
                 |            |            |                 | not known
        """)
    as_drawn(table)


def test_items_known_that_reach_the_severe_cut_off_settle_it(draw: Draw) -> None:
    table = draw("""
        item_use | item_binge | item_level | item_motivation | severity
        2        | 2          | 2          |                 | severe
        2        | 2          | 1          |                 | not known
        """)
    frame = table.drop(columns="severity").apply(pd.to_numeric).astype("Int64")
    rule = NeedRule("need_alcohol", 4, 8, "score_alcohol", ITEMS, severe=6)
    found, _ = needs_found(frame, [rule], partial="if decided", row_numbers=np.arange(2))
    assert found["severity_alcohol"].tolist() == table["severity"].tolist()


def test_missing_items_can_count_nought(draw: Draw) -> None:
    table = draw("""
        item_use | item_binge | item_level | item_motivation | severity
        2        | 2          | 2          |                 | standard
        2        | 1          | 0          |                 | no need
        2        |            |            |                 | no need
                 |            |            |                 | not known
        """)
    as_drawn(table, "as nought")


def test_the_score_goes_before_the_items(draw: Draw) -> None:
    table = draw("""
        score_alcohol | item_use | item_binge | item_level | item_motivation | severity
        7             | 0        | 0          | 0          | 0               | severe
        5             | 2        | 2          | 2          | 2               | standard
                      | 2        | 2          | 2          | 2               | severe
        """)
    as_drawn(table)


def test_the_need_that_counts_is_never_contradicted(draw: Draw) -> None:
    table = draw("""
        need_alcohol | score_alcohol | severity
        no           | 8             | no need
        no           |               | no need
        yes          | 8             | severe
        yes          | 4             | standard
        yes          | 3             | not known
        yes          |               | not known
                     |               | not known
        """)
    as_drawn(table)


def test_a_flag_does_not_stand_in_for_items_that_decide_nothing(draw: Draw) -> None:
    # A flag may mean "linked to reoffending", so it does not tell that the section scores at its cut-off.
    table = draw("""
        need_alcohol | item_use | item_binge | item_level | item_motivation | severity
        yes          | 2        | 1          | 0          |                 | not known
        yes          | 2        | 2          | 0          |                 | standard
        no           | 2        | 2          | 2          | 2               | no need
        """)
    as_drawn(table)


def test_the_no_of_the_screening_question_is_no_need(draw: Draw) -> None:
    table = draw("""
        screen_alcohol | score_alcohol | severity
        no             |               | no need
        yes            |               | not known
                       |               | not known
        no             | 7             | severe
        """)
    as_drawn(table)


def test_flags_alone_a_screen_alone_and_needs_without_a_severe_cut_off_have_no_severity(read: Read) -> None:
    flags = read("person_id | need_drugs | screen_drugs\n1 | yes | yes\n2 | no | no")
    assert not [name for name in (*flags.people, *flags.attributes) if name.startswith("severity")]
    mine = read("person_id | need_gambling | need_finance\n1 | yes | no", needs={"need_gambling": "Gambling"})
    assert not [name for name in mine.attributes if name.startswith("severity")]


def test_a_need_has_its_severity_only_if_its_own_section_is_scored(read: Read) -> None:
    cohort = read("person_id | need_drugs | score_alcohol\n1 | yes | 7\n2 | no | 1")
    assert [name for name in cohort.attributes if name.startswith("severity")] == ["severity_alcohol"]


def test_an_edition_without_a_severe_cut_off_says_nothing_of_severity() -> None:
    edition = pd.Categorical(["san", "standard", "san"], categories=["standard", "san", "not known"])
    frame = pd.DataFrame({"assessment_edition": edition, "score_drugs": pd.array([9, 9, 0], dtype="Int64")})
    rule = NeedRule("need_drugs", 2, 10, "score_drugs", (), severe=8, severe_by_edition={"san": None})
    found, _ = needs_found(frame, [rule], partial="if decided", row_numbers=np.arange(3))
    assert found["severity_drugs"].tolist() == ["not known", "severe", "no need"]


def test_people_not_assessed_have_no_severity_whatever_their_score(read: Read) -> None:
    cohort = read("person_id | assessed | score_drugs\n1 | yes | 8\n2 | no | 8\n3 | no | \n4 | yes | \n5 | | 2")
    assert severities(cohort) == ["severe", "not assessed", "not assessed", "not known", "standard"]
    attribute = cohort.attributes["severity_drugs"]
    assert (attribute.label, attribute.within) == ("Severity of drug misuse", ("assessed", "yes"))
    assert attribute.answers == ("no need", "standard", "severe", "not known")


def test_people_can_be_chosen_by_severity_and_not_divided_by_it(read: Read) -> None:
    cohort = read("person_id | score_drugs | sex\n1 | 8 | f\n2 | 9 | m\n3 | 2 | m")
    assert len(cohort.where("with a severe drug need", severity_drugs="severe")) == 2
    assert "severity_drugs" not in cohort.breakdowns


def test_severity_is_no_value_of_completeness_and_adds_one_table_to_the_report(read: Read) -> None:
    cohort = read("person_id | score_drugs\n1 | 8\n2 | \n3 | 2")
    assert nk.coverage.completeness(cohort).to_frame().iloc[:, 0].tolist() == ["Drug misuse (need)"]
    keys = [table.caption.key for table in nk.standard_report(cohort)]
    assert [key for key in keys if "severity" in key] == ["needs.severity"]


def test_a_column_of_your_own_cannot_take_the_name(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="'severity_drugs' is taken"):
        read("person_id | severity_drugs\n1 | high", breakdowns={"severity_drugs": "Severity"})
    own = read("person_id | severity_finance | score_drugs\n1 | high | 8", breakdowns={"severity_finance": "Debt"})
    assert "severity_finance" in own.breakdowns


def test_a_blank_that_means_no_is_no_need(save: Save) -> None:
    save("probation.csv", "person_id,need_drugs,need_alcohol,score_alcohol\n1,yes,,\n2,yes,,8\n3,,,\n")
    cohort = nk.read_cohort(save("needskit.toml", SETTINGS + '[needs]\nblank = "no"\n'))
    assert cohort.people["need_alcohol"].tolist() == ["no", "yes", "not assessed"]
    assert severities(cohort, "alcohol") == ["no need", "severe", "not assessed"]


ASSESSMENTS = """
[sources.oasys]
file = "oasys.csv"
role = "assessments"
"""


def test_severity_is_that_of_the_assessment_that_counts(save: Save) -> None:
    save("probation.csv", "person_id,index_date\n1,2025-06-01\n2,2025-06-01\n3,2025-06-01\n")
    save(
        "oasys.csv",
        "person_id,assessment_date,score_drugs,assessment_edition\n"
        "1,2025-01-01,9,standard\n1,2025-05-01,3,standard\n2,2025-05-01,6,san\n9,2025-05-01,9,standard\n",
    )
    cohort = nk.read_cohort(save("needskit.toml", SETTINGS + ASSESSMENTS))
    assert severities(cohort) == ["standard", "severe", "not assessed"]


def test_of_any_assessment_the_highest_severity_that_is_known_counts(save: Save) -> None:
    people = "person_id,index_date\n" + "".join(f"{person},2025-06-01\n" for person in range(1, 6))
    save("probation.csv", people)
    rows = [(1, "", 9), (1, "", 3), (2, "", 3), (2, "", ""), (3, "", 1), (3, "yes", ""), (4, "", 1), (4, "", "")]
    lines = [f"{person},2025-05-0{place + 1},{flag},{score}" for place, (person, flag, score) in enumerate(rows)]
    save("oasys.csv", "\n".join(["person_id,assessment_date,need_drugs,score_drugs", *lines]))
    any_of = '[assessments]\ntake = "any"\n'
    cohort = nk.read_cohort(save("needskit.toml", SETTINGS + ASSESSMENTS + any_of))
    assert cohort.people["need_drugs"].tolist() == ["yes", "yes", "yes", "no", "not assessed"]
    assert severities(cohort) == ["severe", "standard", "not known", "no need", "not assessed"]


def test_an_assessment_of_nobody_in_the_cohort_is_passed_over() -> None:
    answers = pd.Series(pd.Categorical(["severe", "standard", "not known"], categories=KNOWN_TO_A_ROW))
    assert highest(answers, np.array([-1, 0, 1]), 2).tolist() == ["standard", "not known"]


def test_the_need_of_the_earlier_source_decides_and_agreement_tells_of_needs_alone(save: Save) -> None:
    save("probation.csv", "person_id,need_drugs\n1,no\n2,yes\n3,\n")
    save("plans.csv", "person_id,score_drugs\n1,9\n2,9\n3,3\n")
    plans = '[sources.plans]\nfile = "plans.csv"\nrole = "needs"\n'
    more = '[sources.later]\nfile = "later.csv"\nrole = "needs"\n'
    save("later.csv", "person_id,score_drugs\n1,9\n2,2\n3,\n")
    cohort = nk.read_cohort(save("needskit.toml", SETTINGS + plans + more))
    assert severities(cohort) == ["no need", "severe", "standard"]
    assert {column for column, *_ in cohort.agreement} == {"need_drugs"}


def test_two_sources_of_assessments_are_read_as_one(save: Save) -> None:
    save("probation.csv", "person_id,index_date\n1,2025-06-01\n2,2025-06-01\n")
    save("oasys.csv", "person_id,assessment_date,score_drugs\n1,2025-05-01,8\n")
    save("san.csv", "person_id,assessment_date,need_drugs\n2,2025-05-01,yes\n")
    san = '[sources.san]\nfile = "san.csv"\nrole = "assessments"\n'
    cohort = nk.read_cohort(save("needskit.toml", SETTINGS + ASSESSMENTS + san))
    assert severities(cohort) == ["severe", "not known"]
