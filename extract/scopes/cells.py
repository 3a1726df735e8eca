"""Whose a cell of a table is: its row's, where that opens with a county, or its column's, where the head names one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from extract.gazetteer import Gazetteer, load_gazetteer
from extract.scopes.spots import Named
from extract.tables.rows import table_lines

Stretch = tuple[int, int, str | None]
_SPLIT = re.compile(r"[|\t]")
_ORDINAL = re.compile(r"[\s0-9一二三四五六七八九十.、（）()]*")
_SITE = re.compile("县|区|市|地区|地方|属地|地点|所在|地址|行政|旗")
_ANSWERS = re.compile("责任|牵头|配合|承办|实施|组织|协办|主管|领导|部门|机构")
_FIGURE = re.compile("[0-9]")
_SUM = re.compile("合计|总计|小计|共计|全[市省州盟区]|[市省州]直|本级")


class _Cell(NamedTuple):
    start: int
    end: int
    text: str  # without blanks
    code: str | None


@dataclass(slots=True)
class _Table:
    """What the rows read so far of one table tell of the next."""

    head: list[str] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)  # by number, of a head that names counties
    width: int = 0
    at: int = -1  # the cell that named the county of the row before
    code: str | None = None


def read_tables(text: str, names: Sequence[Named], above: str | None) -> list[Stretch]:
    """The cells that are about a county, in order: (start, end, code).

    A name fills its cell, with its rank or, below a known ``above``, without. In the first column it is whose row it
    is; further right only under a head that says so (建设地点), for there stands who is to do it.

    >>> text = "县区 | 新建学校\\n清苑 | 3所\\n合计 | 9所"                  # schools of a county, in a table of Baoding
    >>> [(text[start:end], code) for start, end, code in read_tables(text, [], "130600")]
    [('清苑 | 3所', '130608')]
    """
    if "|" not in text and "\t" not in text:
        return []
    exact = {(name.start, name.end): name.code for name in names if name.code}
    found: list[Stretch] = []
    table = _Table()
    for start, line, anew in table_lines(text):
        table = _Table() if anew else table
        cells = list(_cells(line, start, exact, above))
        found += _read_row(table, cells)
    return found


def _read_row(table: _Table, cells: Sequence[_Cell]) -> list[Stretch]:
    """The cells of a row that are about a county; what the row tells of the next ones stays with the table."""
    named = [index for index, cell in enumerate(cells) if cell.code]
    if not table.head or (len(named) > 1 and not any(_FIGURE.search(cell.text) for cell in cells)):
        table.head = [cell.text for cell in cells]
        table.columns = {n: cells[n].code or "" for n in named} if len(named) > 1 else {}
        table.width, table.code = len(cells), None
        if len(named) > 1 or not named or not any(_FIGURE.search(cell.text) for cell in cells):
            return []
        table.head = []
    if table.columns and len(cells) == table.width:
        return [(cells[n].start, cells[n].end, code) for n, code in table.columns.items()]
    own = [index for index in named if _is_own(table, cells, index)]
    if own:
        table.at, table.code, table.width = own[0], cells[own[0]].code, len(cells)
        ends = [*(cells[n].start for n in own[1:]), cells[-1].end]
        first = cells[0].start if len(own) == 1 else cells[own[0]].start
        begins = [first, *(cells[n].start for n in own[1:])]
        return [(a, b, cells[n].code) for a, b, n in zip(begins, ends, own, strict=True)]
    if not _goes_on(table, cells):
        table.code = None
    return [(cells[0].start, cells[-1].end, table.code)] if table.code and cells else []


def _is_own(table: _Table, cells: Sequence[_Cell], index: int) -> bool:
    """Whether the row, or its part from here on, is about the county in this cell."""
    head = table.head[index] if len(table.head) == len(cells) else ""
    if index == 0 or all(_ORDINAL.fullmatch(cell.text) for cell in cells[:index]):
        return True
    return bool(_SITE.search(head)) and not _ANSWERS.search(head)


def _goes_on(table: _Table, cells: Sequence[_Cell]) -> bool:
    """Whether a row without a name belongs to the county above: its cell is empty, or gone with those before it."""
    if table.code is None or not cells or any(_SUM.search(cell.text) for cell in cells[:2]):
        return False
    if len(cells) == table.width:
        return not cells[table.at].text
    return len(cells) in (table.width - 1, table.width - table.at - 1)


def _cells(line: str, start: int, exact: Mapping[tuple[int, int], str], above: str | None) -> Iterator[_Cell]:
    """The cells of a line, each with the code of the place that it names alone."""
    inner = line.strip(" \u3000")
    at = start + line.index(inner)
    if inner.startswith("|") and inner.endswith("|") and len(inner) > 1:
        inner, at = inner[1:-1], at + 1
    for part in _SPLIT.split(inner):
        text = part.strip(" \u3000")
        begin = at + part.index(text)
        end = begin + len(text)
        code = exact.get((begin, end)) or (_stems(above).get(text) if above else None)
        yield _Cell(begin, end, "".join(text.split()), code)
        at += len(part) + 1


@cache
def _stems(above: str) -> dict[str, str]:
    """Names without rank of what lies below, of two characters and more, that only one there bears."""
    gazetteer = load_gazetteer()
    found: dict[str, str] = {}
    for name in gazetteer.stems:
        codes = [code for code in gazetteer.stemmed(name) if code != above and Gazetteer.within(code, above)]
        if len(codes) == 1:
            found[name] = codes[0]
    return found
