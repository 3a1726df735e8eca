"""Roles in the columns of a table of 责任分工, with bars or tabs, or one cell a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.actors.offices import office_functions
from extract.actors.phrases import starts_with_verb
from extract.records import RoleName
from extract.role_forms.clauses import Span
from extract.role_forms.items import Labelled, is_list, list_items
from extract.role_forms.post_holders import read_holders
from extract.role_forms.rules import label_role
from extract.role_forms.task_cells import choose_task, is_when, task_columns
from extract.tables.rows import inside, open_width

_COLUMN = re.compile(
    r"序号|(?:目标|工作|重点|主要)?任务(?:内容|名称)?|(?:工作|具体)?(?:内容|目标|措施|要求)|项目(?:名称)?|(?:完成|办结)?时限|(?:完成)?时间|备注|指标|事项"
)
_ROLE_COLUMN = re.compile(
    r"(?:牵头|主办|承办|配合|协办|协作|责任|实施|督导|监督|审批)(?:单位|部门|处室|科室|股室|领导|人)$"
)
# 牵 头 部 门: heads of tables are often spaced out.
_HEADS = re.compile(r"(?:牵\s?头|责\s?任|配\s?合|主\s?办|实\s?施)\s?(?:单\s?位|部\s?门|领\s?导)[ \u3000]*(?:[\t|\n]|$)")
# … and heads of other columns, looked for where a text has cells at all.
_CELLS = ("\t", "|", "   ", "\u3000\u3000")
_MORE_HEADS = re.compile(
    r"[牵责配主实包分联挂承协督]\s?[头任合办施抓联保管系点钩导](?:\s?[县市区])?\s?(?:单\s?位|部\s?门|领\s?导|人|干\s?部)"
    r"(?:\([^()\n]{1,8}\))?(?:[ \u3000]*(?:[\t|\n]|$)|[ \u3000]{2})|[组成][长员](?:单位)?[ \u3000]*[\t|]"
)
_WIDE = re.compile(r"[^\s]+(?:[ \u3000][^\s]+)*")  # a cell between gaps of two blanks or more
# A column whose name no list holds, between others that one does: 民生实事, 牵头县领导.
_OTHER_COLUMN = re.compile(
    r"[\u4e00-\u9fff()、/%]{2,12}(?:[ \u3000]\([\u4e00-\u9fff]{1,6}\))?|20\d\d年?[\u4e00-\u9fff]{0,8}"
)
_NEXT_HEAD = re.compile("序号|指标|指标名称|计量单位|单位|备注|属性|20[0-9]{2}年(?:目标|实际|现状)?|目标值?|名称")
_NUMBERS = re.compile("序号|编号")
_HEADING = re.compile("[一二三四五六七八九十]{1,3}、")
_FIRST = re.compile(r"[ \u3000]*1[.、]?[ \u3000]*")
_BARE_NUMBER = re.compile(r"\d{1,3}[.、]?")


def _lines(folded: str) -> list[Span]:
    spans, at = [], 0
    for line in folded.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def _column(cell: str) -> RoleName | str | None:
    """The role of a column, "" for a column without one, None for what heads no column."""
    name = re.sub(r"[\s\u3000]", "", cell)
    name = re.sub(r"\(.*\)$|^[省市县区镇乡村]级(?=责任)", "", name)
    if (role := label_role(name)) or ((found := _ROLE_COLUMN.search(name)) and (role := label_role(found.group()))):
        return role
    return "" if _COLUMN.fullmatch(name) else None


def find_tables(folded: str) -> list[Labelled]:
    """The actors in the columns 牵头单位, 责任单位 … of tables, each with the cell that names its task.

    >>> text = "序号|重点任务|牵头单位|配合单位\\n1|修建水渠|县水利局|各乡镇"    # "no., task, lead, support: canals …"
    >>> [(text[f.span[0] : f.span[1]], f.role, text[f.task[0] : f.task[1]]) for f in find_tables(text) if f.task]
    [('县水利局', 'lead', '修建水渠'), ('各乡镇', 'support', '修建水渠')]
    """
    if not (_HEADS.search(folded) or (any(map(folded.__contains__, _CELLS)) and _MORE_HEADS.search(folded))):
        return []
    lines = _lines(folded)
    found: list[Labelled] = []
    number = 0
    while number < len(lines):
        a, b = lines[number]
        mark = next((mark for mark in "\t|" if mark in folded[a:b]), "")
        cells = [folded[slice(*span)] for span in _cells(folded, a, b, mark)]
        columns = [_column(cell) for cell in cells]
        heads = [column for column in columns if column]
        if (
            len(columns) > 2
            and heads
            and not (len(heads) == 1 and columns[0] in ("head", "member"))  # 组长|王明|县长 is a row
            and max(map(len, cells)) < 24
            and (mark or _all_heads(cells, columns))
        ):
            head = Head.of(cells)._replace(width=open_width(folded[a:b], len(cells)))
            number = _rows(folded, lines, number + 1, head, mark, found)
        elif flat := _flat_header(folded, lines, number):
            height, head, barred = flat
            read = _barred_rows if barred else read_flat_rows
            number = read(folded, lines, number + height, head, found)
        else:
            number += 1
    return found


class Head(NamedTuple):
    """The columns of a table: their names, the role of each ("" for none), and which of them tell the task."""

    names: tuple[str, ...]
    roles: tuple[str, ...]
    tasks: tuple[int, ...]
    numbered: bool = False  # a number opens each row
    width: int = 0  # columns, where rows show empty cells at their ends

    @classmethod
    def of(cls, cells: Sequence[str]) -> Head:
        cells = [re.sub(r"\s", "", cell) for cell in cells]
        roles = tuple(_column(cell) or "" for cell in cells)
        tasks = task_columns([cell if not role else "" for cell, role in zip(cells, roles, strict=True)])
        return cls(tuple(cells), roles, tasks, len(cells) > 1 and bool(_NUMBERS.match(cells[0])))


def _inner(line: str, mark: str) -> str:
    """A row without the marks at its ends: | a | b | → a | b."""
    return line.strip(" \u3000").removeprefix("|").removesuffix("|") if mark == "|" else line


def _cells(folded: str, at: int, end: int, mark: str, width: int = 0) -> list[Span]:
    """The cells of a line that ``mark`` parts; without one, those between wide gaps. ``width``: as many as wanted."""
    if not mark:
        return [cell.span() for cell in _WIDE.finditer(folded, at, end)]
    row = _inner(folded[at:end], mark)
    if mark == "|" and width and row.count(mark) + 1 != width:
        first, last = inside(folded[at:end], width)
        fits = folded.count(mark, at + first, at + last) + 1 == width
        row = folded[at + first : at + last] if fits else row  # 修路 | 县交通局 |: an empty remark
    at = folded.index(row, at, end)
    spans = []
    for cell in row.split(mark):
        spans.append((at, at + len(cell)))
        at += len(cell) + 1
    return spans


def _all_heads(cells: Sequence[str], columns: Sequence[str | None]) -> bool:
    """Whether all but one or two of the cells between wide gaps name columns, and none an office."""
    known = sum(column is not None for column in columns)
    return known >= max(2, len(columns) - 2) and not any(map(office_functions, cells))


def _rows(folded: str, lines: list[Span], number: int, head: Head, mark: str, found: list[Labelled]) -> int:
    """Read the rows below a head into ``found``; gives the number of the first line that is no row."""
    above: Span | None = None  # the task of the row before, which a merged cell goes on with
    while number < len(lines):
        at, end = lines[number]
        spans = _cells(folded, at, end, mark, head.width)
        if len(spans) < 2:
            if folded[at:end].strip(" \u3000|-"):
                break
            number += 1
            continue
        if sum(_NEXT_HEAD.fullmatch(folded[a:b].strip()) is not None for a, b in spans) > 2:
            break  # another table follows at once
        above = _read_row(folded, spans, head, above, found)
        number += 1
    return number


def _read_row(folded: str, spans: list[Span], head: Head, above: Span | None, found: list[Labelled]) -> Span | None:
    """Add the actors of a row; returns the cell of its task, or the one above it."""
    line = spans[0][0]
    # A row without the cells that a merged one above it covers: its columns count from the right.
    first = max(0, len(head.roles) - len(spans))
    told = [(head.names[i], spans[i - first]) for i in head.tasks if 0 <= i - first < len(spans)]
    task = choose_task(folded, told, above)
    columns = zip(head.names[first:], head.roles[first:], spans, strict=False)
    placed = [(name, role, span) for name, role, span in columns if role]
    filled = sum(bool(folded[a:b].strip()) for a, b in spans)
    if filled > 1 and not any(folded[a:b].strip() for _, _, (a, b) in placed):
        # … or from the left, with empty ones at the end: then what the cells hold tells. A cell alone names a group.
        lists = [(a, b) for a, b in spans if folded[a:b].strip() and is_list(folded, *_stripped(folded, a, b))]
        placed = (
            [(*column[:2], span) for column, span in zip(placed, lists, strict=False)]
            if len(lists) <= len(placed)
            else []
        )
        task = choose_task(folded, [("", span) for span in spans if span not in lists], above)
    for name, role, (a, b) in placed:
        if role == "head":
            found += [Labelled(who, "head", "table", line, name, task) for who in read_holders(folded, a, b)]
            continue
        found += [Labelled(actor, role, "table", line, None, task) for actor in list_items(folded, a, b, True)]  # type: ignore[arg-type]
    return task


def _stripped(folded: str, a: int, b: int) -> Span:
    """A cell without the blanks and bars at its ends."""
    while b > a and folded[b - 1] in " \u3000|\t":
        b -= 1
    while a < b and folded[a] in " \u3000|\t":
        a += 1
    return a, b


def _flat_header(folded: str, lines: list[Span], number: int) -> tuple[int, Head, bool] | None:
    """Column names one a line, perhaps with empty lines between: how many lines, which columns, whether all have a bar.

    None when this is no header.
    """
    cells: list[str] = []
    barred, known, others, height = True, 0, 0, 0
    for line, (a, b) in enumerate(lines[number : number + 40], 1):
        text = folded[a:b].strip(" \u3000")
        cell = text.strip("| \u3000")
        if not cell and cells and not barred and line - height < 3:
            continue
        column = _column(cell) if cell else None
        if column is None and not (others < (12 if barred else 2) and cells and _OTHER_COLUMN.fullmatch(cell)):
            break
        bar = text.endswith("|") or text.startswith("|")
        barred = bar and (barred or not cells)
        known, others = known + (column is not None), others + (column is None)
        cells.append(cell)
        height = line if column is not None else height
    while cells and _column(cells[-1]) is None:  # what follows the last known name is the first row already
        cells.pop()
    head = Head.of(cells)
    return (height, head, barred and len(cells) > 2) if known >= 2 and any(head.roles) else None


def _opens_row(folded: str, lines: list[Span], number: int) -> bool:
    return number < len(lines) and folded[slice(*lines[number])].strip(" \u3000") in ("", "|")


def _barred_rows(folded: str, lines: list[Span], number: int, head: Head, found: list[Labelled]) -> int:
    """Rows whose cells stand one below the other, each closed by a bar: as many lines as columns."""
    above: Span | None = None
    width = len(head.roles)
    opened = _opens_row(folded, lines, number)  # a bar or an empty line before each row
    while number + width <= len(lines):
        while opened and _opens_row(folded, lines, number):
            number += 1
        row = lines[number : number + width]
        if not all(folded[a:b].strip(" \u3000").endswith("|") for a, b in row[:-1]):
            break
        above = _read_row(folded, [_stripped(folded, a, b) for a, b in row], head, above, found)
        number += width
    return number


def _cell_below(folded: str, lines: list[Span], number: int) -> Span | None:
    """The next line with something on it: the task of who stands right behind the number of a row."""
    return next((span for span in lines[number : number + 4] if folded[slice(*span)].strip()), None)


def read_flat_rows(folded: str, lines: list[Span], number: int, head: Head, found: list[Labelled]) -> int:
    """Rows whose cells stand one below the other: the lines of actors after a task fill the role columns in turn."""
    roles = [role for role in head.roles if role]
    column, idle = 0, 0
    task: Span | None = None
    opened = False  # by the number of a row: what kind of task it is comes next
    if head.numbered:  # below the names of further columns
        first = (at for at in range(number, min(number + 14, len(lines))) if _FIRST.fullmatch(folded, *lines[at]))
        number = next(first, number)
    while number < len(lines) and idle < 40:
        a, b = _stripped(folded, *lines[number])
        number += 1
        if a == b:
            continue
        # right behind the number, unless who leads comes first
        kind, opened = opened and not head.roles[1], head.numbered and _BARE_NUMBER.fullmatch(folded, a, b) is not None
        told = (
            kind
            or _HEADING.match(folded, a, b) is not None
            or b - a > 240
            or starts_with_verb(folded, a)
            or is_when(folded, a, b)
        )
        end = b - (folded[b - 1] in "。;")
        told = told or (end < b and not is_list(folded, a, end, numbered=False))
        spans = [] if told else list(list_items(folded, a, end, column > 0))
        filled = sum(end - start + 1 for start, end in spans)
        if spans and filled >= 0.7 * (b - a) and (column <= len(roles) or len(roles) == 1):
            if head.numbered and head.roles[1] and not column:
                task = _cell_below(folded, lines, number)
            # a line more than columns: the last cell ran over
            role = roles[min(column, len(roles) - 1)]
            found += [Labelled(span, role, "table", a, None, task) for span in spans]  # type: ignore[arg-type]
            column, idle = column + 1, 0
        else:
            # the line right above the actors, unless it is a number or a date
            if task is None or (b - a > 4 and not is_when(folded, a, b)):
                task = (a, b)
            column, idle = 0, idle + 1
    return number
