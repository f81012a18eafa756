"""The data dictionary: one page of every table, code list, banding and need set, made from the schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from needskit.schema.bandings import load_bandings
from needskit.schema.codes import code_list_names, load_codes
from needskit.schema.needs import load_needs, need_set_names
from needskit.schema.ogrs3 import load_ogrs3
from needskit.schema.tables import TABLES, load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from needskit.schema.bandings import Banding
    from needskit.schema.codes import Code, CodeList
    from needskit.schema.fields import Field
    from needskit.schema.need import Need
    from needskit.schema.needs import NeedSet
    from needskit.schema.ogrs3 import Ogrs3
    from needskit.schema.scoring import CutOffs
    from needskit.schema.tables import TableSchema

_HEADER: Final = "<!-- Generated from schemas/ by `python -m needskit.reference --write`. Do not edit by hand. -->"
_NEED_ORDER: Final = ("oasys", "oasys_ten", "pathways", "multiple_disadvantage")


def data_dictionary() -> str:
    """Write out all tables, code lists, bandings and need sets with their sources, as one Markdown page.

    Returns
    -------
    str
        The same text on every run; it ends with one newline.

    Examples
    --------
    >>> page = data_dictionary()
    >>> page.splitlines()[2]
    '# Data dictionary'
    """
    others = [name for name in need_set_names() if name not in _NEED_ORDER]
    sections = [
        [_HEADER, "", "# Data dictionary", "", *_introduction()],
        *[_columns(load_table(name)) for name in TABLES],
        [
            "## Code lists",
            "",
            "How a value is spelt in an extract does not depend on case or on spaces around it.",
        ],
        *[_code_list(load_codes(name)) for name in code_list_names()],
        ["## Age bands", "", "Ages are completed years at the index date; both ends belong to a band."],
        *[_banding(banding) for banding in load_bandings()],
        ["## Need sets"],
        *[_need_set(load_needs(name)) for name in (*_NEED_ORDER, *others)],
        *_scale(load_ogrs3()),
    ]
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


def _introduction() -> list[str]:
    missing = ", ".join(value or "an empty cell" for value in load_table("people").missing_values)
    tables = (
        "The table of people is all that is needed. The others hold what an agency sends beside it, and a column of "
        "people that is not given is worked out from them where it can be."
    )
    rule = (
        f"Counted as missing in every column: {missing}. "
        "The word none is not among them: in many columns it is an answer."
    )
    guesses = (
        "What a column is also called in extracts serves to guess, when an extract is set up, which column is which; "
        "no column is read by a guess."
    )
    return [tables, "", rule, "", guesses]


def _columns(table: TableSchema) -> list[str]:
    return [
        f"## Table {table.name}",
        "",
        f"{table.title}: {table.rows}. {table.description}",
        "",
        *_fields(table.fields),
    ]


def _fields(fields: Iterable[Field]) -> list[str]:
    rows = [
        (_mono(field.name), field.title, _kind(field), field.description, _example(field), _listed(field.headers))
        for field in fields
    ]
    return _table(("Column", "Title", "Holds", "Meaning", "Example", "Also seen as"), rows)


def _kind(field: Field) -> str:
    words = "yes or no" if field.type == "boolean" else field.type
    if field.codes is not None:
        words = f"code: [{field.codes}](#{_anchor(field.codes)})"
    if field.minimum is not None and field.maximum is not None:
        words += f", {field.minimum} to {field.maximum}"
    elif field.minimum is not None:
        words += f", {field.minimum} or more"
    if field.required:
        unless = f" unless {_mono(field.required_unless)} is there" if field.required_unless else ""
        words += f", required{unless}"
    if field.concerns is not None:
        words += f", only where {_mono(field.concerns)} is yes"
    return words + (", unique" if field.unique else "")


def _example(field: Field) -> str:
    return _mono(field.example) if field.example is not None else ""


def _code_list(codes: CodeList) -> list[str]:
    rows = [(_mono(code.code), _label(code), _listed(code.synonyms)) for code in codes.codes]
    rows.append(("not known", "", _listed(codes.not_known)))
    lines = [
        f"### {codes.name}",
        "",
        codes.description,
        "",
        f"**Source.** {codes.source}",
        "",
        *_table(("Code", "Label and meaning", "Also spelt"), rows),
    ]
    for grouping in codes.groupings:
        levels = [(level.label, ", ".join(_mono(code) for code in level.codes)) for level in grouping.levels]
        lines += ["", f"Grouping {_mono(grouping.name)}: {grouping.title}.", ""]
        lines += [f"**Source.** {grouping.source}.", ""] if grouping.source else []
        lines += _table(("Level", "Codes"), levels)
    return lines


def _label(code: Code) -> str:
    words = f"**{code.label}**"
    if code.description is not None:
        words += f": {code.description}"
    return words


def _banding(banding: Banding) -> list[str]:
    rows = [
        (band.label, str(band.from_), "no upper end" if band.to is None else str(band.to)) for band in banding.levels
    ]
    return [
        f"### {banding.name}",
        "",
        f"{banding.title}. **Source.** {banding.source}.",
        "",
        *_table(("Band", "From", "To"), rows),
    ]


def _need_set(needs: NeedSet) -> list[str]:
    lines = [
        f"### {needs.name}",
        "",
        f"{needs.title}. {needs.description}",
        "",
        f"Edition {_mono(needs.edition)}. **Source.** {needs.source}",
        "",
    ]
    if all(need.cut_off is None for need in needs.needs):
        plain = [(need.label, _mono(need.column), need.definition, _listed(need.headers)) for need in needs.needs]
        return lines + _table(("Need", "Column", "Definition", "Also seen as"), plain)
    heading = ("Need", "Column", "Definition", "Need at", "Severe at", "Highest", "In other editions", "Also seen as")
    lines += _table(heading, [_scored(need) for need in needs.needs])
    return [*lines, "", "Columns that they can be worked out from:", "", *_fields(needs.fields())]


def _scored(need: Need) -> tuple[str, ...]:
    scores = (need.cut_off, need.severe, need.max_score)
    return (
        need.label,
        _mono(need.column),
        need.definition,
        *("" if score is None else str(score) for score in scores),
        "; ".join(_edition(name, cut_offs) for name, cut_offs in need.editions.items()),
        _listed(need.headers),
    )


def _edition(name: str, cut_offs: CutOffs) -> str:
    severe = "" if cut_offs.severe is None else f", severe at {cut_offs.severe}"
    return f"{_mono(name)}: need at {cut_offs.cut_off}{severe}"


def _scale(scale: Ogrs3) -> list[list[str]]:
    """Lay out OGRS3: a section of its own, and one for each of its tables."""
    terms = [(f"Intercept, horizon {horizon}", str(number)) for horizon, number in scale.intercepts.items()]
    terms.append((scale.sanction_rate_description, str(scale.sanction_rate)))
    ages = [(band.label, str(band.male), str(band.female)) for band in scale.age_bands]
    statuses = [
        (
            _mono(status.code),
            status.label if status.description is None else f"{status.label}. {status.description}",
            status.sanctions,
            "yes" if status.default else "",
            str(status.coefficient),
        )
        for status in scale.statuses
    ]
    groups = [
        (_mono(group.code), group.label, _listed(group.synonyms), str(group.coefficient))
        for group in scale.offence_groups
    ]
    bands = [(_mono(band.code), band.label, str(band.from_)) for band in scale.risk_bands]
    conflicts = [(_mono(each.name), each.title, each.here, each.elsewhere) for each in scale.conflicts]
    oldest = load_table("people").field("age").maximum
    said = (
        f"At the start of follow-up, in completed years. Taken for true: {scale.youngest} to {oldest}, and a first "
        f"sanction from {scale.youngest_first_sanction} on. {scale.ages_description} **Source.** {scale.ages_source}"
    )
    return [
        ["## OGRS3", "", f"{scale.title}. {scale.description}", "", f"**Source.** {scale.source}"],
        ["### Terms of OGRS3", "", *_table(("Term", "Coefficient"), terms)],
        [
            "### Ages of OGRS3",
            "",
            said,
            "",
            *_table(("Age", "Male", "Female"), ages),
        ],
        [
            "### Sanction statuses of OGRS3",
            "",
            *_table(("Code", "Label", "Sanctions in all", "Unless told", "Coefficient"), statuses),
        ],
        ["### Offence groups of OGRS3", "", *_table(("Code", "Label", "Also spelt", "Coefficient"), groups)],
        [f"Not known: {_listed(scale.not_known)}."],
        ["### Bands of OGRS3", "", *_table(("Code", "Label", "From, per cent in two years"), bands)],
        ["### Where sources of OGRS3 differ", "", *_table(("Name", "What", "Here", "Elsewhere"), conflicts)],
    ]


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lay out a Markdown table; a bar inside a cell is escaped."""
    lines = [heading, ["---"] * len(heading), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def _mono(text: str) -> str:
    return f"`{text}`"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(_mono(text) for text in texts)


def _anchor(heading: str) -> str:
    return heading.lower()
