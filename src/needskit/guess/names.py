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

    Examples
    --------
    >>> owner_of("assessmenttype", "assessments", "oasys"), owner_of("team", "people", "oasys")
    ('assessment_type', '')
    """
    return owners_of(role, needs).get(form) or _squeezed(role, needs).get(form.replace("_", ""), "")


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
    roles: tuple[Role, ...] = ("people", "assessments", "accommodation", "offences", "iom", "youth", "services")
    forms = {form for role in (*roles, "population") for form in owners_of(role, FULL_SET)}
    values = {standard_form(text) for name in code_list_names() for text in load_codes(name).lookup}
    forms |= {form.replace("_", "") for form in forms if "_" in form}
    names = {field.name for table in TABLES for field in load_table(table).fields}
    return frozenset(names | {form for form in forms - values if re.search("[a-z]", form)})


STRONG_FORMS: Final = _strong_forms()
"""Headers that make a row the header."""
