"""How do three domains of disadvantage overlap, and how many have a dual diagnosis?"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from needskit.analysis.answers import KNOWN, NO, YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.overlap.rates import with_rates
from needskit.analysis.tabulate import By, share
from needskit.cohort.any_of import held, with_any_of
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.settings import Domain
from needskit.errors import UsageError
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.table import Headings, Table
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from needskit.analysis.count import Part
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition

THREE = 3
AND = " and "


def domains(cohort: Cohort, *, domains: Mapping[str, Sequence[str]] | None = None, by: By = None) -> Table:
    """How many people are in each of three domains, in two of them, in all three?

    Whoever has any of the needs of a domain is in it. Counted are people of whom all three are known; each is in one
    of the seven segments or in none of the domains. Where the extract has counts of residents, a rate stands beside
    each number, in all and by sex or district.

    Parameters
    ----------
    cohort
        Whose people are counted.
    domains
        Three domains by their names, each with the yes or no columns of which any is enough; those of the settings
        unless told otherwise: substance misuse, accommodation and mental health.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If there are not three domains, the extract holds no column of one, or has no such breakdown.

    References
    ----------
    Bramley and Fitzpatrick, Hard Edges: mapping severe and multiple disadvantage, Lankelly Chase Foundation, 2015:
    three domains, and exactly one, two and three of them. Which columns stand for a domain is a local definition.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3", "4"],
    ...         "need_drugs": ["yes", "no", "no", ""],
    ...         "need_alcohol": ["no", "yes", "no", "no"],
    ...         "need_accommodation": ["no", "yes", "no", "yes"],
    ...         "mental_health": ["no", "yes", "no", "yes"],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = nk.overlap.domains(cohort).to_frame().set_index("segment")
    >>> frame.loc[["substance misuse only", "all three", "none of the three"], "count"].tolist()
    [1, 1, 1]
    """
    given = cohort.definitions.domains
    three = given if domains is None else tuple(Domain(label, tuple(columns)) for label, columns in domains.items())
    if len(three) != THREE:
        message = f"domains wants three domains, each a name and its columns, but {len(three)} were given."
        raise UsageError(message)
    names = []
    for domain in three:
        cohort, name = with_any_of(cohort, domain.any_of, label=domain.label)
        names.append(name)
    if len(set(names)) < THREE:
        message = "domains: two domains are made of the same columns of this extract. Give each its own."
        raise UsageError(message)
    labels = [inside_a_sentence(domain.label) for domain in three]
    rows = list(_segments(names, labels))
    words = Words(
        key="overlap.domains",
        title=f"Overlap of three domains: {', '.join(labels[:2])}{AND}{labels[2]}",
        headings=_headings(cohort, "segment", "all three domains"),
        notes=(
            *(f"{domain.label}: a yes on {_any(cohort, domain.any_of)}." for domain in three),
            "Exactly one, exactly two, exactly three, and two or three repeat rows above them: do not add them up.",
        ),
        sources=("Three domains: Bramley and Fitzpatrick, Hard Edges, 2015; the columns are a local definition",),
    )
    made = share(cohort, rows, name="segment", label="Segment", words=words, by=by)
    return with_rates(made, cohort, by)


def _segments(names: Sequence[str], labels: Sequence[str]) -> Iterable[Row]:
    """Return the seven segments, none, those not known, and how many domains there are."""
    known = tuple((name, KNOWN) for name in names)
    by_number: dict[int, list[tuple[Condition, ...]]] = {}
    segments = sorted(product((True, False), repeat=THREE), key=lambda inside: (-sum(inside) == 0, sum(inside)))
    for inside in segments:
        conditions = tuple((name, YES if is_in else NO) for name, is_in in zip(names, inside, strict=True))
        by_number.setdefault(sum(inside), []).append(conditions)
        yield _row(_called(labels, inside), people(conditions[0], *conditions[1:]), known)
    yield Row((NOT_KNOWN,), COUNT, (((1, ()), (-1, known)),))
    for label, numbers in (
        ("exactly one", [1]),
        ("exactly two", [2]),
        ("exactly three", [3]),
        ("two or three", [2, 3]),
    ):
        parts: Part = tuple((1, conditions) for number in numbers for conditions in by_number[number])
        yield _row(label, parts, known)


def _called(labels: Sequence[str], inside: Sequence[bool]) -> str:
    held_labels = [label for label, is_in in zip(labels, inside, strict=True) if is_in]
    if len(held_labels) in {0, THREE}:
        return "all three" if held_labels else "none of the three"
    return f"{AND.join(held_labels)} only"


def dual_diagnosis(cohort: Cohort, *, accommodation: Sequence[str] = ("need_accommodation",), by: By = None) -> Table:
    """How many people have mental health and substance problems together, and how many an accommodation need too?

    Counted are people of whom both are known; for the last row, of whom accommodation is known as well.

    Parameters
    ----------
    cohort
        Whose people are counted. Which columns mean which problem its settings say, under
        ``definitions.dual_diagnosis``.
    accommodation
        The yes or no columns of which any is a need for accommodation.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract holds no column of one of the two problems, or no such breakdown.

    References
    ----------
    Co-existing mental health and substance misuse problems: mhldcc.org.uk. Which columns say so is a local definition.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3"],
    ...         "need_drugs": ["yes", "no", "no"],
    ...         "mental_health": ["yes", "yes", "no"],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = dual_diagnosis(cohort).to_frame().set_index("problem")
    >>> frame.loc["both: dual diagnosis", ["count", "out_of"]].tolist()
    [1, 3]
    """
    rule = cohort.definitions.dual_diagnosis
    cohort, mental = with_any_of(cohort, rule.mental_health, label="Mental health problem")
    cohort, substance = with_any_of(cohort, rule.substance, label="Substance misuse")
    known = ((mental, KNOWN), (substance, KNOWN))
    rows = [
        _row("mental health only", people((mental, YES), (substance, NO)), known),
        _row("substance misuse only", people((mental, NO), (substance, YES)), known),
        _row("both: dual diagnosis", people((mental, YES), (substance, YES)), known),
        _row("neither", people((mental, NO), (substance, NO)), known),
        Row((NOT_KNOWN,), COUNT, (((1, ()), (-1, known)),)),
    ]
    trio = held(cohort, accommodation)
    if trio:
        cohort, home = with_any_of(cohort, trio, label="Accommodation")
        all_three = people((mental, YES), (substance, YES), (home, YES))
        rows.append(_row("trio: dual diagnosis and accommodation", all_three, (*known, (home, KNOWN))))
    words = Words(
        key="overlap.dual_diagnosis",
        title="Dual diagnosis: mental health and substance misuse together",
        headings=_headings(cohort, "problem", "the problems of the row"),
        notes=(
            f"Mental health problem: a yes on {_any(cohort, rule.mental_health)}.",
            f"Substance misuse: a yes on {_any(cohort, rule.substance)}.",
            *(
                (f"Accommodation: a yes on {_any(cohort, trio)}. The trio is among the row both: do not add it up.",)
                if trio
                else ()
            ),
        ),
        sources=("Dual diagnosis: a local definition, which the settings can change",),
    )
    return share(cohort, rows, name="problem", label="Problem", words=words, by=by)


def _row(label: str, part: Part, known: tuple[Condition, ...]) -> Row:
    return Row((label,), PERCENTAGE, (part, people(*known), people()))


def _any(cohort: Cohort, columns: Iterable[str]) -> str:
    """Say which columns are enough, as the extract holds them."""
    return " or ".join(inside_a_sentence(cohort.attributes[name].label) for name in held(cohort, columns))


def _headings(cohort: Cohort, what: str, all_known: str) -> Headings:
    unit = cohort.unit.capitalize()
    return Headings(
        count=f"{unit} in this {what}" if what == "segment" else f"{unit} with this {what}",
        out_of=f"{unit} with known answers on {all_known}",
        not_known=f"{unit} whose answers are not all known",
        estimate="Percentage of those with known answers",
    )
