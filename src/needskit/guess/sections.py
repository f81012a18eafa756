"""The sections of the settings that are of no one source: cohort, needs, breakdowns and the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from needskit.guess.identifiers import best_form
from needskit.guess.names import NEED_WORDS, OWN
from needskit.guess.needs import is_free, label_of, own_needs
from needskit.guess.source_lines import number_of_rows
from needskit.guess.toml_text import comment, quoted, setting, shown
from needskit.schema import code_list_names, load_bandings, load_codes, severity_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.guess.columns import Found
    from needskit.guess.looked import Column
    from needskit.guess.needs import OwnNeed
    from needskit.guess.roles import Planned

    Sources = Sequence[tuple[Planned, Found]]

SETS_IN_WORDS: Final = (
    "Which needs are counted: those of a set (oasys: eight scored OASys needs; oasys_ten: these, finance and emotional "
    "wellbeing; pathways: seven resettlement pathways; multiple_disadvantage), or own: those under [need] alone."
)

FEWEST, MOST_VALUES = 2, 59
"""A column to divide people by has so many different values; not known is one more."""

MOST_NUMBERS: Final = 12
MOST_SUGGESTED: Final = 40
OF_A_PERSON: Final = re.compile(
    r"(^|_)(name|names|surname|forename|firstname|lastname|first|last|middle|alias|nomis|address|postcode|post|email|phone|"
    r"telephone|mobile|dob|birth|date|notes?|comments?|officer|manager|worker|id|crn|pnc|noms|ref|reference|rownames)(_|$)"
)
"""Words in headers of columns that nobody divides people by."""

NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")


def cohort_lines(sources: Sources, title: str, to_do: list[str]) -> list[str]:
    """Return ``[cohort]``: who they are."""
    to_do.append("[cohort] population: say in words who they are")
    to_do.append("[cohort] as_at: say which day the files describe")
    keys = [(source.role, source.key) for source, _ in sources if source.key is not None]
    form = best_form([key for role, key in keys if role == "people"], [key for role, key in keys if role != "people"])
    words = "how identifiers are compared: as written, or as crn, pnc or noms numbers, in whatever way they are typed"
    return [
        "[cohort]",
        *setting("population", quoted(f"people in {title}"), 'words that complete "number of ..."'),
        *setting("as_at", "2025-12-31", "the day that the files describe: put it here and take the # away", off=True),
        *setting("unit", quoted("people"), "what is counted", off=True),
        *setting("identifier", quoted(form), words, off=form == "as written"),
        "",
    ]


def needs_lines(sources: Sources, needs: str, to_do: list[str]) -> list[str]:
    """Return ``[needs]`` and ``[need.<column>]``: which needs are counted."""
    own: dict[str, OwnNeed] = {}
    for source, found in sources:
        for each in own_needs(source, found, needs):
            own.setdefault(each.name, each)
    active = [each for each in own.values() if each.active]
    lines = ["[needs]", *comment(SETS_IN_WORDS)]
    if needs != OWN or active:
        lines += setting("set", quoted(needs), "most of its columns were found" if needs != OWN else "those below")
    else:
        lines += setting("set", quoted(OWN), "take the # away with that of the needs that you choose below", off=True)
        to_do.append("[needs]: no column was recognised as a need; say which are, under [need]")
    lines += setting("blank", quoted("not known"), 'what an empty cell of a need means: "not known" or "no"', off=True)
    if not own:
        return [*lines, ""]
    lines += [
        "",
        *comment("Needs of your own: a table each, with the column of the file and the words for the tables."),
    ]
    suggested = [each for each in own.values() if not each.active]
    for each in [*active, *suggested[:MOST_SUGGESTED]]:
        lines += _need(each)
    if len(suggested) > MOST_SUGGESTED:
        lines += comment(f"Columns of yes and no that are not listed here: {len(suggested) - MOST_SUGGESTED} more.")
    return [*lines, ""]


def _need(need: OwnNeed) -> list[str]:
    off = not need.active
    lines = [f"{'# ' if off else ''}[need.{need.name}]"]
    if off and need.in_schema:
        lines += setting("column", quoted(need.column.header), "give the words below that mean yes and no", off=True)
        texts = ", ".join(f"{shown(text)} in {number_of_rows(count)}" for text, count in need.texts)
        lines += comment(f"Its texts: {texts}.") if texts else []
        lines += setting("yes", "[]", off=True) + setting("no", "[]", off=True)
    words = "what it is called in tables" if NEED_WORDS.search(need.column.form) or need.in_schema else "yes or no"
    return [*lines, *setting("label", quoted(need.label), words, off=off)]


def assessments_lines(sources: Sources) -> list[str]:
    """Return ``[assessments]``, if a source holds any."""
    own = [found for source, found in sources if source.role == "assessments"]
    if not own:
        return []
    return [
        "[assessments]",
        *comment("Which assessment of a person counts."),
        *setting("take", quoted("latest"), "the latest on or before the index date; or first, or any", off=True),
        *setting("within_weeks", "55", "how long before the index date it may be; 0 for no limit", off=True),
        *setting("types", '["layer_3"]', "only these types; [] for all", off=True),
        *setting("statuses", '["complete"]', "only these statuses; [] for all", off=True),
        "",
    ]


def follow_up_lines(sources: Sources, to_do: list[str]) -> list[str]:
    """Return ``[follow_up]``."""
    outcomes = any(source.role == "offences" or found.column("reconvicted_12_months") for source, found in sources)
    if outcomes:
        to_do.append("[follow_up] data_end: say to which day convictions are known")
    return [
        "[follow_up]",
        *setting("months", "12", "how long people are followed from the index date", off=True),
        *setting("waiting_months", "6", "how long a conviction may come after that", off=True),
        *setting("data_end", "2025-12-31", "the day to which convictions are known", off=True),
        *setting("measure", quoted("proven reoffending"), "or reconviction: without cautions", off=True),
        "",
    ]


def definitions_lines() -> list[str]:
    """Return ``[definitions]``."""
    return [
        "[definitions]",
        *setting(
            "accommodation", quoted("homeless"), "how tables divide people: homeless, housed or settled", off=True
        ),
        *setting("young_adults", "[18, 24]", "first and last age of young adults", off=True),
        "",
    ]


def breakdowns_lines(sources: Sources) -> list[str]:
    """Return ``[breakdowns]``: columns of the files by which people may be divided, each only suggested."""
    lines = [
        "[breakdowns]",
        *comment(
            "Further columns to divide people by: take the # away, and say what each is called. Each line in use "
            "then makes tables by itself in the standard report."
        ),
    ]
    taken: set[str] = set()
    listed: list[list[str]] = []
    for source, found in sources:
        if source.role not in {"people", "needs"}:
            continue
        forms = [column.form for column in source.sheet.columns]
        for column in found.rest:
            if column.form not in taken and forms.count(column.form) == 1 and _divides(column):
                taken.add(column.form)
                also = (
                    f"; also write {column.form} = {shown(column.header, most=40)} under its columns"
                    if source.split
                    else ""
                )
                words = f"{len(column.texts)} different values{also}"
                listed.append(setting(column.form, quoted(label_of(column)), words, off=True))
    lines += [line for each in listed[:MOST_SUGGESTED] for line in each]
    if len(listed) > MOST_SUGGESTED:
        lines += comment(f"Other columns that would do: {len(listed) - MOST_SUGGESTED}.")
    return [*lines, ""]


def _divides(column: Column) -> bool:
    """Tell whether people may be divided by a column that is nothing standard."""
    texts = column.texts
    if not FEWEST <= len(texts) <= MOST_VALUES or 2 * len(texts) > column.rows or not is_free(column):
        return False
    if column.form in _made() or OF_A_PERSON.search(column.form):
        return False
    numbers = sum(NUMBER.fullmatch(text) is not None for text in texts)
    return numbers < len(texts) or len(texts) <= MOST_NUMBERS


def _made() -> set[str]:
    """Return the names of breakdowns that are made from standard columns."""
    groupings = {grouping.name for name in code_list_names() for grouping in load_codes(name).groupings}
    made = {banding.name for banding in load_bandings()} | groupings | severity_columns()
    return made | {"record", "number_of_needs"}


def report_lines() -> list[str]:
    """Return ``[report]``."""
    return [
        "[report]",
        *setting("title", quoted("Needs assessment"), "the title of the workbook", off=True),
        *setting("contact", quoted("insight@northshire.example"), "whom to ask about it", off=True),
    ]
