"""A table of data out of a table element: rows of cells of one width. A table that only lays out a page makes none."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from lxml.html import HtmlElement

from coranto.extract.html_words import WORD, number_of
from coranto.extract.markdown import Span

Spans = Callable[[HtmlElement], tuple[Span, ...]]
CELLS = 40  # columns
ROWS = 500
CELL = 160  # characters


def table_of(element: HtmlElement, spans: Spans) -> tuple[tuple[tuple[Span, ...], ...], ...]:
    """The rows of a table that holds facts; nothing for one that holds the page's layout. ``spans`` reads a cell."""
    if next(element.iterdescendants("table", "article", "h1", "form"), None) is not None:
        return ()
    rows: list[list[tuple[Span, ...]]] = []
    below: dict[int, int] = {}  # column -> rows that a cell above still reaches into
    for row in element.iter("tr"):
        cells: list[tuple[Span, ...]] = []
        for cell in islice((each for each in row if each.tag in ("td", "th")), CELLS + 1):
            _reach(cells, below)
            said = spans(cell)
            if sum(len(span.text) for span in said) > CELL:
                return ()
            wide, high = (number_of(cell.get(name), 1) for name in ("colspan", "rowspan"))
            for number in range(wide if 1 <= wide <= CELLS else 1):
                if 1 < high <= ROWS:
                    below[len(cells)] = high - 1
                cells.append(() if number else said)
        _reach(cells, below)
        if len(cells) > CELLS or len(rows) == ROWS:
            return ()
        if any(cells):
            rows.append(cells)
    width = max(map(len, rows), default=0)
    if width < 2 or len(rows) < 2 or sum(len(row) == width for row in rows) * 2 < len(rows):
        return ()
    if not any(WORD.search(span.text) for cell in rows[0] for span in cell):
        return ()
    return tuple((*row, *[()] * (width - len(row))) for row in rows)


def _reach(cells: list[tuple[Span, ...]], below: dict[int, int]) -> None:
    """Leave the columns empty into which a cell of a row above reaches."""
    while below.get(len(cells), 0) > 0 and len(cells) <= CELLS:
        below[len(cells)] -= 1
        cells.append(())
