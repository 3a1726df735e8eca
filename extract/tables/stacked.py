"""Tables of which a page left each cell on a line of its own: in comes a text, out goes one with bars between cells.

序号⏎任务⏎单位⏎年度目标⏎责任部门⏎1⏎粮食播种面积⏎万亩⏎0.7⏎县农业农村局⏎2⏎…: the head names a running number, each row
begins with it. Empty cells left nothing, several offices of one cell several lines; what a cell holds tells its column.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extract.tables.rows import BARE, UNITS, WITH_UNIT

_LINE = re.compile(r"\S[^\n]*")
_OFFICES = re.compile("(?:责任|牵头|配合|主办|协办|承办|实施|评分|考核|主管|主责|监管)(?:单位|部门|科室|处室|领导|人)")
_LEADS, _WHO = re.compile("牵头|主办|主责"), ("lead", "office")
_OFFICE_LINE = re.compile(rf"^[ \u3000]*{_OFFICES.pattern}[ \u3000]*$", re.MULTILINE)
_COLUMN = re.compile(
    "[^，。；：0-9]{0,8}(?:名称|项目|任务|内容|单位|部门|科室|责任人|联系人|领导|时限|时间|节点|目标|指标|金额|投资|面积|数量|备注|乡镇|类[别型]|地点|规模|工程"
    "|[（(][^（()）]{1,6}[)）])"
)
_FIGURES = re.compile("目标|任务数|指标值|数量|完成值|20[0-9]{2}年|分值|权重|标准分")
_DUE = re.compile("时限|时间|节点|期限")
_OFFICE_CELL = re.compile(
    "(?:[各县市区省镇乡]|国网|中共)?[^，。；：0-9]{1,24}(?:局|委|办|办公室|中心|公司|镇|乡|街道|部门|单位|政府|部|院|会|所|室|科|股|组|队|支行|管委会|法院|学校)"
)
_UNIT_CELL = re.compile(
    "[%％‰]|[万亿千百]?(?:[元亩吨人户个名处座家所张台套件天次米头只羽公里斤]|平方[公千]?米|立方米|千瓦时?)(?:/[^0-9]{1,4})?"
)
_PERSONS = re.compile("[一-鿿·]{2,4}(?:[、 ][一-鿿·]{2,4}){0,4}")
_DUE_CELL = re.compile(".*(?:年|月|底|季度|长期|持续|全年).{0,4}")
_BLANK_CELL = ("-", "—", "/", "——")
_GROUPS = re.compile("[^，。；：0-9]{0,6}(?:项目|类别|类型|指标|内容|领域|名称|板块|分类|任务)")
_HEADS = range(3, 11)  # columns from the number on
_LONGEST_HEAD, _LONGEST = 12, 80  # characters of a head's cell, and of a row's
_ROWS = 2  # at least
_END = re.compile(
    r"[ \u3000]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|附[件表]|注[：:]|说明)"
)
_EMPTY, _MERGED, _STRANGE, _LEFT_OVER = -0.5, -0.3, -1.0, -1.0
_NEVER = -1e9


class _Cell(NamedTuple):
    start: int
    end: int
    text: str


def lay_rows(text: str) -> str:
    r"""The text, as long as before, each row of such a table on one line with bars between its cells.

    >>> rows = ["序号 任务 目标 责任部门", "1 造林（亩） 300 县林业局", "2 修渠 县水利局", "3 巡查（次） 5 县公安局"]
    >>> print(lay_rows("\n\n".join(rows).replace(" ", "\n\n")))      # "no., task, goal, office; plant, canals, patrols"
    序号| 任务| 目标| 责任部门
    <BLANKLINE>
    1| 造林（亩）| 300| 县林业局
    <BLANKLINE>
    2| 修渠||县水利局
    <BLANKLINE>
    3| 巡查（次）| 5| 县公安局
    """
    if _OFFICE_LINE.search(text) is None:
        return text
    lines = [_Cell(m.start(), m.end(), m.group().strip()) for m in _LINE.finditer(text)]
    pieces: list[str] = []
    done = 0
    for number, cell in enumerate(lines):
        if cell.start < done:
            continue
        if cell.text == "序号":
            rows = _lay_table(text, lines, number)
        else:
            rows = _lay_unnumbered(text, lines, number) if _OFFICE_LINE.fullmatch(cell.text) is not None else []
        for start, row in rows:
            pieces += (text[done:start], row)
            done = start + len(row)
    return "".join([*pieces, text[done:]]) if pieces else text


def _lay_table(text: str, lines: list[_Cell], number: int) -> list[tuple[int, str]]:
    """(offset, row with bars) for the head and every row of a table; nothing where it is no such table."""
    grouped = int(number > 0 and _GROUPS.fullmatch(lines[number - 1].text) is not None)  # of merged cells, before it
    begin = number - grouped
    first = next((i for i in range(number, min(len(lines), number + _HEADS.stop + 2)) if lines[i].text == "1"), 0)
    head = lines[begin : first - grouped]
    if len(head) - grouped not in _HEADS or not _names_columns([cell.text for cell in head]):
        return []
    kinds = tuple(_kind(cell.text) for cell in head[grouped:])
    pieces = [(head[0].start, _join(text, head, list(range(len(head)))))]
    counts: list[int] = []
    group = lines[first - grouped : first]
    while first < len(lines) and lines[first].text == str(len(counts) + 1):
        size = _row_size(lines, first, len(counts) + 2, max(counts, default=len(kinds)))
        row = lines[first : first + size]
        columns = _place(kinds, tuple(cell.text for cell in row)) if 2 <= size <= 2 * len(kinds) else None
        if columns is not None:
            placed = [0] * len(group) + [column + grouped for column in columns]
            pieces.append(((group + row)[0].start, _join(text, (group + row)[: len(placed)], placed)))
        group = row[len(columns) :] if columns is not None and grouped else []
        counts.append(size)
        first += size
    whole = [(start, piece) for start, piece in pieces if piece is not None]
    return whole if len(whole) == len(counts) + 1 > _ROWS else []


def _lay_unnumbered(text: str, lines: list[_Cell], at: int) -> list[tuple[int, str]]:
    """The same for a table without numbers, a column of which is named at line ``at``: no cell of it may be empty."""
    begin = first = at
    while begin and _COLUMN.fullmatch(lines[begin - 1].text) and at - begin < _HEADS.stop:
        begin -= 1
    while first < len(lines) and _COLUMN.fullmatch(lines[first].text) and first - begin < _HEADS.stop:
        first += 1
    head = lines[begin:first]
    if len(head) not in _HEADS or any(cell.text == "序号" for cell in head):
        return []
    kinds, width = tuple(_kind(cell.text) for cell in head), len(head)
    pieces = [(head[0].start, _join(text, head, list(range(width))))]
    while first + width <= len(lines):
        row = lines[first : first + width]
        fits = [_worth(kind, cell.text) > 0 for kind, cell in zip(kinds, row, strict=True) if kind]
        if not all(fits) or _END.match(row[0].text) or max(len(cell.text) for cell in row) > _LONGEST:
            break
        pieces.append((row[0].start, _join(text, row, list(range(width)))))
        first += width
    return [(start, piece) for start, piece in pieces if piece is not None] if len(pieces) > _ROWS else []


def _names_columns(head: list[str]) -> bool:
    known = sum(_OFFICES.search(name) is not None for name in head)
    return known > 0 and all(len(name) <= _LONGEST_HEAD and not re.search("[，。；：]", name) for name in head)


def _row_size(lines: list[_Cell], first: int, following: int, usual: int) -> int:
    """How many lines a row has: up to the next number, or, of the last row, as many as the others and no text below."""
    for size in range(1, 24):
        if first + size >= len(lines):
            return size
        cell = lines[first + size]
        if cell.text == str(following) and size > 1:
            return size
        if len(cell.text) > _LONGEST or _END.match(cell.text):
            return min(size, usual)
    return usual


def _kind(name: str) -> str:
    if name == "序号":
        return "serial"
    if UNITS.fullmatch(name):
        return "unit"
    if name.endswith(("领导", "责任人", "联系人")):
        return "person"
    if _OFFICES.search(name) is not None:
        return "lead" if _LEADS.search(name) is not None else "office"
    return "due" if _DUE.search(name) else "figure" if _FIGURES.search(name) or WITH_UNIT.search(name) else ""


@cache
def _worth(kind: str, cell: str) -> float:
    """How well a cell fits a column."""
    office = _OFFICE_CELL.fullmatch(cell) is not None
    figure = BARE.match(cell) is not None
    if kind == "serial":
        return 2.0 if cell.isdigit() else -9.0
    if kind == "unit":
        return 3.0 if _UNIT_CELL.fullmatch(cell) else -3.0
    if kind == "figure":
        return 2.0 if figure else -2.0 if office or len(cell) > 8 or _UNIT_CELL.fullmatch(cell) else 0.4
    if kind == "person":
        return 1.0 if _PERSONS.fullmatch(cell) or office else -2.0
    if kind in _WHO:
        return 2.0 if office else 0.5 if cell in _BLANK_CELL else -3.0
    if kind == "due":
        return 2.0 if _DUE_CELL.fullmatch(cell) else -2.0
    return -1.0 if office or BARE.fullmatch(cell) or _UNIT_CELL.fullmatch(cell) else 0.5


def _place(kinds: tuple[str, ...], cells: tuple[str, ...]) -> tuple[int, ...] | None:
    """The column of each cell, in order; cells of one column go into it together; a last one may be left over."""
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (_worth(kinds[0], cells[0]), (0,))}
    for i in range(1, len(cells)):
        for j in range(len(kinds)):
            ways = [
                (score + _EMPTY * (j - k - 1) + _worth(kinds[j], cells[i]), (*way, j))
                for k in range(j)
                if (found := best.get((i - 1, k))) is not None
                for score, way in [found]
            ]
            if kinds[j] in _WHO and (found := best.get((i - 1, j))) is not None:
                alike = _MERGED if cells[i][0] == cells[i - 1][0] else _STRANGE
                alike += _STRANGE if kinds[j] == "lead" else 0.0  # one leads, several help
                ways.append((found[0] + alike + _worth("office", cells[i]), (*found[1], j)))
            if ways:
                best[i, j] = max(ways, key=_first)
    last = len(cells) - 1
    ends = [best[last, j] for j in range(len(kinds)) if (last, j) in best]
    if last > 1 and _OFFICE_CELL.fullmatch(cells[last]) is None:
        ends += [
            (score + _LEFT_OVER, way)
            for j in range(len(kinds))
            if (last - 1, j) in best
            for score, way in [best[last - 1, j]]
        ]
    score, way = max(ends, default=(_NEVER, ()), key=_first)
    return way if score > 0 else None


def _first(found: tuple[float, tuple[int, ...]]) -> tuple[float, list[int]]:
    """The better way, and of two as good the one whose cells stand further to the left."""
    return found[0], [-column for column in found[1]]


def _join(text: str, row: list[_Cell], columns: list[int]) -> str | None:
    """The row on one line, as long as before; None where its line ends leave no room for its empty cells."""
    parts = [text[row[0].start : row[0].end]]
    for before, cell, left, right in zip(row, row[1:], columns, columns[1:], strict=False):
        room = cell.start - before.end
        signs = "、" if left == right else "|" * (right - left)
        if len(signs) > room:
            return None
        parts += [signs.ljust(room), text[cell.start : cell.end]]
    return "".join(parts)
