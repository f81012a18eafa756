"""Lines of TOML that are sound whatever is said in them: quoted, readable, no wider than a screen."""

from __future__ import annotations

import textwrap
from typing import Final

WIDTH: Final = 116
_PLAIN: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SURROGATES: Final = range(0xD800, 0xE000)
_LAST_OF_FOUR: Final = 0xFFFF


def quoted(text: str) -> str:
    r"""Return a text as TOML writes it between quotes: signs as they are, but for those that nobody sees.

    Examples
    --------
    >>> quoted("caf\u00e9") == '"caf\u00e9"'
    True
    >>> print(quoted('5" \\ \u00a0'))
    "5\" \\ \u00A0"
    """
    return f'"{"".join(map(_sign, text))}"'


def _sign(sign: str) -> str:
    number = ord(sign)
    if sign in _PLAIN:
        return _PLAIN[sign]
    if number in _SURROGATES:
        return "?"
    if sign.isprintable():
        return sign
    return f"\\u{number:04X}" if number <= _LAST_OF_FOUR else f"\\U{number:08X}"


def shown(text: str, *, most: int = 60) -> str:
    """Return a text in quotes for a comment, cut where it is long."""
    if len(quoted(text)) <= most:
        return quoted(text)
    kept = text
    while len(quoted(kept)) > most:
        kept = kept[:-1]
    return f"{quoted(kept)}..."


def comment(words: str, *, indent: str = "") -> list[str]:
    """Return words as comment lines, each indented so far.

    Examples
    --------
    >>> comment("Who they are.")
    ['# Who they are.']
    """
    plain = _plain(words)
    return textwrap.wrap(
        plain, WIDTH, initial_indent=f"# {indent}", subsequent_indent=f"# {indent}", break_on_hyphens=False
    )


def _plain(words: str) -> str:
    """Return words on one line, without signs that nobody sees."""
    return "".join(sign if sign.isprintable() else " " for sign in words)


def in_ascii(words: str) -> str:
    r"""Return words for the console, other signs by their numbers.

    Examples
    --------
    >>> print(in_ascii("caf\u00e9.csv"))
    caf\xe9.csv
    """
    return words.encode("ascii", "backslashreplace").decode()


def setting(key: str, value: str, words: str = "", *, off: bool = False) -> list[str]:
    """Return one setting with what it means.

    Parameters
    ----------
    key
        As TOML writes it.
    value
        As TOML writes it.
    words
        What it means; beside the setting if there is room, else above it.
    off
        Whether it is only a suggestion: a comment, which is a setting once the sign before it is taken away.

    Examples
    --------
    >>> setting("sex", '"Gender"', "Sex")
    ['sex = "Gender"   # Sex']
    >>> setting("as_at", "2025-12-31", "the date of the extract", off=True)
    ['# as_at = 2025-12-31   # the date of the extract']
    """
    sign = "# " if off else ""
    lines = [f"{sign}{each}" for each in _broken(f"{key} = ", value)]
    if not words:
        return lines
    beside = f"{lines[0]}   # {_plain(words)}"
    return [beside] if len(lines) == 1 and len(beside) <= WIDTH else [*comment(words), *lines]


def _broken(start: str, value: str) -> list[str]:
    """Return a setting on one line, or a long text of it over several: a backslash ends a line that goes on."""
    if len(start) + len(value) <= WIDTH or not value.startswith('"'):
        return [start + value]
    signs = [_sign(sign) for sign in _unquoted(value)]
    lines, line = [], f'{start}"""'
    for sign in signs:
        if len(line) + len(sign) > WIDTH - 4:
            lines.append(f"{line}\\")
            # White space at the start of a line that goes on would be lost.
            line = "\\u0020" if sign == " " else sign
        else:
            line += sign
    return [*lines, f'{line}"""']


def _unquoted(value: str) -> str:
    import tomllib  # noqa: PLC0415 - wanted for long texts alone

    text: str = tomllib.loads(f"text = {value}")["text"]
    return text
