"""Tables of figures that stand without their unit or their date: both stand in other cells of the row or its head.

The unit stands in a column 单位, in brackets behind the row's name or in the head of the column; the date that a row is
due in a column 完成时限.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from extract.quantities.bounded import Quantity
from extract.quantities.expressions import find_quantities
from extract.records import Date, Measure

_SPLIT = re.compile(r"[|\t]")
_BARE = re.compile(r"([≥≤><＞＜约]?) ?([0-9][0-9,，]*+(?:\.[0-9]++)?+) ?((?:以[上下内]|左右)?)")
_UNITS = re.compile(r"(?:计量|指标)?单位")
_NAMES = re.compile("指标|名称|项目")
_FIGURES = re.compile("年|目标|现状|基期|规划|实际|完成|计划|任务|[值数]")
_NO_FIGURES = re.compile("序号|编号|代码|属性|性质|时限|时间|单位|备注|来源")
_BRACKETS = re.compile(r"[（(]([^（()）]{1,8})[)）]\Z")
_DUE = re.compile("(?:完成|办结|时间)?(?:时限|时间|节点|要求)?(?:时限|时间|节点)")


class _Cell(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def name(self) -> str:
        return "".join(self.text.split())


class _Row(NamedTuple):
    """The cells of a row below a head, each beside the name of its column."""

    head: list[str]
    cells: list[_Cell]


def find_unit_cells(text: str) -> list[Quantity]:
    r"""The bare numbers of tables with the unit that their row or column gives; their span is that of the number.

    >>> text = "指标 | 单位 | 2020年 | 2025年目标\n床位 | 万张 | 1.2 | 1.5"    # "beds, ten thousands"
    >>> [(text[q.start : q.end], q.value, q.unit) for q in find_unit_cells(text)]
    [('1.2', 12000.0, '张'), ('1.5', 15000.0, '张')]
    """
    return [quantity for row in _rows(text) for quantity in _read_row(row)]


def _read_row(row: _Row) -> Iterator[Quantity]:
    unit = next((cell.name for head, cell in zip(row.head, row.cells, strict=True) if _UNITS.fullmatch(head)), "")
    named = next((cell.name for cell in row.cells if len(cell.name) > 1 and not _BARE.fullmatch(cell.name)), "")
    if not unit and (behind := _BRACKETS.search(named)) is not None:
        unit = behind[1]
    for head, cell in zip(row.head, row.cells, strict=True):
        bare = _BARE.fullmatch(cell.text)
        if bare is None or _FIGURES.search(head) is None or _NO_FIGURES.search(head) is not None:
            continue
        above = _BRACKETS.search(head)
        whole = f"{bare[1]}{bare[2]}{unit or (above[1] if above is not None else '')}{bare[3]}"
        found = find_quantities(whole)
        if len(found) == 1 and (found[0].start, found[0].end) == (0, len(whole)) and found[0].unit:
            yield replace(found[0], start=cell.start, end=cell.end, number_start=cell.start + bare.start(2))


def without_unit(name: str) -> str:
    """The name of a row or column without the unit in brackets behind it.

    >>> without_unit("养老床位（万张）"), without_unit("执业（助理）医师数"), without_unit("产值（含乡镇）")
    ('养老床位', '执业（助理）医师数', '产值（含乡镇）')
    """
    behind = _BRACKETS.search(name)
    found = find_quantities(f"1{behind[1]}") if behind is not None else []
    whole = behind is not None and len(found) == 1 and found[0].end == len(behind[1]) + 1
    return name[: behind.start()] if behind is not None and whole else name


def date_rows(text: str, found: list[Measure], dates: Sequence[Date]) -> list[Measure]:
    r"""Targets in a row that is due by a date in a column of its own: 完成时限.

    >>> from extract.dates import find_dates
    >>> from extract.measures import MeasureContext, find_measures
    >>> text = "任务 | 完成时限\n新建学校3所 | 2025年11月底"    # "build 3 schools"
    >>> context = MeasureContext(title="云河县教育工作方案", dates=tuple(find_dates(text)))
    >>> [m.deadline for m in find_measures(text, context)]
    ['2025-11']
    """
    result = list(found)
    for row in _rows(text) if dates and found else ():
        due = next((cell for head, cell in zip(row.head, row.cells, strict=True) if _DUE.fullmatch(head)), None)
        within = [date.edtf for date in dates if due is not None and due.start <= date.start < due.end and date.edtf]
        for index, item in enumerate(result if within else ()):
            inside = row.cells[0].start <= item.start < row.cells[-1].end
            if inside and item.status == "target" and item.deadline is None:
                result[index] = replace(item, deadline=within[-1])
    return result


def _rows(text: str) -> Iterator[_Row]:
    """The rows of tables below a head that names units, dates due or indicators."""
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
        elif head and len(cells) <= len(head):  # a row without its first cells, merged with those above
            yield _Row(head[len(head) - len(cells) :], cells)


def _is_head(names: list[str]) -> bool:
    if any(_BARE.fullmatch(name) for name in names) or len(names) < 2 or max(map(len, names)) > 20:
        return False
    return any(_UNITS.fullmatch(name) or _DUE.fullmatch(name) or _NAMES.search(name) for name in names)


def _cells(line: str, start: int) -> Iterator[_Cell]:
    """The cells of a line without the blanks and bars at its ends."""
    inner = line.strip(" \u3000|")
    at = start + line.index(inner)
    for part in _SPLIT.split(inner):
        text = part.strip(" \u3000")
        begin = at + part.index(text)
        yield _Cell(begin, begin + len(text), text)
        at += len(part) + 1
