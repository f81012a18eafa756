"""Which standard column each header that extracts use stands for."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from needskit.schema import (
    TABLES,
    Field,
    code_list_names,
    load_codes,
    load_needs,
    load_table,
    need_set_names,
    standard_form,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.extract.project.parts import Role

OWN: Final = "own"
FULL_SET: Final = "oasys"
"""The set with scores and items, by which headers are known before a set is chosen."""

WITH_NEEDS: Final[tuple[Role, ...]] = ("people", "needs", "assessments")
KEY: Final = "person_id"

FALLBACK_KEYS: Final = (
    *("id", "person", "client", "case", "participant", "participant_id", "subject", "subject_id", "case_id"),
    *("case_number", "case_no", "record_id", "reference", "ref", "number", "no", "rownames", "row_names", "row"),
)
"""What a column that tells people apart may be called where none of the usual names is there; likeliest first."""

NEED_WORDS: Final = re.compile(r"(^|_)(needs?|problems?|issues?|misuse)(_|$)")
"""Words in a header, in its standard form, that make a yes or no column a need."""

SECTION: Final = re.compile(r"(?:oasys_)?(?:section_|sec_|s)?(\d{1,2})_(.+)")
"""A header that begins with the number of its OASys section, and what comes after that."""

WITH_UNIT: Final = re.compile(r"(.+?)_(?:in_)?(days?|months?|years?)")
"""A header that ends with a unit, in brackets or not, and what stands before it."""

COUNTED_IN: Final = re.compile(
    r"(?:(?:mid|year|population|people|persons|estimate)_)*((?:19|20)\d\d)(?:_(?:population|people|persons|estimate))*"
)
"""The header of a column of people that is named for a year."""


def fields_of(role: Role, needs: str) -> dict[str, Field]:
    """Return every column that is read of a source with a role, by standard name, own columns left out.

    Parameters
    ----------
    role
        Of the source.
    needs
        The need set; "own" for none.
    """
    people = load_table("people")
    schema = people if role == "needs" else load_table(role)
    fields = {each.name: each for each in schema.fields}
    if role in WITH_NEEDS:
        fields |= {each.name: each for each in people.fields if each.role == "need"}
        fields |= {each.name: each for each in load_needs(needs).fields()} if needs != OWN else {}
    return fields


@cache
def owners_of(role: Role, needs: str) -> Mapping[str, str]:
    """Map the compared form of every name and header that is known for a role to its standard column.

    Standard names go before headers, and the headers of the need set before those of others.

    Examples
    --------
    >>> owners_of("people", "oasys")["gender"], owners_of("people", "oasys")["ete_need"]
    ('sex', 'need_employment')
    """
    fields = fields_of(role, needs)
    owners = {name: name for name in fields}
    for field in fields.values():
        for header in field.headers:
            owners.setdefault(standard_form(header), field.name)
    if role in WITH_NEEDS:
        sets = sorted(need_set_names(), key=lambda name: name != needs)
        for need in (need for name in sets for need in load_needs(name).needs):
            for header in need.headers:
                owners.setdefault(standard_form(header), need.column)
    return owners


def owner_of(form: str, role: Role, needs: str) -> str:
    """Return the standard column that a header in its compared form stands for; empty if none.

    The number of the section before the name of an OASys score or need is passed over, if it is the number of just
    that section, and so is a unit after the name of a length or an age.

    Examples
    --------
    >>> owner_of("assessmenttype", "assessments", "oasys"), owner_of("team", "people", "oasys")
    ('assessment_type', '')
    >>> owner_of("8_drugs_score", "people", "oasys"), owner_of("7_drugs_score", "people", "oasys")
    ('score_drugs', '')
    >>> owner_of("sentence_length_in_days", "people", "oasys")
    'sentence_length'
    """
    found = _owner(form, role, needs)
    if found:
        return found
    if role == "population" and COUNTED_IN.fullmatch(form):
        return "people"
    section = SECTION.fullmatch(form)
    if section and role in WITH_NEEDS:
        return _of_section(int(section[1]), _owner(section[2], role, needs), needs)
    unit = WITH_UNIT.fullmatch(form)
    return _with_unit(_owner(unit[1], role, needs), role, needs) if unit else ""


def _owner(form: str, role: Role, needs: str) -> str:
    return owners_of(role, needs).get(form) or _squeezed(role, needs).get(form.replace("_", ""), "")


def _of_section(number: int, name: str, needs: str) -> str:
    """Return the name of a score or a need if its section has that number, else nothing."""
    return name if name and _sections(needs).get(name) == number else ""


@cache
def _sections(needs: str) -> Mapping[str, int]:
    """Map the column of each need and each score that has one to the number of its section."""
    every = [need for name in {needs, *need_set_names()} - {OWN} for need in load_needs(name).needs]
    found = {need.column: need.section for need in every if need.section is not None}
    return found | {f"score_{need.name}": need.section for need in every if need.section is not None}


def _with_unit(name: str, role: Role, needs: str) -> str:
    """Return the name of a column whose numbers have a unit, else nothing."""
    field = fields_of(role, needs).get(name)
    return name if field is not None and (field.role == "length" or name == "age") else ""


def year_of(form: str) -> int:
    """Return the year for which a column of people is named; 0 if for none.

    Examples
    --------
    >>> year_of("mid_2023"), year_of("population")
    (2023, 0)
    """
    found = COUNTED_IN.fullmatch(form)
    return int(found[1]) if found else 0


@cache
def _squeezed(role: Role, needs: str) -> Mapping[str, str]:
    """Map headers without any sign between words, as in assessmentType; those of figures alone are left out."""
    found: dict[str, str] = {}
    for form, name in owners_of(role, needs).items():
        if re.search("[a-z]", form):
            found.setdefault(form.replace("_", ""), name)
    return found


def _strong_forms() -> frozenset[str]:
    """Return the forms of every header that cannot be taken for a value: no code, no answer, no mere number."""
    roles: tuple[Role, ...] = (
        "people",
        "assessments",
        "accommodation",
        "offences",
        "iom",
        "youth",
        "adult",
        "services",
    )
    forms = {form for role in (*roles, "population") for form in owners_of(role, FULL_SET)}
    values = {standard_form(text) for name in code_list_names() for text in load_codes(name).lookup}
    forms |= {form.replace("_", "") for form in forms if "_" in form}
    names = {field.name for table in TABLES for field in load_table(table).fields}
    return frozenset(names | {form for form in forms - values if re.search("[a-z]", form)})


STRONG_FORMS: Final = _strong_forms()
"""Headers that make a row the header."""
