"""What do young adults need, set against others: each need, and several at once?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import AT_LEAST
from needskit.analysis.count import Words
from needskit.analysis.transition.by_age.against import Phrases, Statement, headings_of, notes_of, set_against, sides_of
from needskit.cohort.build import DUAL_DIAGNOSIS, NUMBER_OF_NEEDS
from needskit.errors import UsageError

if TYPE_CHECKING:
    from needskit.analysis.tabulate import By
    from needskit.cohort.cohort import Cohort
    from needskit.table.table import Table


def needs(cohort: Cohort, *, band: tuple[int, int] | None = None, by: By = None) -> Table:
    """Do young adults have each need more often than people who are older, or younger?

    Counted are people whose age and whose answer on the need are known. Those younger, from 10 on, are set beside them
    unless the cohort was chosen so that nobody can be so young.

    Parameters
    ----------
    cohort
        Whose people are counted.
    band
        The first and last year of age that are meant by young adults, both included; as the settings of the cohort say
        unless told otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no needs, the extract holds no ages, the band is none, the cohort was chosen so that there is
        only one side, or it has no such breakdown.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; Katz and others (1978), Biometrics 34, 469-474.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> rows = [("19", "yes")] * 3 + [("24", "no")] + [("25", "yes")] * 2 + [("60", "no")] * 6 + [("", "yes")]
    >>> extract = pd.DataFrame(rows, columns=["age", "need_drugs"])
    >>> extract["person_id"] = [str(number) for number in range(13)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = needs(cohort).to_frame().set_index("against")
    >>> frame.loc["25 and over", ["count", "out_of", "against_count", "against_out_of", "risk_ratio"]].tolist()
    [3.0, 4.0, 2.0, 8.0, 3.0]
    """
    sides = sides_of(cohort, band)
    word = cohort.needs.word
    statements = [Statement(question.label, question.column) for question in cohort.needs.required]
    phrases = Phrases(f"with this {word}", "with a known answer", "answer not known")
    words = Words(
        key=f"transition.needs{sides.end_of_key}",
        title=f"Prevalence of each {word}, {sides.words} against other ages",
        headings=headings_of(cohort, sides, phrases),
        notes=notes_of(cohort, sides, statements, by),
        sources=cohort.needs.sources,
    )
    return set_against(cohort, sides, statements, dimension=("need", word.capitalize()), words=words, by=by)


def overlap(cohort: Cohort, *, band: tuple[int, int] | None = None, by: By = None) -> Table:
    """Do young adults have several needs at once more often than people who are older, or younger?

    Counted are people of known age with a known answer on every need; for a dual diagnosis, those of whom it is known.
    Those younger, from 10 on, are set beside them unless the cohort was chosen so that nobody can be so young.

    Parameters
    ----------
    cohort
        Whose people are counted.
    band
        The first and last year of age that are meant by young adults, both included; as the settings of the cohort say
        unless told otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has fewer than two needs and no dual diagnosis, the extract holds no ages, the band is none, the
        cohort was chosen so that there is only one side, or it has no such breakdown.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; Katz and others (1978), Biometrics 34, 469-474.
    Cambridgeshire OPCC, 2020: two or more needs as multiple needs.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> rows = [("19", "yes", "yes")] * 3 + [("24", "no", "yes")] + [("40", "yes", "yes")] + [("60", "no", "no")] * 3
    >>> extract = pd.DataFrame(rows, columns=["age", "need_drugs", "need_alcohol"])
    >>> extract["person_id"] = [str(number) for number in range(8)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> overlap(cohort).to_frame()[["against", "statement", "count", "out_of", "against_count", "against_out_of"]]
           against    statement  count  out_of  against_count  against_out_of
    0  25 and over  two or more      3       4              1               4
    1     10 to 17  two or more      3       4              0               0
    """
    cohort.needs.refuse_none()
    sides = sides_of(cohort, band)
    word = cohort.needs.word
    numbers = cohort.attributes[NUMBER_OF_NEEDS].answers[:-1]
    statements = [
        Statement(label, NUMBER_OF_NEEDS, frozenset(numbers[least:]), frozenset(numbers[:least]))
        for least, label in AT_LEAST.items()
        if least < len(numbers)
    ]
    has_dual = DUAL_DIAGNOSIS in cohort.attributes
    if has_dual:
        statements.append(Statement("dual diagnosis", DUAL_DIAGNOSIS))
    if not statements:
        message = f"Several {word}s at once want two {word}s, and this cohort has one. Name more with needs=."
        raise UsageError(message)
    also, asked = (" or a dual diagnosis", "what the row asks") if has_dual else ("", f"every {word}")
    phrases = Phrases(f"with so many {word}s{also}", f"with known answers on {asked}", "answers not all known")
    words = Words(
        key=f"transition.overlap{sides.end_of_key}",
        title=f"Several {word}s at once, {sides.words} against other ages",
        headings=headings_of(cohort, sides, phrases),
        notes=(
            (
                f"The number of {word}s is counted for those with a known answer on every {word} of the set. Two or "
                "more, three or more and five or more overlap: do not add them up."
            ),
            *notes_of(cohort, sides, statements, by),
        ),
        sources=(
            *cohort.needs.sources,
            *(("Dual diagnosis: a local definition, which the settings can change",) if has_dual else ()),
        ),
    )
    return set_against(cohort, sides, statements, dimension=("statement", f"Number of {word}s"), words=words, by=by)
