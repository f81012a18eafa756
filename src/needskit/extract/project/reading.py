"""What is read of each source: its columns by standard name, what each must hold, and how the source spells it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from needskit.cohort.needs import NeedQuestion, Needs
from needskit.extract.project.parts import NeedPart, Project, Role, SourcePart
from needskit.extract.values.spelling import Spelling
from needskit.schema import Field, NeedSet, TableSchema, load_needs, load_table, normalise, standard_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.schema import Need

IDENTIFIER, PEOPLE = "person_id", "people"
OWN = "own"
"""The need set that is only what the project names under ``[need]``."""

WITH_NEEDS: tuple[Role, ...] = ("people", "needs", "assessments")
"""Roles whose sources may hold needs: as flags, scores or items."""

WITH_BREAKDOWNS: tuple[Role, ...] = ("people", "needs")
"""Roles whose sources may hold columns of the user's own."""

SCHEMA_OF: Mapping[Role, str] = {"needs": "people"}
"""Where a role has the schema of another."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One source, and what is wanted of it.

    Parameters
    ----------
    name
        As the project names it.
    part
        What the project says of it.
    schema
        Of its role.
    fields
        Every column that is read if it is there, by standard name.
    renamed
        The header of those that have another one; None for those that are not to be read under their own name.
    also
        The header of needs that any of several sources may hold under it, and that are read under no other.
    own
        The names of which some source must have the column: the user's own, and needs whose header is said.
    spellings
        How columns are spelt, where that is said.
    """

    name: str
    part: SourcePart
    schema: TableSchema
    fields: Mapping[str, Field]
    renamed: Mapping[str, str | None]
    also: Mapping[str, str]
    own: tuple[str, ...]
    spellings: Mapping[str, Spelling] = field(default_factory=dict)

    @property
    def known(self) -> tuple[str, ...]:
        """The standard names that are looked for; the renamed alone if nothing else is to be read."""
        if not self.part.only_named:
            return tuple(self.fields)
        named = {name for name, theirs in self.renamed.items() if theirs is not None}
        return tuple(name for name in self.fields if name in named | set(self.also))

    def spelling(self, name: str) -> Spelling:
        """Return how a column is spelt."""
        return self.spellings.get(name) or _spelling(self.part, name)


def needs_wanted(project: Project) -> Needs:
    """Return the needs that are to be counted: those of the set, then those of the user's own."""
    questions: list[NeedQuestion] = []
    title, source = "", ""
    if project.needs.set != OWN:
        found = load_needs(project.needs.set)
        title, source = found.title, found.source
        questions = [NeedQuestion(n.column, n.label, _as_defined(n, project.needs.edition)) for n in found.needs]
    of_the_set = {question.column for question in questions}
    word = project.needs.word
    for column, part in project.need.items():
        if column not in of_the_set:
            questions.append(NeedQuestion(column, part.label, part.definition or _definition(column, part)))
    return Needs(title or f"{word[:1].upper()}{word[1:]}s of this extract", source, tuple(questions), word=word)


def need_set(project: Project) -> NeedSet | None:
    """Return the need set whose scores and items are read; None if the needs are the user's own alone."""
    return None if project.needs.set == OWN else load_needs(project.needs.set)


def readings(project: Project) -> tuple[Reading, ...]:
    """Say for each source what is read of it, in the order of the project."""
    return tuple(_reading(name, part, project) for name, part in project.sources.items())


def _reading(name: str, part: SourcePart, project: Project) -> Reading:
    schema = load_table(SCHEMA_OF.get(part.role, part.role))
    fields = {each.name: each for each in schema.fields}
    own: dict[str, Field] = {}
    if part.role in WITH_NEEDS:
        found = need_set(project)
        people = load_table("people")
        if part.role == "assessments":
            fields |= {each.name: each for each in people.fields if each.role == "need"}
        fields |= {each.name: each for each in found.fields()} if found is not None else {}
        own |= {q.column: _need_field(q, people) for q in needs_wanted(project).questions if q.column not in fields}
    if part.role in WITH_BREAKDOWNS:
        own |= {column: _own_field(column, label) for column, label in project.breakdowns.items()}
    fields |= own
    renamed: dict[str, str | None] = {n: theirs or None for n, theirs in part.columns.items()}
    named = _naming(part, project) if part.role == PEOPLE else ()
    renamed |= dict.fromkeys(named, _header(part, IDENTIFIER))
    also: dict[str, str] = {}
    spellings = {column: replace(_spelling(part, column), names_each=True) for column in named}
    if part.role in WITH_NEEDS:
        also = {c: need.column for c, need in project.need.items() if need.column and c not in renamed}
        # A column that happens to have the name of the need is not the one that was said.
        renamed |= dict.fromkeys(also)
        spellings |= {
            each: _need_spelling(part, each, project.need.get(each, NeedPart()), project)
            for each, said in fields.items()
            if said.role == "need"
        }
    return Reading(name, part, schema, fields, renamed, also, tuple(dict.fromkeys((*own, *also))), spellings)


def identifying(project: Project) -> frozenset[str]:
    """Return the breakdowns that are the identifier too: each of their groups is one record."""
    parts = (part for part in project.sources.values() if part.role == PEOPLE)
    return frozenset(column for part in parts for column in _naming(part, project))


def _naming(part: SourcePart, project: Project) -> tuple[str, ...]:
    """Return the breakdowns whose header in a source is that of its identifier."""
    form = standard_form(_header(part, IDENTIFIER))
    return tuple(column for column in project.breakdowns if standard_form(_header(part, column)) == form)


def _header(part: SourcePart, column: str) -> str:
    return part.columns.get(column) or column


def _need_field(question: NeedQuestion, people: TableSchema) -> Field:
    """Return what the column of a need of the user's own must hold: yes or no."""
    model = next(each for each in people.fields if each.role == "need")
    return replace(model, name=question.column, title=question.label, description=question.definition, headers=())


def _own_field(column: str, label: str) -> Field:
    """Return what a column of the user's own to divide people by must hold: any texts."""
    model = load_table("people").field("district")
    return replace(model, name=column, title=label, description=f"{label}, as the extract names it.", headers=())


def _as_defined(need: Need, edition: str) -> str:
    """Return what counts as having a need, by the cut-off of the edition where that has one of its own."""
    own = need.editions.get(edition)
    if own is None:
        return need.definition
    return f"{need.label}: the section scores {own.cut_off} or more in the edition {edition}."


def _definition(column: str, part: NeedPart) -> str:
    theirs = part.column or column
    if part.at_least is not None:
        return f"The column {theirs} is {part.at_least:g} or more"
    if part.yes:
        return f"The column {theirs} is {' or '.join(part.yes)}"
    return f"As recorded in the extract, column {theirs}"


def _spelling(part: SourcePart, name: str) -> Spelling:
    codes = {normalise(theirs): standard for theirs, standard in part.codes.get(name, {}).items()}
    return Spelling(
        missing=frozenset(normalise(text) for text in part.missing),
        codes=codes,
        day_first=part.dates == "day first",
        latest_two_digit_year=part.two_digit_years,
        unit=part.units.get(name, ""),
    )


def _need_spelling(part: SourcePart, column: str, need: NeedPart, project: Project) -> Spelling:
    """Return how a need is spelt in a source: what the project says of the need, over what it says of the source."""
    usual = _spelling(part, column)
    said = {normalise(text): answer for answer, texts in (("yes", need.yes), ("no", need.no)) for text in texts}
    return replace(
        usual,
        missing=usual.missing | {normalise(text) for text in need.missing},
        codes={**usual.codes, **said},
        blank=need.blank or project.needs.blank,
        at_least=need.at_least,
    )
