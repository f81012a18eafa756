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
    from needskit.audit.accessible import check_workbook
    from needskit.audit.auditor import audit_workbook
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.comparison import Comparison
    from needskit.disclosure.policies import STANDARD_POLICY
    from needskit.disclosure.policies.publish_random import publish_random
    from needskit.disclosure.release import release
    from needskit.engine.count import count_cohort
    from needskit.errors import DataError, DisclosureError, NeedskitError, OutputError, UsageError
    from needskit.extract.read import read_cohort
    from needskit.output.board import headline
    from needskit.output.churn import compare_releases
    from needskit.output.html.write import write_html
    from needskit.output.ods.write import to_ods
    from needskit.output.pictures.write import picture, write_pictures
    from needskit.output.structure import structure_of
    from needskit.output.template.fill import fill_template
    from needskit.output.template.losses import template_losses
    from needskit.output.text import headlines
    from needskit.output.theme import Theme
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
    "Theme": "needskit.output.theme:Theme",
    "UsageError": "needskit.errors:UsageError",
    "Workbook": "needskit.output.workbook:Workbook",
    "accommodation": "needskit.analysis.accommodation",
    "audit_workbook": "needskit.audit.auditor:audit_workbook",
    "check_workbook": "needskit.audit.accessible:check_workbook",
    "compare_releases": "needskit.output.churn:compare_releases",
    "count_cohort": "needskit.engine.count:count_cohort",
    "coverage": "needskit.analysis.coverage",
    "demographics": "needskit.analysis.demographics",
    "difference": "needskit.table.difference:difference",
    "distribution": "needskit.analysis.tabulate:distribution",
    "evaluation": "needskit.report:evaluation",
    "fill_template": "needskit.output.template.fill:fill_template",
    "headline": "needskit.output.board:headline",
    "headlines": "needskit.output.text:headlines",
    "iom": "needskit.analysis.iom",
    "linkage": "needskit.analysis.linkage",
    "needs": "needskit.analysis.needs",
    "needs_assessment": "needskit.report:needs_assessment",
    "overlap": "needskit.analysis.overlap",
    "picture": "needskit.output.pictures.write:picture",
    "publish_random": "needskit.disclosure.policies.publish_random:publish_random",
    "read_cohort": "needskit.extract.read:read_cohort",
    "reconviction": "needskit.analysis.reconviction",
    "release": "needskit.disclosure.release:release",
    "standard_report": "needskit.report:standard_report",
    "structure_of": "needskit.output.structure:structure_of",
    "synthetic_people": "needskit.synthetic:synthetic_people",
    "targets": "needskit.analysis.targets",
    "template_losses": "needskit.output.template.losses:template_losses",
    "to_ods": "needskit.output.ods.write:to_ods",
    "transition": "needskit.analysis.transition",
    "write_html": "needskit.output.html.write:write_html",
    "write_pictures": "needskit.output.pictures.write:write_pictures",
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
    "Theme",
    "UsageError",
    "Workbook",
    "accommodation",
    "audit_workbook",
    "check_workbook",
    "compare_releases",
    "count_cohort",
    "coverage",
    "demographics",
    "difference",
    "distribution",
    "evaluation",
    "fill_template",
    "headline",
    "headlines",
    "iom",
    "linkage",
    "needs",
    "needs_assessment",
    "overlap",
    "picture",
    "publish_random",
    "read_cohort",
    "reconviction",
    "release",
    "standard_report",
    "structure_of",
    "synthetic_people",
    "targets",
    "template_losses",
    "to_ods",
    "transition",
    "write_html",
    "write_pictures",
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
