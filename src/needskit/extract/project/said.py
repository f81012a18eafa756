"""Every setting of a project as the method sheet says it: name, value and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.provenance import Stated
from needskit.cohort.settings import Settings
from needskit.extract.project.measures import measure_of
from needskit.extract.project.reading import PEOPLE, identifying
from needskit.extract.project.said_definitions import NONE, definitions_of, definitions_said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.cohort.needs import Needs
    from needskit.extract.project.located import Located
    from needskit.extract.project.parts import AssessmentsPart, Project, SourcePart


def settings_of(located: Located, needs: Needs, *, grouped: bool) -> Settings:
    """Return what the cohort must know of a project.

    Parameters
    ----------
    located
        The project.
    needs
        The needs that the extract holds, and those it does not.
    grouped
        Whether a row stands for several people.
    """
    project = located.project
    return Settings(
        population=project.cohort.population,
        as_at=project.cohort.as_at,
        unit=project.cohort.unit,
        needs=needs,
        breakdowns=project.breakdowns,
        identifying=identifying(project),
        definitions=definitions_of(project),
        stated=(
            *_people(project, grouped=grouped),
            *_needs(project, needs),
            *_assessments(project),
            *_follow_up(project),
            *definitions_said(project),
            *(said for name, part in project.sources.items() for said in _source(name, part, of=len(project.sources))),
            *_settings_file(located),
        ),
    )


def _settings_file(located: Located) -> tuple[Stated, ...]:
    if not located.name:
        return ()
    report = located.project.report
    by = "the usual ones" if report.by is None else ", ".join(report.by) or NONE
    return (
        Stated(
            "Title in the settings", report.title or "not given", "Of the workbook, unless the command says another"
        ),
        Stated("Contact in the settings", report.contact or "not given", "As above"),
        Stated("Policy in the settings", report.policy, "As above; the cover says which policy was used"),
        Stated("Ledger in the settings", report.ledger or NONE, "Of earlier releases, which this one keeps to"),
        Stated("Theme in the settings", report.theme or "not given", "How the workbook looks; as above"),
        Stated("Tables in the settings", ", ".join(report.tables) or "the standard report", "As above"),
        Stated("Breakdowns in the settings", by, f"Of the tables about {located.project.needs.word}s; as above"),
        Stated("Settings file", located.name, "Holds every setting above"),
        Stated("SHA-256 of the settings file", located.sha256, "Tells whether a file is the one that was used"),
    )


def _people(project: Project, *, grouped: bool) -> tuple[Stated, ...]:
    cohort = project.cohort
    as_at = cohort.as_at.isoformat() if cohort.as_at else "not given"
    return (
        Stated("Population", cohort.population, "All that is counted, as the analyst says"),
        Stated("As at", as_at, "The date that the extract describes"),
        Stated("Unit counted", cohort.unit, "What one row stands for" if not grouped else "What the rows add up"),
        Stated("Rows", "one row stands for several" if grouped else "one row each", "Shape of the extract"),
        Stated("Identifier", cohort.identifier, "How identifiers are compared; rows are linked by nothing else"),
        Stated("Own breakdowns", _pairs(project.breakdowns), "Columns that no schema has"),
        Stated("Age", "completed years at the index date", "From date of birth where both dates are known"),
    )


def _needs(project: Project, needs: Needs) -> tuple[Stated, ...]:
    word = project.needs.word
    words = f"{word.capitalize()}s"
    counted = "; ".join(f"{q.label} ({q.column}): {q.definition.rstrip('.')}" for q in needs.questions)
    own = {column: _need_words(column, project) for column in project.need}
    return (
        Stated(f"Set of {word}s", needs.title, needs.source or "Named by the analyst"),
        Stated("One of them is called", word, "In titles and headings"),
        Stated("Edition of cut-offs", project.needs.edition, "Used where a row does not say its own"),
        Stated(f"{words} counted", counted or NONE, "Label, column and what counts as having it"),
        Stated(f"{words} read in their own way", _pairs(own), "Column, and what in it means yes and no"),
        Stated(f"{words} not supplied", "; ".join(needs.not_supplied) or NONE, f"{words} of the set without a column"),
        Stated(f"A blank {word}", project.needs.blank, "What an empty cell of its column means"),
        Stated(
            "A section with items missing",
            project.needs.partial,
            "If decided: the answer is taken where the missing items cannot change it. As nought: they count 0",
        ),
        Stated("Assessed", *_assessed(project)),
        Stated(
            f"Number of {word}s",
            f"of those with every {word} answered",
            "So that no number is too low for want of an answer",
        ),
        Stated("Confidence of limits", "95%", "Wilson without continuity correction; Newcombe for differences"),
    )


def _assessed(project: Project) -> tuple[str, str]:
    if any(part.role == "assessments" for part in project.sources.values()):
        return "with an assessment that is taken", "Or assessed as another source says"
    return "as the column assessed says", f"Where it says nothing: if any {project.needs.word} is answered"


def _need_words(column: str, project: Project) -> str:
    part = project.need[column]
    words = [f"column {part.column or column}"]
    words += [f"need from {part.at_least:g} on"] if part.at_least is not None else []
    words += [f"{name}: {', '.join(texts)}" for name, texts in (("yes", part.yes), ("no", part.no)) if texts]
    words += [f"not known: {', '.join(part.missing)}"] if part.missing else []
    words += [f"blank: {part.blank}"] if part.blank else []
    return ", ".join(words)


def _assessments(project: Project) -> tuple[Stated, ...]:
    if not any(part.role == "assessments" for part in project.sources.values()):
        return ()
    rule: AssessmentsPart = project.assessments
    window = f"within {rule.within_weeks} weeks" if rule.within_weeks else "at any time"
    return (
        Stated("Assessment taken", f"{rule.take}, {window}", "Of those on or before the index date"),
        Stated("Types of assessment", ", ".join(rule.types) or "all", "Others are set aside and counted"),
        Stated("Statuses of assessment", ", ".join(rule.statuses) or "all", "Others are set aside and counted"),
    )


def _follow_up(project: Project) -> tuple[Stated, ...]:
    rule = project.follow_up
    measure = measure_of(rule)
    end = rule.data_end.isoformat() if rule.data_end else "not given"
    return (
        Stated("Follow-up", f"{rule.months} months", "From the index date"),
        Stated("Waiting time", f"{rule.waiting_months} months", "For a conviction after the follow-up"),
        Stated("End of the data", end, "Not followed up in full by then is not known, never no"),
        Stated(
            "Reoffending",
            f"{measure.label} ({measure.words}): an offence in the follow-up with the outcome "
            f"{' or '.join(measure.outcomes)}",
            "Worked out from a source of offences, by the date of the offence and never that of the conviction; "
            + ("an outcome after the waiting time does not count" if measure.asks_when else "of any date of outcome"),
        ),
    )


def _source(name: str, part: SourcePart, *, of: int) -> tuple[Stated, ...]:
    """Say how one source is read, as far as it is not read as it stands."""
    which = f", source {name}" if of > 1 else ""
    renamed = {standard: theirs or "not read" for standard, theirs in part.columns.items()}
    codes = {standard: _pairs(mapping) for standard, mapping in part.codes.items()}
    said = (
        ("Role", part.role if of > 1 else "", "What its rows are"),
        (
            "Header row",
            f"row {part.header_row}" if part.header_row else "",
            "The row of the file that holds the headers; otherwise found",
        ),
        ("Columns renamed", _pairs(renamed), "Standard name and the header in the file"),
        ("Codes", _pairs(codes) if codes else "", "Their text and the standard code"),
        ("Units", _pairs(part.units) if part.units else "", "Of numbers without a unit"),
        ("Texts that mean not known", ", ".join(part.missing), "Besides the usual ones"),
        ("Dates", part.dates if part.dates != "day first" else "", "What comes first in 03/04/2001"),
        ("Years of two digits", f"to {part.two_digit_years}" if part.two_digit_years else "", "The latest year meant"),
        (
            "Repeated identifiers",
            part.repeated if part.repeated != "refuse" else "",
            "Which row of one identifier counts",
        ),
        ("Whoever is not in it", "is not concerned" if part.complete else "", "The source is said to be complete"),
        ("Other columns", "not read" if part.only_named else "", "Only named columns are read"),
        ("Counted in an engine", part.engine if part.engine != "none" else "", "Only counts were read from it"),
        (
            "Most cells",
            f"{part.most_cells:.0%} of the people" if part.engine != "none" and part.role == PEOPLE else "",
            "Cells are sets of answers that somebody has; with more, counts are as good as rows",
        ),
        ("Says who is in a service", part.label, f"On the index date, as the column {part.flag}"),
    )
    return tuple(Stated(f"{what}{which}", value, meaning) for what, value, meaning in said if value)


def _pairs(said: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in said.items()) or NONE
