"""The standard report and the evaluation: which tables, in which order, and the workbook around them."""

from needskit.report.assessment import needs_assessment
from needskit.report.catalogue import BREAKDOWNS, STANDARD
from needskit.report.comparison import comparison
from needskit.report.evaluation import Evaluation, evaluation
from needskit.report.standard import standard_report

__all__ = [
    "BREAKDOWNS",
    "STANDARD",
    "Evaluation",
    "comparison",
    "evaluation",
    "needs_assessment",
    "standard_report",
]
