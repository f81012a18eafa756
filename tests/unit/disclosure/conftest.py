"""Few attributes, and tables made from counts by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needskit.cohort.combination import number_implies
from needskit.table.measure import COUNT
from needskit.table.table import Caption, Cell, Dimension, Headings, Level, Table
from needskit.table.whom import Attribute, Whom, count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ATTRIBUTES = {
    attribute.name: attribute
    for attribute in (
        Attribute("sex", "Sex", ("female", "male", "not known")),
        Attribute("area", "Area", ("north", "south")),
        Attribute("assessed", "Assessed", ("yes", "no")),
        Attribute("need_a", "A", ("yes", "no", "not answered"), within=("assessed", "yes")),
        Attribute("need_b", "B", ("yes", "no", "not answered"), within=("assessed", "yes")),
        Attribute(
            "number",
            "Number",
            ("0", "1", "2", "not in full"),
            within=("assessed", "yes"),
            numbers=("need_a", "need_b"),
            implies=number_implies(("need_a", "need_b")),
        ),
    )
}


@pytest.fixture
def attributes() -> Mapping[str, Attribute]:
    return ATTRIBUTES


@pytest.fixture
def whom() -> Callable[..., Whom]:
    """Return a way to say whom: ``whom(sex="female", area="north")``; several answers with |."""

    def described(**conditions: str) -> Whom:
        found: Whom | None = Whom("people in a test")
        for name, answers in conditions.items():
            found = found.narrow(ATTRIBUTES[name], answers.split("|")) if found is not None else None
        assert found is not None
        return found

    return described


@pytest.fixture
def table() -> Callable[..., Table]:
    """Return a way to make a table of plain counts, one cell each."""

    def made(counts: Mapping[Whom, int], key: str = "a.table") -> Table:
        labels = tuple(Level(f"row {row}") for row in range(len(counts)))
        return Table(
            caption=Caption(key, "A table", "people in a test"),
            dimensions=(Dimension("row", "Row", labels),),
            headings=Headings("People"),
            cells=tuple(
                Cell((level.label,), COUNT, (count_of(who),)) for level, who in zip(labels, counts, strict=True)
            ),
            counts=dict(counts),
            attributes=ATTRIBUTES,
        )

    return made
