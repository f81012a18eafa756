"""Rows of lists of the commonest: which are listed, and where the people of the others go."""

from __future__ import annotations

from itertools import product

import pytest

from needskit.disclosure.policies import NONE, PUBLISH
from needskit.disclosure.rare import without_rare
from needskit.disclosure.release import release
from needskit.table.measure import PERCENTAGE
from needskit.table.ranked import ranked
from needskit.table.table import Caption, Cell, Dimension, Headings, Level, Table
from needskit.table.whom import Attribute, Whom, count_of

OTHERS = "all others"
KINDS = Attribute("kind", "Kind", ("a", "b", "c", "d", "not known"))
SEX = Attribute("sex", "Sex", ("female", "male"))
EVERYBODY = Whom("people in a test")
KNOWN = EVERYBODY.narrow(KINDS, KINDS.answers[:-1])


def listing(counts: dict[str, int], *, by_sex: bool = False) -> Table:
    """Return a table that lists the kinds counted, half of the people of each being women, and all others."""
    others = [kind for kind in KINDS.answers[:-1] if kind not in counts]
    rows = [*((kind, (kind,)) for kind in counts), (OTHERS, tuple(others))]
    groups = ["all", "female", "male"] if by_sex else ["all"]
    found: dict[Whom, int] = {}
    cells = []
    for group, (label, answers) in product(groups, rows):
        within = EVERYBODY if group == "all" else EVERYBODY.narrow(SEX, [group])
        assert within is not None
        parts = []
        for wanted in (answers, KINDS.answers[:-1], KINDS.answers):
            whom = within.narrow(KINDS, wanted) if wanted else None
            parts.append(count_of(whom))
            if whom is not None:
                all_of_them = sum(counts.get(kind, 2) for kind in wanted)
                share = {"all": all_of_them, "female": all_of_them // 2, "male": all_of_them - all_of_them // 2}
                found[whom] = share[group]
        cells.append(Cell((group, label) if by_sex else (label,), PERCENTAGE, tuple(parts)))
    levels = tuple(Level(label, rare_in="" if label == OTHERS else OTHERS) for label, _ in rows)
    dimensions: tuple[Dimension, ...] = (Dimension("kind", "Kind", levels),)
    if by_sex:
        dimensions = (Dimension("sex", "Sex", tuple(Level(group) for group in groups)), *dimensions)
    headings = Headings("People", "People of a known kind", "Not known", "Percentage")
    caption = Caption("a.list", "A list", "people in a test")
    return Table(caption, dimensions, headings, tuple(cells), found, {"kind": KINDS, "sex": SEX})


def labels(table: Table) -> list[str]:
    return [level.label for level in table.dimensions[-1].levels]


@pytest.mark.parametrize(("people", "listed"), [(0, False), (7, False), (8, False), (9, False), (10, True), (11, True)])
def test_a_row_is_listed_from_10_people_on(people: int, listed: bool) -> None:  # noqa: FBT001 - a case
    found = without_rare([listing({"a": 40, "b": people})], PUBLISH)
    assert labels(found.tables[0]) == (["a", "b", OTHERS] if listed else ["a", OTHERS])


def test_without_protection_every_row_is_listed() -> None:
    table = listing({"a": 40, "b": 1})
    found = without_rare([table], NONE)
    assert found.tables == (table,)
    assert found.least == {}


def test_people_of_rows_that_are_not_listed_are_counted_with_all_others_as_one_count() -> None:
    table = listing({"a": 40, "b": 7})
    [protected] = without_rare([table], PUBLISH).tables
    rest = EVERYBODY.narrow(KINDS, ["b", "c", "d"])
    assert protected.cells[-1].parts[0] == ((1, rest),)
    assert rest is not None
    assert protected.counts[rest] == 7 + 2 + 2
    # What they are out of is theirs already.
    assert protected.cells[-1].parts[1] == ((1, KNOWN),)


def test_a_row_of_nobody_else_takes_the_rare_in() -> None:
    [protected] = without_rare([listing({"a": 40, "b": 7, "c": 30, "d": 20})], PUBLISH).tables
    assert protected.cells[-1].parts[0] == count_of(EVERYBODY.narrow(KINDS, ["b"]))


def test_people_of_all_groups_together_decide_and_each_group_has_the_same_rows() -> None:
    found = without_rare([listing({"a": 40, "b": 12, "c": 9}, by_sex=True)], PUBLISH)
    assert labels(found.tables[0]) == ["a", "b", OTHERS]
    counts = {cell.at: sum(found.tables[0].counts[whom] for _, whom in cell.parts[0]) for cell in found.tables[0].cells}
    # Of women there are 6 of b: a row that is listed for all is listed for each group.
    assert (counts["female", "b"], counts["female", OTHERS]) == (6, 4 + 1)


def test_a_row_that_is_listed_is_10_or_more_when_everything_is_rounded() -> None:
    table = listing({"a": 40, "b": 10, "c": 11, "d": 14})
    assert without_rare([table], PUBLISH).least == {
        EVERYBODY.narrow(KINDS, [kind]): 10 for kind in ("a", "b", "c", "d")
    }
    [released] = release([table])
    assert (released.to_frame().set_index("kind")["count"].drop(OTHERS) >= 10).all()


def test_a_row_that_is_not_listed_may_not_be_10_wherever_else_it_is_shown() -> None:
    found = without_rare([listing({"a": 40, "b": 9})], PUBLISH)
    assert found.most == {EVERYBODY.narrow(KINDS, ["b"]): 5}


def test_rows_may_be_listed_from_more_people_on() -> None:
    found = without_rare([listing({"a": 40, "b": 14, "c": 15})], PUBLISH, steps=1)
    assert labels(found.tables[0]) == ["a", "c", OTHERS]
    assert set(found.least.values()) == {15}
    assert set(found.most.values()) == {10}


def test_tables_without_such_rows_are_left_as_they_are() -> None:
    table = listing({})
    assert without_rare([table], PUBLISH).tables == (table,)


def test_listed_rows_are_in_the_order_of_the_counts_given_and_then_of_their_words() -> None:
    table = listing({"a": 12, "c": 30, "b": 12})
    assert labels(ranked(table, table.counts)) == ["c", "a", "b", OTHERS]


def test_the_same_rows_are_in_the_same_order_in_every_group() -> None:
    table = listing({"a": 12, "b": 30}, by_sex=True)
    order = [cell.at for cell in ranked(table, table.counts).cells]
    assert order == [(group, kind) for group in ("all", "female", "male") for kind in ("b", "a", OTHERS)]


def test_the_order_of_released_rows_follows_from_their_counts_and_words_alone() -> None:
    # 12 and 11 are both shown as 10 or 15: which true count is larger is not told by which comes first.
    one, other = listing({"b": 12, "a": 11, "c": 40}), listing({"a": 12, "b": 11, "c": 40})
    for table in (one, other):
        frame = release([table])["a.list"].to_frame()
        listed = [(-int(row["count"]), str(row["kind"])) for row in frame.to_dict("records") if row["kind"] != OTHERS]
        assert listed == sorted(listed)


def test_a_table_without_listed_rows_keeps_its_order() -> None:
    table = listing({})
    assert ranked(table, table.counts) is table
