"""The report of a check: what is wrong, where in the analyst's own file, and what to do.

It is the one output of needskit that holds values of records, for the analyst who holds them already.
"""

from needskit.check_report.sources import CheckedSource
from needskit.check_report.write import write_check_report

__all__ = ["CheckedSource", "write_check_report"]
