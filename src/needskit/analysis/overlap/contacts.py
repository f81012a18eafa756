"""Who has several needs and comes back again and again?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.analysis.answers import NO, YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, share
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.cohort.combination import NOT_IN_FULL
from needskit.cohort.provenance import all_complete
from needskit.cohort.settings import OFFENCES, SERVICES, RepeatedContact
from needskit.cohort.smaller_extract import require_rows
from needskit.errors import UsageError
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.table import Headings, Table
from needskit.table.whom import Attribute

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition

DATES = {OFFENCES: "offence_date", SERVICES: "start_date"}
"""What dates a contact."""

PROVEN = ("conviction", "caution")
"""Outcomes of an offence that count. Source: Ministry of Justice, Proven reoffending statistics."""

LEAST_CONTACTS = 1


def repeated_contact(cohort: Cohort, *, rule: RepeatedContact | None = None, by: By = None) -> Table:
    """How many people have several needs and repeated contact: the revolving door?

    Counted are people with a known answer on every need and a known number of contacts. Whoever has no record in the
    linked sources has none if each of them is said to be complete, and is not known otherwise: that no contact is
    recorded there does not say that there was none. Nor is it known where records without a date or an outcome could
    make them enough.

    Parameters
    ----------
    cohort
        Whose people are counted.
    rule
        From how many needs and contacts on, of what, in how many months up to the index date; that of the settings
        unless told otherwise: two needs, and three offences with a proven outcome in 12 months.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no needs, the extract does not hold what is counted as a contact, or no such breakdown.

    References
    ----------
    Revolving Doors, First Generation: One Year On, 2013: several needs and repeated contact with services. From how
    many on, and in what time, is a local definition.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3"],
    ...         "need_drugs": ["yes", "yes", "no"],
    ...         "need_alcohol": ["yes", "yes", "no"],
    ...         "offences_before_12_months": ["3", "1", "5"],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> often = nk.overlap.RepeatedContact(needs=2, times=3, of="offences_before_12_months")
    >>> frame = repeated_contact(cohort, rule=often).to_frame()
    >>> frame["count"].tolist()
    [1, 1, 1, 0, 0]
    """
    chosen = rule or cohort.definitions.repeated_contact
    _refuse_none(chosen, most=len(cohort.needs.required))
    cohort, often, seldom = _counted(cohort, chosen)
    numbers = [answer for answer in cohort.attributes[NUMBER_OF_NEEDS].answers if answer != NOT_IN_FULL]
    several = (NUMBER_OF_NEEDS, frozenset(numbers[chosen.needs :]))
    fewer = (NUMBER_OF_NEEDS, frozenset(numbers[: chosen.needs]))
    known: tuple[Condition, ...] = ((NUMBER_OF_NEEDS, frozenset(numbers)), (often[0], often[1] | seldom[1]))
    word, contact = cohort.needs.word, _contact(cohort, chosen)
    many, few = f"{chosen.needs} {word}s or more", f"fewer than {chosen.needs} {word}s"
    again, not_again = "repeated contact", "no repeated contact"
    rows = [
        Row((f"{needs_label}, {label}",), PERCENTAGE, (people(needs, contacts), people(*known), people()))
        for needs_label, needs in ((many, several), (few, fewer))
        for label, contacts in ((again, often), (not_again, seldom))
    ]
    rows.append(Row((NOT_KNOWN,), COUNT, (((1, ()), (-1, known)),)))
    unit = cohort.unit.capitalize()
    words = Words(
        key="overlap.repeated_contact",
        title=f"Several {word}s and repeated contact",
        headings=Headings(
            count=f"{unit} in this row",
            out_of=f"{unit} with both known",
            not_known=f"{unit} with one or both not known",
            estimate="Percentage of those known",
        ),
        notes=(
            f"Several {word}s: {many}. Repeated contact: {chosen.times} or more {contact}.",
            (
                f"{_without_record(cohort, chosen)} What is repeated contact is a definition of this workbook, not an "
                "official one."
            ),
        ),
        sources=(
            "Revolving door: Revolving Doors, First Generation: One Year On, 2013; numbers are a local definition",
        ),
    )
    return share(cohort, rows, name="group", label="Group", words=words, by=by)


def has_contacts(cohort: Cohort) -> bool:
    """Tell whether the extract holds what the settings count as a contact."""
    rule = cohort.definitions.repeated_contact
    if rule.of in DATES:
        records = cohort.linked.get(rule.of)
        return records is not None and DATES[rule.of] in records and "index_date" in cohort.people
    return rule.of in cohort.attributes and any(answer.isdigit() for answer in cohort.attributes[rule.of].answers)


def _refuse_none(rule: RepeatedContact, *, most: int) -> None:
    if not 1 <= rule.needs <= most or rule.times < LEAST_CONTACTS or rule.months < 1:
        message = (
            f"Repeated contact wants needs from 1 to {most}, and times and months of 1 or more, but was needs="
            f"{rule.needs}, times={rule.times}, months={rule.months}."
        )
        raise UsageError(message)


def _contact(cohort: Cohort, rule: RepeatedContact) -> str:
    """Say what a contact is."""
    if rule.of == OFFENCES:
        return f"offences with a proven outcome in the {rule.months} months up to the index date"
    if rule.of == SERVICES:
        return f"spells with a service begun in the {rule.months} months up to the index date"
    label = cohort.attributes[rule.of].label
    return f"as the column says ({label[:1].lower()}{label[1:]})"


def _without_record(cohort: Cohort, rule: RepeatedContact) -> str:
    """Say what whoever has no record of a contact is taken to have."""
    unit = cohort.unit.capitalize()
    if rule.of in DATES and all_complete(cohort.sources, rule.of):
        return f"{unit} without a record of a contact have had none: its sources are said to be complete."
    return f"{unit} without a record in the source of contacts are not known: none there does not mean none at all."


def _counted(cohort: Cohort, rule: RepeatedContact) -> tuple[Cohort, Condition, Condition]:
    """Return the cohort with what says who has how many contacts, and the answers of those who have many and few."""
    if rule.of not in DATES:
        return (cohort, *_of_column(cohort, rule))
    require_rows(
        cohort,
        "Repeated contact by dates",
        whose="those whose contacts are counted",
        columns=["index_date", *cohort.needs.columns],
        sources={rule.of: [DATES[rule.of], *(["outcome"] if rule.of == OFFENCES else [])]},
    )
    name = f"{rule.times} or more {rule.of} in {rule.months} months"
    fewest, most = _times(cohort, rule)
    codes = np.where(fewest >= rule.times, 0, np.where(most < rule.times, 1, 2)).astype(np.int8)
    answers = ("yes", "no", NOT_KNOWN)
    people_with = cohort.people.assign(**{name: pd.Categorical.from_codes(codes, categories=pd.Index(answers))})
    attribute = Attribute(name, f"{name[:1].upper()}{name[1:]}", answers)
    attributes = {**cohort.attributes, name: attribute}
    return replace(cohort, people=people_with, attributes=attributes), (name, YES), (name, NO)


def _of_column(cohort: Cohort, rule: RepeatedContact) -> tuple[Condition, Condition]:
    attribute = cohort.attributes.get(rule.of)
    numbers = [answer for answer in attribute.answers if answer.isdigit()] if attribute else []
    if not numbers:
        message = (
            f"Repeated contact is counted from '{rule.of}', which this extract does not hold as a column of whole "
            "numbers. Say of='offences' with a source of offences, of='services', or the name of another column."
        )
        raise UsageError(message)
    many = frozenset(number for number in numbers if int(number) >= rule.times)
    return (rule.of, many), (rule.of, frozenset(numbers) - many)


def _times(cohort: Cohort, rule: RepeatedContact) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the fewest and the most contacts that each person had up to the index date.

    Records whose date or outcome is not known lie between the two. Both are not a number where nothing is known:
    without an index date, and without a record unless every source is complete.
    """
    records, date = cohort.linked.get(rule.of), DATES[rule.of]
    if records is None or date not in records or "index_date" not in cohort.people:
        message = (
            f"Repeated contact is counted from a source of {rule.of} with {date}, and from index_date, and this "
            "extract does not hold both. Name a column of numbers: [definitions.repeated_contact] of = "
            '"offences_before_12_months".'
        )
        raise UsageError(message)
    index = cohort.people.set_index("person_id")["index_date"]
    person = records["person_id"]
    until = index.reindex(person).set_axis(records.index)
    since = until - pd.DateOffset(months=rule.months)
    sure = (records[date] <= until) & (records[date] > since)
    perhaps = sure | records[date].isna()
    if rule.of == OFFENCES and "outcome" in records:
        sure &= records["outcome"].isin(PROVEN)
        perhaps &= records["outcome"].isin([*PROVEN, NOT_KNOWN])
    without = 0 if all_complete(cohort.sources, rule.of) else np.nan
    fewest, most = (
        _of_each(cohort, each.groupby(person, observed=True, sort=False).sum(), without=without)
        for each in (sure, perhaps)
    )
    return fewest, most


def _of_each(cohort: Cohort, times: pd.Series, *, without: float) -> npt.NDArray[np.float64]:
    """Return a number by person for each person in turn; not a number without an index date."""
    found = times.reindex(cohort.people["person_id"], fill_value=without).to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(cohort.people["index_date"].isna(), np.nan, found)
