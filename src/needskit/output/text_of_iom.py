"""What can be said of people matched with people like them, and what cannot: from released tables alone.

The limits decide every sentence, and no test beside them, so that words and interval cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.number import count_text
from needskit.output.said import Said
from needskit.output.sentence import numbers_of, share_text, who_of
from needskit.output.shown_of_iom import Shown, difference_in_words, evidence_in_words
from needskit.output.text_of_changes import CHANGES, WINDOWS, of_changes, of_windows
from needskit.output.text_of_evaluation import ATTRITION, how_many_are_tested, named, of_attrition
from needskit.output.text_of_reoffenders import CUSTODY, RATE_BY_TIME, SEVERITY, said_of_part, said_of_time
from needskit.output.text_of_time import of_survival, of_time
from needskit.table.figure import LESS, MORE

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import Release, ReleasedTable

RATE, FREQUENCY, BY_METHOD = "iom.rate", "iom.frequency", "iom.sensitivity"
TIME, CURVES = "iom.time_to_first", "iom.survival"
NOT_MATCHED = "not matched"
"""The row of the table of methods that is no estimate of an effect."""


def of_matched(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say what became of those treated and of people like them: first what can be said, then what cannot."""
    said = what_can_be_said(table, policy)
    return (*said.can, *said.cannot)


def of_comparisons(release: Release) -> tuple[str, ...]:
    """Say what every comparison of matched people shows, whether it depends on the method, and how many were tested.

    Parameters
    ----------
    release
        The released tables, from which every number in the sentences comes.
    """
    said = [sentence for table in named(release, ATTRITION) for sentence in of_attrition(table, release.policy)]
    outcomes = named(release, RATE, FREQUENCY, CUSTODY, SEVERITY, TIME)
    said += [sentence for table in outcomes for sentence in of_matched(table, release.policy)]
    said += [sentence for table in named(release, CURVES) for sentence in of_survival(table)]
    said += [sentence for table in named(release, BY_METHOD) for sentence in of_methods(table)]
    changes = named(release, CHANGES)
    said += [sentence for table in changes for sentence in of_changes(table, release.policy)]
    said += [sentence for table in named(release, WINDOWS) for sentence in of_windows(table, release.policy)]
    return tuple(dict.fromkeys((*said, *how_many_are_tested(release, [*outcomes, *changes]))))


def what_does_not_follow(release: Release) -> frozenset[str]:
    """Return of all sentences those that say what does not follow, or what to be careful of."""
    outcomes = named(release, RATE, FREQUENCY, CUSTODY, SEVERITY, TIME)
    cannot = (sentence for table in outcomes for sentence in what_can_be_said(table, release.policy).cannot)
    return frozenset((*cannot, *how_many_are_tested(release, [*outcomes, *named(release, CHANGES)])))


def what_can_be_said(table: ReleasedTable, policy: Policy) -> Said:
    """Say what a table of matched people shows, and what it does not.

    Parameters
    ----------
    table
        Released, of rates, of frequencies, of time, for the time at risk, or of those who reoffended.
    policy
        Under which.

    Returns
    -------
    Said
        Nothing where the table is none of them.
    """
    if table.caption.key.startswith(TIME):
        return of_time(table, policy)
    say = next((how for start, how in _OWN.items() if table.caption.key.startswith(start)), _said)
    said = [say(Shown(table, cell, policy)) for cell in table.cells if "significant" in cell.measure.figures]
    return Said(
        tuple(sentence for each in said for sentence in each.can),
        tuple(sentence for each in said for sentence in each.cannot),
    )


def of_methods(table: ReleasedTable) -> tuple[str, ...]:
    """Say whether what is found depends on the method.

    Parameters
    ----------
    table
        Released, of all methods side by side.
    """
    made_alike = [cell for cell in table.cells if cell.at[-1] != NOT_MATCHED]
    found = [cell.figures["significant"] for cell in made_alike if "significant" in cell.figures]
    if not found:
        return ()
    said = [
        f"{count_text(number)} {words}"
        for which, words in ((LESS, "find fewer"), (MORE, "find more"), (0, "cannot tell"))
        if (number := found.count(which))
    ]
    silent = len(made_alike) - len(found)
    more = f"; {count_text(silent)} more cannot be had, or are withheld" if silent else ""
    called = table.headings.estimate.removeprefix("Percentage of those ")
    agree = "They agree." if len(set(found)) == 1 and found[0] else "What is found depends on the method."
    agree = agree if any(found) else "None shows a difference, and none shows that there is none."
    return (
        (
            f"{who_of(table)}: of {count_text(len(found))} ways to set those {called} beside others like them, "
            f"{', '.join(said)}{more}. {agree if len(found) > 1 else 'One alone shows nothing of the others.'}"
        ),
    )


def _said(shown: Shown) -> Said:
    cell, who = shown.cell, who_of(shown.table)
    if shown.is_withheld:
        return Said(
            (f"{who}: how those {shown.called} compare ({shown.outcome}) is withheld: it rests on too few.",), ()
        )
    if "significant" not in cell.figures:
        return Said((), (f"{who}: how those {shown.called} compare ({shown.outcome}) cannot be told: none differ.",))
    return Said((f"{who}: {_levels(shown)} {difference_in_words(shown)}",), tuple(_cautions(shown)))


def _levels(shown: Shown) -> str:
    """Say how common it is on both sides."""
    if shown.is_mean:
        number = count_text(shown.cell.figures["out_of"])
        return (
            f"{shown.beside('per_person')} {shown.outcome} for each of {number} {shown.unit} {shown.called}, matched, "
            f"against {shown.beside('against_mean')} for {shown.others}."
        )
    share = share_text(shown.table, shown.cell, "estimate", shown.policy)
    return (
        f"{share} ({numbers_of(shown.table, shown.cell)}) were {shown.outcome}, against "
        f"{shown.beside('against_estimate')}% of {shown.others}."
    )


def _cautions(shown: Shown) -> list[str]:
    """Say what does not follow."""
    figures, said = shown.cell.figures, []
    lower, upper = shown.limits()
    if lower <= 0 <= upper:
        said.append(f"This does not mean that being {shown.called} has no effect{_more_wanted(shown)}.")
    said.append(evidence_in_words(shown))
    if (lower > 0 or upper < 0) and "e_value_of_limit" in figures and not shown.is_unlike:
        said.append(
            f"Something left out that is {shown.beside('e_value_of_limit')} times as common on one side, and makes it "
            "as many times as likely, could move the nearer limit to no difference."
        )
    return said


def _more_wanted(shown: Shown) -> str:
    """Say what a comparison of this size could find, and what size would do."""
    figures, said = shown.cell.figures, ""
    if "detectable" in figures:
        said += f": a fall of less than {shown.amount(figures['detectable'])} in every 100 would probably not be found"
    if "needed" in figures:
        said += (
            f"{';' if said else ':'} were the percentages to stay the same, about {shown.beside('needed')} "
            f"{shown.called} would be needed for the limits to tell"
        )
    return said


_OWN = {CUSTODY: said_of_part, SEVERITY: said_of_part, RATE_BY_TIME: said_of_time}
"""By how the key of a table begins, the way to say what it shows, if it is no percentage or mean of all."""
