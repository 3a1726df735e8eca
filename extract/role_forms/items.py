"""What a label or a cell lists: actors apart from each other by commas or blanks, each an item with its role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.actors.offices import office_functions
from extract.actors.phrases import read_actors
from extract.records import RoleName
from extract.role_forms.clauses import Span
from extract.role_forms.people import SURNAME
from extract.role_forms.rules import label_role

_PART = re.compile(r"[^、,;/|\s]+")
_PARTS = "、,;/|和与及 \u3000\t\n"
# 林  峰: a name of two characters is often spread over the width of three
_SPREAD = re.compile(rf"{SURNAME}[ \u3000]{{1,4}}[\u4e00-\u9fff](?=[、,;/|\s()]|\Z|{SURNAME}[ \u3000])")
_TAIL = re.compile("的?(?:主要|分管)?(?:负责人|负责同志)?组成。?")  # …等单位的负责人组成
_SUCH_AS = re.compile("(?:主要)?(?:包括|包含)")  # 各部门负责人,包括教务处、后勤处
_JOINT = re.compile("以及|及其?|和|暨")
_REST = re.compile(r"等(?:相关|有关|各|其他|市直|县直|区直|成员|责任)*(?:部门|单位|部门单位|部门和单位|机构)?$")
_WHOLE = re.compile("[^。!?“”《》%0-9]{2,24}")  # a name no table knows may be odd, but is no sentence
# 部门职责 heads the duties of all departments
ANYONE = frozenset("部门 政府 单位 成员 人员 机构 岗位 学校 各部门 相关部门 有关部门".split())
NAME = re.compile(
    r"(?!.*(?:年|月|底|前|级|期|类|推进|坚持|完成|落实|实施|开展)$)[\u4e00-\u9fff*×·]{2,4}$|[\u4e00-\u9fff][A-Za-z]{1,2}$|[xX*某]+$"
)


class Labelled(NamedTuple):
    """An actor under a label: ``at`` is where the label begins, so that the task before it can be found.

    ``task`` is the cell that names it, in a table with a row for each task.
    """

    span: Span
    role: RoleName
    rule: str
    at: int
    post: str | None = None
    task: Span | None = None


def list_items(folded: str, start: int, end: int, people: bool) -> Iterator[Span]:
    """The actors between start and end, separated by 、 , or spaces."""
    at = start
    while at < end:
        part = _PART.search(folded, at, end)
        if part is None:
            return
        if _TAIL.fullmatch(part.group()) or part.group().startswith("的"):
            at = part.end()
            continue
        if such := _SUCH_AS.match(folded, part.start(), end):
            at = such.end()
            continue
        if people and (spread := _SPREAD.match(folded, part.start(), end)):
            yield spread.span()
            at = spread.end()
            continue
        reading = read_actors(folded, part.start(), end)
        if reading and reading.end > part.start():
            yield from reading.spans
            at = max(reading.end, part.end() if reading.shared else reading.end)
            joint = _JOINT.match(folded, at, end)
            at = joint.end() if joint is not None else at
            continue
        a, b = part.span()
        if rest := _REST.search(folded, a, b):
            b = rest.start()
        name = folded[a:b]
        if a == at > start and folded[a - 1] not in _PARTS:  # 培训机构|监管执法: what is done to the first
            at = part.end()
            continue
        if b > a and ((office_functions(name) and _WHOLE.fullmatch(name)) or (people and NAME.match(name))):
            yield a, b
        at = part.end()


_LINE = re.compile(r"[ \u3000\t]*\n(?:[ \u3000\t]*\n){0,2}[ \u3000\t]*([^\n]{2,160})")
_SIGNED = re.compile(r"(?:[ \u3000\t]*\n){1,4}[ \u3000\t]*(?:[12]\d{3}|20[xX]{2}|二[〇○零]\S{2})年")
_ITEM_MARK = re.compile(
    r"[ \u3000\t]*(?:\d{1,2}[.、](?!\d)|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳⑴-⒇]|[一二三四五六七八九十]{1,3}、"
    r"|[-—–•·●○■◆★▲◇*]{1,2})?[ \u3000]*"
)
_HEAD = re.compile("(?:牵头|主办|承办|配合|协办|协作|责任|实施)(?:单位|部门)$")
_MARKS = re.compile(r"[、,;/|\s。]+")


def next_line(folded: str, at: int) -> Span | None:
    """The next line with something on it, if it is short; None for a signature, whose next line is a date."""
    found = _LINE.match(folded, at)
    if (
        found is None
        or (found.end() < len(folded) and folded[found.end()] != "\n")
        or _SIGNED.match(folded, found.end())
    ):
        return None
    return found.span(1)


def is_list(folded: str, start: int, end: int, *, numbered: bool = True) -> bool:
    """Whether a stretch is nothing but a list of actors, a number or bullet before it set aside.

    >>> is_list("1.县财政局、县教育局", 0, 11), is_list("县财政局负责预算", 0, 8)    # "… is responsible for …"
    (True, False)
    """
    mark = _ITEM_MARK.match(folded, start, end)
    if mark is not None and not numbered and mark.group().strip() not in ("", "-", "•", "·"):
        return False  # 三、工作机构 below a list is the next heading
    start = mark.end() if mark is not None else start
    spans = [*list_items(folded, start, end, False)]
    if not spans or spans[0][0] != start:
        return False
    first = folded[slice(*spans[0])]
    if label_role(first) or _HEAD.search(first):
        return False  # 配合单位 below 牵头单位: two heads of a table
    left, at = "", start
    for a, b in spans:
        left += folded[at:a]
        at = b
    left += folded[at:end]
    return len(_MARKS.sub("", left).removeprefix("等")) <= 6 * ("等" in left)
