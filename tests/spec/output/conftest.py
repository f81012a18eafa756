"""Released tables made by hand, counts already multiples of 5, of 400 made-up people with an assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from needskit.disclosure.policies import NONE, PUBLISH
from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable
from needskit.disclosure.shorthand import LOW_RELIABILITY, NOT_APPLICABLE
from needskit.table.difference import difference
from needskit.table.figure import FIGURES
from needskit.table.measure import COUNT, MEAN, PART_OF_WHOLE, PERCENTAGE
from needskit.table.table import Caption, Cell, Dimension, Headings, Level, Table, figures_of
from needskit.table.whom import Attribute, Whom, count_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needskit.disclosure.policy import Policy

POPULATION = "people on probation in Exampleshire, 31 December 2025"
NEEDS = {
    "accommodation": (125, 400),
    "education, training and employability": (210, 395),
    "relationships": (165, 400),
    "lifestyle and associates": (240, 390),
    "drug misuse": (250, 400),
    "alcohol misuse": (110, 400),
    "thinking and behaviour": (330, 400),
    "attitudes": (255, 400),
}
FEW_KNOWN = {**NEEDS, "relationships": (15, 25), "alcohol misuse": (10, 20)}
"""The same, with two needs that are known of too few people for a percentage."""

COMBINED = {
    "no need": 80,
    "drug misuse + alcohol misuse": 60,
    "thinking and behaviour": 45,
    "drug misuse + thinking and behaviour + attitudes": 30,
    "all other combinations": 185,
}
ANSWERS = ("yes", "no", "not known")


def whom(**conditions: str) -> Whom:
    return Whom(POPULATION, frozenset((name, frozenset(said.split("|"))) for name, said in conditions.items()))


def prevalence(sex: str = "", factor: float = 1, needs: Mapping[str, tuple[int, int]] = NEEDS) -> Table:
    """Return the prevalence of each need, of everybody or of one sex."""
    held = {"sex": sex} if sex else {}
    counts: dict[Whom, int] = {whom(assessed="yes", **held): round(400 * factor)}
    cells = []
    for place, (label, (yes, known)) in enumerate(needs.items()):
        need = f"need_{place}"
        numerator = whom(**{need: "yes", "assessed": "yes"}, **held)
        denominator = whom(**{need: "yes|no", "assessed": "yes"}, **held)
        counts[numerator] = round(yes * factor / 5) * 5
        counts[denominator] = round(known * factor / 5) * 5
        everyone = whom(assessed="yes", **held)
        cells.append(Cell((label,), PERCENTAGE, (count_of(numerator), count_of(denominator), count_of(everyone))))
    attributes = {f"need_{i}": Attribute(f"need_{i}", label, ANSWERS) for i, label in enumerate(NEEDS)}
    attributes |= {
        "assessed": Attribute("assessed", "Assessed", ("yes", "no")),
        "sex": Attribute("sex", "Sex", ("female", "male")),
    }
    return Table(
        caption=Caption(
            key="needs.prevalence" + (f"_for_{sex}" if sex else ""),
            title="Prevalence of each need" + (f", {sex} people" if sex else ""),
            population=POPULATION,
            among=sex,
            notes=(
                "A need is a section score at or above its threshold.",
                "A person with several needs is counted in several rows, so the rows do not add up.",
            ),
            sources=("HMPPS, hmpps-assess-risks-and-needs, Section.kt",),
        ),
        dimensions=(Dimension("need", "need", tuple(Level(label) for label in NEEDS)),),
        headings=Headings(
            count="People with the need",
            out_of="People whose answer is known",
            not_known="People whose answer is not known",
            estimate="Share with the need",
        ),
        cells=tuple(cells),
        counts=counts,
        attributes=attributes,
    )


def number_of_needs() -> Table:
    at = (10, 15, 40, 60, 75, 80, 60, 40, 20)
    everyone = whom(assessed="yes")
    counts = {everyone: sum(at)}
    scores = [whom(assessed="yes", number=str(n)) for n in range(len(at))]
    counts |= dict(zip(scores, at, strict=True))
    two = whom(assessed="yes", number="2|3|4|5|6|7|8")
    counts[two] = sum(at[2:])
    cells = [
        *(
            Cell((str(n),), PERCENTAGE, (count_of(w), count_of(everyone), count_of(everyone)))
            for n, w in enumerate(scores)
        ),
        Cell(("two or more",), PERCENTAGE, (count_of(two), count_of(everyone), count_of(everyone))),
        Cell(("mean",), MEAN, (count_of(everyone), *map(count_of, scores))),
    ]
    return Table(
        caption=Caption(
            "overlap.number_of_needs",
            "Number of needs a person has",
            POPULATION,
            notes=("Eight needs are counted.",),
        ),
        dimensions=(Dimension("number", "number of needs", tuple(Level(c.at[0]) for c in cells)),),
        headings=Headings("People", "People with every need known", estimate="Share", mean="Mean needs a person"),
        cells=tuple(cells),
        counts=counts,
        attributes={"number": Attribute("number", "Number", tuple("012345678"))},
    )


def coverage(assessed: int = 400, everyone: int = 500) -> Table:
    all_people, seen = whom(), whom(assessed="yes")
    women, few = whom(sex="female"), whom(sex="female", assessed="yes")
    return Table(
        caption=Caption("coverage.assessment", "Assessment coverage by sex", POPULATION),
        dimensions=(Dimension("group", "group", (Level("all"), Level("female"), Level("not assessed"))),),
        headings=Headings("People with an assessment", "People", estimate="Coverage"),
        cells=(
            Cell(("all",), PART_OF_WHOLE, (count_of(seen), count_of(all_people))),
            Cell(("female",), PART_OF_WHOLE, (count_of(few), count_of(women))),
            Cell(("not assessed",), COUNT, (count_of(whom(assessed="no")),)),
        ),
        counts={
            all_people: everyone,
            seen: assessed,
            women: 20,
            few: 15,
            whom(assessed="no"): everyone - assessed,
        },
        attributes={},
    )


def problems() -> Table:
    rules = ("date of birth after the assessment", "postcode not known")
    found = {name: whom(problem=name) for name in rules}
    return Table(
        caption=Caption("coverage.problems", "Problems found in the extract", POPULATION),
        dimensions=(Dimension("rule", "rule", tuple(Level(name) for name in rules)),),
        headings=Headings("People"),
        cells=tuple(Cell((name,), COUNT, (count_of(who),)) for name, who in found.items()),
        counts={who: 5 * place for place, who in enumerate(found.values(), start=1)},
        attributes={},
    )


def combinations() -> Table:
    """Return the commonest combinations of needs."""
    everyone = whom(number="0|1|2|3|4|5|6|7|8", assessed="yes")
    people = {label: whom(combination=label) for label in COMBINED}
    return Table(
        caption=Caption("overlap.combinations", "Commonest combinations of needs", POPULATION),
        dimensions=(Dimension("combination", "combination of needs", tuple(map(Level, COMBINED))),),
        headings=Headings("People with this combination", "People with every need known", estimate="Share"),
        cells=tuple(
            Cell((label,), PERCENTAGE, (count_of(held), count_of(everyone), count_of(everyone)))
            for label, held in people.items()
        ),
        counts={everyone: 400, **{held: COMBINED[label] for label, held in people.items()}},
        attributes=prevalence().attributes,
    )


def pairs(needs: Mapping[str, tuple[int, int]] = NEEDS) -> Table:
    """Return how often those with one need have another."""
    have = {label: whom(**{f"need_{place}": "yes", "assessed": "yes"}) for place, label in enumerate(needs)}
    counts = {have[label]: yes for label, (yes, _) in needs.items()}
    cells = []
    for place, label in enumerate(needs):
        for other_place, other in enumerate(needs):
            both = whom(**{f"need_{place}": "yes", f"need_{other_place}": "yes"})
            counts.setdefault(both, 5 * (min(needs[label][0], needs[other][0]) // 10))
            parts = (count_of(both), count_of(have[label]), count_of(have[label]))
            alone = Cell((label, other), COUNT, (count_of(have[label]),))
            cells.append(alone if label == other else Cell((label, other), PERCENTAGE, parts))
    levels = tuple(map(Level, needs))
    return Table(
        caption=Caption("overlap.pairs", "Needs that occur together", POPULATION),
        dimensions=(Dimension("need", "need", levels), Dimension("other_need", "other need", levels)),
        headings=Headings("People with both", "People with the first need", estimate="Share who have the other too"),
        cells=tuple(cells),
        counts=counts,
        attributes=prevalence().attributes,
    )


def made(*tables: Table, policy: Policy = PUBLISH) -> Release:
    """Return a release of tables whose counts are protected already."""
    return Release(tuple(_released(table, policy) for table in tables), policy, policy.off_by)


def _released(table: Table, policy: Policy) -> ReleasedTable:
    columns = figures_of(table.cells, table.counts, off_by=policy.off_by)
    cells = []
    for row, cell in enumerate(table.cells):
        figures = {
            name: float(columns[name][row])
            for name in FIGURES
            if name in cell.measure.figures and not np.isnan(columns[name][row])
        }
        status = "" if "estimate" in cell.measure.figures else NOT_APPLICABLE
        if columns["base"][row] < policy.minimum_out_of:
            status = LOW_RELIABILITY
            figures = {n: v for n, v in figures.items() if n not in {"estimate", "lower", "upper"}}
        cells.append(ReleasedCell(cell.at, cell.measure, cell.parts, figures, status))
    return ReleasedTable(table.caption, table.dimensions, table.headings, tuple(cells), table.attributes)


def all_tables() -> tuple[Table, ...]:
    women, men = prevalence("female", 0.2), prevalence("male", 0.8)
    return prevalence(), number_of_needs(), coverage(), women, difference(women, against=men), problems()


@pytest.fixture(scope="session")
def published() -> Release:
    return made(*all_tables())


@pytest.fixture(scope="session")
def internal() -> Release:
    return made(*all_tables(), policy=NONE)


@pytest.fixture(scope="session")
def charted() -> Release:
    """Return the tables that charts are drawn of; two needs are withheld."""
    return made(prevalence(needs=FEW_KNOWN), number_of_needs(), combinations(), pairs(FEW_KNOWN))


@pytest.fixture(scope="module")
def not_attacked() -> Iterator[None]:
    """Leave out the attack on the file: tables made by hand are not of people who could exist."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("needskit.output.workbook.refuse_what_tells", lambda *_, **__: None)
        yield
