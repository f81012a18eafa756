"""Files as agencies send them: the settings that are written for them can be checked at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from needskit.errors import DataError, UsageError
from needskit.extract.read import Checked
from needskit.guess import write_settings
from needskit.synthetic import write_synthetic

Rows = Sequence[Sequence[str]]
Guess = Callable[..., dict[str, Any]]
Check = Callable[..., Checked]
People = Callable[[Mapping[str, Sequence[str]]], list[list[str]]]
Real = Callable[[str], Path]


def test_headers_are_known_by_what_extracts_call_them(guess: Guess, people: People) -> None:
    said = guess(
        caseload=people({"DOB": ["01/02/1990"], "Gender": ["M", "F"], "LA": ["North"], "Drug Need": ["Y", "N"]})
    )

    assert said["sources"]["caseload"]["columns"] == {
        "person_id": "CRN",
        "date_of_birth": "DOB",
        "sex": "Gender",
        "district": "LA",
        "need_drugs": "Drug Need",
    }
    assert said["cohort"] == {"population": "people in caseload.csv", "identifier": "crn"}


def test_a_made_up_extract_is_recognised_whole(checked: Check, tmp_path: Path) -> None:
    found = checked(write_synthetic(tmp_path, people=200, seed=1))

    assert found.cohort is not None
    assert len(found.cohort) == 200
    assert found.cohort.needs.not_supplied == ()
    assert [each.rule for each in found.problems if each.rule == "column_not_used"] == []


@pytest.mark.parametrize(
    ("name", "people_in_it"),
    [("help_homeless/HELPrct.csv", 453), ("recid_crime1/recid.csv", 1445), ("rossi/Rossi_carData_full.csv", 432)],
)
def test_real_files_are_read_with_the_key_that_they_have(
    real_data: Real, name: str, people_in_it: int, checked: Check
) -> None:
    found = checked(real_data(name))

    assert found.cohort is not None
    assert len(found.cohort) == people_in_it


def test_ages_in_months_are_told_from_ages_in_years(real_data: Real, checked: Check) -> None:
    found = checked(real_data("recid_crime1/recid.csv"))

    assert found.cohort is not None
    assert found.cohort.people["age"].between(16, 80).mean() > 0.99


def test_a_workbook_with_titles_and_totals_is_read_below_its_titles(checked: Check, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Caseload"
    rows = [["Caseload of Northshire"], ["Official"], ["CRN", "Gender", "Alcohol Need", "Team"]]
    rows += [[f"X{n:06}", "Male" if n % 2 else "Female", "Yes" if n % 3 else "No", "North"] for n in range(12)]
    for row in [*rows, ["Total", "12", "8", ""]]:
        sheet.append(row)
    notes = book.create_sheet("Read me")
    notes.append(["What this workbook holds"])
    book.save(tmp_path / "caseload.xlsx")

    found = checked(tmp_path / "caseload.xlsx")
    text = (tmp_path / "needskit.toml").read_text(encoding="utf-8")

    assert found.cohort is not None
    assert len(found.cohort) == 12
    assert "header_row = 3 " in text
    assert "\n# header_row" not in text
    assert 'sheet = "Caseload" ' in text
    assert '# Not read: "caseload.xlsx, sheet Read me": no row of it has a header that is known.' in text


def test_codes_glued_to_their_words_are_understood(checked: Check, tmp_path: Path) -> None:
    lines = ["CRN;Ethnicity;Gender;Team"]
    lines += [f"X{n:06};W1 - White: British;2 - Female;St Mary\u2019s" for n in range(6)]
    lines += [f"Y{n:06};Local code 7;1 - Male;St Mary\u2019s" for n in range(5)]
    (tmp_path / "list.csv").write_bytes("\n".join(lines).encode("cp1252"))

    found = checked(tmp_path / "list.csv")
    text = (tmp_path / "needskit.toml").read_text(encoding="utf-8")

    assert found.cohort is not None
    assert "# ethnicity: understood: 6 rows, 1 text.\n" in text
    assert '# ethnicity."Local code 7" = ""   # 5 rows: say which\n' in text


OASYS = [
    ["CRN", "DOB", "Gender", "Date Completed", "Layer", "Drug Score", "Alcohol Score", "Attitudes Score", "ETE Score"],
    ["X000001", "01/02/1990", "M", "01/03/2024", "Layer 3", "4", "0", "2", "1"],
    ["X000001", "01/02/1990", "M", "01/09/2024", "Layer 3", "1", "5", "2", "1"],
    ["X000002", "21/02/1985", "F", "01/05/2024", "Layer 3", "0", "0", "0", "0"],
    ["X000002", "21/02/1985", "F", "01/08/2024", "Layer 1", "", "", "", ""],
    ["X000003", "11/12/1999", "M", "01/06/2024", "Layer 3", "6", "2", "1", "3"],
]


def test_one_file_of_people_and_their_assessments_becomes_two_sources(
    guess: Guess, checked: Check, tmp_path: Path
) -> None:
    sources = guess(oasys=OASYS)["sources"]
    found = checked(tmp_path / "oasys.csv")

    assert {name: part["role"] for name, part in sources.items()} == {
        "oasys": "people",
        "oasys_assessments": "assessments",
    }
    assert sources["oasys"]["only_named"] is True
    assert sources["oasys"]["repeated"] == "first row"
    assert set(sources["oasys"]["columns"]) == {"person_id", "date_of_birth", "sex"}
    assert sources["oasys_assessments"]["columns"]["score_drugs"] == "Drug Score"
    assert found.cohort is not None
    assert found.cohort.people["need_drugs"].astype(str).tolist() == ["no", "no", "yes"]


def test_files_of_several_agencies_each_get_their_role(guess: Guess, people: People) -> None:
    said = guess(
        caseload=people({"DOB": ["01/02/1990"], "Gender": ["M", "F"], "LA": ["North"], "Release Date": ["1/1/2024"]}),
        oasys=OASYS,
        police_iom=[["PNC ID", "CRN", "Cohort", "Date adopted"], ["1", "X000001", "Fixed", "1/2/2024"]],
        addresses=[["CRN", "Address Type", "From"], ["X000001", "A08A", "1/2/2024"], ["X000001", "A04", "1/3/2024"]],
        drugs=[["CRN", "Service name", "Referral Date"], ["X000001", "Harbour", "1/2/2024"]],
        census=[["Area", "Sex", "Age", "Population"], ["North", "Male", "18", "120"], ["North", "Female", "18", "110"]],
        housing=[["CRN", "Accommodation Need", "ETE Need"], ["X000001", "Y", "N"], ["X000002", "N", "N"]],
    )

    assert {name: part["role"] for name, part in said["sources"].items()} == {
        "caseload": "people",
        "oasys": "assessments",
        "police_iom": "iom",
        "addresses": "accommodation",
        "drugs": "services",
        "census": "population",
        "housing": "needs",
    }
    assert {part["columns"].get("person_id") for part in said["sources"].values()} == {"CRN", None}


def test_lists_of_two_areas_with_other_people_both_say_who_is_in_the_cohort(guess: Guess) -> None:
    header = ["CRN", "DOB", "Gender", "LA"]
    said = guess(
        north=[header, ["X000001", "1/2/1990", "M", "North"], ["X000002", "1/3/1990", "F", "North"]],
        south=[header, ["X000003", "1/2/1980", "M", "South"], ["X000004", "1/3/1980", "F", "South"]],
    )

    assert [part["role"] for part in said["sources"].values()] == ["people", "people"]


def test_the_better_filled_of_two_columns_is_used(
    guess: Guess, people: People, guessed_text: Callable[[], str]
) -> None:
    said = guess(list=people({"Sex": ["M", "", ""], "Gender": ["M", "F", "F"]}))

    assert said["sources"]["list"]["columns"]["sex"] == "Gender"
    assert '# sex = "Sex"   # another column of the same: take one of the two\n' in guessed_text()


def test_columns_with_one_header_are_not_read_and_said_to_be_so(guess: Guess, guessed_text: Callable[[], str]) -> None:
    said = guess(list=[["CRN", "Sex", "Sex", "LA"], ["X000001", "M", "F", "North"], ["X000002", "F", "F", "South"]])

    assert said["sources"]["list"]["columns"] == {"person_id": "CRN", "sex": False, "district": "LA"}
    assert 'give each its own in the file: "Sex".' in guessed_text()


def test_the_identifier_that_other_files_have_too_is_the_key(guess: Guess) -> None:
    said = guess(
        caseload=[["PNC ID", "CRN", "Gender"], ["08/0359381C", "X000001", "M"], ["12/0394773H", "X000002", "F"]],
        police=[["URN", "PNC", "Cohort"], ["1", "12/0394773H", "Fixed"], ["2", "08/0359381C", "Free"]],
    )

    assert said["sources"]["caseload"]["columns"]["person_id"] == "PNC ID"
    assert said["sources"]["police"]["columns"]["person_id"] == "PNC"
    assert said["cohort"]["identifier"] == "pnc"


def test_a_header_nearly_known_is_only_suggested(guess: Guess, people: People, guessed_text: Callable[[], str]) -> None:
    said = guess(list=people({"Ethnicty": ["W1", "B1"], "Gender": ["M"]}))

    assert "ethnicity" not in said["sources"]["list"]["columns"]
    assert '# ethnicity = "Ethnicty"   # looks like it: take the # away if it is\n' in guessed_text()


def test_dates_that_can_only_have_the_month_first_say_so(guess: Guess, people: People) -> None:
    american = guess(list=people({"DOB": ["03/25/1990", "04/05/1991"], "Gender": ["M"]}))
    british = guess(list=people({"DOB": ["25/03/1990", "04/05/1991"], "Gender": ["M"]}))

    assert american["sources"]["list"]["dates"] == "month first"
    assert "dates" not in british["sources"]["list"]


def test_years_of_two_digits_are_left_to_the_analyst(
    guess: Guess, people: People, guessed_text: Callable[[], str]
) -> None:
    said = guess(list=people({"DOB": ["25/03/90", "04/05/91"], "Release Date": ["01/02/2024"]}))

    assert "two_digit_years" not in said["sources"]["list"]
    assert "\n# two_digit_years = 2024   # some years have two digits" in guessed_text()
    assert "[sources.list] two_digit_years: some years have two digits" in guessed_text()


@pytest.mark.parametrize(
    ("lengths", "header", "unit"),
    [(["6", "48"], "Sentence Length", "months"), (["30", "900"], "Sentence Length", "days"),
     (["1", "24"], "Sentence Length (months)", "months")],
)  # fmt: skip
def test_the_unit_of_sentences_is_guessed(
    lengths: list[str], header: str, unit: str, guess: Guess, people: People
) -> None:
    part = guess(list=people({header: lengths, "Gender": ["M", "F"]}))["sources"]["list"]

    assert part["units"]["sentence_length"] == unit


def test_columns_called_a_need_are_counted_where_no_set_is_found(guess: Guess, people: People) -> None:
    said = guess(list=people({"Gambling problem": ["Yes", "No"], "Debt issues": ["1", "0"], "Veteran": ["Y", "N"]}))

    assert said["needs"] == {"set": "own"}
    assert said["need"] == {
        "gambling_problem": {"label": "Gambling problem"},
        "debt_issues": {"label": "Debt issues"},
    }


def test_a_set_of_which_most_needs_are_there_is_counted(guess: Guess, people: People) -> None:
    headers = ["Health Pathway", "Family Pathway", "Finance Pathway", "Attitudes Pathway", "Accommodation Pathway"]
    said = guess(list=people({header: ["Y", "N"] for header in headers}))

    assert said["needs"] == {"set": "pathways"}


def test_what_is_no_list_of_people_is_named_with_the_reason(
    guess: Guess, people: People, guessed_text: Callable[[], str]
) -> None:
    counts = [["Area", "Number of people", "Rate"], *([f"Area {n}", str(n * 100), f"{n}.5"] for n in range(5))]
    said = guess(list=people({"Gender": ["M", "F"]}), counts=counts)

    assert list(said["sources"]) == ["list"]
    assert '# Not read: "counts.csv": ' in guessed_text()


def test_nothing_but_counts_is_an_error(guess: Guess) -> None:
    with pytest.raises(DataError, match="Nothing in these files can be read as people"):
        guess(counts=[["Area", "Rate"], ["North", "1.5"], ["South", "2.5"]])


def test_settings_that_are_there_are_kept_unless_forced(tmp_path: Path, csv_of: Callable[[Rows], str]) -> None:
    (tmp_path / "list.csv").write_text(csv_of([["CRN", "Gender"], ["X000001", "M"]]), encoding="utf-8")
    out = tmp_path / "needskit.toml"
    out.write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match=r"needskit.toml is there already. .* --force"):
        write_settings([str(tmp_path / "list.csv")], str(out), force=False)
    assert out.read_text(encoding="utf-8") == "mine"
    written = write_settings([str(tmp_path / "list.csv")], str(out), force=True)
    assert written.sentence == "1 source, list (people); 2 columns recognised, 0 not."
    assert written.to_do[0] == "[cohort] population: say in words who they are"


def test_paths_start_from_the_settings_file(tmp_path: Path, csv_of: Callable[[Rows], str]) -> None:
    for folder in ("received", "settings"):
        (tmp_path / folder).mkdir()
    (tmp_path / "received" / "list.csv").write_text(csv_of([["CRN", "Gender"], ["X000001", "M"]]), encoding="utf-8")

    out = tmp_path / "settings" / "needskit.toml"
    write_settings([str(tmp_path / "received" / "list.csv")], str(out), force=False)

    assert 'file = "../received/list.csv" ' in out.read_text(encoding="utf-8")


def test_sections_stand_in_the_order_in_which_they_are_read(guess: Guess, guessed_text: Callable[[], str]) -> None:
    guess(oasys=[[*row[:5], "Y" if n else "Gambling problem"] for n, row in enumerate(OASYS)])

    sections = [line.strip("[]").split(".")[0] for line in guessed_text().splitlines() if line.startswith("[")]
    assert list(dict.fromkeys(sections)) == [
        "cohort", "sources", "needs", "assessments", "follow_up", "definitions", "breakdowns", "report",
    ]  # fmt: skip
