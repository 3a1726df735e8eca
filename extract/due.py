"""What is due by when where a column 完成时限 or a label tells it, and no word beside the date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.columns import DUE, Cell, Row, rows_of
from extract.records import Date, Measure

_LABEL = re.compile(r"(?:(?:完成|办结|整改|截止)(?:时限|时间|期限|节点)|时限)(?:要求)?[：:为][ \u3000]?\Z")


def mark_due(text: str, dates: list[Date]) -> list[Date]:
    """Dates that stand alone in such a column or behind such a label keep their type; their rule says "due".

    >>> from extract.dates import find_dates
    >>> [(date.type, date.rule) for date in find_dates("完成时限：2025年12月底")]    # "to be done by: …"
    [('point', 'due')]
    """
    if not dates:
        return dates
    due = iter([cell for row in rows_of(text) if (cell := _due(row)) is not None])
    cell = next(due, None)
    result = []
    for date in dates:
        while cell is not None and cell.end <= date.start:
            cell = next(due, None)
        inside = cell is not None and cell.start <= date.start
        if date.type == "point" and (inside or _LABEL.search(text, max(0, date.start - 10), date.start)):
            date = replace(date, rule="due")
        result.append(date)
    return result


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
    for row in rows_of(text) if dates and found else ():
        due = _due(row)
        within = [date.edtf for date in dates if due is not None and due.start <= date.start < due.end and date.edtf]
        for index, item in enumerate(result if within else ()):
            inside = row.cells[0].start <= item.start < row.cells[-1].end
            if inside and item.status == "target" and item.deadline is None:
                result[index] = replace(item, deadline=within[-1])
    return result


def _due(row: Row) -> Cell | None:
    return next((cell for head, cell in zip(row.head, row.cells, strict=True) if DUE.fullmatch(head)), None)
