"""The text of the page: every word of it passes one gate, so that no label can be taken for HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from needskit.output.chart_points import NOT_ALL_DRAW
from needskit.output.html.look import STYLE
from needskit.output.pictures.as_svg import svg_of
from needskit.output.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from needskit.output.excel.grid import Column
    from needskit.output.html.page import Page, Part

NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser is told: no script, and nothing from anywhere else."""


def said(words: str) -> str:
    """Return words as HTML holds them.

    Examples
    --------
    >>> said('<b>"A & B"</b>')
    '&lt;b&gt;&quot;A &amp; B&quot;&lt;/b&gt;'
    """
    return escape(plain(words))


def text_of(page: Page) -> str:
    """Return the page as text."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{said(page.language)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_ELSE}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{said(' '.join([*page.marks, page.title]))}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#tables">Skip to the tables</a>',
            *_top(page),
            "<main>",
            *_findings(page),
            *_section("How the counts are protected", (f"<p>{said(words)}</p>" for words in page.protection)),
            *_contents(page),
            '<h2 id="tables">Tables</h2>',
            *(line for part in page.parts for line in _table(part, page)),
            *_notes(page),
            *_section("Contact", [f"<p>{said(page.contact)}</p>"] if page.contact else []),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _top(page: Page) -> Iterator[str]:
    yield "<header>"
    yield from (f'<p class="mark">{said(words)}</p>' for words in page.marks)
    yield f"<h1>{said(page.title)}</h1>"
    if page.counted:
        yield f"<p>Counted: {said(page.counted)}.</p>"
    yield "</header>"


def _contents(page: Page) -> Iterator[str]:
    yield '<nav aria-labelledby="contents">'
    yield '<h2 id="contents">Contents</h2>'
    yield "<ul>"
    for part in page.parts:
        yield f'<li><a href="#{part.place}">{said(f"{part.tab}: {part.title}")}</a></li>'
    yield "</ul>"
    yield "</nav>"


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    held = list(lines)
    if held:
        yield f"<h2>{said(heading)}</h2>"
        yield from held


def _findings(page: Page) -> Iterator[str]:
    if not page.summary:
        return
    places = {part.tab: part.place for part in page.parts}
    yield "<h2>What was found</h2>"
    yield "<ol>"
    for each in page.summary:
        yield f'<li>{said(each.words)} <a href="#{places[each.table]}">{said(each.table)}</a></li>'
    yield "</ol>"


def _table(part: Part, page: Page) -> Iterator[str]:
    marks = f"<p>{said(' '.join(page.marks))}</p>" if page.marks else ""
    yield f'<section aria-labelledby="{part.place}">'
    yield f'<h3 id="{part.place}">{said(f"{part.tab}: {part.title}")}</h3>'
    yield f"{marks}<p>Counted: {said(part.counted)}.</p>"
    for number, (drawing, charts) in enumerate(part.pictures, start=1):
        yield "<figure>"
        yield svg_of(drawing, name=f"picture-{part.place}-{number}", inline=True).strip()
        lines = [line for line in charts.lines if line != NOT_ALL_DRAW]
        yield f"<figcaption>{''.join(f'<p>{said(line)}</p>' for line in lines)}</figcaption>" if lines else ""
        yield "</figure>"
    if part.without:
        yield f"<p>{said(part.without)}</p>"
    name = said(f"{part.tab}: {part.title}")
    yield f'<div class="wide" role="region" aria-label="{name}" tabindex="0">'
    yield "<table>"
    yield f"<caption>{name}</caption>"
    yield f"<thead><tr>{''.join(map(_heading, part.columns))}</tr></thead>"
    yield "<tbody>"
    for row in part.rows:
        cells = zip(row, part.columns, strict=True)
        yield f"<tr>{''.join(_cell(value, column) for value, column in cells)}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</div>"
    links = " ".join(f'<a href="#note-{number}">note {number}</a>' for number in part.notes)
    yield f"<p>Notes: {links}</p>"
    if part.source:
        yield f"<p>{said(part.source)}</p>"
    yield "</section>"


def _heading(column: Column) -> str:
    side = ' class="n"' if column.figure else ""
    return f'<th scope="col"{side}>{said(" ".join(column.heading.split()))}</th>'


def _cell(value: str, column: Column) -> str:
    return f'<td class="n">{said(value)}</td>' if column.figure else f'<th scope="row">{said(value)}</th>'


def _notes(page: Page) -> Iterator[str]:
    yield from _section("Shorthand", (f"<p>{said(marker)} {said(words)}.</p>" for marker, words in page.shorthand))
    yield "<h2>Notes</h2>"
    yield "<ol>"
    yield from (f'<li id="note-{note.number}">{said(note.text)}</li>' for note in page.notes)
    yield "</ol>"
