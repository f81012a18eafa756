"""The colours of charts and pictures."""

DARK_BLUE, ORANGE, PALE_GREY, BLACK, WHITE = "12436D", "F46A25", "D9D9D9", "000000", "FFFFFF"
TURQUOISE, DARK_GREY = "28A197", "3D3D3D"
DARK_PINK, LIGHT_PURPLE, LIGHT_BLUE = "801650", "A285D1", "6BACE6"
"""Dark blue and orange are of the Analysis Function's palette: 10 to 1 and 3 to 1 on white, and 3 to 1 to each other.

So are turquoise and dark grey: 3 to 1 and 11 to 1 on white, and 3 to 1 from turquoise to dark blue.

Dark pink (11 to 1 on white) and light purple (3 to 1) are its third and its last: in its order each colour has a
contrast of 3 to 1 to the one before it. Light blue is the lightest of its sequential palette.

Source: Analysis Function, Data visualisation: colours in charts, categorical data palette.
"""

PARTS = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE, DARK_GREY, LIGHT_PURPLE)
"""Of the parts of a bar, from left to right; those not known are hollow after them."""


def of_parts(parts: int) -> tuple[str, ...]:
    """Return the colours of so many parts, of which the last is hollow; neighbours differ however many there are.

    Examples
    --------
    >>> of_parts(3)
    ('12436D', '28A197', '')
    """
    return (*(PARTS[place % len(PARTS)] for place in range(parts - 1)), "")
