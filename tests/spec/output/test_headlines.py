from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.output.text import headlines

if TYPE_CHECKING:
    from needskit.disclosure.released import Release, ReleasedTable

WHO = "people on probation in Exampleshire, 31 December 2025"


def changed(release: Release, key: str, **figures: float) -> ReleasedTable:
    """Return a table of which every estimate has these figures."""
    table = release[key]
    cells = tuple(replace(c, figures={**c.figures, **figures}) for c in table.cells)
    return replace(table, cells=cells)


def test_each_sentence_has_its_count_and_what_it_is_out_of(published: Release) -> None:
    assert headlines(published) == (
        f"94% of {WHO}, had two or more needs (375 of 400 people with every need known).",
        f"The commonest need was thinking and behaviour: 83% of {WHO} (330 of 400 people whose answer is known).",
        f"80% of {WHO}, had an assessment (400 of 500 people).",
    )
    assert all(sentence.isascii() for sentence in headlines(published))


def test_a_part_of_the_population_is_no_headline(published: Release) -> None:
    women = published["needs.prevalence_for_female"]
    renamed = replace(women, caption=replace(women.caption, key="needs.prevalence"))
    assert headlines(replace(published, tables=(renamed,))) == ()


def test_what_is_withheld_is_said_to_be(published: Release) -> None:
    coverage = published["coverage.assessment"]
    cells = (replace(coverage.cells[1], at=("all",)), *coverage.cells[1:])
    needs = published["needs.prevalence"]
    hidden = tuple(replace(c, figures={"count": 5, "out_of": 10}, status="[u]") for c in needs.cells)
    tables = (replace(needs, cells=hidden), replace(coverage, cells=cells))
    assert headlines(replace(published, tables=tables)) == (
        f"The commonest need of {WHO} is withheld: too few people are behind it.",
        f"The share of {WHO}, who had an assessment is withheld: too few people are behind it.",
    )


def test_needs_with_the_same_share_are_all_named(published: Release) -> None:
    table = changed(published, "needs.prevalence", count=200, out_of=400, estimate=0.5)
    few = replace(table, cells=table.cells[:3])
    (sentence,) = headlines(replace(published, tables=(few,)))
    assert sentence.startswith(
        "The commonest needs were accommodation, education, training and employability and relationships: each 50%"
    )


def test_a_level_or_table_that_is_not_there_gives_no_sentence(published: Release) -> None:
    table = published["overlap.number_of_needs"]
    assert headlines(replace(published, tables=(replace(table, cells=table.cells[:2]),))) == ()
