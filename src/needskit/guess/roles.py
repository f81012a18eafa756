"""What the rows of each sheet are: people, assessments, spells on a list, and which sheet says who is in the cohort."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from needskit.extract.files.aggregated import AGGREGATED
from needskit.guess.keys import keys_of, one_row_a_person, repeating, shared_identifiers
from needskit.guess.looked import PassedOver
from needskit.guess.names import FALLBACK_KEYS, FULL_SET, KEY, fields_of, owner_of, year_of
from needskit.guess.values import is_rating
from needskit.schema import load_table, standard_form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.extract.project.parts import Repeated, Role
    from needskit.guess.looked import Column, Sheet

NO_KEY = "it has no column that tells people apart, by which it could be linked to the other files"
GROUPS = "its rows stand for groups of people, which cannot be linked to the other files"

CORE: Final[Mapping[Role, tuple[frozenset[str], ...]]] = {
    "offences": tuple(
        map(frozenset, ({"offence_date"}, {"outcome_date", "offence_group"}, {"outcome_date", "outcome"}))
    ),
    "accommodation": (frozenset({"accommodation"}),),
    "services": (frozenset({"service"}), frozenset({"referred_date"})),
    "iom": (frozenset({"iom_tier"}),),
    "adult": (frozenset({"start_date", "end_date"}),),
    "assessments": (
        frozenset({"assessment_date", "assessment_type"}),
        frozenset({"assessment_date", "assessment_status"}),
        frozenset({"assessment_id"}),
    ),
}
"""Columns of which a sheet has one of these sets if it is of that role."""

SPELL: Final = frozenset({"start_date"})
HINTS: Final[Mapping[Role, tuple[str, ...]]] = {
    "offences": ("offence", "convict", "crime"),
    "accommodation": ("accom", "hous", "address"),
    "services": ("service", "treatment", "ndtms", "referral"),
    "iom": ("iom", "idiom"),
    "youth": ("yos", "yot", "yjs", "youth", "childview", "closure"),
    "adult": ("probation", "order", "supervis", "licence", "terminat", "commence", "delius", "adult"),
    "assessments": ("oasys", "assess"),
}
"""How words of the file, the sheet or the headers begin that speak of a role."""

POPULATION: Final = frozenset({"people", "district", "sex", "age", "age_from", "age_to"})
MOST_OF_A_PERSON = 2
"""A list with more columns of a person than this, beside its own, is one of people."""

ALIKE, OTHERS, FEWEST_ALIKE = 0.8, 0.5, 3
"""Two sheets are of people if so many of their columns are alike and so few of their people the same."""

RATED: Final = ("police", "nominal", "iom", "idiom", "prolific")
"""How words begin that, beside a column of red, amber and green, speak of a police list."""

MANY_ROWS: Final[tuple[Role, ...]] = ("offences", "accommodation", "services", "iom", "youth", "adult", "assessments")


@dataclass(frozen=True, slots=True)
class Planned:
    """One source to be.

    Parameters
    ----------
    name
        Of the source.
    sheet, key
        Where it is, and the column that tells people apart; None if there is none.
    role
        What its rows are.
    repeated
        Which row of a person counts, where that must be said.
    split
        Whether the columns of a person and those of assessments are read as two sources.
    differing
        The share of people with several rows that differ, where there should be one.
    """

    name: str
    sheet: Sheet
    key: Column | None
    role: Role
    repeated: Repeated = "refuse"
    split: bool = False
    differing: float = 0.0


def found_names(sheet: Sheet, role: Role) -> frozenset[str]:
    """Return the standard columns of a role that a sheet has by its headers, the key left out."""
    return frozenset(owner_of(column.form, role, FULL_SET) for column in sheet.columns) - {KEY, ""}


def person_names(sheet: Sheet) -> frozenset[str]:
    """Return the columns of a person that a sheet has: not needs, nor what is of an assessment."""
    fields = fields_of("people", FULL_SET)
    needs = {name for name, field in fields.items() if field.role in {"need", "score", "item", "screen"}}
    return found_names(sheet, "people") - needs - {"assessment_date", "assessed"}


def plan(sheets: Sequence[Sheet]) -> tuple[tuple[Planned, ...], tuple[PassedOver, ...]]:
    """What is each sheet, and of which is no source made?

    At least one source says who is in the cohort, if there is any source at all.
    """
    keys = [_no_count(sheet, key) for sheet, key in zip(sheets, keys_of(sheets), strict=True)]
    usable, passed = [], []
    for sheet, key in zip(sheets, keys, strict=True):
        reason = _unusable(sheet, key, alone=len(sheets) == 1)
        if reason:
            passed.append(PassedOver(sheet.title, reason))
        else:
            usable.append((sheet, key))
    names = _names([sheet for sheet, _ in usable])
    planned = [_planned(name, sheet, key) for name, (sheet, key) in zip(names, usable, strict=True)]
    return tuple(_with_people(planned)), tuple(passed)


def _no_count(sheet: Sheet, key: Column | None) -> Column | None:
    """Return the key, unless it is the number of people, or of the row, in a table of the population."""
    doubtful = key is not None and key.form in FALLBACK_KEYS
    return None if doubtful and _is_population(sheet) else key


def _unusable(sheet: Sheet, key: Column | None, *, alone: bool) -> str:
    """Say why no source can be made of a sheet; nothing if one can."""
    counts = "people" in found_names(sheet, "people") or _is_population(sheet) or _has_count(sheet)
    if key is not None or (counts and (alone or _is_population(sheet))):
        return ""
    if sheet.aggregated and not counts:
        return AGGREGATED.rstrip(".")
    if counts:
        return GROUPS
    return "" if alone else NO_KEY


def _has_count(sheet: Sheet) -> bool:
    """Tell whether a column is called a number of people, and not only by a year."""
    return any(
        owner_of(each.form, "population", FULL_SET) == "people" and not year_of(each.form) for each in sheet.columns
    )


def _is_population(sheet: Sheet) -> bool:
    """Tell a table of the population: a number of people with area, sex or age; one of a year with sex or age."""
    found = found_names(sheet, "population")
    if "people" not in found or not person_names(sheet) <= POPULATION:
        return False
    return len(found) > 1 if _has_count(sheet) else bool(found & {"sex", "age", "age_from", "age_to"})


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Return a name for each source: of its file or sheet, each once."""
    found: list[str] = []
    for sheet in sheets:
        # Letters lose their accents, so that a name stays a word.
        plain = normalize("NFKD", sheet.name or sheet.path.stem).encode("ascii", "ignore").decode()
        stem = standard_form(plain) or "source"
        again = sum(name == stem or name.startswith(f"{stem}_") for name in found)
        found.append(f"{stem}_{again + 1}" if stem in found else stem)
    return found


def _planned(name: str, sheet: Sheet, key: Column | None) -> Planned:
    if key is None:
        return Planned(name, sheet, key, "population" if _is_population(sheet) else "people")
    single = one_row_a_person(sheet, key)
    role = _other_role(sheet)
    if role == "adult" and (single or _is_of_people(sheet, role)):
        # A caseload of probation has such columns too, and says who is in the cohort.
        role = None
    if single and (role is None or _is_of_people(sheet, role)):
        return Planned(name, sheet, key, "people", differing=repeating(sheet, key))
    if role is None and _needs(sheet) and not person_names(sheet):
        role = "assessments"
    if role is None:
        return Planned(name, sheet, key, "people", repeated=_repeated(sheet))
    return Planned(name, sheet, key, role)


def _repeated(sheet: Sheet) -> Repeated:
    return "latest index date" if "index_date" in found_names(sheet, "people") else "first row"


def _needs(sheet: Sheet) -> bool:
    found = found_names(sheet, "assessments")
    return "assessment_date" in found and len(found) > 1


def _is_of_people(sheet: Sheet, role: Role) -> bool:
    """Tell whether a sheet has so many columns of a person alone that it is a list of people and not of a role.

    A list of IOM or youth services that is called so describes people too, but says nothing of an index date.
    """
    forms = [column.form for column in sheet.columns if not owner_of(column.form, role, FULL_SET)]
    found = {owner_of(form, "people", FULL_SET) for form in forms} & person_names(sheet)
    called = any(word.startswith(HINTS[role]) for word in _title_words(sheet)) or _is_rated(sheet)
    return len(found) > MOST_OF_A_PERSON and not (role in {"iom", "youth"} and called and "index_date" not in found)


def _other_role(sheet: Sheet) -> Role | None:
    """Return the role beside people whose columns a sheet has most of; None if it has those of none."""
    scores = {role: _score(sheet, role) for role in MANY_ROWS}
    best = max(MANY_ROWS, key=lambda role: scores[role])
    return best if scores[best] else None


def _score(sheet: Sheet, role: Role) -> int:
    found = found_names(sheet, role) & set(load_table(role).names)
    hinted = any(word.startswith(HINTS[role]) for word in [*_title_words(sheet), *_header_words(sheet)])
    rated = role == "iom" and _is_rated(sheet)
    core = any(each <= found for each in CORE.get(role, ()))
    if role == "adult" and not hinted:
        return 0
    return 2 * len(found) + hinted + rated if core or rated or (hinted and found >= SPELL) else 0


def _is_rated(sheet: Sheet) -> bool:
    """Tell whether a sheet rates people red, amber or green as a police list does."""
    words = [*_title_words(sheet), *_header_words(sheet)]
    return any(word.startswith(RATED) for word in words) and any(map(is_rating, sheet.columns))


def _title_words(sheet: Sheet) -> list[str]:
    return standard_form(f"{sheet.path.stem} {sheet.name}").split("_")


def _header_words(sheet: Sheet) -> list[str]:
    return [word for column in sheet.columns for word in column.form.split("_")]


def _with_people(planned: list[Planned]) -> list[Planned]:
    """Return the sources with at least one that says who is in the cohort, others of people told from it."""
    if not planned:
        return []
    own = [each for each in planned if each.role == "people"]
    if not own:
        return _made_people(planned)
    main = max(own, key=lambda each: (not each.split, len(person_names(each.sheet)), each.sheet.rows))
    return [_beside(each, main) if each.role == "people" and each is not main else each for each in planned]


def _made_people(planned: list[Planned]) -> list[Planned]:
    """Make a source of people where none is: the person columns of assessments, or of the fullest other sheet."""
    able = [each for each in planned if each.role == "assessments"] or [each for each in planned if each.key]
    if not able:
        return [replace(planned[0], role="people"), *planned[1:]]
    main = max(able, key=lambda each: (len(person_names(each.sheet)), each.sheet.rows))
    if main.role == "assessments" and main.key is not None and not one_row_a_person(main.sheet, main.key):
        people = replace(main, role="people", repeated="first row", split=True)
        other = replace(main, name=f"{main.name}_assessments", split=True)
        return [source for each in planned for source in ((people, other) if each is main else (each,))]
    repeated: Repeated = "refuse"
    if main.key is not None and not one_row_a_person(main.sheet, main.key):
        repeated = _repeated(main.sheet)
    return [replace(each, role="people", repeated=repeated) if each is main else each for each in planned]


def _beside(each: Planned, main: Planned) -> Planned:
    """Return a second sheet of people: orders, other people if it is like the first, else more of the same people."""
    if each.key is None or main.key is None:
        return replace(each, role="needs")
    if _other_role(each.sheet) == "adult" and not _is_of_people(each.sheet, "adult"):
        return replace(each, role="adult", repeated="refuse", differing=0.0)
    one, other = ({column.form for column in one.sheet.columns} for one in (main, each))
    alike = len(one & other) / max(len(one | other), 1)
    more = alike >= ALIKE and len(one) >= FEWEST_ALIKE and shared_identifiers(main.key, each.key) < OTHERS
    return each if more else replace(each, role="needs")
