"""A cell of people matched in words, and what its limits say: what all sentences about them are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.output.number import half_up
from needskit.output.said import BY_EVIDENCE
from needskit.output.sentence import figure_beside
from needskit.table.figure import FURTHER, UNLIKE
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of people matched, in the words of its table.

    Parameters
    ----------
    table, cell, policy
        What is said of, and under which policy it was released.
    """

    table: ReleasedTable
    cell: ReleasedCell
    policy: Policy

    @property
    def is_mean(self) -> bool:
        """Whether it is a mean, and no percentage."""
        return "mean_difference" in self.cell.measure.figures

    @property
    def called(self) -> str:
        """What those treated are called."""
        headings = self.table.headings
        words = headings.estimate if "estimate" in self.cell.measure.figures else headings.events
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
        """What the row is of."""
        return inside_a_sentence(self.cell.at[-1])

    @property
    def per(self) -> str:
        """Of how many a difference is."""
        if not self.is_mean:
            return "in every 100"
        return self.table.headings.further["mean_difference"].removeprefix("Difference ")

    @property
    def is_withheld(self) -> bool:
        """Whether it rests on too few to be shown."""
        return self.cell.is_withheld or "significant" in self.cell.withheld

    def limits(self) -> tuple[float, float]:
        """Return the limits of the difference."""
        name = "mean_difference" if self.is_mean else "difference"
        return self.cell.figures[f"{name}_lower"], self.cell.figures[f"{name}_upper"]

    def amount(self, size: float) -> str:
        """Return the size of a difference: never 0, for what is above 0 is not nothing."""
        decimals, times = (2, 1) if self.is_mean else (0, FURTHER["difference"].shown_per)
        shown = half_up(abs(size), decimals, times=times)
        return f"{shown:,f}" if shown else f"less than {'0.01' if self.is_mean else '1'}"

    def beside(self, name: str) -> str:
        """Return a figure beside the estimate, as the table shows it."""
        return figure_beside(self.table, self.cell, name, self.policy)


def difference_in_words(shown: Shown) -> str:
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


def evidence_in_words(shown: Shown) -> str:
    """Say how far a comparison can be believed."""
    return BY_EVIDENCE[int(shown.cell.figures["evidence"])].format(called=shown.called, unit=shown.unit)
