"""Groups among young adults, against the same groups among residents of that age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.residents import POPULATION, residents_of
from needskit.analysis.tabulate import share
from needskit.analysis.transition.by_age.ages import AGE_NOTE, aged, ages_of, called, refuse_bands
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.schema import load_codes
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.table import Headings, Table
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.analysis.transition.by_age.ages import Band
    from needskit.cohort.breakdown import Breakdown, Group
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.population import Residents

ETHNICITY, SEX, DISTRICT = "ethnicity", "sex", "district"
Ages = tuple[int, int | None]


def disproportionality(cohort: Cohort, *, of: str = ETHNICITY, band: Band | None = None) -> Table:
    """How large is each ethnic group's share of young adults, against its share of the residents of that age?

    Counted are young adults whose group is known, set against the residents of the same ages.

    Parameters
    ----------
    cohort
        Whose young adults are counted: all people of an extract, since of a part nobody has counted the residents.
    of
        "ethnicity", "sex" or "district", or a grouping of one, such as "minority_ethnic".
    band
        The first and last year of age that are meant by young adults, both included; as the settings say unless told
        otherwise.

    Raises
    ------
    UsageError
        If ages, the groups or counts of residents by them are not in the extract, or the band is none.

    References
    ----------
    Lammy, Review into the treatment of, and outcomes for, Black, Asian and Minority Ethnic individuals in the Criminal
    Justice System, 2017: shares set against those of the population, and "explain or reform".

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> settings = '''
    ... cohort = { population = "people in a test" }
    ... sources.people = { file = "", role = "people" }
    ... sources.population = { file = "", role = "population" }
    ... '''
    >>> people = pd.DataFrame({"person_id": ["1", "2", "3"], "age": ["18", "24", "20"], "sex": ["m", "m", "f"]})
    >>> residents = pd.DataFrame({"sex": ["f", "m"], "age_from": "18", "age_to": "24", "people": ["480", "520"]})
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "needskit.toml"
    ...     written = path.write_text(settings, encoding="utf-8")
    ...     cohort = nk.read_cohort(path, frames={"people": people, "population": residents})
    >>> frame = disproportionality(cohort, of="sex").to_frame().set_index("sex")
    >>> frame.loc[["Female", "Male"], ["count", "out_of", "population", "residents_share"]].to_numpy().tolist()
    [[1, 3, 480.0, 0.48], [2, 3, 520.0, 0.52]]
    """
    ages = ages_of(cohort)
    chosen = band or cohort.definitions.young_adults
    refuse_bands([chosen], ages)
    breakdown = cohort.breakdown(of)
    name, label = breakdown.attribute.name, inside_a_sentence(breakdown.label)
    if name not in {ETHNICITY, SEX, DISTRICT}:
        message = f"of wants ethnicity, sex or district, or a grouping of one: '{of}' is none by which residents count."
        raise UsageError(message)
    words_of_band = f"aged {called(chosen, oldest=ages[1])}"
    whole_ages = (chosen[0], None if chosen[1] == ages[1] else chosen[1])
    told = _told(cohort, breakdown, whole_ages)
    if told is None:
        raise UsageError(_not_told(cohort, name, words_of_band))
    young, everybody = aged(chosen), told.pop("")
    known = (name, breakdown.known)
    rows = [
        Row((group.label,), COUNT, (people(young, (name, group.answers)),))
        if group.label == NOT_KNOWN
        else Row(
            (group.label,),
            PERCENTAGE.against_residents(told[group.label], of=everybody) if told.get(group.label) else PERCENTAGE,
            (people(young, (name, group.answers)), people(young, known), people(young)),
            breakdown.found_in(group.label),
        )
        for group in breakdown.groups
    ]
    unit = cohort.unit.capitalize()
    words = Words(
        key="transition.disproportionality" if of == ETHNICITY else f"transition.disproportionality_of_{of}",
        title=f"{unit} {words_of_band} by {label}, against the residents of that age",
        headings=Headings(
            count=f"{unit} {words_of_band}",
            out_of=f"{unit} {words_of_band}, {label} known",
            not_known=f"{unit} {words_of_band}, {label} not known",
            estimate=f"Percentage of the {cohort.unit} {words_of_band}",
            further={
                "population": f"Residents {words_of_band}",
                "residents_share": f"Percentage of the residents {words_of_band}",
                "rate": f"Rate per 1,000 residents {words_of_band}",
            },
        ),
        notes=(AGE_NOTE, *_notes(name)),
        sources=(f"{breakdown.label}: {breakdown.source}",) if breakdown.source else (),
    )
    return share(cohort, rows, name=breakdown.name, label=breakdown.label, words=words)


def has_residents_by(cohort: Cohort, of: str = ETHNICITY) -> bool:
    """Whether the residents that young adults are set against are told, by ethnic group, sex or district."""
    if "age" not in cohort.attributes or of not in cohort.breakdowns:
        return False
    if cohort.breakdown(of).attribute.name not in {ETHNICITY, SEX, DISTRICT}:
        return False
    return _told(cohort, cohort.breakdown(of), cohort.definitions.young_adults) is not None


def _told(cohort: Cohort, breakdown: Breakdown, ages: Ages) -> dict[str, int] | None:
    """Return the residents of each group of which it is told, and of all of them under no label; None if it is not."""
    name, counted = breakdown.attribute.name, residents_of(cohort)
    if counted is None:
        return None
    found = {group.label: _residents(counted, name, group, ages) for group in breakdown.groups}
    told = {label: number for label, number in found.items() if number is not None}
    everybody = counted.of(ages=ages) if name == DISTRICT else _sum_of_all(counted, name, ages)
    return {**told, "": everybody} if everybody and told else None


def _not_told(cohort: Cohort, name: str, band: str) -> str:
    """Say why the residents that a share is set against are not there."""
    if POPULATION not in cohort.linked:
        return f"This extract holds no counts of residents: it wants a source with the role population, by {name}."
    if residents_of(cohort) is None:
        return f"How many residents there are of a part of the {cohort.unit} is not known: ask it of all {cohort.unit}."
    return (
        f"The counts of residents do not tell how many {band} there are by {name}: they want a row for each group, "
        "by single years of age or by bands that meet at both ends."
    )


def _residents(counted: Residents, name: str, group: Group, ages: Ages) -> int | None:
    """Return the residents of a group: of each of its answers, all of which must be told."""
    if NOT_KNOWN in group.answers:
        return None
    parts = [counted.of(ages=ages, **{name: answer}) for answer in sorted(group.answers)]
    told = [part for part in parts if part is not None]
    return sum(told) if told and len(told) == len(parts) else None


def _sum_of_all(counted: Residents, name: str, ages: Ages) -> int | None:
    """Return all residents whose group is told, so that the shares come to the whole; none if a usual group is not."""
    usual = {SEX: ("female", "male")}.get(name) or load_codes(name).names
    parts = {code: counted.of(ages=ages, **{name: code}) for code in load_codes(name).names}
    if any(parts[code] is None for code in usual):
        return None
    return sum(part for part in parts.values() if part is not None)


_RECORDED = (
    "Ethnicity on a record may be as its subject said it or as an officer saw it; that of a census is as residents "
    "said it. The two differ, more for some groups than for others, and a ratio holds that difference too."
)
_NOT_WHY = (
    "Where a percentage divided by that of the residents is above 1, this group has a larger share of those counted "
    "than of the residents of that age. That describes this extract, and gives no reason."
)
_LEAST = "Those whose group is not known are in no percentage and no rate, so a rate is the least it can be."


def _notes(name: str) -> tuple[str, ...]:
    return (*((_RECORDED,) if name == ETHNICITY else ()), _NOT_WHY, _LEAST)
