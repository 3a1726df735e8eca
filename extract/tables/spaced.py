"""Tables whose cells only blanks part, as pages and PDFs leave them: in comes a text, out goes one with tabs."""

from __future__ import annotations

import re

from extract.tables.rows import BARE

_HEAD = re.compile(
    "^[ \u3000]*(?:序号|指标|项目|类别|类型|名称|主要指标|指标名称|乡镇|单位)"
    "[^\n。，；：0-9|]{0,16}[ \u3000][^\n。，；：|]{4,90}$",  # bars part the cells already
    re.MULTILINE,
)
_YEAR = re.compile("20[0-9]{2}年")
_BLANKS = re.compile("[ \u3000]+")
_FEWEST = 3  # columns, of which one at least is of a year


def with_tabs(text: str) -> str:
    """The text, as long as before, with a tab for the first blank between the cells of such a table.

    A head names indicators and years; the lines below belong to it as long as each has as many cells, one of them a
    bare figure. Other lines are as they were.

    >>> with_tabs("指标 2020年 2025年\\n床位（张） 120 150\\n正文 不变")    # "beds; the text below"
    '指标\\t2020年\\t2025年\\n床位（张）\\t120\\t150\\n正文 不变'
    >>> with_tabs("指标 | 2020年 | 2025年\\n床位（张） | 120 | 150")    # bars part these
    '指标 | 2020年 | 2025年\\n床位（张） | 120 | 150'
    """
    parts: list[str] = []
    done = 0
    for head in _HEAD.finditer(text):
        columns = _cells(head.group())
        if head.start() < done or len(columns) < _FEWEST or not any(_YEAR.search(cell) for cell in columns):
            continue
        end = _end_of_rows(text, head.end(), len(columns))
        if end > head.end():
            parts += (text[done : head.start()], *_parted(text[head.start() : end]))
            done = end
    return "".join([*parts, text[done:]]) if parts else text


def _end_of_rows(text: str, at: int, columns: int) -> int:
    """Where the last row of the table ends whose head ends here."""
    end = at
    while at < len(text):
        stop = text.find("\n", at + 1)
        stop = len(text) if stop < 0 else stop
        cells = _cells(text[at + 1 : stop])
        if cells and (len(cells) != columns or not any(BARE.fullmatch(cell) for cell in cells)):
            break
        end, at = (stop if cells else end), stop
    return end


def _cells(line: str) -> list[str]:
    return [cell for cell in _BLANKS.split(line.strip(" \u3000")) if cell]


def _parted(table: str) -> list[str]:
    """The lines of a table, a tab for the first blank of each run between cells."""
    lines: list[str] = []
    for line in table.splitlines(keepends=True):
        body = line.strip(" \u3000\n")
        begin = line.find(body) if body else 0
        cells = _BLANKS.sub(lambda run: "\t" + run.group()[1:], body)
        lines.append(line[:begin] + cells + line[begin + len(body) :])
    return lines
