"""What a project counts as reoffending: which outcomes, for how long, and what its columns are called."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from needskit.errors import UsageError
from needskit.schema import Field, load_codes, load_table, standard_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.extract.project.parts import FollowUpPart, Project, SourcePart

ROLE = "offences"
"""The role of the sources that reoffending is worked out from."""

PROVEN_REOFFENDING, RECONVICTION = "proven reoffending", "reconviction"
OUTCOMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {PROVEN_REOFFENDING: ("conviction", "caution"), RECONVICTION: ("conviction",)}
)
"""The outcomes that count for each measure that has a name here.

Source: Ministry of Justice, Guide to proven reoffending statistics: a court conviction, caution, reprimand or warning
proves an offence. A reconviction is proved by a court alone.
"""

PENDING = "pending"
"""The outcome of an offence that has not ended. Where it counts, it is not asked when anything ended."""

STANDARD_MONTHS = 12
"""The length that the standard columns of outcomes are of."""

YEAR, LONGEST_MONTH, LONGEST_YEAR = 12, 31, 366


@dataclass(frozen=True, slots=True)
class Reoffending:
    """One measure of reoffending.

    Parameters
    ----------
    words
        As the settings call it.
    label
        The same as a title begins: "Proven to have reoffended".
    outcomes
        The codes of the outcomes that count.
    months, waiting_months
        How long after the index date the offence may be, and how long after that its outcome.
    happened, times, days, custody, first_custody, first_court
        The names of its columns: whether there was any, how many, how soon, whether any, or the first, led to
        custody, and the kind of court of the first.
    custodies, courts
        The names of its columns of numbers: how many led to custody, and how many were of each kind of court.
    fields
        What each of those columns holds, in that order.
    """

    words: str
    label: str
    outcomes: tuple[str, ...]
    months: int
    waiting_months: int
    happened: str
    times: str
    days: str
    custody: str
    first_custody: str
    first_court: str
    custodies: str
    courts: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def asks_when(self) -> bool:
        """Whether the day of the outcome matters: not where an offence counts before it has one."""
        return PENDING not in self.outcomes

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(field.name for field in self.fields)


def measure_of(rule: FollowUpPart) -> Reoffending:
    """Which offences after the index date count, and what are the columns called that say so?

    Proven reoffending and reconviction within 12 months have the standard columns; any other measure or length has
    names that say which.

    Parameters
    ----------
    rule
        Proved possible.

    Examples
    --------
    >>> from needskit.extract.project.parts import FollowUpPart
    >>> found = measure_of(FollowUpPart(months=24))
    >>> found.happened, found.fields[0].title
    ('reoffended_24_months', 'Proven to have reoffended within 24 months')
    """
    label = rule.label.strip() or {RECONVICTION: "Reconvicted"}.get(rule.measure, "Proven to have reoffended")
    within = f"within {rule.months} {'month' if rule.months == 1 else 'months'}"
    names, (custodies, *courts) = _names(rule), _names_of_numbers(rule)
    outcomes = OUTCOMES.get(rule.measure, rule.outcomes)
    counted = {PROVEN_REOFFENDING: "proven reoffences", RECONVICTION: "offences leading to reconviction"}
    one = {PROVEN_REOFFENDING: "proven reoffence", RECONVICTION: "offence leading to reconviction"}
    many = counted.get(rule.measure, f"offences counted as {rule.measure}")
    single = one.get(rule.measure, f"offence counted as {rule.measure}")
    titles = (
        f"{label} {within}",
        f"Number of {many} {within}",
        f"Days to the first {single} {within}",
        f"Custody for any {single} {within}",
        f"Custody for the first {single} {within}",
        f"Kind of court of the first {single} {within}",
    )
    kinds = ("happened", "times", "days", "custody", "custody", "court")
    called = [f"Number of {many} with custody {within}"]
    called += [f"Number of {many} {within}, {code.label.lower()}" for code in load_codes("court_type").codes]
    fields = tuple(
        _field(name, title, kind, rule, concerns=names[0])
        for name, title, kind in (
            *zip(names, titles, kinds, strict=True),
            *((name, title, "times") for name, title in zip((custodies, *courts), called, strict=True)),
        )
    )
    return Reoffending(
        rule.measure, label, outcomes, rule.months, rule.waiting_months, *names, custodies, tuple(courts), fields
    )


def made_by(project: Project) -> tuple[Field, ...]:
    """Return the columns of reoffending that a project can make: none without a source of offences."""
    if not any(part.role == ROLE for part in project.sources.values()):
        return ()
    return measure_of(project.follow_up).fields


def not_made(part: SourcePart, measure: Reoffending) -> frozenset[str]:
    """Return the columns of reoffending that are not to be worked out, as a source of offences says by false.

    Parameters
    ----------
    part
        What the project says of the source.
    measure
        What its columns are called.
    """
    said = {name for name, theirs in part.columns.items() if theirs is False} if part.role == ROLE else set()
    return frozenset(said & set(measure.names))


def check_measure(rule: FollowUpPart) -> None:
    """Raise unless a measure of reoffending can be meant.

    Raises
    ------
    UsageError
        If a measure of the user's own lacks outcomes or a label, or its name is no words; if one that has a name here
        is given others; or if an outcome is no code.
    """
    known = load_codes("offence_outcome").names
    if rule.measure in OUTCOMES:
        if rule.outcomes or rule.label:
            message = (
                f"follow_up: the measure '{rule.measure}' has outcomes and a label. Leave them out, or give your own "
                "measure another name."
            )
            raise UsageError(message)
        return
    stem = standard_form(rule.measure)
    if not stem or not stem[0].isalpha():
        message = f'follow_up: measure wants words, such as measure = "{PROVEN_REOFFENDING}".'
        raise UsageError(message)
    if not rule.outcomes or not rule.label.strip():
        message = (
            f"follow_up: the measure '{rule.measure}' is neither {' nor '.join(OUTCOMES)}, so it wants its own "
            'outcomes and label, such as outcomes = ["conviction"] and label = "Reconvicted".'
        )
        raise UsageError(message)
    for name in rule.outcomes:
        if name not in known:
            message = f"follow_up: outcomes: there is no outcome '{name}'; there are {', '.join(known)}."
            raise UsageError(message)


def _names(rule: FollowUpPart) -> tuple[str, str, str, str, str, str]:
    """Return the names of the columns of a measure."""
    length = f"{rule.months}_months"
    if rule.measure not in OUTCOMES:
        own = f"{standard_form(rule.measure)}_{length}"
        return (
            *(own, f"number_{own}", f"days_to_first_{own}"),
            *(f"custody_{own}", f"first_custody_{own}", f"first_court_{own}"),
        )
    stem = {RECONVICTION: "reconvicted"}.get(rule.measure, "reoffended")
    standard = rule.months == STANDARD_MONTHS
    return (
        f"reconvicted_{length}" if standard else f"{stem}_{length}",
        f"reoffences_{length}",
        "days_to_first_reoffence" if standard else f"days_to_first_reoffence_{length}",
        f"custody_for_reoffence_{length}",
        f"custody_for_first_reoffence_{length}",
        f"court_of_first_reoffence_{length}",
    )


def _names_of_numbers(rule: FollowUpPart) -> tuple[str, ...]:
    """Return the names of the columns of how many led to custody, and how many were of each kind of court."""
    kinds = ("custodial", *load_codes("court_type").names)
    length = f"{rule.months}_months"
    if rule.measure not in OUTCOMES:
        return tuple(f"number_{kind}_{standard_form(rule.measure)}_{length}" for kind in kinds)
    return tuple(f"{kind}_reoffences_{length}" for kind in kinds)


def _field(name: str, title: str, kind: str, rule: FollowUpPart, *, concerns: str) -> Field:
    """Return what a made column holds, after the standard column of its kind."""
    people = load_table("people")
    said = f"{title}, worked out from the offences of each person by the date of the offence."
    if kind == "times":
        return replace(people.field("reoffences_12_months"), name=name, title=title, description=said, headers=())
    if kind == "days":
        most = min(LONGEST_MONTH * rule.months, LONGEST_YEAR * -(-rule.months // YEAR))
        model = people.field("days_to_first_reoffence")
        return replace(model, name=name, title=title, description=said, headers=(), maximum=most, concerns=concerns)
    if kind == "court":
        model = people.field("court_of_first_reoffence_12_months")
        return replace(model, name=name, title=title, description=said, headers=(), concerns=concerns)
    model = people.field("reconvicted_12_months")
    only = concerns if kind == "custody" else None
    return replace(model, name=name, title=title, description=said, headers=(), concerns=only)
