"""Sentences made from released tables alone, each with its count, what it is out of and who is not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from needskit.disclosure.policy import Policy
from needskit.disclosure.released import LOW_RELIABILITY, Release, ReleasedCell, ReleasedTable
from needskit.output.number import as_text, count_text, decimals_beside, decimals_of, half_up, stored
from needskit.table.figure import FURTHER

Sentence = Callable[[ReleasedTable, Policy], tuple[str, ...]]

ALIKE = 0.8
"""Needs known of fewer than this share of the people of another need are not ranked without saying so."""


def headlines(release: Release) -> tuple[str, ...]:
    """Say the main findings, in sentences.

    Made only from the tables of the whole population: two or more needs, the commonest need, the share of
    young adults, how many have an assessment where the extract says so, dual diagnosis, two or three domains,
    reconviction, and that of homeless people against others. A table that is not there gives no sentence; an estimate
    that is withheld gives a sentence that says so.

    Parameters
    ----------
    release
        The released tables, from which every number in the sentences comes.
    """
    tables = {table.caption.key: table for table in release if not table.caption.among}
    return tuple(
        sentence for key, say in HEADLINES.items() if key in tables for sentence in say(tables[key], release.policy)
    )


def _of_needs(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many have two or more of what is counted: needs, or whatever one is called there."""
    counted = table.dimensions[-1].label.lower().removeprefix("number of ")
    return _at_level("two or more", f"had two or more {counted}")(table, policy)


def _of_assessments(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many have an assessment, if that is what the table counts."""
    return _at_level("all", "had an assessment")(table, policy) if "assessment" in table.headings.count else ()


def _at_level(level: str, verb: str) -> Sentence:
    """Return how to say the share at one level: 94% (375 of 400 people assessed) had two or more needs."""

    def say(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
        found = [cell for cell in table.cells if level in cell.at]
        if not found:
            return ()
        [cell, *_] = found
        if cell.status == LOW_RELIABILITY:
            return (f"{_who(table)}: the share who {verb} is withheld, for it rests on too few.",)
        if not _has_share(cell):
            return ()
        share = _text(table, cell, "estimate", policy)
        return (f"{_who(table)}: {share} ({_numbers(table, cell)}) {verb}{_limits(table, cell, policy)}.",)

    return say


def _commonest(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Return the need that most people have; all of them if the percentages shown are the same."""
    who, word = _who(table), table.dimensions[-1].label.lower()
    if any(cell.status == LOW_RELIABILITY for cell in table.cells):
        return (f"{who}: which {word} is commonest cannot be said, for the percentage of one or more is withheld.",)
    shares = [cell for cell in table.cells if _has_share(cell)]
    shown = [_shown(table, cell, policy) for cell in shares]
    if not any(shown):
        return ()
    most = [cell for cell, value in zip(shares, shown, strict=True) if value == max(shown)]
    names = _listed([", ".join(cell.at) for cell in most])
    share = _text(table, most[0], "estimate", policy)
    numbers = "; ".join(_numbers(table, cell) for cell in most)
    known = [cell.figures["out_of"] for cell in shares]
    alike = min(known) >= ALIKE * max(known)
    caution = "" if alike else f"; the {word}s are known of different numbers"
    if len(most) == 1:
        return (f"{who}: the commonest {word} was {names}, {share} ({numbers}){caution}.",)
    return (f"{who}: the commonest {word}s were {names}, each {share} ({numbers}){caution}.",)


def _of_dual_diagnosis(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many have mental health and substance problems together."""
    both = replace(table.headings, out_of=table.headings.out_of.replace("the problems of the row", "both"))
    say = _at_level("both: dual diagnosis", "had mental health and substance misuse problems together")
    return say(replace(table, headings=both), policy)


def _of_domains(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many are in two or three of the domains, which the title of the table names."""
    _, _, domains = table.caption.title.partition(": ")
    return _at_level("two or three", f"were in two or three of the domains {domains}")(table, policy)


def _of_reconviction(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many were reconvicted, and how often."""
    [cell, *_], outcome = table.cells, _outcome(table)
    if cell.status == LOW_RELIABILITY:
        return (f"{_who(table)}: the share {outcome} is withheld, for it rests on too few.",)
    if not _has_share(cell) or "events" not in cell.figures:
        return ()
    share, called = _text(table, cell, "estimate", policy), table.headings.events
    _, _, each = table.headings.further.get("per_reoffender", "").partition(" per ")
    ratio = (
        f": {_beside(table, cell, 'per_reoffender', policy)} for each {each}" if each and cell.figures["count"] else ""
    )
    events = f"{count_text(cell.figures['events'])} {called[:1].lower()}{called[1:]}"
    limits = _limits(table, cell, policy).replace("limits", "limits of the percentage", 1)
    return (f"{_who(table)}: {share} ({_numbers(table, cell)}) were {outcome}, with {events}{ratio}{limits}.",)


def _of_homeless(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many of those homeless were reconvicted, against how many of the others."""
    found = [cell for cell in table.cells if cell.at[-1] == HOMELESS_AGAINST_OTHERS]
    if not found:
        return ()
    [cell, *_] = found
    who, outcome = _who(table), _outcome(table)
    first, second = (group.lower() for group in HOMELESS_AGAINST_OTHERS.split(AGAINST))
    when = table.dimensions[-1].label.removeprefix("Accommodation ")
    if cell.status == LOW_RELIABILITY:
        return (f"{who}: the share of those {first} {when} {outcome} is withheld, for it rests on too few.",)
    if not _has_share(cell):
        return ()
    share = _text(table, cell, "estimate", policy)
    said = f"{who}: {share} ({_numbers(table, cell)}) of those {first} {when} were {outcome}"
    if "difference" in cell.withheld:
        return (f"{said}; the difference from those {second} is withheld, for it rests on too few.",)
    if "difference" not in cell.figures:
        return (f"{said}{_limits(table, cell, policy)}.",)
    others = f"{count_text(cell.figures['against_count'])} of {count_text(cell.figures['against_out_of'])}"
    theirs = f"{_beside(table, cell, 'against_estimate', policy)}% ({others})"
    return (f"{said}, against {theirs} of those {second}: {_difference(table, cell, policy)}.",)


def _difference(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    """Return the difference of two percentages in words: 31 percentage points more (95% limits 22 to 40)."""
    decimals = decimals_beside(table, "difference", protects=policy.protects)
    names = ("difference", "difference_lower", "difference_upper")
    points, lower, upper = (half_up(cell.figures[name], decimals, times=FURTHER[name].shown_per) for name in names)
    if lower >= 0 or upper <= 0:
        between = " to ".join(f"{end:,f}" for end in sorted((abs(lower), abs(upper))))
    else:
        between = f"{-lower:,f} less to {upper:,f} more"
    how = "more" if points > 0 else "less"
    said = f"{abs(points):,f} percentage points {how}" if points else "no difference in percentage points"
    return f"{said} (95% limits {between}{', rounding included' if policy.protects else ''})"


AGAINST = " against "
HOMELESS_AGAINST_OTHERS = f"Homeless{AGAINST}not homeless"
"""The row of the table of accommodation and outcome that its sentence is about."""

HEADLINES: dict[str, Sentence] = {
    "overlap.number_of_needs": _of_needs,
    "needs.prevalence": _commonest,
    "transition.young_adults_share": _at_level("18 to 24", "were aged 18 to 24"),
    "coverage.assessment": _of_assessments,
    "overlap.dual_diagnosis": _of_dual_diagnosis,
    "overlap.domains": _of_domains,
    "reconviction.headline": _of_reconviction,
    "accommodation.reconviction": _of_homeless,
}
"""What is said of which table, in the order it is said."""


def _who(table: ReleasedTable) -> str:
    """Return the population as the start of a sentence."""
    population = table.caption.population
    return population[:1].upper() + population[1:]


def _outcome(table: ReleasedTable) -> str:
    """Return the outcome in the words of the table: "reconvicted within 12 months"."""
    return table.headings.estimate.removeprefix("Percentage ")


def _beside(table: ReleasedTable, cell: ReleasedCell, name: str, policy: Policy) -> str:
    """Return a figure beside the estimate, as the table shows it."""
    decimals = decimals_beside(table, name, protects=policy.protects)
    return f"{half_up(cell.figures[name], decimals, times=FURTHER[name].shown_per):,f}"


def _has_share(cell: ReleasedCell) -> bool:
    return cell.measure.unit == "%" and {"count", "out_of", "estimate"} <= cell.figures.keys()


def _shown(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> float:
    return stored(cell.figures["estimate"], cell.measure, decimals_of(table, cell.measure, protects=policy.protects))


def _text(table: ReleasedTable, cell: ReleasedCell, figure: str, policy: Policy) -> str:
    return as_text(cell.figures[figure], cell.measure, decimals_of(table, cell.measure, protects=policy.protects))


def _limits(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    """Return the limits as the end of a sentence; nothing for a share that has none."""
    if not {"lower", "upper"} <= cell.figures.keys():
        return ""
    between = f"{_text(table, cell, 'lower', policy)} to {_text(table, cell, 'upper', policy)}"
    return f"; 95% limits {between}{', rounding included' if policy.protects else ''}"


def _numbers(table: ReleasedTable, cell: ReleasedCell) -> str:
    """Return the count, its denominator in the table's own words, and how many are not known."""
    out_of = table.headings.out_of
    words = f" {out_of[:1].lower()}{out_of[1:]}" if out_of else ""
    unknown = cell.figures.get("not_known", 0)
    more = f", {count_text(unknown)} more not known" if unknown else ""
    return f"{count_text(cell.figures['count'])} of {count_text(cell.figures['out_of'])}{words}{more}"


def _listed(names: list[str]) -> str:
    lowered = [name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in names]
    return " and ".join(filter(None, [", ".join(lowered[:-1]), lowered[-1]]))
