r"""Sheets as text: a row a line, its cells apart by tabs, as they are when copied out of a spreadsheet.

Titles above a table and notes below it are lines of their own; the rows of a head that is several rows high become
one. Tabs rather than bars: an empty cell at the end of a row (no remark) must keep its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.errors import TooLarge
from corpus.files.limits import SPLIT, Limits
from corpus.model import Note
from corpus.readers.result import ReaderText, join_paragraphs

_HIGHEST = 4  # rows of a head
_WIDEST = 1000  # columns that one cell of it stands over
_SOUGHT = 3  # rows that may be its first
_GIVEN = re.compile(r"(?:Sheet|Table|工作表|表|表格)? ?\d*(?: ?\(\d+\))?", re.I)
_DAY = re.compile(r"\d{1,4} ?[年月日号./-] ?")
_YEAR = re.compile(r"(?:19|20)\d\d ?年?度?")
_DIGIT = re.compile(r"\d|[一二两三四五六七八九十百千][所个家座处条项名人户亩万亿]|百分之")


class Area(NamedTuple):
    """Cells merged into one, both ends inclusive, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet that hold text, as its reader shows them."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)  # row → column → text, in order
    merged: list[Area] = field(default_factory=list)
    hidden: int = 0  # rows and columns left out, or 1 for the sheet as a whole

    def put(self, row: int, column: int, text: str) -> None:
        """Add what a cell shows, paragraphs joined; an empty one is no cell."""
        text = join_paragraphs(text.replace("\xa0", " ").split("\n"))
        if text:
            self.rows.setdefault(row, {})[column] = text


def print_book(
    sheets: Iterable[Sheet], reader: str, name: str, limits: Limits, *, unsolved: int = 0, evidence: str = ""
) -> ReaderText:
    r"""The sheets of a workbook one below the other, those without a title under their name; ``pages`` tells where.

    Hidden parts are left out as they are in Word files, with a note. ``unsolved``: formulas without a value.

    >>> sheet = Sheet("任务", {0: {0: "任务清单"}, 2: {0: "任务", 1: "牵头单位"}, 3: {0: "修渠", 1: "水利局"}})
    >>> print_book([sheet], "xlsx", "a.xlsx", Limits()).text
    '任务清单\n任务\t牵头单位\n修渠\t水利局'
    """
    sheets = list(sheets)
    hidden = sum(sheet.hidden for sheet in sheets)
    filled = [sheet for sheet in sheets if sheet.rows]
    lines: list[str] = []
    pages: list[int] = []
    size = 0
    for sheet in filled:
        pages.append(size)
        printed = _name(sheet, print_sheet(sheet))
        for line in ("", *printed) if pages[-1] else printed:
            lines.append(line)
            size += len(line) + 1
            if size > limits.text_chars:
                raise TooLarge(name, f"holds more than {limits.text_chars:,} characters", remedy=SPLIT)
    notes = []
    if hidden:
        message = f"holds hidden sheets, rows or columns ({hidden:,}), which were left out"
        notes.append(Note("hidden parts", message, "show them in the program that made the file and save it again"))
    if unsolved:
        message = f"holds formulas without a result ({unsolved:,}), whose cells are empty"
        notes.append(Note("unsolved", message, "open the file in the program that made it and save it again"))
    told = evidence or f"cells of {len(filled)} sheet(s)"
    return ReaderText("\n".join(lines), reader, {}, tuple(pages), tuple(notes), evidence=told)


def _name(sheet: Sheet, lines: Iterator[str]) -> Iterator[str]:
    """The lines of a sheet below its name, unless it brings a title or a program named it."""
    first = next(lines, "")
    name = " ".join(sheet.name.split())
    if "\t" in first and not _GIVEN.fullmatch(name):
        yield name
    yield first
    yield from lines


def print_sheet(sheet: Sheet) -> Iterator[str]:
    r"""The lines of a sheet; rows and columns without any text are left out.

    >>> cells = {0: {0: "任务", 1: "分工"}, 1: {1: "牵头", 2: "配合"}, 2: {0: "修渠", 1: "水利局"}}    # who leads
    >>> list(print_sheet(Sheet("", cells, [Area(0, 0, 1, 0), Area(0, 1, 0, 2)])))
    ['任务\t分工牵头\t分工配合', '修渠\t水利局\t']
    """
    rows = {row: sheet.rows[row] for row in sorted(sheet.rows)}
    wide = [row for row, cells in rows.items() if len(cells) > 1]
    first, last = (wide[0], wide[-1]) if wide else (1, 0)
    reach = [area.bottom for area in sheet.merged if first <= area.top <= last < area.bottom]
    last = max([last, *reach])  # the row of a lone cell beside merged ones is one of the table
    for top in wide[:_SOUGHT]:
        if _join_head(rows, top, sheet.merged):
            break
    _repeat_down(rows, sheet.merged)
    columns = sorted({column for cells in rows.values() for column in cells})
    for row, cells in rows.items():
        alone = len(cells) == 1 and (row < first or (row > last and columns[0] in cells))
        if alone:  # a title, a unit, a note below
            yield next(iter(cells.values()))
        else:
            yield "\t".join([cells.get(column, "") for column in columns])


def _join_head(rows: dict[int, dict[int, str]], top: int, merged: Iterable[Area]) -> bool:
    """Whether a head of several rows begins here, then made one: 2025年 over 目标 is 2025年目标.

    Some of its cells stand over several columns, the others reach down to its last row. The lower of two years counts.
    """
    areas = [area for area in merged if area.top == top]
    bottom = max((area.bottom for area in areas if area.left == area.right), default=top)
    across = [area for area in areas if area.right > area.left and area.bottom < bottom]
    split = {column for area in across for column in range(area.left, min(area.right, area.left + _WIDEST) + 1)}
    below = [rows[row] for row in range(top + 1, min(bottom, top + _HIGHEST) + 1) if row in rows]
    if not below or bottom - top >= _HIGHEST or not all(split.issuperset(cells) for cells in below):
        return False
    if any(text.isdigit() for text in rows[top].values()):  # a row of its own, numbered
        return False
    over = [area for area in merged if top <= area.top <= bottom and area.right > area.left]
    head: dict[int, str] = {}
    for row in range(top, bottom + 1):
        cells = rows.pop(row, {}) if row > top else dict(rows[top])
        for area in over:
            if area.top == row and area.left in cells:
                right = min(area.right, area.left + _WIDEST)
                cells |= dict.fromkeys(range(area.left, right + 1), cells[area.left])
        for column, text in cells.items():
            above = head.get(column, "")
            head[column] = (_YEAR.sub("", above) if _YEAR.search(text) else above) + text
    rows[top] = head
    return True


def _repeat_down(rows: Mapping[int, dict[int, str]], merged: Iterable[Area]) -> None:
    """Who leads several tasks, or by when, is said in each of their rows, behind the cells that are the row's own.

    A group at the left of its rows stands once, as in Word files; so does a figure, which would count twice.
    """
    first = {row: min(cells) for row, cells in rows.items()}
    for area in merged:
        text = rows.get(area.top, {}).get(area.left, "")
        if not text or area.bottom == area.top or _DIGIT.search(_DAY.sub("", text)):
            continue
        below = range(area.top + 1, area.bottom + 1)
        for row in below if len(below) < len(rows) else list(rows):
            if area.top < row <= area.bottom and first.get(row, area.left) < area.left:
                rows[row].setdefault(area.left, text)
