"""What the settings file says of named cohorts, domains and repeated contact: known to the cohort, or refused early."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk
from needskit.cohort.settings import Definitions, Domain, DualDiagnosis, NamedCohort, RepeatedContact

if TYPE_CHECKING:
    from pathlib import Path

Draw = Callable[[str], pd.DataFrame]
Settle = Callable[..., nk.Cohort]

PEOPLE = """
person_id | age | sex    | district   | need_drugs | iom | team | iom_tier
1         | 18  | female | Northmarsh | yes        | yes | 3    | fixed
2         | 24  | female | Southmarsh | no         | no  | 12   |
3         | 25  | male   | Northmarsh | yes        | yes | 7    | flex
4         |     | male   |            | no         |     |      |
"""


@pytest.fixture
def settle(tmp_path: Path, draw: Draw) -> Settle:
    """Return the cohort of the people above with more settings."""

    def cohort(more: str = "") -> nk.Cohort:
        (tmp_path / "needskit.toml").write_text(
            f'[cohort]\npopulation = "people in a test"\n[sources.people]\nfile = ""\nrole = "people"\n{more}',
            encoding="utf-8",
        )
        return nk.read_cohort(tmp_path / "needskit.toml", frames={"people": draw(PEOPLE)})

    return cohort


def named(*conditions: str) -> str:
    """Return the settings of one named cohort."""
    return "\n".join(['[breakdowns]\nteam = "Team"\n[cohorts.some]\nlabel = "Some"\n[cohorts.some.where]', *conditions])


def test_nothing_said_is_what_definitions_are_in_python_too(settle: Settle) -> None:
    assert settle().definitions == Definitions()


def test_terms_are_known_to_the_cohort(settle: Settle) -> None:
    definitions = settle(
        """
        [definitions.dual_diagnosis]
        substance = ["need_alcohol"]
        [definitions.repeated_contact]
        needs = 3
        times = 2
        of = "offences_before_12_months"
        [[definitions.domains]]
        label = "Drugs"
        any_of = ["need_drugs"]
        [[definitions.domains]]
        label = "A home "
        any_of = ["need_accommodation", "need_homelessness"]
        [[definitions.domains]]
        label = "Money"
        any_of = ["need_finance"]
        """
    ).definitions
    assert definitions.dual_diagnosis == DualDiagnosis(("mental_health",), ("need_alcohol",))
    assert definitions.repeated_contact == RepeatedContact(3, 2, 12, "offences_before_12_months")
    assert definitions.domains == (
        Domain("Drugs", ("need_drugs",)),
        Domain("A home", ("need_accommodation", "need_homelessness")),
        Domain("Money", ("need_finance",)),
    )


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ('sex = "female"', ["1", "2"]),
        ('sex = "Male"', ["3", "4"]),
        ("iom = true", ["1", "3"]),
        ('iom = "not known"', ["4"]),
        ("age = 24", ["2"]),
        ('age = ["18", "25"]', ["1", "3"]),
        ("age = { from = 18, to = 24 }", ["1", "2"]),
        ("age = { from = 24 }", ["2", "3"]),
        ("age = { to = 18 }", ["1"]),
        ('age_group = "18 to 24"', ["1", "2"]),
        ('iom_tier = ["fixed", "flex"]', ["1", "3"]),
        ('district = "Northmarsh"', ["1", "3"]),
        ("team = { from = 4 }", ["2", "3"]),
        ("need_drugs = true", ["1", "3"]),
        ("need_drugs = true\nage = { to = 24 }", ["1"]),
    ],
)
def test_every_condition_is_one_that_where_takes(settle: Settle, said: str, who: list[str]) -> None:
    cohort = settle(named(said))
    [some] = cohort.definitions.cohorts
    assert some.label == "Some"
    assert cohort.where("some", **some.where).people["person_id"].tolist() == who


def test_a_named_cohort_is_not_narrowed_by_being_named(settle: Settle) -> None:
    cohort = settle(named("age = { from = 18, to = 24 }", "iom = true"))
    assert cohort.definitions.cohorts == (NamedCohort("Some", {"age": (18, 24), "iom": True}),)
    assert len(cohort) == 4
    assert repr(cohort) == "<Cohort of people in a test>"


def test_named_cohorts_domains_and_repeated_contact_are_on_the_method_sheet(settle: Settle) -> None:
    conditions = ("age = { from = 18, to = 24 }", 'iom_tier = ["fixed", "flex"]', "iom = true", "team = { to = 7 }")
    said = {stated.name: stated.value for stated in settle(named(*conditions)).settings}
    assert said["Named cohorts"] == "Some: age 18 to 24, iom_tier fixed or flex, iom yes, team up to 7"
    assert said["Domains of disadvantage"] == (
        "Substance misuse: need_drugs or need_alcohol; Accommodation: need_accommodation; Mental health: mental_health"
    )
    assert said["Repeated contact"] == (
        "2 or more needs, and 3 or more contacts: proven offences within 12 months before the index date, by the date "
        "of the offence"
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('"of" = "services"\nmonths = 1', "spells with a service that started within 1 month before the index date"),
        ('of = "prior_convictions"', "as the column prior_convictions counts them"),
    ],
)
def test_the_method_sheet_says_what_a_contact_is(settle: Settle, said: str, words: str) -> None:
    cohort = settle(f"[definitions.repeated_contact]\n{said}")
    [value] = [stated.value for stated in cohort.settings if stated.name == "Repeated contact"]
    assert value.endswith(words)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('sexx = "female"', r"for cohorts\.some\.where called 'sexx'; did you mean 'sex'\?"),
        ('date_of_birth = "1990-01-01"', "called 'date_of_birth'"),
        ('person_id = "1"', "called 'person_id'"),
        ('sex = "femal"', r"cohorts\.some\.where: sex wants one of female, male, other, not known\."),
        ("sex = true", "sex wants one of female"),
        ("sex = { from = 1 }", "sex holds no whole numbers, so it has no range"),
        ('age_group = "18 to 25"', "age_group wants one of 10 to 17, 18 to 24, 25 and over, not known"),
        ('iom = "maybe"', "iom wants one of yes, no, not known"),
        ('assessed = "not known"', r"assessed wants one of yes, no\."),
        ('need_drugs = "not known"', "need_drugs wants one of yes, no, not answered"),
        ("age = true", "age wants a whole number from 10 to 110, or a range such as"),
        ("age = 9", "age wants a whole number from 10 to 110"),
        ('age = "old"', "age wants a whole number"),
        ("age = []", "age wants an answer at least"),
        ("age = {}", "age wants from, to or both"),
        ("age = { from = 24, to = 18 }", "nobody is in the range of age"),
        ("age = { from = 111 }", "nobody is in the range of age.*from 10 to 110"),
        ("team = { from = 8, to = 7 }", r"nobody is in the range of team\. It wants from, and to not below it\."),
        ("", r"cohorts\.some\.where wants a condition at least"),
        ("age = 1.5", r"\.where\] age wants words in quotes, true or false, .* or a table of its own\."),
        ("age = { form = 18 }", r"\[cohorts\.some\.where\.age\] has no key 'form'; did you mean 'from'\?"),
        ('age = { from = "x" }', r"\[cohorts\.some\.where\.age\] from wants a whole number\."),
        ('sex = ["female", 4]', r"\[cohorts\.some\.where\] sex wants words in quotes\."),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_meant_is_refused_before_files_are_opened(
    tmp_path: Path, said: str, words: str
) -> None:
    (tmp_path / "needskit.toml").write_text(
        f'[cohort]\npopulation = "p"\n[sources.people]\nfile = "not there.csv"\nrole = "people"\n{named(said)}',
        encoding="utf-8",
    )
    with pytest.raises(nk.UsageError, match=words):
        nk.read_cohort(tmp_path / "needskit.toml")


TWO = '[cohorts.{}]\nlabel = "{}"\n[cohorts.{}.where]\niom = true\n'


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (TWO.format("a", " ", "a"), "cohorts: a label is empty"),
        (TWO.format("a", "Women", "a") + TWO.format("b", "women ", "b"), "cohorts: the label 'women ' is there twice"),
        ('[cohorts.a]\nlabel = "A"', r"\[cohorts\.a\] wants the key 'where'"),
        ('[cohorts.a]\nlabel = "A"\nwher = {}', r"\[cohorts\.a\] has no key 'wher'; did you mean 'where'\?"),
        ("[definitions.repeated_contact]\nneeds = 0", "needs, times and months want 1 or more"),
        ("[definitions.repeated_contact]\nmonths = 0", "needs, times and months want 1 or more"),
        ("[definitions.repeated_contact]\ntimes = true", r"\.repeated_contact\] times wants a whole number"),
        ('[definitions.repeated_contact]\nof = "offence"', "called 'offence'; did you mean 'offences'"),
        ('[definitions.repeated_contact]\nof = "age"', "There is no contact for repeated_contact called 'age'"),
        ('[definitions.repeated_contact]\nof = "prior_convictions"\nmonths = 6', "has a time of its own"),
        ('[[definitions.domains]]\nlabel = "A"\nany_of = ["need_drugs"]', "domains wants three, and 1 are named"),
        ('[definitions]\ndomains = "x"', r"\[definitions\] domains wants a list in square brackets"),
        ('[[definitions.domains]]\nlable = "A"', r"\[definitions\.domains\] has no key 'lable'; did you mean 'label'"),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_meant_are_refused(settle: Settle, said: str, words: str) -> None:
    with pytest.raises(nk.UsageError, match=words):
        settle(said)


@pytest.mark.parametrize(
    ("labels", "columns", "words"),
    [
        (("A", "B", " "), ("need_drugs", "need_alcohol", "mental_health"), "domains: a label is empty"),
        (("A", "B", "a"), ("need_drugs", "need_alcohol", "mental_health"), "domains: the label 'a' is there twice"),
        (("A", "B", "C"), ("need_drugs", "need_alcohol", "need_drugs"), "'need_drugs' is named twice"),
        (("A", "B", "C"), ("need_drugs", "need_alcohol", "sex"), "no yes or no column for domains called 'sex'"),
        (("A", "B", "C"), ("need_drug", "need_alcohol", "iom"), "did you mean 'need_drugs'"),
        (("A", "B", "C"), ("need_drugs", "need_alcohol", ""), "'C' wants at least one column under any_of"),
    ],
)
def test_domains_that_cannot_be_meant_are_refused(
    settle: Settle, labels: tuple[str, ...], columns: tuple[str, ...], words: str
) -> None:
    said = "\n".join(
        f'[[definitions.domains]]\nlabel = "{label}"\nany_of = {[each for each in (column,) if each]}'
        for label, column in zip(labels, columns, strict=True)
    )
    with pytest.raises(nk.UsageError, match=words):
        settle(said)


def test_needs_of_ones_own_can_stand_in_domains(settle: Settle) -> None:
    said = "\n".join(
        f'[[definitions.domains]]\nlabel = "{column}"\nany_of = ["{column}"]'
        for column in ("need_gambling", "need_alcohol", "iom")
    )
    own = '[need.need_gambling]\nlabel = "Gambling"\ncolumn = "team"\nat_least = 5'
    assert settle(f"{own}\n{said}").definitions.domains[0].any_of == ("need_gambling",)
