"""What can be said of people matched with people like them, and what cannot: from released tables alone.

The limits decide every sentence, and no test beside them, so that words and interval cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.output.number import count_text, half_up
from needskit.output.sentence import figure_beside, numbers_of, share_text, who_of
from needskit.table.figure import ALIKE, FURTHER, LESS, MORE, PARTLY_ALIKE, UNLIKE
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable

RATE, FREQUENCY, BY_METHOD = "iom.rate", "iom.frequency", "iom.sensitivity"
NOT_MATCHED = "not matched"
"""The row of the table of methods that is no estimate of an effect."""


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences of one comparison."""

    can: tuple[str, ...]
    """What can be said."""
    cannot: tuple[str, ...]
    """What cannot."""


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
    tables = [table for table in release if table.caption.key.startswith((RATE, FREQUENCY))]
    said = [sentence for table in tables for sentence in of_matched(table, release.policy)]
    by_method = [table for table in release if table.caption.key.startswith(BY_METHOD)]
    said += [sentence for table in by_method for sentence in of_methods(table)]
    tested = sum("significant" in cell.measure.figures for table in tables for cell in table.cells)
    if tested:
        are = "difference was" if tested == 1 else "differences were"
        said.append(
            f"{count_text(tested)} {are} tested, each at the level of 5%, without correction: of twenty where there is "
            "none, one would be significant by chance alone."
        )
    return tuple(dict.fromkeys(said))


def what_can_be_said(table: ReleasedTable, policy: Policy) -> Said:
    """Say what a table of matched people shows, and what it does not.

    Parameters
    ----------
    table
        Released, of rates or of frequencies.
    policy
        Under which.

    Returns
    -------
    Said
        Nothing where the table is neither.
    """
    said = [_said(_Shown(table, cell, policy)) for cell in table.cells if "significant" in cell.measure.figures]
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


@dataclass(frozen=True, slots=True)
class _Shown:
    """A cell in the words of its table."""

    table: ReleasedTable
    cell: ReleasedCell
    policy: Policy

    @property
    def is_mean(self) -> bool:
        return "mean_difference" in self.cell.measure.figures

    @property
    def called(self) -> str:
        """What those treated are called."""
        headings = self.table.headings
        words = headings.events if self.is_mean else headings.estimate
        return words.partition(" of those ")[2]

    @property
    def unit(self) -> str:
        """What is counted: people."""
        return inside_a_sentence(self.table.headings.out_of.partition(f" {self.called}")[0])

    @property
    def others(self) -> str:
        """What the comparison is called."""
        return "the others" if self.is_unlike else f"{self.unit} like them, weighted"

    @property
    def is_unlike(self) -> bool:
        """Whether nothing was made alike."""
        return self.cell.figures["evidence"] == UNLIKE

    @property
    def outcome(self) -> str:
        return inside_a_sentence(self.cell.at[-1])

    @property
    def per(self) -> str:
        """Of how many a difference is."""
        if not self.is_mean:
            return "in every 100"
        return self.table.headings.further["mean_difference"].removeprefix("Difference ")

    def limits(self) -> tuple[float, float]:
        name = "mean_difference" if self.is_mean else "difference"
        return self.cell.figures[f"{name}_lower"], self.cell.figures[f"{name}_upper"]

    def amount(self, size: float) -> str:
        """Return the size of a difference: never 0, for what is above 0 is not nothing."""
        decimals, times = (2, 1) if self.is_mean else (0, FURTHER["difference"].shown_per)
        shown = half_up(abs(size), decimals, times=times)
        return f"{shown:,f}" if shown else f"less than {'0.01' if self.is_mean else '1'}"

    def beside(self, name: str) -> str:
        return figure_beside(self.table, self.cell, name, self.policy)


def _said(shown: _Shown) -> Said:
    cell, who = shown.cell, who_of(shown.table)
    if cell.is_withheld or "significant" in cell.withheld:
        why = cell.why_withheld.removeprefix("for ")
        return Said((f"{who}: how those {shown.called} compare ({shown.outcome}) is withheld: {why}.",), ())
    if "significant" not in cell.figures:
        return Said((), (f"{who}: how those {shown.called} compare ({shown.outcome}) cannot be told: none differ.",))
    return Said((f"{who}: {_levels(shown)} {_difference(shown)}",), tuple(_cautions(shown)))


def _levels(shown: _Shown) -> str:
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


def _difference(shown: _Shown) -> str:
    """Say what the limits say."""
    lower, upper = shown.limits()
    rounded = ", rounding included" if shown.policy.rounds else ""
    of_what = f"{shown.per} (95% limits{rounded})"
    if lower > 0 or upper < 0:
        near, far = (shown.amount(end) for end in sorted((lower, upper), key=abs))
        how = "more" if lower > 0 else "fewer"
        between = f"about {far}" if near == far else f"between {near} and {far}"
        return f"That is {between} {how} {of_what}: a statistically significant difference."
    return (
        f"That is anything between {shown.amount(lower)} fewer and {shown.amount(upper)} more {of_what}: whether it is "
        "fewer or more cannot be told."
    )


def _cautions(shown: _Shown) -> list[str]:
    """Say what does not follow."""
    figures, said = shown.cell.figures, []
    lower, upper = shown.limits()
    if lower <= 0 <= upper:
        said.append(f"This does not mean that being {shown.called} has no effect{_more_wanted(shown)}.")
    said += [_BY_EVIDENCE[int(figures["evidence"])].format(called=shown.called, unit=shown.unit)]
    if (lower > 0 or upper < 0) and "e_value_of_limit" in figures and not shown.is_unlike:
        said.append(
            f"Something left out that is {shown.beside('e_value_of_limit')} times as common on one side, and makes it "
            "as many times as likely, could move the nearer limit to no difference."
        )
    return said


def _more_wanted(shown: _Shown) -> str:
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


_BY_EVIDENCE = {
    UNLIKE: "Those {called} and the others were not made alike, so the difference is not what being {called} did.",
    PARTLY_ALIKE: (
        "Those {called} and the {unit} set beside them still differ in what is known of them, or are not matched on "
        "earlier offending: the difference may come of that, and not of being {called}."
    ),
    ALIKE: (
        "Those {called} and the {unit} set beside them are alike in what they are matched on; the difference may still "
        "come of something else, such as why they were chosen."
    ),
}
