"""The made-up files of three agencies: what is read of them is what their maker put in."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import load_workbook
from tests.docs.three_agencies import FOLDER, OTHERS, SETTINGS, counted, under

import needskit as nk
from needskit.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs.three_agencies import Known

TEXTS = [
    *("oasys.csv", "drug-service.csv", "accommodation.csv", "offences.csv", "population.csv"),
    *("youth-justice.csv", "probation-orders.csv", "young-peoples-drug-service.csv"),
    "young-adults-services.csv",
]
WORKBOOKS = ["probation-caseload.xlsx", "police-iom.xlsx"]
NEEDS = ["accommodation", "employment", "relationships", "lifestyle", "drugs", "alcohol", "thinking", "attitudes"]
CHANGES = {
    "# as_at =": "as_at = 2025-12-31",
    "# repeated =": 'repeated = "latest index date"',
    "# statuses =": 'statuses = ["complete", "locked_incomplete"]',
}
"""What somebody who knows the files changes in the guessed settings: how a line begins, and what it becomes."""


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


@pytest.mark.parametrize("name", TEXTS)
def test_the_script_makes_the_bytes_that_are_here(made: tuple[Path, Known], name: str) -> None:
    assert (made[0] / name).read_bytes() == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", WORKBOOKS)
def test_the_script_makes_the_workbooks_that_are_here(made: tuple[Path, Known], name: str) -> None:
    # Cell by cell: how a workbook is packed differs from one version of zlib to the next.
    assert cells(made[0] / name) == cells(FOLDER / name)


def test_every_row_of_the_caseload_is_a_person_or_set_aside_by_a_rule(cohort: nk.Cohort, known: Known) -> None:
    assert {fate: n for fate, n in cohort.records.items() if n} == under(known, "record")
    assert len(cohort) == 400


def test_everybody_is_known_to_be_made_up(cohort: nk.Cohort) -> None:
    assert cohort.made_up


@pytest.mark.parametrize(
    "column",
    [
        *("sex", "ethnicity", "district", "risk_of_harm", "sentence_band", "assessed", "iom", "in_drug_treatment"),
        *("accommodation_on_release", "accommodation_at_3_months", "age", "followed_up", "reconvicted_12_months"),
        *(f"need_{name}" for name in NEEDS),
    ],
)
def test_a_column_holds_what_the_maker_put_in(cohort: nk.Cohort, known: Known, column: str) -> None:
    assert counted(cohort.people[column]) == under(known, column)


def test_tiers_are_those_of_the_spell_that_is_open(cohort: nk.Cohort, known: Known) -> None:
    assert counted(cohort.people["iom_tier"][cohort.people["iom"] == "yes"]) == under(known, "iom_tier")


@pytest.mark.parametrize("column", ["ogrs3", "prior_convictions", "offences_before_12_months", "reoffences_12_months"])
def test_numbers_add_up(cohort: nk.Cohort, known: Known, column: str) -> None:
    assert cohort.people[column].sum() == known[f"{column} added up"]


def test_every_assessment_is_taken_or_set_aside_by_a_rule(cohort: nk.Cohort, known: Known) -> None:
    [oasys] = [source for source in cohort.sources if source.label == "oasys"]
    assert {fate: n for fate, n in oasys.rows.items() if n} == under(known, "assessment")


def test_people_of_other_agencies_are_found_on_the_caseload_however_they_are_spelt(
    cohort: nk.Cohort, known: Known
) -> None:
    outside = {source.label: source.outside for source in cohort.sources}
    assert outside["probation"] == 0
    assert outside["oasys"] == OTHERS
    assert outside["police"] + outside["drug_service"] + outside["addresses"] == OTHERS
    assert outside["offences"] == OTHERS
    of_the_young = {
        "youth justice": outside["youth_justice"],
        "orders": outside["orders"],
        "young people's drug service": outside["young_peoples_drug_service"],
    }
    assert of_the_young == under(known, "outside")


def test_the_workbook_can_say_how_far_two_systems_agree(cohort: nk.Cohort, known: Known) -> None:
    [(column, source, both, same)] = cohort.agreement
    assert (column, source) == ("accommodation_on_release", "addresses")
    assert both - same == known["homes that differ"] > 0


def test_who_came_back_is_who_the_maker_made_come_back(cohort: nk.Cohort, known: Known) -> None:
    frame = nk.overlap.repeated_contact(cohort).to_frame().set_index("group")

    made = under(known, "contact")
    assert frame["count"].to_dict() == made
    assert sum(made.values()) == len(cohort)
    assert set(frame["out_of"].dropna()) == {len(cohort) - made["not known"]}


def test_rates_are_of_the_residents_that_the_maker_made(cohort: nk.Cohort, known: Known) -> None:
    residents = under(known, "residents")
    frame = nk.overlap.domains(cohort, by="district").to_frame()

    for district, people in residents.items():
        [row] = frame[(frame["district"] == district) & (frame["segment"] == "all three")].to_dict("records")
        assert (row["population"], row["rate"]) == (people, row["count"] / people)


def test_domains_are_made_of_what_the_maker_put_in(cohort: nk.Cohort) -> None:
    people = cohort.people.astype(str)
    drugs, alcohol, treated = (people[name] for name in ("need_drugs", "need_alcohol", "in_drug_treatment"))
    in_it = drugs.eq("yes") | alcohol.eq("yes") | treated.eq("yes")
    not_in_it = drugs.eq("no") & alcohol.eq("no") & treated.eq("no")
    home, work = people["need_accommodation"], people["need_employment"]
    known = (in_it | not_in_it) & home.isin(["yes", "no"]) & work.isin(["yes", "no"])

    frame = nk.overlap.domains(cohort).to_frame().set_index("segment")

    assert frame.loc["all three", "count"] == (known & in_it & home.eq("yes") & work.eq("yes")).sum()
    assert frame.loc["none of the three", "count"] == (known & ~in_it & home.eq("no") & work.eq("no")).sum()
    assert frame.loc["all three", "out_of"] == known.sum()


def test_cohorts_of_the_settings_stand_beside_the_usual_ones(cohort: nk.Cohort, known: Known) -> None:
    frame = nk.needs.by_cohort(cohort).to_frame()

    assert {"all", "Women", "In drug treatment", "Men aged 18 to 24"} <= set(frame["cohort"])
    treated = frame[frame["cohort"] == "In drug treatment"].iloc[0]
    assert treated["out_of"] + treated["not_known"] == known["in_drug_treatment: yes"]


def test_comparators_are_published_and_say_whose_they_are(cohort: nk.Cohort) -> None:
    # Ministry of Justice, OASys needs at 31 October 2024, community: official statistics of 12 June 2025.
    published = {"Accommodation": 0.39, "Lifestyle and associates": 0.71, "Alcohol misuse": 0.24}
    frame = nk.needs.prevalence(cohort).to_frame().set_index("need")

    assert frame["comparator"].dropna().to_dict() == published
    for need in published:
        words = str(frame.loc[need, "comparator_words"])
        assert "people on probation in England and Wales" in words
        assert "31 October 2024" in words


def test_severity_comes_from_the_scores(cohort: nk.Cohort, known: Known) -> None:
    frame = nk.needs.severity(cohort).to_frame()

    relationships = frame[frame["need"] == "Relationships"].set_index("severity")["count"]
    assert relationships["no need"] == known["need_relationships: no"]
    assert relationships["standard need"] + relationships["severe need"] == known["need_relationships: yes"]


def test_a_check_says_that_the_files_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SETTINGS)]) == 0
    assert "The extract can be used." in capsys.readouterr().out


def test_one_command_writes_the_workbook(tmp_path: Path, known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    tidy = tmp_path / "tidy"
    book = tmp_path / "northshire-three-agencies.xlsx"

    assert main(["report", str(SETTINGS), "--out", str(book), "--tidy", str(tidy)]) == 0

    assert "two or more needs" in capsys.readouterr().out
    front = next(iter(cells(book).values()))
    assert any("SYNTHETIC" in str(cell) for row in front for cell in row)
    # A relation that is not so would leave no rounding as near as this.
    words = [str(cell) for sheet in cells(book).values() for row in sheet for cell in row]
    nearest = "Every count is a multiple of 5 within 4 of the true number;"
    assert {word.startswith(nearest) for word in words if word.startswith("Every count is a multiple")} == {True}
    needs = pd.read_csv(tidy / "needs.prevalence.csv", dtype={"status": "str"})
    drugs = needs[needs.iloc[:, 0] == "Drug misuse"].iloc[0]
    # Published counts are rounded to 5.
    assert abs(drugs["count"] - known["need_drugs: yes"]) < 5
    assert abs(drugs["out_of"] - known["need_drugs: yes"] - known["need_drugs: no"]) < 5


def test_the_settings_that_are_guessed_want_three_lines_at_most_changed(tmp_path: Path, known: Known) -> None:
    files = [str(shutil.copy(FOLDER / name, tmp_path)) for name in (*TEXTS, *WORKBOOKS)]
    settings = tmp_path / "needskit.toml"

    assert main(["init", *files, "--out", str(settings)]) == 0

    lines = settings.read_text(encoding="utf-8").splitlines()
    places = {number: new for number, line in enumerate(lines) for old, new in CHANGES.items() if line.startswith(old)}
    assert len(places) == len(CHANGES) == 3
    settings.write_text("\n".join(places.get(number, line) for number, line in enumerate(lines)), encoding="utf-8")
    cohort = nk.read_cohort(settings)
    assert {fate: n for fate, n in cohort.records.items() if n} == under(known, "record")
    for column in (
        "sex",
        "ethnicity",
        "risk_of_harm",
        "sentence_band",
        "age",
        "assessed",
        *(f"need_{n}" for n in NEEDS),
    ):
        assert counted(cohort.people[column]) == under(known, column)
    assert counted(cohort.people["iom"])["yes"] == known["iom: yes"]
    # Nobody has said yet that the list of the police is complete, so whoever is not on it is not known.
    assert counted(cohort.people["iom"])["not known"] > 0
