"""The standard report and the evaluation: which tables, in which order, and the workbook around them."""

from needskit.report.assessment import needs_assessment
from needskit.report.catalogue import BREAKDOWNS, STANDARD
from needskit.report.comparison import comparison
from needskit.report.method import cautions_in, with_method
from needskit.report.standard import standard_report

__all__ = [
    "BREAKDOWNS",
    "STANDARD",
    "cautions_in",
    "comparison",
    "needs_assessment",
    "standard_report",
    "with_method",
]
