"""Ruled tables of a PDF page: the grid by pdfplumber, the text in it by pdfium."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from corpus.readers.lines import Char, Line, close_lines
from corpus.readers.pdf_lines import build_lines
from corpus.readers.result import join_cells

_Table = tuple[tuple[float, float, float, float], list[str]]  # the box and its rows
_BLANK = re.compile(r"\s+")
_SHARE = 0.3  # of the cells must hold text; grids of charts hold less


def place_tables(lines: list[Line], data: bytes, page: int, chars: Sequence[Char], height: float) -> list[Line]:
    """The lines of a page with those inside ruled tables replaced by one line a row."""
    for box, rows in _find_tables(data, page, chars, height):
        left, bottom, right, top = box
        inside = [
            i
            for i, line in enumerate(lines)
            if left - 2 <= (line.left + line.right) / 2 <= right + 2
            and bottom - 2 <= (line.bottom + line.top) / 2 <= top + 2
        ]
        if not inside:
            continue
        em = lines[inside[0]].em
        place = [Line(row, left, right, bottom, top, em, page, table=True) for row in rows]
        first, gone = inside[0], set(inside)
        lines = [
            *(line for line in lines[:first]),
            *place,
            *(line for i, line in enumerate(lines[first:], first) if i not in gone),
        ]
    return lines


def _find_tables(data: bytes, page: int, chars: Sequence[Char], height: float) -> list[_Table]:
    import pdfplumber

    found: list[_Table] = []
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[page + 1]) as document:
            for table in document.pages[0].find_tables():
                left, top, right, bottom = table.bbox
                box = (left, height - bottom, right, height - top)
                rows = _print_rows(table.rows, chars, height)
                # A grid that misses some of the text would lose it: such tables stay plain lines.
                inside = sum(len(_BLANK.sub("", line)) for line in _read_cell(chars, *box))
                if rows and sum(len(_BLANK.sub("", row.replace(" | ", ""))) for row in rows) >= 0.98 * inside:
                    found.append((box, rows))
    except MemoryError:
        raise
    except Exception:  # a page that pdfplumber cannot follow keeps its plain lines
        return []
    return found


def _print_rows(rows: Sequence[Any], chars: Sequence[Char], height: float) -> list[str]:
    """One string a row; none when the grid is a chart or a frame around the page."""
    edges = sorted({round(cell[0]) for row in rows for cell in row.cells if cell})
    printed, full, cells = [], 0, 0
    for row in rows:
        texts: list[str] = []
        reach = float("-inf")  # right edge of the last cell: a column left of it is part of that cell
        for place, cell in enumerate(row.cells):
            if cell is None:
                if place < len(edges) and edges[place] >= reach - 2:
                    texts.append("")
                continue
            left, top, right, bottom = cell
            reach = right
            texts.append(close_lines(_read_cell(chars, left, height - bottom, right, height - top)))
            cells += 1
            full += bool(texts[-1])
        printed.append(join_cells(texts))
    several = sum(" | " in row for row in printed)
    return [row for row in printed if row] if several >= 2 and full >= _SHARE * cells else []


def _read_cell(chars: Sequence[Char], left: float, bottom: float, right: float, top: float) -> list[str]:
    """The lines of the characters whose middle lies in the cell."""
    inside = [
        char
        for char in chars
        if left <= (char.left + char.right) / 2 <= right and bottom <= (char.bottom + char.top) / 2 <= top
    ]
    return [line.text for line in sorted(build_lines(inside, 0), key=lambda line: -line.bottom)]
