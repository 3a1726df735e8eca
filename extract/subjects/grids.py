"""Tables of indicators: what a figure that fills a cell measures, is it a target, and for which year.

The name stands in the row or in the column, the year and 目标 or 实际 in the other; lines with one cell are captions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.records import Status
from extract.tables.rows import inside, open_width, table_lines

_SPLIT = re.compile(r"[|\t]")
_RULE = re.compile(r"[\s|:\-—]*")
_FIGURE = re.compile(r"[≥≤><＞＜约]?\s?[0-9][0-9.,，]*\s?(?:[%％‰]|[\u4e00-\u9fff/（）()]{0,6})[以左]?[上下内右]?")
_NUMBER = re.compile(r"[\s0-9.、,，\[\]（）()≥≤><~～+-]*")
_KEY = re.compile(r"指标|名称|项目|任务|内容|领域|类别")
_CLASS = re.compile("考核项目|一级指标|领域|类[别型]")
_PART = re.compile("考核内容|指标内容|具体指标|[二三]级指标")
_ORDINAL = re.compile(r"序号|编号|单位|计量单位|属性|备注|性质|责任|牵头|数据来源")
_QUALITY = re.compile(r"预期性?|约束性?|指导性?|定性|定量|[—－\-/]*")
_UNIT = re.compile(
    r"(?:%|％|‰|[万亿]?[元人张个所家名吨亩处项次件台辆户床例公里平方米]+(?:/[\u4e00-\u9fff]+)?|岁|年|天|/十万|小时|人次|分|级)"
)
_AIM = re.compile(r"目标|规划|计划|预期|力争|指标值|预计达到")
_DONE = re.compile(r"实际|现状|基期|基数|基准|完成(?:值|情况|数)|已达|达到值|实绩|上年")
# The first character stands in front of what follows it: a set at the start is what a scan is fast with.
_PROGRESS = re.compile(
    "[进完落推办整工](?:(?:(?<=进)展|(?<=完)成|(?<=落)实|(?<=推)进|(?<=办)理|(?<=整)改)(?:情况|进度|结果)|(?<=工)作进度|(?<=进)度(?<=[前成程象设]进度))"
)
_SHARE = re.compile(r"[0-9.]+\s?[%％](?:[（(]|\Z)")  # 80%（进度滞后）
_TASK = re.compile("内容|任务|目标|实事|举措|计划|措施|要求")
_AMOUNT = re.compile("[0-9][一-鿿]")
_YEAR = re.compile(r"(20[0-9]{2}|20[xX]{2})(?:年|(?=目标|实际|现状|规划|完成|\Z))")
_SHORT = 14  # characters of an office or a date
_WIDEST = 40  # characters of a name


class Cell(NamedTuple):
    start: int
    end: int
    text: str  # without blanks


class Told(NamedTuple):
    """What its place in a table tells of a figure; None where it says nothing."""

    indicator: str | None
    status: Status | None
    year: str | None


@dataclass(slots=True)
class _Table:
    """The rows read so far of one table."""

    header: list[Cell] = field(default_factory=list)
    caption: str = ""
    width: int = 0  # columns, where rows show empty cells at their ends


def read_grids(text: str) -> dict[int, tuple[int, Told]]:
    """For each cell that a figure fills, by where its text begins: where it ends, and what its place tells.

    >>> text = "指标 | 2023年 | 2025年目标\\n就诊率 | 88% | 92%"    # "indicator, 2023, goal for 2025; visits within …"
    >>> [(text[a:b], *told) for a, (b, told) in read_grids(text).items()]
    [('88%', '就诊率', 'actual', '2023'), ('92%', '就诊率', 'target', '2025')]
    """
    if "|" not in text and "\t" not in text:
        return {}
    told: dict[int, tuple[int, Told]] = {}
    table = _Table()
    for start, line, anew in table_lines(text):
        table = _Table() if anew else table
        if _RULE.fullmatch(line):
            continue
        cells = [*_cells(text, start, start + len(line), table.width)]
        filled = [cell for cell in cells if cell.text]
        figures = [cell for cell in filled if _FIGURE.fullmatch(cell.text) and not _YEAR.match(cell.text)]
        if len(filled) == 1 and not figures:
            table.caption = filled[0].text
        elif figures:
            for cell in figures:
                told[cell.start] = (cell.end, _tell(table, cells, cell))
        elif len(filled) > 1 and max(len(cell.text) for cell in filled) <= _WIDEST and not _is_quality(filled):
            table.header, table.width = cells, open_width(line, len(cells))
    return told


def read_progress(text: str) -> list[tuple[int, int, Status]]:
    """The running text of tables that tell a task in one column and what was done about it in another, in order.

    >>> text = "序号|工作内容|进展情况\\n1|新建学校3所|已建2所"    # "task: build 3 schools; progress: 2 built"
    >>> [(text[a:b], status) for a, b, status in read_progress(text)]
    [('新建学校3所', 'target'), ('已建2所', 'actual')]
    """
    if _PROGRESS.search(text) is None:
        return []
    if "|" not in text and "\t" not in text:
        return _read_stacked(text)
    found: list[tuple[int, int, Status]] = []
    columns: list[Status | None] = []
    numbered, at, width = False, 0, 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if "|" not in line and "\t" not in line:
            columns = columns if not line.strip() else []
            continue
        cells = [*_cells(text, start, start + len(line), width)]
        kinds = [_column(cell.text) for cell in cells]
        if "target" in kinds and "actual" in kinds and max(len(cell.text) for cell in cells) <= 12:
            columns, numbered = kinds, _ORDINAL.search(cells[0].text) is not None
            width = open_width(line, len(kinds))
        elif columns and cells:
            # a number merged with the one above is left out
            shift = 0
            if numbered and _NUMBER.fullmatch(cells[0].text) is None:  # all that stands before the task may be merged
                shift = columns.index("target") if _AMOUNT.search(cells[0].text) is not None else 1
            for cell, status in zip(cells, columns[shift:], strict=False):
                if status is not None and cell.text:
                    found.append((cell.start, cell.end, status))
    return found


def _read_stacked(text: str) -> list[tuple[int, int, Status]]:
    """The same where each cell fills a line: rows begin at their number, short cells part the task from what was done.

    >>> text = "序号\\n任务\\n完成情况\\n1\\n新建学校3所，改造公路5公里。\\n教育局\\n已建成学校2所，公路正在招标。"
    >>> [(text[a:b][:4], status) for a, b, status in _read_stacked(text)]    # "build 3 schools …; 2 were built"
    [('新建学校', 'target'), ('已建成学', 'actual')]
    """
    cells, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            cells.append(Cell(at, at + len(line), line.strip()))
        at += len(line) + 1
    heads = [_column(cell.text) if len(cell.text) <= 12 else None for cell in cells]
    first = next((i for i, cell in enumerate(cells) if cell.text in ("序号", "编号")), None)
    if first is None or "actual" not in heads[first : first + 8] or "target" not in heads[first : first + 8]:
        return []
    found: list[tuple[int, int, Status]] = []
    status: Status | None = None
    for cell in cells[first + 1 :]:
        if cell.text.isdigit() and len(cell.text) <= 3:
            status = "target"
        elif status is not None and _SHARE.match(cell.text) is not None:
            found.append((cell.start, cell.end, "actual"))
        elif status is not None and len(cell.text) > _SHORT:
            found.append((cell.start, cell.end, status))
        elif status == "target" and found and found[-1][2] == "target":
            status = "actual"  # whose task it is, and till when
    return found


def _column(heading: str) -> Status | None:
    if _PROGRESS.search(heading) is not None:
        return "actual"
    return "target" if _TASK.search(heading) is not None and _ORDINAL.search(heading) is None else None


def _cells(text: str, start: int, end: int, width: int) -> Iterator[Cell]:
    first, last = inside(text[start:end], width)
    start, stop = start + first, start + last
    for cut in [*_SPLIT.finditer(text, start, stop), None]:
        last = cut.start() if cut is not None else stop
        a, b = start, last
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        yield Cell(a, b, re.sub(r"\s", "", text[a:b]))
        start = last + 1


def _is_quality(cells: list[Cell]) -> bool:
    """A row of 预期性 and 约束性."""
    return all(_QUALITY.fullmatch(cell.text) for cell in cells[1:])


def _tell(table: _Table, cells: list[Cell], cell: Cell) -> Told:
    # A row without its first cells, merged with those above, counts from the right.
    number, shift = cells.index(cell), len(table.header) - len(cells)
    column = table.header[number + shift].text if table.header and 0 <= number + shift < len(table.header) else ""
    row = _row_name(table, cells, shift)
    if column and not _is_about(column):
        name, about = column, row or table.caption
        if row and not _is_about(row):  # 城区 | 就诊率: the row says of whom, the column what
            name, about = f"{row}{column}", table.caption
    else:
        name, about = row, column or table.caption
    if not name or len(name) > _WIDEST:
        return Told(None, _status(table, about), _year(about))
    return Told(name, _status(table, about), _year(about))


def _row_name(table: _Table, cells: list[Cell], shift: int) -> str:
    """The first cell that names something; the one under 指标 or 项目 where there is such a column."""
    if shift >= 0:
        keyed = [
            (head, cell) for head, cell in zip(table.header[shift:], cells, strict=False) if _KEY.search(head.text)
        ]
        named = [cell.text for head, cell in sorted(keyed, key=_how_wide) if _names(cell.text)]
        if named:
            return named[0]
    return next((cell.text for cell in cells if _names(cell.text)), "")


def _how_wide(keyed: tuple[Cell, Cell]) -> int:
    """0 for a column that breaks an indicator down (考核内容), 2 for one with the class of a row (类别, 领域)."""
    head, cell = keyed
    if _PART.search(head.text) and len(cell.text) <= _WIDEST:
        return 0
    return 2 if _CLASS.search(head.text) is not None else 1


def _names(words: str) -> bool:
    if _YEAR.match(words):
        return True
    return bool(words) and not any(
        pattern.fullmatch(words) for pattern in (_NUMBER, _FIGURE, _QUALITY, _UNIT, _ORDINAL)
    )


def _is_about(words: str) -> bool:
    """Whether these words say when or whether, and name no indicator."""
    rest = _YEAR.sub("", words)
    for pattern in (_AIM, _DONE):
        rest = pattern.sub("", rest)
    return len(re.sub(r"[值数情况（）()年度底末累计为到的]", "", rest)) == 0 or _ORDINAL.search(words) is not None


def _year(about: str) -> str | None:
    found = _YEAR.search(about)
    return found[1].upper() if found is not None else None


def _status(table: _Table, about: str) -> Status | None:
    if _AIM.search(about):
        return "target"
    if _DONE.search(about):
        return "actual"
    years = sorted({found[1] for cell in table.header if (found := _YEAR.search(cell.text))})
    year = _year(about)
    if year is not None and len(years) > 1:  # the first of several years is where the plan begins
        return "actual" if year == years[0] else "target" if year == years[-1] else None
    return None
