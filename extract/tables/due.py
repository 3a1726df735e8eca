"""What is due by when where a column 完成时限 or a label tells it, or a date that opened the sentence (…；…)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.records import Date, Measure
from extract.tables.rows import DUE, Cell, Row, rows_of
from extract.tables.stacked import lay_rows

_LABEL = re.compile(r"(?:(?:完成|办结|整改|截止)(?:时限|时间|期限|节点)|时限)(?:要求)?[：:为][ \u3000]?\Z")
_LABEL_LINE = re.compile(
    "[ \\t\u3000]*[（(〔\\[]?(?:(?:牵头|责任|配合|主办|协办|承办)(?:单位|部门|科室)"
    "|(?:完成|办结|整改)(?:时限|时间|期限))[：:]"
)

# what may stand before a date that opens a sentence: its number, its label, 力争
_OPENS = re.compile(
    r"\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]\s*)?(?:[^，。；、\n]{2,14}[：:。])?(?:力争|确保|计划|争取)?"
)
_REACH = 480  # characters of a sentence


def mark_due(text: str, dates: list[Date]) -> list[Date]:
    """Dates that stand alone in such a column or behind such a label keep their type; their rule says "due".

    >>> from extract.dates import find_dates
    >>> [(date.type, date.rule) for date in find_dates("完成时限：2025年12月底")]    # "to be done by: …"
    [('point', 'due')]
    """
    if not dates:
        return dates
    due = iter([cell for row in rows_of(lay_rows(text)) if (cell := _due(row)) is not None])
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
            # 2025 may be the year of the title, which 2025-10 says more exactly
            if inside and item.status == "target" and within[-1].startswith(item.deadline or ""):
                result[index] = replace(item, deadline=within[-1])
    return result


def labelled_date(text: str, begin: int, dates: Sequence[Date]) -> str | None:
    """新建学校3所。牵头单位：…；完成时限：11月底前: the date behind a label in the same line or a line of labels below.

    ``dates``: those behind ``begin``.

    >>> from extract.dates import find_dates
    >>> text = "新建学校3所。完成时限：11月底前。"      # "build 3 schools. To be done by the end of November."
    >>> labelled_date(text, 6, find_dates(text))
    'XXXX-11'
    """
    end = -1
    for date in dates:
        if end < 0:
            end = _last_of_labels(text, begin)
        if date.start >= end:
            return None
        if _LABEL.search(text, max(begin, date.start - 10), date.start):
            return date.edtf if date.type in ("deadline", "point") else None
    return None


def _last_of_labels(text: str, begin: int) -> int:
    """Where the line ends, or the last of the lines of labels below it: 责任单位：…|完成时限：…"""
    most = begin + _REACH
    end = text.find("\n", begin, most)
    while end >= 0 and _LABEL_LINE.match(text, end + 1):
        end = text.find("\n", end + 1, most)
    return min(len(text), most) if end < 0 else end


def _due(row: Row) -> Cell | None:
    return next((cell for head, cell in zip(row.head, row.cells, strict=True) if DUE.fullmatch(head)), None)


def opening_date(text: str, begin: int, dates: Sequence[Date], index: int) -> str | None:
    """到2026年，甲率达到91%；|乙率达到88%: the date that opened the sentence holds behind its semicolons, too.

    ``begin``: where the words behind the last semicolon begin. ``index``: the last date before them.

    >>> from extract.dates import find_dates
    >>> from extract.measures import MeasureContext, find_measures
    >>> text = "到2026年，参保率达到91%；入学率达到88%。"    # "by 2026 91 % insured; 88 % at school"
    >>> [m.deadline for m in find_measures(text, MeasureContext(dates=tuple(find_dates(text))))]
    ['2026', '2026']
    """
    if text[begin - 1 : begin] not in ("；", ";"):
        return None
    least = max(0, begin - _REACH)
    whole = max(least, *(text.rfind(stop, least, begin) + 1 for stop in "。！？\n"))
    while index >= 0 and dates[index].start >= whole:
        date = dates[index]
        piece = max(text.rfind("；", whole, date.start), text.rfind(";", whole, date.start), whole - 1) + 1
        opening = text[piece : date.start]
        if date.edtf and date.type in ("deadline", "point") and _OPENS.fullmatch(opening):
            return date.edtf
        index -= 1
    return None
