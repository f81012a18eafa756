"""What can be said of one comparison, what cannot, and how far it can be believed."""

from __future__ import annotations

from dataclasses import dataclass

from needskit.table.figure import ALIKE, PARTLY_ALIKE, UNLIKE


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences of one comparison."""

    can: tuple[str, ...]
    """What can be said."""
    cannot: tuple[str, ...]
    """What cannot."""


BY_EVIDENCE = {
    UNLIKE: (
        "Those {called} and the others were not made alike, so the difference is not what being {called} did. "
        "Evidence level: 2 of 5 on the Maryland scale."
    ),
    PARTLY_ALIKE: (
        "Those {called} and the {unit} set beside them still differ in what is known of them, or are not matched on "
        "earlier offending: the difference may come of that, and not of being {called}. "
        "Evidence level: 3 of 5 on the Maryland scale."
    ),
    ALIKE: (
        "Those {called} and the {unit} set beside them are alike in what they are matched on; the difference may still "
        "come of something else, such as why they were chosen. Evidence level: 3 to 4 of 5 on the Maryland "
        "scale."
    ),
}
