"""Is a workbook accessible, and does it open without a repair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.audit.accessible.reading.book import read_book
from needskit.audit.accessible.rules.every import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from needskit.audit.finding import Finding

WORST_FIRST = ("repair", "essential", "desirable")
COLUMNS = ("severity", "code", "where", "words", "mend")


@dataclass(frozen=True, slots=True)
class WorkbookCheck:
    """What was found in a workbook, worst first.

    Parameters
    ----------
    file
        Its name.
    worksheets
        How many were read.
    rules
        How many were applied.
    findings
        One for each rule and worksheet that breaks it.
    """

    file: str
    worksheets: int
    rules: int
    findings: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings

    def of(self, severity: str) -> tuple[Finding, ...]:
        """Return the findings of one severity: ``repair``, ``essential`` or ``desirable``."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    @property
    def in_words(self) -> str:
        """Say in one sentence how many there are."""
        counts = [f"{len(self.of(severity)):,} {severity}" for severity in WORST_FIRST]
        found = ", ".join(counts) if self.findings else "nothing"
        sheets = "worksheet" if self.worksheets == 1 else "worksheets"
        return f"{self.file}: {self.worksheets:,} {sheets}, {self.rules:,} rules; found: {found}."

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each finding: severity, code, where, words, mend."""
        import pandas as pd  # noqa: PLC0415 - the check itself does without

        rows = [[getattr(finding, name) for name in COLUMNS] for finding in self.findings]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def lines(self) -> Iterator[str]:
        """Yield the check as lines of text: the sentence, then each finding and its mend."""
        yield self.in_words
        for finding in self.findings:
            yield f"{finding.severity} {finding.code}, {finding.where}. {finding.words} {finding.mend}"


def check_workbook(path: str | Path) -> WorkbookCheck:
    """Which rules of accessible spreadsheets does a finished workbook break, and will Excel repair it.

    Every item of the Analysis Function's checklist and of the guidance behind it that a program can decide, and the
    traps that programs which write workbooks accept in silence. Any workbook will do, whoever made it. It is read
    as its file has it, and nothing is changed. Whether it tells of few people is another question, and so is plain
    English, which only a person can judge.

    Parameters
    ----------
    path
        Of an .xlsx or .xlsm file.

    Returns
    -------
    WorkbookCheck
        With ``findings``, worst first: ``repair`` makes Excel mend the file as it opens; ``essential`` is what the
        checklist holds necessary to meet the accessibility regulations; ``desirable`` is what else the guidance asks.

    Raises
    ------
    UsageError
        If there is no such file, or it is no workbook.
    OutputError
        If it unpacks to more than a gigabyte.

    References
    ----------
    Government Analysis Function. Making spreadsheets accessible: a brief checklist of the basics; Releasing
    statistics in spreadsheets; Using symbols and shorthand in tables. UK Health Security Agency. Creating clear and
    accessible spreadsheets.

    Examples
    --------
    >>> import tempfile, pandas as pd, needskit as nk
    >>> needs = pd.DataFrame({"Need": ["Drugs", "Alcohol"], "People": [20, 15]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     needs.to_excel(f"{folder}/needs.xlsx", index=False)
    ...     found = nk.check_workbook(f"{folder}/needs.xlsx")
    >>> [finding.code for finding in found.of("essential")]
    ['T-NO-TABLE', 'W-NO-TITLE', 'D-NO-DOCUMENT-TITLE', 'D-NO-LANGUAGE']
    """
    return check_as(path, name="")


def check_as(path: str | Path, *, name: str) -> WorkbookCheck:
    """Check a workbook that is to have another name than its file has: see ``check_workbook``."""
    book = read_book(path, name=name)
    found = [finding for rule in RULES for finding in rule.findings(book)]
    ordered = sorted(found, key=lambda finding: WORST_FIRST.index(finding.severity))
    return WorkbookCheck(book.package.name, len(book.sheets), len(RULES), tuple(ordered))
