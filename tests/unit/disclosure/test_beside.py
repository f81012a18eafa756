"""Which events are tied to which people, and which are hidden together."""

from __future__ import annotations

from needskit.disclosure.beside import Hidden, Tie, ends_of_events, families_of, least_people, ties_between
from needskit.table.whom import Whom

KNOWN, YES = ("again", frozenset({"yes", "no"})), ("again", frozenset({"yes"}))


def people(*conditions: tuple[str, frozenset[str]]) -> Whom:
    return Whom("people", frozenset(conditions))


def events(*conditions: tuple[str, frozenset[str]]) -> Whom:
    return Whom("people: events", frozenset(conditions))


WOMEN, MEN = (("sex", frozenset({answer})) for answer in ("f", "m"))
OF_WOMEN = Tie(people(YES, WOMEN), events(KNOWN, WOMEN), each_has_one=True)


def test_what_is_said_of_women_is_said_of_men_whom_no_table_shows() -> None:
    true_people = {people(YES, WOMEN): 3, people(YES, MEN): 2, people(KNOWN, MEN): 9}
    found = ties_between([OF_WOMEN], true_people, {events(KNOWN, WOMEN): 7, events(KNOWN, MEN): 2})
    assert set(found) == {
        OF_WOMEN,
        Tie(people(YES, MEN), events(KNOWN, MEN), each_has_one=True),
        Tie(people(KNOWN, MEN), events(KNOWN, MEN), each_has_one=False),
    }


def test_events_that_do_not_ask_for_the_outcome_are_those_of_people_with_it_too() -> None:
    found = ties_between([OF_WOMEN], {people(YES, WOMEN): 3}, {events(WOMEN): 7})
    assert found == (Tie(people(YES, WOMEN), events(WOMEN), each_has_one=True),)


def test_nothing_follows_where_an_extract_contradicts_itself() -> None:
    assert not ties_between([OF_WOMEN], {people(YES, WOMEN): 0}, {events(KNOWN, WOMEN): 7})
    assert not ties_between([OF_WOMEN], {people(YES, WOMEN): 3}, {events(KNOWN, WOMEN): 2})


def test_people_are_shown_where_their_events_must_be_and_events_are_what_people_allow() -> None:
    assert least_people([OF_WOMEN], {OF_WOMEN.events: 5}, base=5) == {OF_WOMEN.people: 5}
    assert least_people([OF_WOMEN], {OF_WOMEN.events: 4}, base=5) == {}
    assert ends_of_events([OF_WOMEN], {OF_WOMEN.people: 10}) == ({OF_WOMEN.events: 10}, {})
    assert ends_of_events([OF_WOMEN], {OF_WOMEN.people: 0}) == ({}, {OF_WOMEN.events: 0})


def test_events_of_groups_are_hidden_with_those_of_all_groups_and_of_parts_of_these() -> None:
    hidden = Hidden((("people: events", frozenset({"again", "sex"})),))
    district = ("district", frozenset({"North"}))
    assert hidden.holds(events(KNOWN, MEN))
    assert hidden.holds(events(KNOWN, MEN, district))
    assert not hidden.holds(events(KNOWN))
    assert not hidden.holds(people(KNOWN, MEN))


def test_those_families_come_first_of_which_the_most_events_are_by_few() -> None:
    of_all = Tie(people(YES), events(KNOWN), each_has_one=True)
    counts = {of_all.people: 30, OF_WOMEN.people: 3}, {of_all.events: 90, OF_WOMEN.events: 7}
    first, second = families_of([of_all, OF_WOMEN], *counts, base=5)
    assert first == ("people: events", frozenset({"again", "sex"}))
    assert second == ("people: events", frozenset({"again"}))
