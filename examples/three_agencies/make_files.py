"""Make up the files of three agencies about people on probation in Northshire, as messy as real ones are.

Run, from the folder of the checkout: python -m examples.three_agencies.make_files [folder]

Nobody in them exists: all is drawn from a seeded stream of chance, and every identifier begins with SYNTHETIC. What a
right reading must find is counted while the files are made, and ``make_files`` returns it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from examples.three_agencies import (
    assessments,
    caseload,
    offences,
    other_agencies,
    residents,
    young_adults,
    young_people,
)
from examples.three_agencies.chance import Cell, Draws
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

PEOPLE, OTHERS = 400, 60
SEED_OF_REVIEWS = 20260108
SEED, SEED_OF_OFFENCES, SEED_OF_YOUNG_PEOPLE, SEED_OF_YOUNG_ADULTS = 20251231, 20260105, 20260106, 20260107
MADE_ON = dt.datetime(2026, 1, 5)  # noqa: DTZ001 - a workbook holds local times
ABOUT = ("SYNTHETIC", "Every person in this workbook is made up.")


def make_files(folder: Path) -> Counter[str]:
    """Write the eleven files, and return what a right reading of them finds: "column: answer" and how many people."""
    draws = Draws(SEED)
    people, oasys = caseload.Caseload(draws), assessments.Assessments(draws)
    reviews = assessments.Assessments(Draws(SEED_OF_REVIEWS), first_number=9_500_000)
    others = other_agencies.OtherAgencies(draws)
    # Streams of their own: what the other files hold does not depend on the offences, on the youth cases or on the hub.
    police = offences.Offences(Draws(SEED_OF_OFFENCES))
    young = young_people.YoungPeople(Draws(SEED_OF_YOUNG_PEOPLE))
    older = young_adults.YoungAdults(Draws(SEED_OF_YOUNG_ADULTS), young)
    for number in range(PEOPLE):
        order, home = people.add(number, crn(number))
        needs = oasys.add(crn(number), order)
        others.add(crn(number), order, home)
        life = people.lives[number]
        reviews.add_reviews(crn(number), life)
        people.add_offences(police.add(crn(number), life, needs))
        orders = young.add(crn(number), life, others.treated.get(crn(number), []))
        older.add(crn(number), life, orders)
    for number in range(PEOPLE, PEOPLE + OTHERS):
        others.add_other(crn(number))
        oasys.add_other(crn(number))
        police.add_other(crn(number))
        young.add_other(crn(number))
    people.add_what_is_nobody()
    oasys.repeat((20, 140, 300))
    title = [["SYNTHETIC - Northshire probation: people starting an order"], ["As at 31 December 2025"], []]
    write_workbook(folder / "probation-caseload.xlsx", "Caseload", [*title, caseload.HEADER, *people.rows])
    listed = [["SYNTHETIC - IOM cohort, Northshire Police"], other_agencies.IOM_HEADER, *others.iom]
    write_workbook(folder / "police-iom.xlsx", "IOM", listed)
    write_csv(folder / "oasys.csv", [assessments.HEADER, *oasys.rows, *reviews.rows], encoding="cp1252", separator=";")
    write_csv(
        folder / "drug-service.csv",
        [other_agencies.DRUG_HEADER, *others.drugs, *young.adult_drugs],
        encoding="utf-8-sig",
    )
    write_csv(folder / "youth-justice.csv", [young_people.CASE_HEADER, *young.cases], separator=";")
    write_csv(folder / "probation-orders.csv", [young_people.ORDER_HEADER, *young.orders])
    write_csv(folder / "young-peoples-drug-service.csv", [young_people.DRUG_HEADER, *young.drugs])
    write_csv(folder / "accommodation.csv", [other_agencies.HOME_HEADER, *others.homes])
    write_csv(folder / "offences.csv", [offences.HEADER, *police.rows])
    write_csv(folder / "young-adults-services.csv", [young_adults.HEADER, *older.rows])
    living_there, counted = residents.residents()
    title = [["SYNTHETIC - Northshire: residents by district, sex, ethnic group and age, all made up"], []]
    write_csv(folder / "population.csv", [*title, residents.HEADER, *living_there])
    return sum((each.known for each in (people, oasys, reviews, others, police, young, older)), counted)


def crn(number: int) -> str:
    """Return the case reference number of a made-up person, whom the mark before it gives away."""
    return f"SYNTHETIC-{'DEJX'[number % 4]}{412_000 + 7 * number}"


def write_csv(path: Path, rows: Iterable[Sequence[str]], *, encoding: str = "utf-8", separator: str = ",") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows(rows)


def write_workbook(path: Path, name: str, rows: Iterable[Sequence[Cell]]) -> None:
    """Write a workbook of two sheets, the same on every day."""
    book = Workbook()
    book.properties.created = MADE_ON
    book.properties.creator = "needskit"
    sheet = book.create_sheet(name, 0)
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    book.worksheets[1].title = "About"
    book.worksheets[1].append(ABOUT)
    written, fixed = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            # openpyxl writes the time of saving into the properties, and zip beside every part.
            content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-05T00:00:00Z", old.read(part))
            new.writestr(zipfile.ZipInfo(part, MADE_ON.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    path.write_bytes(fixed.getvalue())


if __name__ == "__main__":
    made = make_files(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
    print(f"{made['record: kept']} people, {made['assessed: yes']} of them assessed")
