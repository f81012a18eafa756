"""The colours of charts and pictures."""

DARK_BLUE, ORANGE, PALE_GREY, BLACK, WHITE = "12436D", "F46A25", "D9D9D9", "000000", "FFFFFF"
TURQUOISE, DARK_GREY = "28A197", "3D3D3D"
"""Dark blue and orange are of the Analysis Function's palette: 10 to 1 and 3 to 1 on white, and 3 to 1 to each other.

So are turquoise and dark grey: 3 to 1 and 11 to 1 on white, and 3 to 1 from turquoise to dark blue.

Source: Analysis Function, Data visualisation: colours in charts, categorical data palette.
"""
