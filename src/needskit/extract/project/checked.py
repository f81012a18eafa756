"""Whether a project can be carried out at all: every name proved before any file is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.build import FOUND_IN, TAKEN
from needskit.cohort.unit import one_of
from needskit.errors import UsageError, reject_name
from needskit.extract.project.checked_terms import check_terms
from needskit.extract.project.made_names import bandings, groupings
from needskit.extract.project.measures import made_by, measure_of, not_made
from needskit.extract.project.parts import CAN_BE_COMPLETE, ONE_A_PERSON, SourcePart
from needskit.extract.project.reading import OWN, PEOPLE, identifying, need_set, readings
from needskit.extract.project.secrets import refuse_secrets
from needskit.extract.values.answers import checked_codes
from needskit.extract.values.numbers import is_percentage
from needskit.schema import load_codes, load_table, need_set_names, severity_columns, standard_form

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from needskit.extract.project.measures import Reoffending
    from needskit.extract.project.parts import Project
    from needskit.extract.project.reading import Reading

EXAMPLES = {"population": "people on probation in Northshire", "unit": "people", "need_word": "need"}
STANDARD = "standard"
PERSON = "person"


def checked(project: Project) -> Project:
    """Return the project, proved possible as far as can be told without its files.

    Raises
    ------
    UsageError
        If words are missing, a name is unknown or already taken, or a setting has no meaning where it stands.
    """
    _words(project)
    _needs(project)
    _breakdowns(project)
    _bandings(project)
    _own_names(project)
    check_terms(project)
    if not any(part.role in ONE_A_PERSON[:1] for part in project.sources.values()):
        message = 'No source has the role "people". One at least must say who is in the cohort.'
        raise UsageError(message)
    for reading in readings(project):
        _source(reading, _standard(project), measure_of(project.follow_up))
    return project


def _words(project: Project) -> None:
    said = {"population": project.cohort.population, "unit": project.cohort.unit, "need_word": project.needs.word}
    for name, words in said.items():
        if not words.strip():
            message = f"{name} wants words, such as {name}='{EXAMPLES[name]}'."
            raise UsageError(message)


def _needs(project: Project) -> None:
    if project.needs.set not in {OWN, *need_set_names()}:
        reject_name(project.needs.set, kind="need set", known=(OWN, *need_set_names()))
    if project.needs.set == OWN and not project.need:
        message = (
            "needs wants the name of a need set, or at least one column and its label: {'need_gambling': 'Gambling'}."
        )
        raise UsageError(message)
    editions = (STANDARD, *(code for code in load_codes("assessment_edition").names if code != STANDARD))
    if project.needs.edition not in editions:
        reject_name(project.needs.edition, kind="edition", known=editions)
    people, found = load_table("people"), need_set(project)
    of_the_set = set(found.columns) if found is not None else set()
    scored = _standard(project) - set(people.names) - of_the_set
    for column, part in project.need.items():
        _own_name(column, argument="needs")
        no_need = column == "assessed" or (column in people.names and people.field(column).type != "boolean")
        if no_need or column in scored:
            message = f"needs: '{column}' is a standard column that can be no {project.needs.word}."
            raise UsageError(message)
        if column not in of_the_set and not part.label.strip():
            message = f"needs: '{column}' wants a label, in words: it is no need of the set."
            raise UsageError(message)
        if part.at_least is not None and (part.yes or part.no):
            message = f"needs: '{column}' has both at_least and words for yes or no. Say which it is."
            raise UsageError(message)


def _breakdowns(project: Project) -> None:
    for name, label in project.breakdowns.items():
        if name in _standard(project):
            message = f"breakdowns: '{name}' is a standard column already. Give your column another name."
            raise UsageError(message)
        _own_name(name, argument="breakdowns")
        if not label.strip():
            message = f"breakdowns: '{name}' wants a label, in words."
            raise UsageError(message)
    named = sorted(identifying(project))
    if named and PERSON in one_of(project.cohort.unit).split():
        message = (
            f"breakdowns: '{named[0]}' is the identifier, and a table would list every person. Only what is public by "
            "itself, such as plans with unit='plans', can be broken down so."
        )
        raise UsageError(message)


def _bandings(project: Project) -> None:
    for each in project.definitions.age_bandings:
        if each.name in _standard(project):
            message = f"definitions.age_bandings: '{each.name}' is a standard column already. Give it another name."
            raise UsageError(message)
        _own_name(each.name, argument="definitions.age_bandings")


def _own_name(name: str, *, argument: str) -> None:
    """Raise if a name of the user's own is not written as a standard name is, or is one that needskit makes."""
    if name in TAKEN | groupings() | severity_columns() or name.startswith(FOUND_IN):
        message = f"{argument}: the name '{name}' is taken. Give your column another name."
        raise UsageError(message)
    if standard_form(name) != name:
        message = (
            f"{argument}: '{name}' is no column name. Use small letters, figures and underscores; "
            "columns={...} renames."
        )
        raise UsageError(message)


def _standard(project: Project) -> frozenset[str]:
    """Return the columns that are read of people, and of the need set, whatever the user names."""
    found = need_set(project)
    of_the_set = () if found is None else (*found.columns, *(field.name for field in found.fields()))
    return frozenset((*load_table("people").names, *of_the_set))


def _own_names(project: Project) -> None:
    """Raise if a name stands for two things: two of the user's own, or one and a banding of ages."""
    flags = {name: part.flag for name, part in project.sources.items() if part.flag}
    named = (
        *(("needs", name) for name in project.need),
        *(("breakdowns", name) for name in project.breakdowns),
        *((f"sources.{source}", flag) for source, flag in flags.items()),
        *(("definitions.age_bandings", each.name) for each in project.definitions.age_bandings),
    )
    seen = {field.name for field in made_by(project)}
    for argument, name in named:
        # A breakdown may be called so where no ages are read, which only its file can tell.
        banding = argument != "breakdowns" and name in bandings()
        if name in seen or banding:
            message = f"{argument}: the name '{name}' is taken. Give your column another name."
            raise UsageError(message)
        seen.add(name)


def _source(reading: Reading, standard: AbstractSet[str], measure: Reoffending) -> None:
    part = reading.part
    refuse_secrets(part.file)
    made = not_made(part, measure)
    for name in (*part.columns, *part.codes, *part.units):
        if name not in reading.fields and name not in made:
            reject_name(name, kind="standard column", known=sorted(reading.fields))
    for name, codes in part.codes.items():
        checked_codes(reading.fields[name], codes)
    for name, unit in part.units.items():
        _unit(reading, name, unit)
    if part.complete and part.role not in CAN_BE_COMPLETE:
        message = (
            f"sources.{reading.name}: complete has no meaning for the role {part.role}; it has for "
            f"{', '.join(CAN_BE_COMPLETE)}. Leave it out."
        )
        raise UsageError(message)
    if part.repeated != "refuse" and part.role not in ONE_A_PERSON:
        message = f"sources.{reading.name}: repeated has a meaning only where there is one row a person. Leave it out."
        raise UsageError(message)
    if part.header_row is not None and part.header_row < 1:
        message = f"sources.{reading.name}: header_row counts the rows of the file from 1."
        raise UsageError(message)
    _engine(reading.name, part)
    _flag(reading.name, part, standard)


def _engine(name: str, part: SourcePart) -> None:
    """Raise if the settings of an engine have no meaning, or those of a file stand beside one."""
    usual = SourcePart(file="", role=part.role)
    of_engine = [each for each in ("table", "most_cells") if getattr(part, each) != getattr(usual, each)]
    of_file = [each for each in ("sheet", "header_row") if getattr(part, each) != getattr(usual, each)]
    if part.engine == "none" and of_engine:
        message = f'sources.{name}: {of_engine[0]} has a meaning only with engine = "duckdb" or "connection".'
        raise UsageError(message)
    if part.engine != "none" and of_file:
        message = f"sources.{name}: {of_file[0]} has no meaning for a table in an engine. Leave it out."
        raise UsageError(message)
    if part.role != PEOPLE and part.most_cells != usual.most_cells:
        message = (
            f"sources.{name}: most_cells is said of the source of people, which is divided into them. Leave it out."
        )
        raise UsageError(message)
    if not 0 < part.most_cells <= 1:
        message = f"sources.{name}: most_cells is a share of the people: above 0, and 1 at most."
        raise UsageError(message)


def _unit(reading: Reading, name: str, unit: str) -> None:
    wanted = reading.fields[name]
    allowed: tuple[str, ...] = ("months", "years") if name == "age" else ()
    if wanted.role == "length":
        allowed = ("days", "months", "years")
    elif is_percentage(wanted):
        allowed = ("fraction",)
    if unit not in allowed:
        message = (
            f"sources.{reading.name}: '{name}' cannot be in {unit}. Units are for age, sentence_length and percentages."
        )
        raise UsageError(message)


def _flag(name: str, part: SourcePart, standard: AbstractSet[str]) -> None:
    if part.role != "services":
        if part.flag or part.label:
            message = f"sources.{name}: flag and label are for the role services. Leave them out."
            raise UsageError(message)
        return
    if bool(part.flag) != bool(part.label.strip()):
        message = f"sources.{name}: flag and label go together: a column name, and words for it."
        raise UsageError(message)
    if part.flag:
        _own_name(part.flag, argument=f"sources.{name}")
        if part.flag in standard:
            message = f"sources.{name}: '{part.flag}' is a standard column. Give the flag another name."
            raise UsageError(message)
