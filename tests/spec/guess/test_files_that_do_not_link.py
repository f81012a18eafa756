"""Files of agencies with different identifiers: what is said of those that match nobody, and how keys are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from needskit.extract.read import Checked
from needskit.guess import write_settings

if TYPE_CHECKING:
    from pathlib import Path

Rows = Sequence[Sequence[str]]
Guess = Callable[..., dict[str, Any]]
Check = Callable[..., Checked]

CASELOAD = [["CRN", "DOB", "Gender"], *([f"X30000{n}", "01/02/1990", "M"] for n in range(8))]
PNCS = ["12/0394773H", "08/0359381C"]
POLICE = [["PNC", "Cohort", "Date adopted"], *([pnc, "Fixed", "1/2/2024"] for pnc in PNCS)]


def test_a_file_with_other_identifiers_is_said_to_match_nobody(guess: Guess, guessed_text: Callable[[], str]) -> None:
    said = guess(caseload=CASELOAD, police=POLICE)
    text = " ".join(line.removeprefix("# ").strip() for line in guessed_text().splitlines())

    assert said["cohort"]["identifier"] == "crn"
    assert "[sources.police.columns] person_id: no identifier in police.csv is in caseload.csv" in text
    assert '"PNC" holds PNC numbers, and "CRN" there holds CRNs. Ask for it with the identifier' in text
    assert "It links to nobody: no identifier in police.csv" in text
    assert not any(pnc in text for pnc in PNCS)


def test_the_column_of_the_people_that_would_link_is_named(guess: Guess, guessed_text: Callable[[], str]) -> None:
    header, *rows = CASELOAD
    both = [[*header, "PNC ID"], *([*row, PNCS[place % 2]] for place, row in enumerate(rows))]
    needs = [["CRN", "Accommodation Need"], *([row[0], "Y"] for row in rows)]
    others = [["CRN", "ETE Need"], *([row[0], "N"] for row in rows)]
    said = guess(caseload=both, housing=needs, work=others, police=POLICE)
    text = " ".join(line.removeprefix("# ").strip() for line in guessed_text().splitlines())

    assert said["sources"]["caseload"]["columns"]["person_id"] == "CRN"
    assert 'Column "PNC ID" of caseload.csv would link it, as person_id there' in text


def test_a_file_that_holds_both_kinds_is_named_with_its_columns(guess: Guess, guessed_text: Callable[[], str]) -> None:
    prison = [["CRN", "PNC ID", "Wing"], ["X300000", PNCS[0], "A"], ["X300001", PNCS[1], "B"]]
    said = guess(caseload=CASELOAD, prison=prison, police=POLICE)
    text = " ".join(line.removeprefix("# ").strip() for line in guessed_text().splitlines())

    assert said["sources"]["prison"]["columns"]["person_id"] == "CRN"
    assert 'prison.csv holds both kinds: "PNC ID" matches this file and "CRN" the people' in text


def test_a_file_with_both_kinds_is_read_by_the_one_that_the_people_have(guess: Guess) -> None:
    rows = [[f"X30000{n}", f"{n}", "Y"] for n in range(3)]
    youth = [["Client ID", "Intervention Start Date"], *([f"{n % 5}", "1/2/2020"] for n in range(9))]
    treatment = [["Client ID", "Service name"], *([f"{n % 5}", "Harbour"] for n in range(9))]
    said = guess(caseload=CASELOAD, yot=youth, drugs=treatment, debt=[["CRN", "Client ID", "Debt problem"], *rows])

    assert said["sources"]["debt"]["columns"]["person_id"] == "CRN"


def test_small_letters_are_the_same_identifier(checked: Check, tmp_path: Path, csv_of: Callable[[Rows], str]) -> None:
    needs = [["CRN", "Accommodation Need"], *([row[0].lower(), "Y"] for row in CASELOAD[1:])]
    (tmp_path / "caseload.csv").write_text(csv_of(CASELOAD), encoding="utf-8")
    (tmp_path / "needs.csv").write_text(csv_of(needs), encoding="utf-8")
    (tmp_path / "police.csv").write_text(csv_of(POLICE), encoding="utf-8")

    found = checked(tmp_path / "caseload.csv", tmp_path / "needs.csv", tmp_path / "police.csv")
    text = (tmp_path / "needskit.toml").read_text(encoding="utf-8")

    assert 'identifier = "crn"' in text
    assert "person_id: no identifier in needs.csv" not in text
    assert found.cohort is not None
    assert found.cohort.people["need_accommodation"].astype(str).eq("yes").all()


def test_files_that_link_have_nothing_said_of_them(tmp_path: Path, csv_of: Callable[[Rows], str]) -> None:
    needs = [["CRN", "Accommodation Need"], ["X300001", "Y"], ["Y999999", "N"]]
    (tmp_path / "caseload.csv").write_text(csv_of(CASELOAD), encoding="utf-8")
    (tmp_path / "needs.csv").write_text(csv_of(needs), encoding="utf-8")
    files = [str(tmp_path / name) for name in ("caseload.csv", "needs.csv")]

    written = write_settings(files, str(tmp_path / "needskit.toml"), force=False)

    assert not [line for line in written.to_do if "person_id" in line]


def test_of_files_of_one_kind_other_people_are_named_as_the_reason(
    guess: Guess, guessed_text: Callable[[], str]
) -> None:
    guess(caseload=CASELOAD, needs=[["CRN", "Accommodation Need"], ["Y999998", "Y"], ["Y999999", "N"]])
    text = " ".join(line.removeprefix("# ").strip() for line in guessed_text().splitlines())

    assert "both hold CRNs, so the files are of other people" in text
