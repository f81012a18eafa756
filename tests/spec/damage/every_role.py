"""Files of every role with a mark in every field, sound and unsound, and the settings that name them all."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, get_args

from needskit.extract.project.parts import Role
from needskit.schema import load_needs, load_table

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.schema import Field

ROLES: tuple[Role, ...] = get_args(Role)
SOUND, UNSOUND = 40, 4
NO_PERSON: tuple[Role, ...] = ("population",)
"""Roles whose rows are of nobody; whose counts are refused outright if one cannot be read."""

PLAIN = ("district",)
"""Categories that head rows of tables, and so are no secret."""

DAYS = {"date_of_birth": "1987-03-21", "end_date": "17/05/2014", "youth_service_end": "2012-05-17"}
DAY = "2013-05-17"


def fields_of(role: Role) -> list[Field]:
    """Return every column that is read of a role, those of scores, items and needs too."""
    fields = [each for each in load_table("people" if role == "needs" else role).fields if each.name != "people"]
    if role == "assessments":
        fields += [
            *(each for each in load_table("people").fields if each.role == "need"),
            *load_needs("oasys").fields(),
        ]
    if role in NO_PERSON:
        fields += [load_table(role).field("people")]
    return list({each.name: each for each in fields}.values())


def sound_value(field: Field, number: int) -> str:
    """Return a value that can be read; if it can have a mark it has one."""
    if field.role == "identifier":
        return f"ZQX-{number:04d}" if field.name == "person_id" else f"Zqx {field.name} {number}"
    if field.type == "date":
        return DAYS.get(field.name, DAY)
    if field.name in PLAIN:
        return "Northmarsh"
    if field.type == "string" and not field.codes:
        return f"Zqx {field.name}"
    if field.name == "age":
        return ""
    return field.example or ("1" if field.role in {"score", "item"} else "no")


def rows_of(role: Role, *, hopeless: bool = False) -> list[dict[str, str]]:
    """Return the rows of a role: forty sound and four of which nothing can be read but whom they are of, or all so."""
    fields = fields_of(role)
    sound = [{each.name: sound_value(each, number) for each in fields} for number in range(SOUND)]
    wrong = [unsound_row(fields, number) for number in range(SOUND if hopeless else UNSOUND)]
    if hopeless:
        return wrong
    if role in NO_PERSON:
        return sound
    new = role in {"people", "needs"}
    strangers = [{**row, "person_id": f"Zqx {number}"} for number, row in enumerate(wrong)]
    return [*sound, *strangers] if new else [*sound, *wrong, *strangers]


def unsound_row(fields: list[Field], number: int) -> dict[str, str]:
    marked = {each.name: f"Zqx {each.name} {number}" for each in fields}
    whose = {"person_id": f"ZQX-{number:04d}"} if "person_id" in marked else {}
    return {**marked, **dict.fromkeys(marked.keys() & set(PLAIN), "Southmarsh"), **whose}


def write_every_role(folder: Path, *, hopeless: Role | None = None) -> Path:
    """Write a file for each role and return the settings file that names them; one of them may be past reading."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = ['[cohort]\npopulation = "people in a test"\nas_at = 2025-12-31\n']
    for role in ROLES:
        rows = rows_of(role, hopeless=role == hopeless)
        with (folder / f"{role}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=[*rows[0], "officer"], restval="Zqx officer")
            writer.writeheader()
            writer.writerows(rows)
        said = 'flag = "mentored"\nlabel = "Mentored"\n' if role == "services" else ""
        tables.append(f'[sources.{role}]\nfile = "{role}.csv"\nrole = "{role}"\n{said}')
    path = folder / "needskit.toml"
    path.write_text("\n".join(tables), encoding="utf-8")
    return path
