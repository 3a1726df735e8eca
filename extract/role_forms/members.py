"""Members that a list names by place: 成员单位包括东山、西河、南坪卫生院."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.actors.phrases import read_actors
from extract.role_forms.clauses import Span
from extract.role_forms.items import list_items

_MEMBERS = re.compile(
    r"(?:成员(?:单位|学校|校|医院|机构|园)|分院|分校)(?:分别)?(?:包括|包含|有|为|是)(?=[^,。;:]{1,10}[、,。;\n])(?!主|以)"
)
_MEMBERS_SAY = ("成员", "分院", "分校")  # no such list without one of these
_BELOW_SAYS = ("下列", "以下", "如下")
# 成员由下列单位负责人担任:甲局、乙局
_BELOW = re.compile(r"(?:成员|委员|组员)(?:单位)?(?:由|为|包括)?(?:下列|以下|如下)[^,。;:\n]{0,12}:[ \u3000\n]{0,4}")
_END = re.compile(r"[,;。\]\n\t|]")
_SHORT_NAME = re.compile(r"[\u4e00-\u9fff]{2,8}")
_LONGEST_LIST = 500


def find_members(folded: str) -> Iterator[tuple[Span, int]]:
    """Each member of such a list in folded text, with where the phrase begins that announces it.

    >>> text = "成员单位包括东山、西河、南坪卫生院。"    # "its members are the three health centres"
    >>> [text[a:b] for (a, b), _ in find_members(text)]
    ['东山', '西河', '南坪卫生院']
    """
    for below in _BELOW.finditer(folded) if any(word in folded for word in _BELOW_SAYS) else ():
        stop = _END.search(folded, below.end(), below.end() + _LONGEST_LIST)
        end = stop.start() if stop else min(len(folded), below.end() + _LONGEST_LIST)
        yield from ((span, below.start()) for span in list_items(folded, below.end(), end, False))
    for mark in _MEMBERS.finditer(folded) if any(word in folded for word in _MEMBERS_SAY) else ():
        stop = _END.search(folded, mark.end(), mark.end() + _LONGEST_LIST)
        end = stop.start() if stop else min(len(folded), mark.end() + _LONGEST_LIST)
        spans, at = [], mark.end()
        for name in folded[at:end].split("、"):
            spans.append((at, at + len(name)))
            at += len(name) + 1
        # The last member says what all of them are; only then are the short names actors.
        last = read_actors(folded, *spans[-1])
        if last is None or last.end != spans[-1][1]:
            continue
        if all(_SHORT_NAME.fullmatch(folded, *span) for span in spans[:-1]):
            yield from ((span, mark.start()) for span in (*spans[:-1], *last.spans))
