"""The parts of OGRS3, each read and proved: age bands, statuses, offence groups, risk bands, conflicts of sources."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from needskit.schema.entry import Entry

OFFENCE_GROUPS: Final = 20
ONE: Final = "one"
SEVERAL: Final = "several"
HIGHEST_PER_CENT: Final = 100


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages from ``from_`` to ``to``, both in it, in completed years, and the coefficient of each sex."""

    label: str
    from_: int
    to: int | None
    male: float
    female: float


@dataclass(frozen=True, slots=True)
class Status:
    """One sanction status.

    Attributes
    ----------
    sanctions
        Whether whoever has it has had "one" sanction in all, the current one, or "several".
    default
        Whether it is the status of so many sanctions where nobody says more.
    """

    code: str
    label: str
    description: str | None
    coefficient: float
    sanctions: str
    default: bool


@dataclass(frozen=True, slots=True)
class OffenceGroup:
    """One group of the current offence, with other spellings that mean it."""

    code: str
    label: str
    synonyms: tuple[str, ...]
    coefficient: float


@dataclass(frozen=True, slots=True)
class RiskBand:
    """One band of the two-year probability: its lowest per cent, after rounding to whole per cent."""

    code: str
    label: str
    from_: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where public sources differ: what is taken here, what stands elsewhere, and that as a number if it is one."""

    name: str
    title: str
    here: str
    elsewhere: str
    alternative: float | None


def age_bands_from(entry: Entry, *, youngest: int) -> tuple[AgeBand, ...]:
    """Read the age bands, which must give everybody from the youngest on just one coefficient.

    Raises
    ------
    NeedskitError
        If they do not, or if a key is missing, not known or of the wrong kind.
    """
    bands = tuple(_age_band(item) for item in entry.entries("ageBands"))
    if not bands or bands[0].from_ != youngest or bands[-1].to is not None:
        entry.reject("ageBands", because=f"bands from {youngest}, the last without an upper end, are wanted")
    for lower, upper in pairwise(bands):
        if lower.to is None or lower.to < lower.from_ or upper.from_ != lower.to + 1:
            entry.reject("ageBands", because=f"'{upper.label}' should start just after '{lower.label}' ends")
    return bands


def _age_band(entry: Entry) -> AgeBand:
    entry.only(required=("label", "from", "male", "female"), optional=("to",))
    return AgeBand(
        label=entry.text("label"),
        from_=entry.whole("from"),
        to=entry.whole_or_none("to"),
        male=entry.number("male"),
        female=entry.number("female"),
    )


def statuses_from(entry: Entry) -> tuple[Status, ...]:
    """Read the sanction statuses, of which each number of sanctions must have just one by default.

    Raises
    ------
    NeedskitError
        If it has none or two, if a code is there twice, or if a key is missing, not known or of the wrong kind.
    """
    statuses = tuple(_status(item) for item in entry.entries("statuses"))
    _each_once(entry, "statuses", [status.code for status in statuses])
    for sanctions in (ONE, SEVERAL):
        if sum(status.default for status in statuses if status.sanctions == sanctions) != 1:
            entry.reject("statuses", because=f"just one default is wanted of those with sanctions {sanctions}")
    return statuses


def _status(entry: Entry) -> Status:
    entry.only(required=("code", "label", "coefficient", "sanctions"), optional=("description", "default"))
    sanctions = entry.text("sanctions")
    if sanctions not in {ONE, SEVERAL}:
        entry.reject("sanctions", because=f"{ONE} or {SEVERAL} is wanted")
    return Status(
        code=entry.text("code"),
        label=entry.text("label"),
        description=entry.text_or_none("description"),
        coefficient=entry.number("coefficient"),
        sanctions=sanctions,
        default=entry.flag("default"),
    )


def offence_groups_from(entry: Entry) -> tuple[OffenceGroup, ...]:
    """Read the offence groups, of which there are 20.

    Raises
    ------
    NeedskitError
        If there are not, if a code is there twice, or if a key is missing, not known or of the wrong kind.
    """
    groups = tuple(_offence_group(item) for item in entry.entries("offenceGroups"))
    _each_once(entry, "offenceGroups", [group.code for group in groups])
    if len(groups) != OFFENCE_GROUPS:
        entry.reject("offenceGroups", because=f"{OFFENCE_GROUPS} groups are wanted, not {len(groups)}")
    return groups


def _offence_group(entry: Entry) -> OffenceGroup:
    entry.only(required=("code", "label", "coefficient"), optional=("synonyms",))
    return OffenceGroup(
        code=entry.text("code"),
        label=entry.text("label"),
        synonyms=entry.texts("synonyms"),
        coefficient=entry.number("coefficient"),
    )


def risk_bands_from(entry: Entry) -> tuple[RiskBand, ...]:
    """Read the bands of the two-year percentage, which must rise from 0 to no more than 100.

    Raises
    ------
    NeedskitError
        If they do not, if a code is there twice, or if a key is missing, not known or of the wrong kind.
    """
    items = [item.only(required=("code", "label", "from")) for item in entry.entries("riskBands")]
    bands = tuple(RiskBand(item.text("code"), item.text("label"), item.whole("from")) for item in items)
    _each_once(entry, "riskBands", [band.code for band in bands])
    starts = [band.from_ for band in bands]
    if not starts or starts[0] != 0 or starts != sorted(set(starts)) or starts[-1] > HIGHEST_PER_CENT:
        entry.reject("riskBands", because=f"bands that rise from 0 to {HIGHEST_PER_CENT} at most are wanted")
    return bands


def conflicts_from(entry: Entry) -> tuple[Conflict, ...]:
    """Read where public sources differ.

    Raises
    ------
    NeedskitError
        If a name is there twice, or if a key is missing, not known or of the wrong kind.
    """
    conflicts = tuple(_conflict(item) for item in entry.entries("conflicts"))
    _each_once(entry, "conflicts", [conflict.name for conflict in conflicts])
    return conflicts


def _conflict(entry: Entry) -> Conflict:
    entry.only(required=("name", "title", "here", "elsewhere"), optional=("alternative",))
    return Conflict(
        name=entry.text("name"),
        title=entry.text("title"),
        here=entry.text("here"),
        elsewhere=entry.text("elsewhere"),
        alternative=entry.number_or_none("alternative"),
    )


def _each_once(entry: Entry, key: str, names: Collection[str]) -> None:
    repeated = len(names) - len(set(names))
    if repeated:
        entry.reject(key, because=f"{repeated} of its names or codes are there twice")
