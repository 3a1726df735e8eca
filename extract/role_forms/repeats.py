"""Offices that close task after task without a label: one such list says nothing, a page full of them is a layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from extract.actors.lists import FOREIGN
from extract.actors.offices import office_functions
from extract.actors.phrases import starts_with_verb
from extract.role_forms.clauses import Span
from extract.role_forms.items import Labelled, is_list, list_items

_OFTEN = 3  # lists in the same place of as many tasks are a layout
_LONGEST = 160
_SHORTEST_TASK = 6
_ENDS = re.compile(
    r"(?:[局委办部厅院会镇乡处科室站所队团校社联行署园市县区]|街道|公司|政府|中心|单位|部门|机构|银行|集团|[党工]委|等)(?:\([^()]{1,12}\))?$"
)
_LAST = "局委办部厅院会镇乡处科室站所队团校社联行署园市县区道司府心位门构等)"
_LINE_ENDS = re.compile(rf"[{_LAST}][。; \u3000\r]*(?=\n|\Z)")
_LINE = re.compile(r"[^\n]+")
_NEAR = 4  # lines to the next one with words on it
_SPEAKS = re.compile("[要须把是由的了其从被将不:%]|[0-9]{2}")  # what no list of offices holds
_NUMBER = re.compile(
    r"[ \u3000]*(?:\d{1,3}[.、]?|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、|[①-⑳])?[ \u3000]*"
)
_MARKS = re.compile(r"—{1,2}|--|–")
_TASK = re.compile("[\u4e00-\u9fff]{3}[^。]{3}")
_BRACKET = re.compile(r"\((?<=[\u4e00-\u9fff\d%]\()([^():。;\n]{3,160})\)(?=[;。,])")
_BLANK = " \u3000\r。;"


class _Found(NamedTuple):
    shape: str
    span: Span
    task: Span


def find_repeated(folded: str) -> Iterator[Labelled]:
    """The offices that stand at the same place behind at least three tasks, each with its task.

    >>> text = "1.修水渠8公里。县水利局\\n2.建校舍2所。县教育局、县住建局\\n3.建粮库1座。县粮食局"
    >>> [text[f.span[0] : f.span[1]] for f in find_repeated(text)]    # "1. 8 km of canals. county water bureau …"
    ['县水利局', '县教育局', '县住建局', '县粮食局']
    """
    found = [*_in_lines(folded), *_in_brackets(folded)]
    often = Counter(item.shape for item in found)
    unused = "above" if often["below"] >= often["above"] else "below"
    for shape, span, task in found:
        if often[shape] >= _OFTEN and shape != unused:
            for office in list_items(folded, *span, False):
                yield Labelled(office, "responsible", "repeated", span[0], None, task)


def _in_lines(folded: str) -> Iterator[_Found]:
    """Lists at the end of a line, in a cell of their own, or alone on a line between tasks."""
    alone: list[Span] = []  # lines that hold nothing but offices
    for last in _LINE_ENDS.finditer(folded):
        a, b = _bare(folded, folded.rfind("\n", 0, last.start()) + 1, last.end())
        if folded.find("|", a, b) >= 0 or folded.find("\t", a, b) >= 0:
            continue
        if _MARKS.search(folded, a, b) is None and _is_offices(folded, a, b):
            alone.append((a, b))
        else:
            yield from _behind(folded, a, b)
    if "|" in folded or "\t" in folded:
        for row in _LINE.finditer(folded):
            if "|" in row.group() or "\t" in row.group():
                yield from _in_cells(folded, *_bare(folded, *row.span()))
    if len(alone) >= _OFTEN:
        yield from _alone(folded, alone)


def _alone(folded: str, alone: list[Span]) -> Iterator[_Found]:
    """Lines of offices, each below its task, and each above it; find_repeated takes what holds for more of them."""
    lists = set(alone)
    for where in ("below", "above"):
        for span in alone:
            above, below = _line_above(folded, span[0]), _line_below(folded, span[1])
            task = above if where == "below" else below
            if task is not None and above not in lists and below not in lists and _is_task(folded, *task):
                yield _Found(where, span, task)


def _line_above(folded: str, at: int) -> Span | None:
    """The line above that holds more than a number, without blanks at its ends."""
    for _ in range(_NEAR):
        end = folded.rfind("\n", 0, at)
        if end < 0:
            return None
        at = folded.rfind("\n", 0, end) + 1
        a, b = _bare(folded, at, end)
        if b - a > 3:
            return a, b
    return None


def _line_below(folded: str, at: int) -> Span | None:
    """The next line near by that holds more than three characters."""
    for _ in range(_NEAR):
        begin = folded.find("\n", at) + 1
        if not begin:
            return None
        at = folded.find("\n", begin)
        at = len(folded) if at < 0 else at
        a, b = _bare(folded, begin, at)
        if b - a > 3:
            return a, b
    return None


def _in_cells(folded: str, a: int, b: int) -> Iterator[_Found]:
    """修水渠|县水利局: a row with a task and offices, but no head above that names its columns."""
    cells: list[Span] = []
    for cell in re.finditer(r"[^|\t]+", folded[a:b]):
        cells.append(_bare(folded, a + cell.start(), a + cell.end()))
    offices = [span for span in cells[1:] if _is_offices(folded, *span)]
    tasks = [span for span in cells if span not in offices and _TASK.search(folded, *span)]
    for span in offices if tasks else ():
        yield _Found("cell", span, max(tasks, key=lambda task: task[1] - task[0]))


def _behind(folded: str, a: int, b: int) -> Iterator[_Found]:
    """修水渠。县水利局, 修水渠——县水利局: behind the last full stop, or behind a dash."""
    stop = max(folded.rfind("。", a, b), folded.rfind(";", a, b))
    dash = max(folded.rfind(mark, max(a, b - _LONGEST), b) + len(mark) - 1 for mark in ("—", "--", "–"))
    if stop > a + _SHORTEST_TASK and _is_offices(folded, *_bare(folded, stop + 1, b)):
        yield _Found("stop", _bare(folded, stop + 1, b), (a, stop))
    elif dash > a + 2 and _is_offices(folded, *_bare(folded, dash + 1, b)):
        yield _Found("dash", _bare(folded, dash + 1, b), (a, dash))


def _in_brackets(folded: str) -> Iterator[_Found]:
    """一是修水渠(县水利局);二是…: brackets within the line."""
    for bracket in _BRACKET.finditer(folded):
        if _is_offices(folded, *bracket.span(1)):
            least = max(0, bracket.start() - _LONGEST)
            start = max(folded.rfind(mark, least, bracket.start()) for mark in "。;\n") + 1
            yield _Found("bracket", bracket.span(1), (max(start, least), bracket.start() + 1))


def _bare(folded: str, a: int, b: int) -> Span:
    """A stretch without blanks and closing marks at its ends."""
    words = folded[a:b]
    bare = words.strip(_BLANK)
    a += words.index(bare)
    return a, a + len(bare)


def _is_offices(folded: str, a: int, b: int) -> bool:
    """Whether nothing but offices stands here, most of them known by their function."""
    if not 2 < b - a <= _LONGEST or folded[b - 1] not in _LAST or _SPEAKS.search(folded, a, b) is not None:
        return False
    if _ENDS.search(folded, max(a, b - 16), b) is None or not is_list(folded, a, b):
        return False
    names = [folded[slice(*span)] for span in list_items(folded, a, b, False)]
    known = sum(bool(office_functions(name)) for name in names)
    return 2 * known >= len(names) and all(2 < len(name) < 24 and FOREIGN.search(name) is None for name in names)


def _is_task(folded: str, a: int, b: int) -> bool:
    """Whether a task can stand here: numbered, a sentence, or words that open with a verb."""
    number = _NUMBER.match(folded, a, b)
    begin = number.end() if number is not None else a
    if b - begin < _SHORTEST_TASK:
        return False
    return begin > a or folded[b : b + 1] in ("。", ";") or starts_with_verb(folded, begin) or b - begin > 30
