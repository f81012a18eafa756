"""What an audit found, for whoever decides whether a file may leave the building."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needskit.audit.learnt import Learnt

if TYPE_CHECKING:
    import pandas as pd

    from needskit.audit.finding import Finding
    from needskit.audit.reading.structure import Rules

LIMITS = (
    "Not covered: readers who know people that nothing in the file tells of, other files about nearly the same "
    "people, and readers who hold the records."
)
"""What no audit of one file can say."""


MODELS = (
    "show a P value, a figure of a model or of a curve, or one of which nothing tells the counts. These were not "
    "worked back to counts: each is of so many counts, weights or records that too many worlds give it. What is "
    "worked out from the counts shown tells no more than these, and of anything else nothing is said."
)
"""What is said of figures that follow from more counts than can be tried."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What a reader who puts everything in a finished file together learns from it.

    Parameters
    ----------
    name
        Of the file.
    sha256
        Of its bytes, so that the report is of this file and no other.
    findings
        What is wrong, the worst first.
    rules
        What was taken to have been done to the counts.
    told
        How many tables the structure tells of; 0 if it was made out from the words of the tables.
    counts
        How many figures that count people are shown or hidden.
    hidden
        How many of them are hidden.
    equations
        How many sums were put together.
    models
        How many rows show a figure that was not worked back to counts.
    learnt
        What is learnt of them.
    """

    name: str
    sha256: str
    findings: tuple[Finding, ...]
    rules: Rules
    told: int = 0
    counts: int = 0
    hidden: int = 0
    equations: int = 0
    models: int = 0
    learnt: Learnt = field(default_factory=Learnt)

    @property
    def fails(self) -> bool:
        """Whether something tells of few people, so that the file must not leave."""
        return any(finding.severity == "disclosure" for finding in self.findings)

    @property
    def codes(self) -> frozenset[str]:
        """The rules that found something."""
        return frozenset(finding.code for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """3 if the file tells of few people, 1 if something else is wrong, 0 if there are notes at most."""
        if self.fails:
            return 3
        return int(any(finding.severity != "note" for finding in self.findings))

    def to_frame(self) -> pd.DataFrame:
        """Return the findings, a row each: code, severity, where, words, mend."""
        import pandas as pd  # noqa: PLC0415 - an audit itself needs no pandas

        columns = ["code", "severity", "where", "words", "mend"]
        return pd.DataFrame([[getattr(each, name) for name in columns] for each in self.findings], columns=columns)

    @property
    def summary(self) -> tuple[str, ...]:
        """What was looked at and what is learnt, one sentence each."""
        learnt, rules = self.learnt, self.rules
        rounding = (
            f"counts are multiples of {rules.base}, up to {rules.off_by} off" if rules.base > 1 else "true counts"
        )
        share = f"{100 * self.hidden / self.counts:.0f}%" if self.counts else "none"
        asked = learnt.figures if learnt.sensitive is None else learnt.sensitive
        whose = "sensitive figures" if learnt.sensitive is not None else "figures"
        width = "" if learnt.least_width is None else f" The narrowest range left is {learnt.least_width:.0f} wide."
        counted = f"{self.counts} figures that count, {self.hidden} of them hidden ({share})"
        known = f"{learnt.exact} exact, {learnt.known_small} known to be small"
        nearly = f"{learnt.two_candidates} with two candidates or fewer"
        lines = [
            f"{self.name}, SHA-256 {self.sha256}.",
            f"Policy: {rules.name} ({rounding}); fewer than {rules.threshold} are to be protected.",
            f"{counted}; {self.equations} sums between them.",
            f"Of {asked} {whose}, complements among them: {known}, {nearly}.{width}",
        ]
        if learnt.not_settled:
            lines.append(
                f"{learnt.not_settled} figures were narrowed and no more: of these no worlds of whole numbers, or too "
                "few, were looked for."
            )
        if learnt.mean_error is not None:
            most = f"{learnt.greatest_error or 0:.0f} at most"
            lines.append(f"Numbers shown are {learnt.mean_error:.1f} from the true ones on average, {most}.")
        if self.models:
            lines.append(f"{self.models} rows {MODELS}")
        return (*lines, LIMITS)
