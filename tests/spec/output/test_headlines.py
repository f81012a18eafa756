from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.output.text import headlines

if TYPE_CHECKING:
    from needskit.disclosure.released import Release, ReleasedTable

WHO = "People on probation in Exampleshire, 31 December 2025"


def changed(release: Release, key: str, **figures: float) -> ReleasedTable:
    """Return a table of which every estimate has these figures."""
    table = release[key]
    cells = tuple(replace(c, figures={**c.figures, **figures}) for c in table.cells)
    return replace(table, cells=cells)


def test_each_sentence_has_its_count_and_what_it_is_out_of(published: Release) -> None:
    assert headlines(published) == (
        (
            f"{WHO}: 94% (375 of 400 people with every need known) had two or more needs; 95% limits 89% to 97%, "
            "rounding included."
        ),
        f"{WHO}: the commonest need was thinking and behaviour, 83% (330 of 400 people whose answer is known).",
        f"{WHO}: 80% (400 of 500 people) had an assessment.",
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
        f"{WHO}: which need is commonest cannot be said, for the percentage of one or more is withheld.",
        f"{WHO}: the share who had an assessment is withheld, for it rests on too few.",
    )


def test_needs_with_the_same_share_are_all_named(published: Release) -> None:
    table = changed(published, "needs.prevalence", count=200, out_of=400, estimate=0.5)
    few = replace(table, cells=table.cells[:3])
    (sentence,) = headlines(replace(published, tables=(few,)))
    assert sentence.startswith(
        f"{WHO}: the commonest needs were accommodation, education, training and employability and relationships, "
        "each 50%"
    )


def test_a_level_or_table_that_is_not_there_gives_no_sentence(published: Release) -> None:
    table = published["overlap.number_of_needs"]
    assert headlines(replace(published, tables=(replace(table, cells=table.cells[:2]),))) == ()


def test_a_need_that_nobody_has_is_not_the_commonest(published: Release) -> None:
    table = changed(published, "needs.prevalence", count=0, out_of=400, estimate=0.0)
    assert headlines(replace(published, tables=(table,))) == ()


def test_needs_known_of_different_numbers_of_people_are_said_to_be(published: Release) -> None:
    table = changed(published, "needs.prevalence", count=100, out_of=200, estimate=0.5)
    first, *others = table.cells
    more = replace(first, figures={**first.figures, "count": 240, "out_of": 400, "estimate": 0.6})
    (sentence,) = headlines(replace(published, tables=(replace(table, cells=(more, *others)),)))
    assert sentence.endswith("the needs are known of different numbers.")


def test_whoever_is_not_known_is_counted_in_the_sentence(published: Release) -> None:
    table = changed(published, "overlap.number_of_needs", not_known=35.0)
    (sentence,) = headlines(replace(published, tables=(table,)))
    assert "35 more not known" in sentence
