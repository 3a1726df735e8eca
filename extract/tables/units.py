"""Figures of tables whose unit stands elsewhere: in a column 单位, in brackets behind the row's name, in the head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.quantities.bounded import Quantity
from extract.quantities.expressions import find_quantities
from extract.tables.rows import BARE, UNITS, WITH_UNIT, Row, rows_of

_FIGURES = re.compile("年|目标|现状|基期|规划|实际|完成|计划|任务|[值数]")
_NO_FIGURES = re.compile("序号|编号|代码|属性|性质|时限|时间|单位|备注|来源")
_LASTS = re.compile("年限|寿命|工龄|周期")
_BRACKETS = re.compile(r"[（(]([^（()）]{1,8})[)）]\Z")


def find_unit_cells(text: str) -> list[Quantity]:
    r"""The bare numbers of tables with the unit that their row or column gives; their span is that of the number.

    >>> text = "指标 | 单位 | 2020年 | 2025年目标\n床位 | 万张 | 1.2 | 1.5"    # "beds, ten thousands"
    >>> [(text[q.start : q.end], q.value, q.unit) for q in find_unit_cells(text)]
    [('1.2', 12000.0, '张'), ('1.5', 15000.0, '张')]
    """
    return [quantity for row in rows_of(text) for quantity in _read_row(row)]


def _read_row(row: Row) -> Iterator[Quantity]:
    """The bare figures of a row as quantities, in the unit that another cell, the name or the head gives."""
    unit = next((cell.name for head, cell in zip(row.head, row.cells, strict=True) if UNITS.fullmatch(head)), "")
    names = [cell.name for cell in row.cells if len(cell.name) > 1 and not BARE.fullmatch(cell.name)]
    # 经济发展 | 地区生产总值（亿元）: the group of the row stands before its name
    named = next((name for name in names[:2] if without_unit(name) != name), names[0] if names else "")
    if not unit and (behind := _BRACKETS.search(named)) is not None:
        unit = behind[1]
    years = unit == "年" and _LASTS.search(named) is not None
    for head, cell in zip(row.head, row.cells, strict=True):
        bare = BARE.fullmatch(cell.text)
        figures = _FIGURES.search(head) is not None or WITH_UNIT.search(head) is not None
        if bare is None or not figures or _NO_FIGURES.search(head) is not None:
            continue
        above = WITH_UNIT.search(head)
        # 年均增长（%） holds in any row; two years alone are a time
        counted = above.group()[1:-1] if above is not None else "岁" if years else unit or _behind(head)
        whole = f"{bare[1]}{bare[2]}{counted}{bare[3]}"
        found = find_quantities(whole)
        if len(found) == 1 and (found[0].start, found[0].end) == (0, len(whole)) and found[0].unit:
            told = replace(found[0], unit=unit) if counted == "岁" else found[0]
            yield replace(told, start=cell.start, end=cell.end, number_start=cell.start + bare.start(2))


def _behind(head: str) -> str:
    found = _BRACKETS.search(head)
    return found[1] if found is not None else ""


def without_unit(name: str) -> str:
    """The name of a row or column without the unit in brackets behind it.

    >>> without_unit("养老床位（万张）"), without_unit("执业（助理）医师数"), without_unit("产值（含乡镇）")
    ('养老床位', '执业（助理）医师数', '产值（含乡镇）')
    """
    behind = _BRACKETS.search(name)
    found = find_quantities(f"1{behind[1]}") if behind is not None else []
    whole = behind is not None and len(found) == 1 and found[0].end == len(behind[1]) + 1
    whole = whole or (behind is not None and behind[1] == "年" and _LASTS.search(name) is not None)
    return name[: behind.start()] if behind is not None and whole else name
