"""Roles in the columns of a table of 责任分工, with bars or tabs, or one cell a line."""

from __future__ import annotations

import re

from extract.records import RoleName
from extract.role_clauses import Span
from extract.role_items import Labelled, list_items
from extract.role_rules import role_of

_COLUMN = re.compile(
    r"序号|(?:目标|工作|重点|主要)?任务(?:内容|名称)?|(?:工作|具体)?(?:内容|目标|措施|要求)|项目(?:名称)?|(?:完成|办结)?时限|(?:完成)?时间|备注|指标|事项"
)
_ROLE_COLUMN = re.compile(
    r"(?:牵头|主办|承办|配合|协办|协作|责任|实施|督导|监督|审批)(?:单位|部门|处室|科室|股室|领导|人)$"
)
_TASK_COLUMN = re.compile(r"任务|工作|事项|内容|措施|项目|举措|要点|目标")


def _lines(folded: str) -> list[Span]:
    spans, at = [], 0
    for line in folded.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def _column(cell: str) -> RoleName | str | None:
    """The role of a column, "" for a column without one, None for what heads no column."""
    name = re.sub(r"[\s\u3000]", "", cell)
    name = re.sub(r"\(.*\)$", "", name)
    if role := role_of().get(("label", name)):
        return role
    if (found := _ROLE_COLUMN.search(name)) and (role := role_of().get(("label", found.group()))):
        return role
    return "" if _COLUMN.fullmatch(name) else None


def find_tables(folded: str) -> list[Labelled]:
    """The actors in the columns 牵头单位, 责任单位 … of tables, each with the cell that names its task.

    >>> text = "序号|重点任务|牵头单位|配合单位\\n1|修建水渠|县水利局|各乡镇"    # "no., task, lead, support: canals …"
    >>> [(text[f.span[0] : f.span[1]], f.role, text[f.task[0] : f.task[1]]) for f in find_tables(text) if f.task]
    [('县水利局', 'lead', '修建水渠'), ('各乡镇', 'support', '修建水渠')]
    """
    if not re.search(r"(?:牵头|责任|配合|主办|实施)(?:单位|部门|领导)[ \u3000]*(?:[\t|\n]|$)", folded):
        return []
    lines = _lines(folded)
    found: list[Labelled] = []
    number = 0
    while number < len(lines):
        a, b = lines[number]
        mark = "\t" if "\t" in folded[a:b] else "|"
        cells = _inner(folded[a:b], mark).split(mark)
        columns = [_column(cell) for cell in cells]
        if len(columns) > 2 and any(columns) and max(map(len, cells)) < 24:
            tasks = [i for i, cell in enumerate(cells) if not columns[i] and _TASK_COLUMN.search(cell)]
            number = _rows(folded, lines, number + 1, [c or "" for c in columns], tasks, mark, found)
            continue
        height = _flat_header(folded, lines, number)
        if height:
            roles = [c for i in range(number, number + height) if (c := _column(folded[slice(*lines[i])]))]
            number = _flat_rows(folded, lines, number + height, roles, found)
            continue
        number += 1
    return found


def _inner(line: str, mark: str) -> str:
    """A row without the marks at its ends: | a | b | → a | b."""
    return line.strip(" \u3000").removeprefix("|").removesuffix("|") if mark == "|" else line


def _rows(
    folded: str, lines: list[Span], number: int, columns: list[str], tasks: list[int], mark: str, found: list[Labelled]
) -> int:
    above: Span | None = None  # the task of the row before, which a merged cell goes on with
    while number < len(lines):
        at, end = lines[number]
        if mark not in folded[at:end]:
            if folded[at:end].strip(" \u3000|-"):
                break
            number += 1
            continue
        row = _inner(folded[at:end], mark)
        at = folded.index(row, at, end)
        spans = []
        for cell in row.split(mark):
            spans.append((at, at + len(cell)))
            at += len(cell) + 1
        # A row without the cells that a merged one above it covers: its columns count from the right.
        first = max(0, len(columns) - len(spans))
        named = [spans[i - first] for i in tasks if 0 <= i - first < len(spans)]
        named = [(a, b) for a, b in named if folded[a:b].strip(" \u3000-")]
        above = max(named, key=lambda span: span[1] - span[0], default=above)
        for role, (a, b) in zip(columns[first:], spans, strict=False):
            if role:
                actors = list_items(folded, a, b, True)
                found += [Labelled(actor, role, "table", lines[number][0], None, above) for actor in actors]  # type: ignore[arg-type]
        number += 1
    return number


def _flat_header(folded: str, lines: list[Span], number: int) -> int:
    """How many lines from here are column names, one a line; 0 when this is no header."""
    height, roles = 0, 0
    while number + height < len(lines):
        cell = folded[slice(*lines[number + height])].strip()
        column = _column(cell) if cell else None
        if column is None:
            break
        roles += bool(column)
        height += 1
    return height if height >= 2 and roles else 0


def _flat_rows(folded: str, lines: list[Span], number: int, roles: list[str], found: list[Labelled]) -> int:
    """Rows whose cells stand one below the other: the lines of actors after a task fill the role columns in turn."""
    column, idle = 0, 0
    while number < len(lines) and idle < 40:
        a, b = lines[number]
        number += 1
        if not folded[a:b].strip():
            continue
        spans = list(list_items(folded, a, b, column > 0)) if b - a < 120 else []
        filled = sum(end - start + 1 for start, end in spans)
        if spans and filled >= 0.7 * len(folded[a:b].strip()) and column <= len(roles):
            # a line more than columns: the last cell ran over
            role = roles[min(column, len(roles) - 1)]
            found += [Labelled(span, role, "table", a) for span in spans]  # type: ignore[arg-type]
            column, idle = column + 1, 0
        else:
            column, idle = 0, idle + 1
    return number
