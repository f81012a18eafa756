"""Codes that stand in one cell with their description: "W1 - White: British", "White: British (W1)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal

from needskit.schema import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SEPARATED: Final = re.compile(r"(\S.*?)\s*[-\u2010-\u2015:=]\s*(.*\S)")
"""A code and its words, at the first of these signs."""

IN_BRACKETS: Final = re.compile(r"(\S.*?)\s*[(\[]([^()\[\]]*)[)\]]")
DASHED: Final = re.compile(r"\s*([-\u2010-\u2015:/])\s*")
LIKE_A_CODE: Final = re.compile(r"[0-9A-Za-z]{1,6}")
DIGIT, LETTER, WORD = re.compile("[0-9]"), re.compile("[A-Za-z]"), re.compile("[A-Za-z]{3}")
WHOLE: Final = re.compile(r"([0-9]+)\.0+")
"""A code that a spreadsheet took for a number."""

OFFICER_OBSERVED: Final = re.compile(r"ic ?[0-9]")
"""What an officer saw, in the six or seven groups of the police; not what the person says."""

VERIFIED: Final = frozenset({"verified", "unverified", "not verified"})
"""Said of an address after its status; it changes nothing."""

NO_CODES: Final = frozenset({"non", "not", "no", "none", "nil", "never", "ex", "former", "pre", "post", "un", "anti"})
"""Short words before a dash that turn the next word into another: NON-CUSTODIAL is not custodial."""


class NotFound(Enum):
    """Why a text has no answer."""

    STRANGE = "strange"
    DIFFERS = "its code says one thing and its words another"


Found = str | None | NotFound
Alone = Literal["none", "with a letter", "any"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the texts of one column can mean.

    Parameters
    ----------
    meanings
        From a normalised text to its answer; None for "not known".
    dashed
        The same, with no white space round dashes, colons and slashes and one kind of dash.
    alone
        Which codes decide where the words after them are not known: "none", those "with a letter", or "any".
    labels
        Normalised words that are no codes, though in capitals they may look like one.
    """

    meanings: Mapping[str, str | None]
    dashed: Mapping[str, str | None]
    alone: Alone
    labels: frozenset[str]

    @classmethod
    def of(
        cls,
        meanings: Mapping[str, str | None],
        alone: Alone = "with a letter",
        labels: frozenset[str] = frozenset(),
    ) -> Vocabulary:
        """Return the vocabulary of these meanings."""
        dashed: dict[str, str | None] = {}
        torn: set[str] = set()
        for text, answer in meanings.items():
            if dashed.setdefault(_dashed(text), answer) != answer:
                torn.add(_dashed(text))
        return cls(meanings, {text: answer for text, answer in dashed.items() if text not in torn}, alone, labels)

    def find(self, text: str) -> Found:
        """Return what a whole text means."""
        plain = normalise(text)
        if plain in self.meanings:
            return self.meanings[plain]
        number = WHOLE.fullmatch(plain)
        if number is not None and number[1] in self.meanings:
            return self.meanings[number[1]]
        return self.dashed.get(_dashed(plain), NotFound.STRANGE)


def _dashed(text: str) -> str:
    return DASHED.sub(lambda sign: sign[1] if sign[1] in ":/" else "-", text)


def answer_to(text: str, vocabulary: Vocabulary) -> Found:
    """Which answer does a text mean? None for "not known".

    The whole text if it is known. Otherwise its code and its words, split at the first dash or colon or at the
    bracket at the end, which must agree if both are known. Words alone are taken after what looks like a code: up
    to six letters and digits, with a digit or in capitals. A code alone is taken if it looks like one, words
    stand beside it, and the column lets it; in brackets, if it has a digit. Nothing else is guessed, and the
    codes of what an officer saw ("IC1") mean nothing here.

    Parameters
    ----------
    text
        As it stands in the cell.
    vocabulary
        Of the column.

    Examples
    --------
    >>> known = Vocabulary.of({"w1": "white", "white: british": "white", "b1": "black", "ns": None})
    >>> answer_to("W1 - White: British", known), answer_to("White: British (W1)", known), answer_to("NS", known)
    ('white', 'white', None)
    >>> answer_to("B1 - White: British", known)
    <NotFound.DIFFERS: 'its code says one thing and its words another'>
    >>> answer_to("NON - White: British", known)
    <NotFound.STRANGE: 'strange'>
    """
    whole = vocabulary.find(text)
    if whole is not NotFound.STRANGE:
        return whole
    text = " ".join(text.split())
    bracketed = IN_BRACKETS.fullmatch(text)
    if bracketed is not None and normalise(bracketed[2]) in VERIFIED:
        return answer_to(bracketed[1], vocabulary)
    parts = list(_parts(text))
    if any(OFFICER_OBSERVED.fullmatch(normalise(code)) for code, _, _ in parts):
        return NotFound.STRANGE
    found = {_of_parts(code, words, vocabulary, closing=closing) for code, words, closing in parts}
    found.discard(NotFound.STRANGE)
    if not found:
        return NotFound.STRANGE
    return found.pop() if len(found) == 1 else NotFound.DIFFERS


def _parts(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each way in which a text may be a code and its words, and whether the code is the closing bracket."""
    bracketed = IN_BRACKETS.fullmatch(text)
    if bracketed is not None:
        yield bracketed[2].strip(), bracketed[1], True
    separated = SEPARATED.fullmatch(text)
    if separated is not None:
        yield separated[1], separated[2], False


def _of_parts(code: str, words: str, vocabulary: Vocabulary, *, closing: bool) -> Found:
    """Return what a code and its words mean together."""
    by_code, by_words = vocabulary.find(code), vocabulary.find(words)
    if by_code is not NotFound.STRANGE and by_words is not NotFound.STRANGE:
        return by_code if by_code == by_words else NotFound.DIFFERS
    if not _looks_like_code(code):
        return NotFound.STRANGE
    if by_code is not NotFound.STRANGE:
        return by_code if _decides(code, words, vocabulary, closing=closing) else NotFound.STRANGE
    # In a text all in capitals, capitals are no sign of a code; nor are they beside a yes: "Yes (PAST)".
    doubtful = words.isupper() or (vocabulary.alone == "none" and by_words is not None)
    return by_words if DIGIT.search(code) or not doubtful else NotFound.STRANGE


def _looks_like_code(code: str) -> bool:
    if LIKE_A_CODE.fullmatch(code) is None or normalise(code) in NO_CODES:
        return False
    return DIGIT.search(code) is not None or code.isupper()


def _decides(code: str, words: str, vocabulary: Vocabulary, *, closing: bool) -> bool:
    """Tell whether a known code may be believed beside words that nobody knows: N-A and 1-2 say nothing."""
    if vocabulary.alone == "none" or normalise(code) in vocabulary.labels or WORD.search(words) is None:
        return False
    if closing and DIGIT.search(code) is None:
        return False
    return vocabulary.alone == "any" or LETTER.search(code) is not None
