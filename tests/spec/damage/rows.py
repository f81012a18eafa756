"""Damage to rows: what is no record, who is there twice, who is nobody, and numbers of people miswritten."""

from __future__ import annotations

from tests.spec.damage.proof import Case, Damage, all_of, cell
from tests.spec.damage.sound import HEADER, LAST, Sheet, pnc

PNC = 'identifier = "pnc"'
CRN = 'identifier = "crn"'
NEW = LAST + 1
"""The first row below the last person."""


def above(*rows: tuple[str, ...]) -> Damage:
    """Put rows above the header."""

    def change(sheet: Sheet) -> None:
        for place, texts in enumerate(rows, start=1):
            sheet.insert(place, *texts)

    return change


def below(*rows: tuple[str, ...]) -> Damage:
    """Put rows below the last person."""

    def change(sheet: Sheet) -> None:
        for texts in rows:
            sheet.insert(len(sheet.rows) + 1, *texts)

    return change


def at(*rows: int, texts: tuple[str, ...] = ()) -> Damage:
    """Put the same row in several places, each where it then stands."""

    def change(sheet: Sheet) -> None:
        for row in rows:
            sheet.insert(row, *texts)

    return change


def again(row: int, **changed: str) -> Damage:
    """Put a person into the file once more, at its end, with some cells changed."""

    def change(sheet: Sheet) -> None:
        sheet.rows.append(list(sheet.rows[row - 1]))
        for column, text in changed.items():
            sheet.put(column, len(sheet.rows), text)

    return change


def with_crns(sheet: Sheet) -> None:
    for row in range(2, LAST + 1):
        sheet.put("person_id", row, f"X{400000 + row}")


def totals(words: str) -> Case:
    return Case(
        name=f"a row of totals called {words!r}", damage=below((words, "", "", "1,234")),
        found={"totals_row": (NEW,)}, rows=(), aside={"totals row": 1},
    )  # fmt: skip


def spelt(how: str, text: str, cohort: str = PNC, row: int = 8) -> Case:
    """Return a case of one identifier in another spelling, which is the same identifier."""
    before = with_crns if cohort == CRN else lambda _sheet: None
    return Case(name=how, damage=cell("person_id", row, text), cohort=cohort, before=before)


def counted(repeated: str, index: str, *, lower: bool) -> Case:
    """Return a case of the last person, on two rows that differ, of which the lower or the upper counts."""
    day, month, year = index.split("/")
    return Case(
        name=f"one person with different values: {repeated}, the lower row of {index}",
        damage=again(LAST, index_date=index, risk_of_harm="low"),
        settings=f'repeated = "{repeated}"',
        found={"another_row_of_the_person": (LAST if lower else NEW,)},
        rows=(LAST,) if lower else (),
        becomes={"index_date": f"{year}-{month}-{day}", "risk_of_harm": "low"},
        aside={"another row of the person": 1},
    )


CASES = (
    Case(
        name="title rows and a blank one above the header, after which rows have other numbers",
        damage=all_of(cell("sex", 5, "zqx"), above(("Zqx caseload",), ("Made on 3 May", "v2"), ())),
        found={"rows_above_header": (), "not_in_code_list": (8,)}, rows=(5,), becomes={"sex": "not known"},
    ),
    Case(
        name="two rows of headers, the upper one over groups of columns",
        damage=all_of(above(("Person", "", "", "", "", "", "", "Sentence")), cell("sex", 6, "zqx")),
        found={"rows_above_header": (), "not_in_code_list": (6,)}, rows=(5,), becomes={"sex": "not known"},
    ),
    Case(
        name="blank rows in between",
        damage=all_of(cell("sex", 20, "zqx"), at(4, 11)),
        found={"not_in_code_list": (22,)}, rows=(20,), becomes={"sex": "not known"}, aside={"blank row": 2},
    ),
    *map(totals, ("Total", "GRAND TOTAL", "Totals:", "Sub total", "All", "Overall", "Everyone")),
    Case(
        name="a total named in another column than the identifier",
        damage=below(("", "", "", "", "Total")),
        found={"totals_row": (NEW,)}, rows=(), aside={"totals row": 1},
    ),
    Case(
        name="footnotes below a blank row",
        damage=below((), ("Source: Zqx case system",), ("* Zqx excluded from this",)),
        found={"note_below_the_table": (33, 34)}, rows=(), aside={"blank row": 1, "note below the table": 2},
    ),
    Case(
        name="the header once more in the middle",
        damage=at(12, texts=HEADER),
        found={"repeated_header": (12,)}, rows=(), aside={"repeated header": 1},
    ),
    Case(
        name="a person twice, exactly",
        damage=again(5), found={"repeated_exactly": (NEW,)}, rows=(), aside={"repeated exactly": 1},
    ),
    Case(
        name="two people twice, exactly, and one of them three times",
        damage=all_of(again(5), again(9), again(5)),
        found={"repeated_exactly": (32, 33, 34)}, rows=(), aside={"repeated exactly": 3},
    ),
    Case(
        name="a person twice, the identifier in another spelling",
        damage=again(5, person_id=f"20{pnc(5).lower()}"), cohort=PNC,
        found={"identifier_forms": (NEW,), "repeated_exactly": (NEW,)}, rows=(), aside={"repeated exactly": 1},
    ),
    Case(
        name="one person with different values, and nobody said which counts",
        damage=again(5, risk_of_harm="low"), found={"conflicting_records": (5, NEW)}, refused=True,
    ),
    Case(
        name="one person with different values, the identifier in another spelling",
        damage=again(5, person_id=pnc(5).replace("/", ""), risk_of_harm="low"), cohort=PNC,
        found={"identifier_forms": (NEW,), "conflicting_records": (5, NEW)}, refused=True,
    ),
    counted("first row", "28/09/2024", lower=False),
    counted("last row", "28/09/2024", lower=True),
    counted("latest index date", "28/09/2024", lower=True),
    counted("latest index date", "26/09/2024", lower=False),
    counted("earliest index date", "28/09/2024", lower=False),
    counted("earliest index date", "26/09/2024", lower=True),
    Case(
        name="two rows without an identifier",
        damage=all_of(cell("person_id", 5, ""), cell("person_id", 9, " n/k ")),
        found={"no_identifier": (5, 9)}, gone=(5, 9), aside={"no identifier": 2},
    ),
    Case(
        name="a PNC number that says that it is none",
        damage=cell("person_id", 5, "UNKNOWN PNC"), cohort=PNC,
        found={"no_identifier": (5,)}, gone=(5,), aside={"no identifier": 1},
    ),
    Case(
        name="a PNC number with a wrong check letter",
        damage=cell("person_id", 8, pnc(8)[:-1] + "O"), cohort=PNC,
        found={"check_letter": (8,)}, becomes={"person_id": pnc(8)[:-1] + "O"},
    ),
    spelt("a PNC number with the century", f"20{pnc(8)}"),
    spelt("a PNC number in small letters", pnc(8).lower()),
    spelt("a PNC number without its slash", pnc(8).replace("/", "")),
    spelt("a PNC number with the century and without its slash", f"20{pnc(8).replace('/', '')}"),
    spelt("a PNC number whose serial has lost its noughts", pnc(8).replace("/00", "/")),
    spelt("a PNC number whose year has lost its nought", pnc(8).removeprefix("0")),
    spelt("a PNC number with spaces round it", f"\u00a0{pnc(8)} "),
    spelt("a CRN with spaces", "X 400 008", CRN),
    spelt("a CRN in small letters", "x400008", CRN),
    Case(
        name="a CRN that is one digit short",
        damage=cell("person_id", 8, "X40008"), before=with_crns, cohort=CRN,
        found={"no_identifier": (8,)}, gone=(8,), aside={"no identifier": 1},
    ),
)  # fmt: skip
"""Each is done to the sound file as CSV."""
