"""Which needs are counted together, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

from needskit.errors import UsageError


@dataclass(frozen=True, slots=True)
class NeedQuestion:
    """A need that is counted: its column, its name for readers, and what counts as having it."""

    column: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs that are counted together, in reading order, and what they are called.

    Parameters
    ----------
    title
        Which set it is: "Eight scored OASys needs".
    source
        Where its definitions come from; empty for the user's own.
    questions
        The needs that the extract holds.
    not_supplied
        Labels of the needs of the set that the extract does not hold; they are not counted.
    word
        What one of them is called: "need", or "theme" for a review of plans.
    """

    title: str
    source: str
    questions: tuple[NeedQuestion, ...]
    not_supplied: tuple[str, ...] = ()
    word: str = "need"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the needs."""
        return tuple(question.column for question in self.questions)

    @property
    def sources(self) -> tuple[str, ...]:
        """The line under a table that says where the definitions come from; none for the user's own."""
        return (f"{self.title}: {self.source}",) if self.source else ()

    @property
    def required(self) -> tuple[NeedQuestion, ...]:
        """The needs that the extract holds; raises if it holds none."""
        self.refuse_none()
        return self.questions

    def refuse_none(self) -> None:
        """Raise if the extract holds none of them."""
        if not self.questions:
            message = (
                f"None of the {self.word}s of '{self.title}' has a column in this extract. "
                "Name another set, or your own columns, with needs=."
            )
            raise UsageError(message)
