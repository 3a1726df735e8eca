"""The rows of a table, each cell beside the name of its column, where the head names units, dates due or indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SPLIT = re.compile(r"[|\t]")
_NAMES = re.compile("指标|名称|项目")
BARE = re.compile(r"([≥≤><＞＜约]?) ?([0-9][0-9,，]*+(?:\.[0-9]++)?+) ?((?:以[上下内]|左右)?)")  # a number alone
UNITS = re.compile(r"(?:计量|指标)?单位")
# 金额（万元）: the head of a column of figures
WITH_UNIT = re.compile(
    r"[（(](?:[万亿千]?[元亩吨人户个名处座家所张台套件天次米]|人次|[万亿]人次|(?:平方|立方)?[公千]?[里米]|平方公里|公顷|%|％|‰|千克|千瓦时?)[)）]\Z"
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


def rows_of(text: str) -> Iterator[Row]:
    """The rows of the tables of a text; a row without its first cells, merged with those above, counts from the right.

    >>> [(row.head, [cell.text for cell in row.cells]) for row in rows_of("任务 | 完成时限\\n新建学校3所 | 11月底")]
    [(['任务', '完成时限'], ['新建学校3所', '11月底'])]
    """
    if "|" not in text and "\t" not in text:
        return
    head: list[str] = []
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if "|" not in line and "\t" not in line:
            head = head if not line.strip() else []
            continue
        cells = list(_cells(line, start))
        names = [cell.name for cell in cells]
        if _is_head(names):
            head = names
        elif head and len(cells) <= len(head):
            yield Row(head[len(head) - len(cells) :], cells)


def _is_head(names: list[str]) -> bool:
    if any(BARE.fullmatch(name) for name in names) or len(names) < 2 or max(map(len, names)) > 20:
        return False
    return any(
        UNITS.fullmatch(name) or DUE.fullmatch(name) or _NAMES.search(name) or WITH_UNIT.search(name) for name in names
    )


def _cells(line: str, start: int) -> Iterator[Cell]:
    """The cells of a line without the blanks and bars at its ends."""
    inner = line.strip(" \u3000|")
    at = start + line.index(inner)
    for part in _SPLIT.split(inner):
        text = part.strip(" \u3000")
        begin = at + part.index(text)
        yield Cell(begin, begin + len(text), text)
        at += len(part) + 1
