"""Release: what is refused, and what is shown in place of the true counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

import needskit as nk
from needskit.disclosure.policies import NONE, PUBLISH, policy_named
from needskit.disclosure.policies.publish import said_of
from needskit.disclosure.protected import Protected
from needskit.disclosure.released import Release
from needskit.disclosure.shorthand import LOW_RELIABILITY, NOT_APPLICABLE
from needskit.errors import DisclosureError, UsageError
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Cell, Table
from needskit.table.whom import Attribute, Whom, count_of

Describe = Callable[..., Whom]
Make = Callable[..., Table]


def share(whom: Describe, table: Make, yes: int, known: int) -> Table:
    """Return a table of one percentage, and of the plain count of everybody."""
    numerator, denominator, everyone = whom(sex="female"), whom(sex="female|male"), whom()
    plain = table({numerator: yes, everyone: known})
    cells = (
        Cell(("row 0",), PERCENTAGE, (count_of(numerator), count_of(denominator), count_of(everyone))),
        plain.cells[1],
    )
    return replace(plain, cells=cells, counts={numerator: yes, denominator: known, everyone: known})


def test_a_table_is_released_once(whom: Describe, table: Make) -> None:
    with pytest.raises(UsageError, match=re.escape("Two tables have the key 'a.table'")):
        nk.release([table({whom(): 7}), table({whom(sex="female"): 3})])


def test_an_unknown_policy_is_refused_and_the_nearest_named(whom: Describe, table: Make) -> None:
    with pytest.raises(UsageError, match="did you mean 'publish'"):
        nk.release([table({whom(): 7})], policy="publsh")
    assert policy_named("none") is NONE


def test_two_accounts_of_the_same_people_are_refused(whom: Describe, table: Make) -> None:
    with pytest.raises(DisclosureError, match="count the same ones differently") as refused:
        nk.release([table({whom(): 7}, "one"), table({whom(): 8}, "two")])
    assert not re.search(r"\b[78]\b", str(refused.value))


def test_two_accounts_of_a_question_are_refused(whom: Describe, table: Make) -> None:
    other = replace(table({whom(): 7}, "two"), attributes={"sex": Attribute("sex", "Sex", ("female", "male"))})
    with pytest.raises(DisclosureError, match="disagree on the answers to 'sex'"):
        nk.release([table({whom(): 7}, "one"), other])


def test_two_extracts_share_no_count(whom: Describe, table: Make) -> None:
    elsewhere = Whom("other people in a test")
    released = nk.release([table({whom(): 7}, "one"), table({elsewhere: 8}, "two")])
    assert [t.cells[0].figures["count"] for t in released] == [5, 10]


@pytest.mark.parametrize(("known", "out_of", "shown"), [(27, 25, False), (28, 30, True), (33, 35, True)])
def test_a_percentage_of_fewer_than_30_as_released_is_withheld(
    whom: Describe, table: Make, known: int, out_of: int, *, shown: bool
) -> None:
    [released] = nk.release([share(whom, table, 12, known)])
    cell = released.cells[0]
    assert cell.figures["out_of"] == out_of
    assert ({"estimate", "lower", "upper"} <= cell.figures.keys()) is shown
    assert cell.status == ("" if shown else LOW_RELIABILITY)


def test_a_plain_count_has_no_percentage_to_show(whom: Describe, table: Make) -> None:
    [released] = nk.release([table({whom(): 7})])
    assert (released.cells[0].status, dict(released.cells[0].figures)) == (NOT_APPLICABLE, {"count": 5})


def test_the_policy_none_keeps_true_counts_and_says_so(whom: Describe, table: Make) -> None:
    released = nk.release([share(whom, table, 3, 7)], policy="none")
    cell = released["a.table"].cells[0]
    assert (cell.figures["count"], cell.figures["out_of"], cell.status) == (3, 7, "")
    assert (released.off_by, released.policy.protects) == (0, False)
    assert released.words[0].startswith("INTERNAL")


def test_the_words_say_by_how_many_counts_may_be_off() -> None:
    assert said_of(Protected({}, off_by=4, left_over_off_by=4), PUBLISH) == PUBLISH.words
    further = said_of(Protected({}, off_by=9, left_over_off_by=9), PUBLISH)
    assert further[:2] == (
        "Every count is a multiple of 5 within 9 of the true number; totals are the sums of the rounded parts.",
        "0 means 0 to 9.",
    )
    assert further[2:] == PUBLISH.words[2:]
    assert Release((), PUBLISH, 9, 9, further).words == further


def test_a_release_finds_tables_by_key(whom: Describe, table: Make) -> None:
    released = nk.release([table({whom(): 7}, "one"), table({whom(sex="female"): 3}, "two")])
    assert [t.caption.key for t in released] == ["one", "two"]
    assert len(released) == 2
    assert released["two"].measures == (released["two"].cells[0].measure,)
    with pytest.raises(UsageError, match="there are one, two"):
        released["three"]
