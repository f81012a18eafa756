"""One of what is counted, whatever the analyst counts."""

from __future__ import annotations

import pytest

from needskit.cohort.unit import one_of


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("people", "person"),
        ("People", "Person"),
        ("young people", "young person"),
        ("people on probation", "person on probation"),
        ("women in prison", "woman in prison"),
        ("men", "man"),
        ("children", "child"),
        ("young adults", "young adult"),
        ("families", "family"),
        ("agencies", "agency"),
        ("ties", "tie"),
        ("households", "household"),
        ("plans", "plan"),
        ("police and crime plans", "police and crime plan"),
        ("plans of police forces", "plan of police forces"),
        ("cases", "case"),
        ("offences", "offence"),
        ("houses", "house"),
        ("addresses", "address"),
        ("branches", "branch"),
        ("boxes", "box"),
        ("statuses", "status"),
        ("service-users", "service-user"),
        ("salespeople", "salesperson"),
        ("clients", "client"),
        ("staff", "staff"),
        ("series", "series"),
        ("", ""),
    ],
)
def test_one_of_a_unit_is_its_noun_in_the_singular(unit: str, one: str) -> None:
    assert one_of(unit) == one
