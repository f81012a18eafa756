"""What the analyst says of an extract and the cohort must know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needskit.cohort.comparison import Comparison
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from needskit.cohort.needs import Needs
    from needskit.cohort.provenance import Stated
    from needskit.cohort.targets import Target
    from needskit.schema import Banding

Wanted = str | int | bool | Collection[str] | tuple[int | None, int | None] | None
"""A condition: an answer or its label, several of them, yes or no as True or False, a number, or a range of numbers."""

OFFENCES, SERVICES = "offences", "services"
"""Linked sources whose records can be counted as contacts."""


@dataclass(frozen=True, slots=True)
class Comparator:
    """A published percentage to set beside one need: whom it is of, when, and where it stands."""

    need: str
    percentage: float
    period: str
    population: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NamedCohort:
    """A part of the cohort that the analyst names.

    Parameters
    ----------
    label
        What it is called in tables: "Women".
    where
        Its conditions, as ``Cohort.where`` takes them: columns and breakdowns, and what is wanted of each.
    """

    label: str
    where: Mapping[str, Wanted]


@dataclass(frozen=True, slots=True)
class Domain:
    """One of three domains of disadvantage: whoever has any of its needs is in it.

    Parameters
    ----------
    label
        What it is called in tables.
    any_of
        Yes or no columns of people. Those that the extract does not hold are passed over.
    """

    label: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepeatedContact:
    """Whoever has several needs and came back several times.

    Parameters
    ----------
    needs
        From so many needs on.
    times
        From so many contacts on.
    months
        Contacts within so many months before the index date count. A column of people has its own time.
    of
        What a contact is: "offences" for an offence of the linked source with a proven outcome, by its date;
        "services" for a spell with a service, by its start; or a column of people that holds the number.
    """

    needs: int = 2
    times: int = 3
    months: int = 12
    of: str = OFFENCES


@dataclass(frozen=True, slots=True)
class DualDiagnosis:
    """Whoever has any of the one kind together with any of the other.

    Parameters
    ----------
    mental_health, substance
        Yes or no columns of people. Those that the extract does not hold are passed over.
    """

    mental_health: tuple[str, ...] = ("mental_health",)
    substance: tuple[str, ...] = ("need_drugs", "need_alcohol")


@dataclass(frozen=True, slots=True)
class Transition:
    """Who crosses from youth to adult services, and when that counts as done or as lost.

    Parameters
    ----------
    period
        First and last day, both in it, on which those counted turned 18; None for the three years that end so many
        days before the date of the extract as the window is long.
    window_days
        Whoever has no contact with an adult service within so many days of leaving youth services is lost.
    long_gap_days
        A gap of more days than this is a long one.
    adult_services
        Services, by their names in a source of services, that are adult services too.
    young_adult_services
        Services, by their names, that people leave when they turn 25.
    """

    period: tuple[dt.date, dt.date] | None = None
    window_days: int = 91
    long_gap_days: int = 28
    adult_services: tuple[str, ...] = ()
    young_adult_services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """Services that give one kind of support, before 18 and after.

    Parameters
    ----------
    label
        What it is called in tables.
    services
        Services by their names in a source of services.
    need
        The yes or no column of people that says who needs it; empty if none does.
    """

    label: str
    services: tuple[str, ...]
    need: str = ""


DOMAINS = (
    Domain("Substance misuse", ("need_drugs", "need_alcohol")),
    Domain("Accommodation", ("need_accommodation",)),
    Domain("Mental health", ("mental_health",)),
)
"""The domains unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Assessments:
    """Which assessments count.

    Parameters
    ----------
    types, statuses
        Their codes; all if empty. A source without such a column is not filtered.
    within_weeks
        How many weeks from the day that they are asked for they may be; 0 for no limit.
    """

    types: tuple[str, ...] = ("layer_3",)
    statuses: tuple[str, ...] = ("complete",)
    within_weeks: int = 55


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How long people are followed, and which of their linked offences count by then.

    Parameters
    ----------
    outcomes
        The codes of the outcomes that count.
    asks_when
        Whether the day of the outcome matters.
    months, waiting_months
        How long after the index date an offence may be, and how long after that its outcome.
    data_end
        The day to which offences and outcomes are known; None if nobody said.
    complete
        Whether whoever has no linked offence is known to have none.
    happened, times
        The columns that say who offended again in that time, and how often.
    """

    outcomes: tuple[str, ...] = ("conviction", "caution")
    asks_when: bool = True
    months: int = 12
    waiting_months: int = 6
    data_end: dt.date | None = None
    complete: bool = False
    happened: str = "reconvicted_12_months"
    times: str = "reoffences_12_months"


@dataclass(frozen=True, slots=True)
class Definitions:
    """What terms mean where the field has more than one meaning.

    Parameters
    ----------
    accommodation
        Which dichotomy the standard report divides people by: homeless, housed or settled.
    young_adults
        First and last age that are meant by young adults, both included.
    age_bandings
        Bands of age of the analyst's own.
    comparators
        Published percentages to set beside needs.
    targets
        What percentages are to be, by when.
    own_breakdowns
        Columns that the analyst names to divide people by.
    cohorts
        Parts of the cohort that the analyst names.
    domains
        The three domains of disadvantage.
    repeated_contact
        Who has several needs and came back several times.
    dual_diagnosis
        Which columns are of mental health, and which of substance misuse.
    transition
        Who crosses from youth to adult services.
    support
        Kinds of support that are followed through the 18th birthday.
    follow_up
        How long people are followed, and which offences count.
    assessments
        Which assessments count.
    comparison
        What an evaluation is told.
    """

    accommodation: str = "homeless"
    young_adults: tuple[int, int] = (18, 24)
    age_bandings: tuple[Banding, ...] = ()
    comparators: tuple[Comparator, ...] = ()
    targets: tuple[Target, ...] = ()
    own_breakdowns: tuple[str, ...] = ()
    cohorts: tuple[NamedCohort, ...] = ()
    domains: tuple[Domain, Domain, Domain] = DOMAINS
    repeated_contact: RepeatedContact = field(default_factory=RepeatedContact)
    dual_diagnosis: DualDiagnosis = field(default_factory=DualDiagnosis)
    transition: Transition = field(default_factory=Transition)
    support: tuple[Support, ...] = ()
    follow_up: FollowUp = field(default_factory=FollowUp)
    assessments: Assessments = field(default_factory=Assessments)
    comparison: Comparison = field(default_factory=Comparison)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a cohort must know that no file says.

    Parameters
    ----------
    population, as_at, unit, needs
        As ``Cohort`` has them.
    breakdowns
        The user's own columns to divide people by: name and label.
    identifying
        Those of them that are the identifier too.
    definitions
        What terms mean.
    stated
        Every setting as the method sheet says it.
    """

    population: str
    as_at: dt.date | None
    unit: str
    needs: Needs
    breakdowns: Mapping[str, str]
    identifying: frozenset[str] = frozenset()
    definitions: Definitions = field(default_factory=Definitions)
    stated: tuple[Stated, ...] = ()

    @property
    def source(self) -> str:
        """What tells this extract from another in one workbook: population and date."""
        return f"{self.population}, {date_in_words(self.as_at)}" if self.as_at else self.population
