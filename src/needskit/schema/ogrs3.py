"""The Offender Group Reconviction Scale, version 3: its coefficients, bands and the conflicts between its sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from needskit.errors import UsageError
from needskit.schema.answers import NOT_KNOWN
from needskit.schema.entry import Entry, read_entry
from needskit.schema.ogrs3_parts import (
    AgeBand,
    Conflict,
    OffenceGroup,
    RiskBand,
    Status,
    age_bands_from,
    conflicts_from,
    offence_groups_from,
    risk_bands_from,
    statuses_from,
)
from needskit.schema.tokens import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

HORIZONS: Final = (1, 2)


@dataclass(frozen=True, slots=True)
class Ogrs3:
    """The scale as it was published.

    Attributes
    ----------
    intercepts
        By horizon in years.
    sanction_rate, years_added
        Coefficient of ``ln((1 + previous sanctions) / (years_added + years since the first sanction))``.
    youngest, youngest_first_sanction
        The lowest age that is taken for true at the current conviction, and at the first sanction.
    not_known
        Spellings of an offence group that mean not known.
    group_lookup
        From a normalised token (code, label, synonym) to the code of an offence group; None means not known.
    """

    title: str
    description: str
    source: str
    intercepts: Mapping[int, float] = field(hash=False)
    sanction_rate: float
    sanction_rate_description: str
    years_added: int
    youngest: int
    youngest_first_sanction: int
    ages_description: str
    ages_source: str
    age_bands: tuple[AgeBand, ...]
    statuses: tuple[Status, ...]
    offence_groups: tuple[OffenceGroup, ...]
    not_known: tuple[str, ...]
    risk_bands: tuple[RiskBand, ...]
    conflicts: tuple[Conflict, ...]
    group_lookup: Mapping[str, str | None] = field(repr=False, compare=False)

    def intercept(self, horizon: int) -> float:
        """Give the intercept of a horizon.

        Raises
        ------
        UsageError
            If the scale was not fitted to that horizon.
        """
        if isinstance(horizon, bool) or horizon not in self.intercepts:
            message = f"OGRS3 is of 1 or 2 years, not of {horizon}; give horizon=1 or horizon=2, as the follow-up is."
            raise UsageError(message)
        return self.intercepts[horizon]


@cache
def load_ogrs3() -> Ogrs3:
    """Read the scale.

    Raises
    ------
    NeedskitError
        If the file is not sound.

    Examples
    --------
    >>> scale = load_ogrs3()
    >>> scale.intercept(2), len(scale.offence_groups)
    (2.121705678, 20)
    >>> scale.group_lookup["drink driving"]
    'drink_driving'
    >>> [(band.label, band.from_) for band in scale.risk_bands]
    [('Low', 0), ('Medium', 50), ('High', 75), ('Very high', 90)]
    """
    return ogrs3_from(read_entry("ogrs3.json"))


def ogrs3_from(entry: Entry) -> Ogrs3:
    """Build the scale from what its file says.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind; if there are other horizons than 1 and 2 years; if age
        bands overlap, leave a gap, start above the youngest age or end; if a number of sanctions has no status by
        default, or two; if there are not 20 offence groups, or a spelling stands for two; or if risk bands do not
        rise from 0.
    """
    entry.only(
        required=(
            *("name", "title", "description", "source", "intercepts", "sanctionRate", "ages", "ageBands"),
            *("statuses", "offenceGroups", "notKnown", "riskBands", "conflicts"),
        )
    )
    rate = entry.entry("sanctionRate").only(required=("description", "coefficient", "yearsAdded"))
    ages = entry.entry("ages").only(required=("description", "source", "youngest", "youngestFirstSanction"))
    groups = offence_groups_from(entry)
    return Ogrs3(
        title=entry.text("title"),
        description=entry.text("description"),
        source=entry.text("source"),
        intercepts=_intercepts(entry),
        sanction_rate=rate.number("coefficient"),
        sanction_rate_description=rate.text("description"),
        years_added=_at_least_one(rate, "yearsAdded"),
        youngest=ages.whole("youngest"),
        youngest_first_sanction=ages.whole("youngestFirstSanction"),
        ages_description=ages.text("description"),
        ages_source=ages.text("source"),
        age_bands=age_bands_from(entry, youngest=ages.whole("youngest")),
        statuses=statuses_from(entry),
        offence_groups=groups,
        not_known=entry.texts("notKnown"),
        risk_bands=risk_bands_from(entry),
        conflicts=conflicts_from(entry),
        group_lookup=_lookup(entry, groups),
    )


def _at_least_one(entry: Entry, key: str) -> int:
    """Read a whole number that keeps the rate of sanctions away from a division by 0."""
    value = entry.whole(key)
    if value < 1:
        entry.reject(key, because="1 or more is wanted")
    return value


def _intercepts(entry: Entry) -> Mapping[int, float]:
    items = [item.only(required=("years", "coefficient")) for item in entry.entries("intercepts")]
    if tuple(item.whole("years") for item in items) != HORIZONS:
        entry.reject("intercepts", because="one for 1 year, then one for 2 years, is wanted")
    return MappingProxyType({item.whole("years"): item.number("coefficient") for item in items})


def _lookup(entry: Entry, groups: tuple[OffenceGroup, ...]) -> Mapping[str, str | None]:
    """Map every spelling to its group, and refuse one that would mean two."""
    lookup: dict[str, str | None] = {normalise(token): None for token in (NOT_KNOWN, *entry.texts("notKnown"))}
    for group in groups:
        for token in {normalise(each) for each in (group.code, group.label, *group.synonyms)}:
            if not token or lookup.setdefault(token, group.code) != group.code:
                entry.reject("offenceGroups", because=f"'{token}' is empty, of two groups, or a group and not known")
    return MappingProxyType(lookup)
