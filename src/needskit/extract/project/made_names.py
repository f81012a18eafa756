"""Names that needskit makes itself, so that no column of the user's own may have them."""

from __future__ import annotations

from needskit.schema import load_bandings, load_codes, load_table


def bandings() -> frozenset[str]:
    """Return the names of the bandings of age.

    Examples
    --------
    >>> sorted(bandings())
    ['age_band', 'age_group', 'moj_age_band', 'young_16_to_24', 'young_18_to_25']
    """
    return frozenset(banding.name for banding in load_bandings())


def groupings() -> frozenset[str]:
    """Return the names of the groupings of the code lists of people, as their breakdowns are called.

    Examples
    --------
    >>> "homeless_on_release" in groupings(), "homeless" in groupings()
    (True, False)
    """
    lists = ((field.name, load_codes(field.codes)) for field in load_table("people").fields if field.codes)
    return frozenset(
        f"{grouping.name}{name.removeprefix(codes.name)}" for name, codes in lists for grouping in codes.groupings
    )
