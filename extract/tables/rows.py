"""The rows of a table, each cell beside the name of its column, where the head names units, dates due or indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SPLIT = re.compile(r"[|\t]")
_BLANKS = " \u3000"
_ENDS = _BLANKS + "|"
_NAMES = re.compile("指标|名称|项目")
BARE = re.compile(r"([≥≤><＞＜约]?) ?([0-9][0-9,，]*+(?:\.[0-9]++)?+) ?((?:以[上下内]|左右)?)")  # a number alone
UNITS = re.compile(r"(?:计量|指标)?单位")
# 金额（万元）: the head of a column of figures
WITH_UNIT = re.compile(
    r"[（(](?:[万亿千]?[元亩吨人户个名处座家所张台套件天次米]|人次|[万亿]人次|(?:平方|立方)?[公千]?[里米]|平方公里|公顷|%|％|‰|千克|公斤|千瓦时?)(?:/[一-鿿]{1,3})?[)）]\Z"
)
DUE = re.compile("(?:完成|办结|时间)?(?:时限|时间|节点|要求)?(?:时限|时间|节点)")


class Cell(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def name(self) -> str:
        return "".join(self.text.split())


class Row(NamedTuple):
    """The cells of a row below a head, each beside the name of its column."""

    head: list[str]
    cells: list[Cell]


def table_lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """The lines of tables: where each begins, the line, and whether another table begins with it.

    A single empty line parts no table; any other line between does.

    >>> list(table_lines("a | b\\nc | d\\n正文\\ne | f"))    # "running text" between
    [(0, 'a | b', True), (6, 'c | d', False), (15, 'e | f', True)]
    """
    at, empty, anew = 0, 0, True
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if "|" in line or "\t" in line:
            yield start, line, anew
            empty, anew = 0, False
            continue
        empty += not line.strip()
        anew = anew or bool(line.strip()) or empty > 1


def open_width(head: str, columns: int) -> int:
    """The columns of a head without bars at both its ends, so that those of its rows part empty cells; else 0.

    >>> open_width("任务 | 备注", 2), open_width("| 任务 | 备注 |", 2)    # "task, remark"
    (2, 0)
    """
    head = head.strip(_BLANKS)
    return 0 if head.startswith("|") and head.endswith("|") else columns


def inside(row: str, width: int = 0) -> tuple[int, int]:
    """Where the cells of a row begin and end: bars at its ends frame it, or part it from an empty first or last cell.

    ``width``: the columns of a head that has no such bars (``open_width``); without it bars frame.

    >>> inside("| 修路 | 县交通局 |"), inside("修路 | 县交通局 |", 3)    # "roads, transport bureau", an empty remark
    ((2, 11), (0, 11))
    """
    begin, end = len(row) - len(row.lstrip(_BLANKS)), len(row.rstrip(_BLANKS))
    first, last = len(row) - len(row.lstrip(_ENDS)), len(row.rstrip(_ENDS))
    if first >= last:
        return begin, max(begin, end)
    for a, z in ((first, last), (first, end), (begin, last), (begin, end)) if width else ():
        if len(_SPLIT.split(row[a:z])) == width:
            return a, z
    return first, last


def rows_of(text: str) -> Iterator[Row]:
    """The rows of the tables of a text; a row without its first cells, merged with those above, counts from the right.

    >>> [(row.head, [cell.text for cell in row.cells]) for row in rows_of("任务 | 完成时限\\n新建学校3所 | 11月底")]
    [(['任务', '完成时限'], ['新建学校3所', '11月底'])]
    """
    if "|" not in text and "\t" not in text:
        return
    head: list[str] = []
    at, width = 0, 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if "|" not in line and "\t" not in line:
            head, width = (head, width) if not line.strip() else ([], 0)
            continue
        cells = list(_cells(line, start, width))
        names = [cell.name for cell in cells]
        if _is_head(names):
            head, width = names, open_width(line, len(names))
        elif head and len(cells) <= len(head):
            yield Row(head[len(head) - len(cells) :], cells)


def _is_head(names: list[str]) -> bool:
    if any(BARE.fullmatch(name) for name in names) or len(names) < 2 or max(map(len, names)) > 20:
        return False
    return any(
        UNITS.fullmatch(name) or DUE.fullmatch(name) or _NAMES.search(name) or WITH_UNIT.search(name) for name in names
    )


def _cells(line: str, start: int, width: int) -> Iterator[Cell]:
    """The cells of a line without the blanks at their ends; ``width``: the columns of the head."""
    first, last = inside(line, width)
    at = start + first
    for part in _SPLIT.split(line[first:last]):
        text = part.strip(_BLANKS)
        begin = at + part.index(text)
        yield Cell(begin, begin + len(text), text)
        at += len(part) + 1
