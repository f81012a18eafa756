"""needskit: from extracts about people who offend to needs assessments that a commissioner can publish.

The public names are loaded when they are first used: importing needskit loads no statistics and no Excel
package, prints nothing and touches no file.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needskit.analysis import (
        accommodation,
        coverage,
        demographics,
        iom,
        linkage,
        needs,
        overlap,
        reconviction,
        targets,
        transition,
    )
    from needskit.analysis.tabulate import distribution
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.comparison import Comparison
    from needskit.disclosure.policies import STANDARD_POLICY
    from needskit.disclosure.release import release
    from needskit.engine.count import count_cohort
    from needskit.errors import DataError, DisclosureError, NeedskitError, OutputError, UsageError
    from needskit.extract.read import read_cohort
    from needskit.output.text import headlines
    from needskit.output.tidy import write_tidy
    from needskit.output.workbook import Workbook
    from needskit.report import evaluation, needs_assessment, standard_report
    from needskit.synthetic import synthetic_people, write_synthetic
    from needskit.table.difference import difference

__version__ = "0.1.0"

_HOMES = {
    "Cohort": "needskit.cohort.cohort:Cohort",
    "Comparison": "needskit.cohort.comparison:Comparison",
    "DataError": "needskit.errors:DataError",
    "DisclosureError": "needskit.errors:DisclosureError",
    "NeedskitError": "needskit.errors:NeedskitError",
    "OutputError": "needskit.errors:OutputError",
    "STANDARD_POLICY": "needskit.disclosure.policies:STANDARD_POLICY",
    "UsageError": "needskit.errors:UsageError",
    "Workbook": "needskit.output.workbook:Workbook",
    "accommodation": "needskit.analysis.accommodation",
    "count_cohort": "needskit.engine.count:count_cohort",
    "coverage": "needskit.analysis.coverage",
    "demographics": "needskit.analysis.demographics",
    "difference": "needskit.table.difference:difference",
    "distribution": "needskit.analysis.tabulate:distribution",
    "evaluation": "needskit.report:evaluation",
    "headlines": "needskit.output.text:headlines",
    "iom": "needskit.analysis.iom",
    "linkage": "needskit.analysis.linkage",
    "needs": "needskit.analysis.needs",
    "needs_assessment": "needskit.report:needs_assessment",
    "overlap": "needskit.analysis.overlap",
    "read_cohort": "needskit.extract.read:read_cohort",
    "reconviction": "needskit.analysis.reconviction",
    "release": "needskit.disclosure.release:release",
    "standard_report": "needskit.report:standard_report",
    "synthetic_people": "needskit.synthetic:synthetic_people",
    "targets": "needskit.analysis.targets",
    "transition": "needskit.analysis.transition",
    "write_synthetic": "needskit.synthetic:write_synthetic",
    "write_tidy": "needskit.output.tidy:write_tidy",
}

__all__ = [
    "STANDARD_POLICY",
    "Cohort",
    "Comparison",
    "DataError",
    "DisclosureError",
    "NeedskitError",
    "OutputError",
    "UsageError",
    "Workbook",
    "accommodation",
    "count_cohort",
    "coverage",
    "demographics",
    "difference",
    "distribution",
    "evaluation",
    "headlines",
    "iom",
    "linkage",
    "needs",
    "needs_assessment",
    "overlap",
    "read_cohort",
    "reconviction",
    "release",
    "standard_report",
    "synthetic_people",
    "targets",
    "transition",
    "write_synthetic",
    "write_tidy",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        message = f"module 'needskit' has no attribute '{name}'"
        raise AttributeError(message)
    module, _, attribute = _HOMES[name].partition(":")
    home = import_module(module)
    found: object = getattr(home, attribute) if attribute else home
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*__all__, "__version__"])
