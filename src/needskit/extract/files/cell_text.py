"""The text that stands for a value: what a CSV export of the cell would hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

MINUTE = 60
HOUR = 3600


def cell_text(value: object) -> str:
    """Return the text of a value: no ".0" after a whole number, ISO dates, yes and no, nothing for nothing.

    Midnight is left out after a date. A duration is hours, minutes and seconds, as Excel shows one.

    Examples
    --------
    >>> cell_text(7.0), cell_text(True), cell_text(None), cell_text(dt.timedelta(hours=30, minutes=5))
    ('7', 'yes', '', '30:05:00')
    >>> cell_text(dt.datetime(2024, 2, 29)), cell_text(dt.datetime(2024, 2, 29, 11, 50))
    ('2024-02-29', '2024-02-29 11:50:00')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Decimal):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.timedelta):
        return _duration_text(value)
    return str(value)


def _number_text(value: float | Decimal) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(int(value)) if value.is_finite() and value == value.to_integral_value() else str(value)


def _duration_text(value: dt.timedelta) -> str:
    seconds, fraction = divmod(abs(value), dt.timedelta(seconds=1))
    sign = "-" if value < dt.timedelta() else ""
    clock = f"{sign}{seconds // HOUR}:{seconds % HOUR // MINUTE:02}:{seconds % MINUTE:02}"
    return f"{clock}.{fraction.microseconds:06}" if fraction else clock
