"""What needskit.toml says of terms: definitions, parts of the cohort that have a name, and comparators."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads the annotations when it checks a file
from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations when it checks a file
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}
"""An unknown key is an error, and so is a number where a text is wanted."""

Dichotomy = Literal["homeless", "housed", "settled"]


def key_of(name: str) -> str:
    """Return the key that the file writes: a name that Python keeps for itself has a line after it.

    Examples
    --------
    >>> key_of("from_"), key_of("to")
    ('from', 'to')
    """
    return name.removesuffix("_")


@dataclass(frozen=True, slots=True, kw_only=True)
class RangePart:
    """``{ from = 18, to = 24 }``: a range of whole numbers, in the conditions of a named cohort.

    Parameters
    ----------
    from_, to
        The lowest and the highest number, both in it. Either may be left out.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {**STRICT, "alias_generator": key_of}

    from_: int | None = None
    to: int | None = None


ConditionPart = str | bool | int | tuple[str, ...] | RangePart


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCohortPart:
    """``[cohorts.<name>]``: a part of the cohort that has a name, to set beside others.

    Parameters
    ----------
    label
        What it is called in tables: "Women".
    where
        Who belongs to it: a column or breakdown, and the answer that is wanted of it, by its code or label; several
        answers; true or false for yes or no; a whole number; or a range, ``{ from = 18, to = 24 }``. Whoever meets all
        conditions belongs to it; who gave no answer does not, unless "not known" is asked for.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    label: str
    where: Mapping[str, ConditionPart]


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainPart:
    """``[[definitions.domains]]``: one of the three domains of disadvantage. Name all three, or none.

    Parameters
    ----------
    label
        What it is called in tables.
    any_of
        Yes or no columns: whoever has any of them is in the domain.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    label: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedContactPart:
    """``[definitions.repeated_contact]``: who has several needs and came back several times.

    Parameters
    ----------
    needs
        From so many needs on.
    times
        From so many contacts on.
    months
        Contacts within so many months before the index date count, 12 unless told otherwise. A column of people has
        its own time, so leave it out there.
    of
        What a contact is: "offences" for a proven offence in a source of that role, by the date of the offence;
        "services" for a spell with a service, by its start; or a column of people that holds the number, such as
        "offences_before_12_months".
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    needs: int = 2
    times: int = 3
    months: int | None = None
    of: str = "offences"


@dataclass(frozen=True, slots=True, kw_only=True)
class DualDiagnosisPart:
    """``[definitions.dual_diagnosis]``: any of the one kind together with any of the other."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    mental_health: tuple[str, ...] = ("mental_health",)
    substance: tuple[str, ...] = ("need_drugs", "need_alcohol")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionPart:
    """``[definitions.transition]``: who crosses from youth to adult services.

    Parameters
    ----------
    period
        First and last day, both in it, on which those counted turned 18. Unless told otherwise the three years up to
        window_days before the date of the extract, so that what came of everybody who left at 18 can be known.
    window_days
        Whoever has no contact with an adult service within so many days of leaving youth services is lost.
    long_gap_days
        A gap of more days than this is a long one.
    adult_services
        Services, by their names in a source of services, that are adult services too, beside a source of role "adult".
    young_adult_services
        Services, by their names, that people leave when they turn 25.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    period: tuple[dt.date, dt.date] | None = None
    window_days: int = 91
    long_gap_days: int = 28
    adult_services: tuple[str, ...] = ()
    young_adult_services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPart:
    """``[[definitions.support]]``: one kind of support that is followed through the 18th birthday.

    Parameters
    ----------
    label
        What it is called in tables.
    services
        Services that give it, by their names in a source of services.
    need
        The yes or no column that says who needs it, if there is one.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    label: str
    services: tuple[str, ...]
    need: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeBandingPart:
    """``[[definitions.age_bandings]]``: bands of age of your own, to divide people by beside those there are.

    Parameters
    ----------
    name
        As ``by`` and conditions name it: "local_age_band".
    label
        What it is called in tables: "Age (local bands)".
    levels
        The first and the last age of each band, both in it, in completed years: ``[[10, 15], [16, 24], [25, 110]]``.
        They rise, without a gap. A band up to 110, the oldest that is read, is called "25 and over".
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    label: str
    levels: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionsPart:
    """``[definitions]``: what terms mean where the field has more than one meaning.

    Parameters
    ----------
    accommodation
        Which dichotomy the standard report divides people by.
    young_adults
        First and last age, in completed years.
    age_bandings
        Bands of age of your own.
    dual_diagnosis
        Which columns are of mental health, and which of substance misuse.
    domains
        The three domains of disadvantage. Unless told otherwise: Substance misuse (need_drugs or need_alcohol),
        Accommodation (need_accommodation), Mental health (mental_health).
    repeated_contact
        Who has several needs and came back several times.
    transition
        Who crosses from youth to adult services.
    support
        Kinds of support that are followed through the 18th birthday; any service unless told otherwise.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    accommodation: Dichotomy = "homeless"
    young_adults: tuple[int, int] = (18, 24)
    age_bandings: tuple[AgeBandingPart, ...] = ()
    dual_diagnosis: DualDiagnosisPart = field(default_factory=DualDiagnosisPart)
    domains: tuple[DomainPart, ...] | None = None
    repeated_contact: RepeatedContactPart = field(default_factory=RepeatedContactPart)
    transition: TransitionPart = field(default_factory=TransitionPart)
    support: tuple[SupportPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparatorPart:
    """``[[comparators]]``: a published percentage to set beside one need, and whom it is of."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    need: str
    percentage: float
    period: str
    population: str
    source: str
    note: str = ""
