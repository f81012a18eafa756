"""Offences under their header, and what a cohort says of those who committed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import needskit as nk

    Read = Callable[..., nk.Cohort]

OFFENCES = "person_id | offence_date | outcome_date | outcome\n"
HAPPENED, TIMES, DAYS = "reconvicted_12_months", "reoffences_12_months", "days_to_first_reoffence"


def told(cohort: nk.Cohort, *columns: str) -> list[list[str]]:
    """Return a row a person; a number that is not known is a question mark."""
    people = cohort.people[list(columns)].astype(object)
    return people.where(people.notna(), "?").astype(str).to_numpy().tolist()


def rules(cohort: nk.Cohort) -> dict[str, tuple[int, ...]]:
    return {found.rule: found.where for found in cohort.problems if found.source == "police"}
