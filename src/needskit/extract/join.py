"""One row a person from several sources: linked by exact key, the first source that knows a value decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.cohort.problems import Problem
from needskit.schema import NOT_KNOWN, SEVERITY_ANSWERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Places = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, repr=False)
class Provider:
    """Columns about people, from one source.

    Parameters
    ----------
    name
        Of the source.
    columns
        Typed, a row a record of the source.
    place
        Which person each record is of, as a position among the cohort's people; -1 for nobody of them. No
        person has two.
    """

    name: str
    columns: Mapping[str, pd.Series]
    place: Places


@dataclass(frozen=True, slots=True)
class Agreement:
    """A column that two sources hold: of how many people both know it, and which rows of the later one differ."""

    column: str
    source: str
    both: int
    differ: Places

    @property
    def same(self) -> int:
        """Of how many people both say the same."""
        return self.both - len(self.differ)


def places(identifiers: pd.Series, people: pd.Index) -> Places:
    """Return which person each identifier is of, as a position among the people; -1 for nobody of them.

    Examples
    --------
    >>> places(pd.Series(["B", "X", "A"]), pd.Index(["A", "B"])).tolist()
    [1, -1, 0]
    """
    if identifiers.dtype == people.dtype and getattr(people.dtype, "storage", "") == "pyarrow":
        return _places_of_texts(identifiers, people)
    found: Places = people.get_indexer(pd.Index(identifiers))
    return found


def _places_of_texts(identifiers: pd.Series, people: pd.Index) -> Places:
    """Return the same for texts as pandas keeps them with pyarrow, which need not become objects: twice as fast."""
    import pyarrow as pa  # noqa: PLC0415 - an optional extra, which these texts prove to be there
    import pyarrow.compute as pc  # noqa: PLC0415

    place = pc.index_in(pa.array(identifiers), value_set=pa.array(people), skip_nulls=True)
    found: Places = pc.fill_null(place, -1).to_numpy(zero_copy_only=False).astype(np.intp)
    return found


def joined(providers: Sequence[Provider], people: int) -> tuple[dict[str, pd.Series], tuple[Agreement, ...]]:
    """What is known of each person? Return every column, a row a person, and how far the sources agree.

    Where several sources hold a column, the first that knows a person's value gives it. Whoever is in none of
    them is not known.

    Parameters
    ----------
    providers
        The sources, the most trusted first.
    people
        How many there are.

    Examples
    --------
    >>> coded = lambda *a: pd.Series(pd.Categorical(a, categories=["f", "m", "not known"]))
    >>> police = Provider("police", {"sex": coded("f", "not known")}, np.array([0, 1]))
    >>> probation = Provider("probation", {"sex": coded("m", "m", "f")}, np.array([0, 1, 2]))
    >>> found, agreement = joined([police, probation], 3)
    >>> found["sex"].tolist(), agreement[0].both, agreement[0].same
    (['f', 'm', 'f'], 1, 0)
    """
    found: dict[str, pd.Series] = {}
    agreement: list[Agreement] = []
    for provider in providers:
        for name, column in provider.columns.items():
            placed = _placed(column, provider.place, people)
            if name in found:
                earlier, later = _alike(found[name], placed)
                if not is_severity(column):
                    agreement.append(_compared(name, provider, earlier, later))
                placed = earlier.where(known_in(earlier), later)
            found[name] = placed
    return found, tuple(agreement)


def is_severity(column: pd.Series | None) -> bool:
    """Tell whether a column is the severity of a need: it follows that need, whose agreement is told."""
    if column is None or not isinstance(column.dtype, pd.CategoricalDtype):
        return False
    return tuple(column.cat.categories) == SEVERITY_ANSWERS[:4]


def _compared(name: str, provider: Provider, earlier: pd.Series, later: pd.Series) -> Agreement:
    both = known_in(earlier) & known_in(later)
    differ = both & (_values(earlier) != _values(later))
    rows = np.flatnonzero(np.isin(provider.place, np.flatnonzero(differ)))
    return Agreement(name, provider.name, int(both.sum()), rows)


def _placed(column: pd.Series, place: Places, people: int) -> pd.Series:
    """Return a column a row a person; those of whom the source has no record are not known."""
    here = place >= 0
    if len(place) == people and np.array_equal(place, np.arange(people)):
        return column.reset_index(drop=True)
    if isinstance(column.dtype, pd.CategoricalDtype):
        categories = column.cat.categories
        if NOT_KNOWN not in categories:
            column = column.cat.add_categories([NOT_KNOWN])
            categories = column.cat.categories
        codes = np.full(people, list(categories).index(NOT_KNOWN), dtype=np.int32)
        codes[place[here]] = column.cat.codes.to_numpy()[here]
        return pd.Series(pd.Categorical.from_codes(codes, categories=categories))
    positions = np.full(people, -1, dtype=np.intp)
    positions[place[here]] = np.flatnonzero(here)
    return column.reset_index(drop=True).reindex(positions).reset_index(drop=True)


def _alike(one: pd.Series, other: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return two columns with the same answers: those of an open list can differ from source to source."""
    if not isinstance(one.dtype, pd.CategoricalDtype) or one.dtype == other.dtype:
        return one, other
    names = sorted({*one.cat.categories, *other.cat.categories} - {NOT_KNOWN})
    dtype = pd.CategoricalDtype([*names, NOT_KNOWN])
    return one.astype(dtype), other.astype(dtype)


def known_in(column: pd.Series) -> Flags:
    """Tell in which rows a value is known."""
    known = column != NOT_KNOWN if isinstance(column.dtype, pd.CategoricalDtype) else column.notna()
    flags: Flags = known.to_numpy(dtype=bool)
    return flags


def _values(column: pd.Series) -> npt.NDArray[np.generic]:
    """Return values that can be compared; what is not known compares as anything."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy()
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return column.to_numpy().astype("datetime64[s]").astype(np.int64)
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def sources_differ(column: str, source: str, headers: Mapping[str, str], rows: int) -> Problem:
    """Return the problem of people of whom a source says otherwise than an earlier one."""
    wanted, done = "differs from what an earlier source says.", "The earlier source was used."
    header = headers.get(column, "")
    return Problem("sources_differ", column, "warning", rows, wanted, done, source=source, header=header)
