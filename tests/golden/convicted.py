"""Convicted people for OGRS3, and what its published tests give for those of them that it has.

Sources: Howard, Francis, Soothill and Humphreys (2009), Ministry of Justice Research Summary 7/09;
NOMS-DIGITAL-STUDIO/rsr-calculator, test/OGRS3.spec.js; ministryofjustice/hmpps-arns-risk-actuarial-api at 1811fe7.
"""

from __future__ import annotations

from typing import Any

from needskit.cohort.ogrs3_histories import Histories

CLOSE = 1e-9

# OGRS3.spec.js: a man of 20, violence, first sanction at 20, with 0 to 4 previous sanctions.
ONE_YEAR = [0.12161553504714574, 0.3158120100020924, 0.43393890261473633, 0.5235145926731711, 0.5922581047904115]
TWO_YEARS = [0.22130521140511314, 0.48651769565917, 0.6114342480551298, 0.6928061177628605, 0.7488430658491833]


def people(number: int = 1, /, **told: Any) -> Histories:  # noqa: ANN401 - a wrong column is the point of some tests
    """Return so many men of 20, convicted of violence for the first time, but for what is told."""
    told = {
        name: values * number if isinstance(values, list) and len(values) == 1 else values
        for name, values in told.items()
    }
    columns: dict[str, Any] = {
        "sex": ["male"] * number,
        "age_at_follow_up": [20] * number,
        "age_at_conviction": [20] * number,
        "age_at_first_sanction": [20] * number,
        "sanctions": [1] * number,
        "offence_group": ["violence"] * number,
    }
    return Histories(**columns | told)
