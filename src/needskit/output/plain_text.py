"""Text that any file may hold: nothing that a program would not show, or would choke on."""

from __future__ import annotations

import re

_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but tab and line ends
    "\ud800-\udfff"  # halves of characters, which no file can hold
    "\ufdd0-\ufdef\ufffe\uffff]"  # not characters at all
)
_LINE_END = re.compile("\r\n?")


def plain(text: str) -> str:
    r"""Return the text without controls and broken characters, its line ends all "\n" and tabs spaces.

    Examples
    --------
    >>> plain("a\x00b\tc\r\nd\ud800")
    'ab c\nd'
    """
    return _NOT_TEXT.sub("", _LINE_END.sub("\n", text)).replace("\t", " ")


def one_line(text: str, *, at_most: int) -> str:
    """Return the text on one line and no longer than so many characters.

    Examples
    --------
    >>> one_line("Needs of people  on probation", at_most=12)
    'Needs of ...'
    """
    line = " ".join(plain(text).split())
    return line if len(line) <= at_most else f"{line[: at_most - 3].rstrip()} ..."[:at_most]
