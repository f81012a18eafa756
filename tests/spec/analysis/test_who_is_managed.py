"""Who is managed under IOM: by tier, what each tier needs, since when and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from tests.spec.analysis.managed_spells import linked
from tests.spec.analysis.matched_people import cohort_of

import needskit as nk
from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.table.table import Table

TIERS = ("fixed", "fixed", "fixed", "flex", "", "", "", "")
MANAGED = ("yes", "yes", "yes", "yes", "yes", "no", "no", "")


def eight(**columns: str | Sequence[str]) -> pd.DataFrame:
    """Return eight people: three fixed, one flex, one whose tier is not known, two not managed, one not known."""
    frame = pd.DataFrame({"person_id": list("abcdefgh"), "iom": MANAGED, "iom_tier": TIERS})
    return frame.assign(**columns)


def figures(table: Table, *names: str) -> dict[Any, list[Any]]:
    """Return some figures of every row, by the labels of it."""
    frame = table.to_frame()
    labels = list(frame.columns[: list(frame.columns).index("count")])
    wanted = names or ("count", "out_of")
    return {tuple(row[labels]): row[list(wanted)].tolist() for _, row in frame.iterrows()}


def test_a_tier_is_a_part_of_those_whose_tier_is_known() -> None:
    found = figures(nk.iom.tiers(cohort_of(eight())))

    assert found[("IOM tier", "all managed")][0] == 5
    assert found[("IOM tier", "Fixed")] == [3, 4]
    assert found[("IOM tier", "Flex")] == [1, 4]
    assert found[("IOM tier", "Free")] == [0, 4]
    assert found[("IOM tier", "tier not known")][0] == 1


def test_the_reconvicted_of_a_tier_are_of_those_followed_up_whose_outcome_is_known() -> None:
    frame = eight(index_date="2023-01-10", follow_up_end=["2024-06-30"] * 2 + ["2023-03-01"] + ["2024-06-30"] * 5)
    cohort = cohort_of(frame.assign(reconvicted_12_months=["yes", "no", "yes", "", "yes", "yes", "no", "no"]))
    found = figures(nk.iom.tiers(cohort), "count", "out_of", "not_known")
    words = "Reconvicted within 12 months"

    assert found[(words, "all managed")] == [2, 3, 2]
    assert found[(words, "Fixed")] == [1, 2, 1]
    assert found[(words, "Flex")] == [0, 0, 1]
    assert found[(words, "tier not known")] == [1, 1, 0]


def test_each_tier_is_set_beside_those_known_not_to_be_managed() -> None:
    cohort = cohort_of(eight(need_drugs=["yes", "yes", "no", "yes", "no", "yes", "no", "yes"]))
    found = figures(nk.iom.needs(cohort), "count", "out_of", "against_count", "against_out_of", "difference")
    drugs = "Drug misuse"

    assert [tier for tier, _ in found] == ["all managed", "Fixed", "Flex", "Free"]
    assert found[("all managed", drugs)][:4] == [3, 5, 1, 2]
    assert found[("Fixed", drugs)][:4] == [2, 3, 1, 2]
    assert found[("Flex", drugs)][4] == 0.5
    assert pd.isna(found[("Free", drugs)][4])


def test_the_share_of_all_managed_is_that_of_the_parts_of_the_cohort() -> None:
    cohort = cohort_of(eight(need_drugs=["yes", "yes", "no", "yes", "no", "yes", "no", "yes"], sex="f"))
    names = ("count", "out_of", "against_count", "against_out_of", "difference")
    parts, ours = figures(nk.needs.by_cohort(cohort), *names), figures(nk.iom.needs(cohort), *names)

    assert ours[("all managed", "Drug misuse")] == parts[("Managed under IOM", "Drug misuse")]


def spelled(*spells: tuple[str, ...], complete: bool = True, **columns: str | Sequence[str]) -> Cohort:
    return linked(pd.DataFrame({"person_id": list("abcdef")}).assign(**columns), spells, complete=complete)


def groups(cohort: Cohort, *names: str) -> dict[str, list[Any]]:
    """Return some figures of the table of spells, by the group."""
    return {at[-1]: found for at, found in figures(nk.iom.spells(cohort), *names).items()}


def test_spells_that_meet_are_one_and_others_are_counted() -> None:
    cohort = spelled(
        ("a", "2020-01-01", "2020-06-30"),
        ("a", "2020-07-01", "2021-01-15"),
        ("b", "2020-01-01", "2020-02-01"),
        ("b", "2024-01-01", ""),
        ("c", "2025-02-01", ""),
    )
    found = groups(cohort)

    assert found["managed at any time"] == [3, 6]
    assert groups(cohort, "events", "per_person")["managed at any time"] == [4, 4 / 6]
    assert (found["once"], found["twice"], found["three times or more"]) == ([2, 3], [1, 3], [0, 3])
    assert (found["still managed"], found["no longer managed"]) == ([2, 3], [1, 3])
    # The spell of a went on for a year and a fortnight. Those of b and c have not ended, however long they are.
    assert found["12 to 23 months"] == [1, 1]
    assert sum(found[band][0] for band in ("under 6 months", "6 to 11 months", "24 months or more")) == 0


@pytest.mark.parametrize(
    ("end", "band"),
    [
        ("2023-06-30", "under 6 months"),
        ("2023-07-01", "6 to 11 months"),
        ("2023-12-31", "6 to 11 months"),
        ("2024-01-01", "12 to 23 months"),
        ("2025-01-01", "24 months or more"),
    ],
)
def test_lengths_are_in_months_of_the_calendar(end: str, band: str) -> None:
    assert groups(spelled(("a", "2023-01-01", end)))[band] == [1, 1]


def test_the_last_12_months_end_with_the_date_of_the_extract() -> None:
    found = groups(
        spelled(
            ("a", "2024-12-31", ""),
            ("b", "2025-01-01", ""),
            ("c", "2025-01-01", "2025-12-30"),
            ("d", "2020-01-01", "2024-12-31"),
            ("e", "2020-01-01", "2025-01-01"),
        )
    )

    assert found["adopted in the last 12 months"] == [2, 5]
    assert found["removed in the last 12 months, and not managed since"] == [2, 5]
    assert found["still managed"] == [2, 5]


def test_what_has_not_begun_by_the_date_of_the_extract_is_no_spell_and_what_ends_after_it_goes_on() -> None:
    found = groups(spelled(("a", "2026-01-01", ""), ("b", "2025-01-01", "2026-06-30")))

    assert found["managed at any time"] == [1, 6]
    assert found["still managed"] == [1, 1]


def test_whoever_is_not_in_the_source_is_not_known_unless_it_holds_everybody() -> None:
    found = groups(spelled(("a", "2024-01-01", ""), complete=False), "count", "out_of", "not_known")
    assert found["managed at any time"] == [1, 1, 5]


def test_a_spell_whose_first_day_is_not_known_has_no_length() -> None:
    found = groups(spelled(("a", "", "2025-06-30"), ("b", "", "2020-06-30")), "count", "out_of", "not_known")

    assert found["no longer managed"] == [2, 2, 0]
    assert found["under 6 months"] == [0, 0, 2]
    # Whoever was removed years ago was not adopted lately, whenever it was.
    assert found["adopted in the last 12 months"] == [0, 1, 1]


def test_whoever_has_a_spell_whose_day_cannot_be_read_is_not_known() -> None:
    found = groups(
        spelled(("a", "2024-01-01", ""), ("a", "some day", ""), ("b", "2024-01-01", "")), "count", "not_known"
    )

    assert found["managed at any time"] == [1, 1]
    assert found["still managed"] == [1, 0]


def test_columns_hold_one_spell_and_nothing_is_said_of_how_many() -> None:
    frame = pd.DataFrame({"person_id": list("abcd"), "iom": ["yes", "yes", "yes", "no"]})
    frame = frame.assign(iom_start=["2025-03-01", "2023-01-01", "", ""], iom_end=["", "2023-05-01", "", ""])
    found = groups(cohort_of(frame), "count", "out_of", "not_known")

    assert found["managed at any time"] == [2, 3, 1]
    assert found["under 6 months"] == [1, 1, 0]
    assert "once" not in found


@pytest.mark.parametrize("missing", ["iom", "iom_tier"])
def test_without_tiers_there_is_no_table_of_them(missing: str) -> None:
    cohort = cohort_of(eight(need_drugs="yes").drop(columns=missing))
    for make in (nk.iom.tiers, nk.iom.needs):
        with pytest.raises(UsageError, match="Tiers are read from the columns"):
            make(cohort)
    assert nk.iom.who_is_managed(cohort) == ()


def test_without_days_or_a_date_there_is_no_table_of_spells() -> None:
    with pytest.raises(UsageError, match="How long people are managed is read from"):
        nk.iom.spells(cohort_of(eight()))
    dated = eight(iom_start=["2024-01-01"] * 5 + [""] * 3)
    assert not nk.iom.has_management(nk.read_cohort(dated, population="people in a test"))


def test_what_a_cohort_holds_is_in_its_tables_and_they_release_together() -> None:
    drawn = nk.synthetic_people(people=400, seed=3)
    cohort = nk.read_cohort(drawn, population="made-up people", as_at="2025-12-31")
    released = nk.release([*nk.iom.who_is_managed(cohort), nk.needs.by_cohort(cohort)])

    assert [table.caption.key for table in released.tables][:3] == ["iom.tiers", "iom.needs", "iom.spells"]
    shown = {at: found[0] for table in released.tables[:1] for at, found in figures(table, "count").items()}  # type: ignore[arg-type]
    parts = [shown[("IOM tier", tier)] for tier in ("Fixed", "Flex", "Free", "tier not known")]
    assert sum(parts) == shown[("IOM tier", "all managed")]
    assert all(count % 5 == 0 for count in parts)
