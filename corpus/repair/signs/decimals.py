"""Decimal points that a page turned into something else: 投资3、19亿元, 占108 3%, 增长12。5% → 3.19, 108.3, 12.5."""

from __future__ import annotations

import re

from corpus.repair.change import Change

_UNIT = r"(?:个?百分点|[%％‰]|[万亿]?(?:元|吨|亩|斤|公斤|公里|平方|立方|千瓦|公顷|人次?|户|株|头))"
_GATE = re.compile(rf"\d[、·。 ]\d\d?{_UNIT}")
# Behind a character, for 2、3亿元 at the beginning of a line is the second point of a list.
_POINT = re.compile(rf"(?<=[\u4e00-\u9fff（(：:])(?!(?:19|20)\d\d )(\d{{1,7}})([、·。 ])(\d{{1,2}})(?={_UNIT})")
_SOUND = re.compile(rf"\d\.\d{{1,3}}{_UNIT}")
# How often a page must write so to be believed: a sign between two lists or columns may be what it seems.
_LEAST = {"、": 3, " ": 3, "。": 2, "·": 1}


def find_lost_points(text: str) -> list[Change]:
    """Changes of these signs to a point, on pages that write so again and again and never with a point.

    >>> page = "投资3、19亿元，增长12、5%，粮食656、03吨。"    # "3.19 hundred million yuan, up 12.5 %, 656.03 t"
    >>> [(change.start, change.new) for change in find_lost_points(page)]
    [(3, '.'), (13, '.'), (22, '.')]
    >>> find_lost_points("完成第1、2户，增长12.5%")    # a list, and a page that knows points
    []
    """
    if _GATE.search(text) is None:
        return []
    found = [m for m in _POINT.finditer(text) if m[2] in "。·" or int(m[3]) != int(m[1]) + 1]  # 3、4万元: three or four
    signs = [match[2] for match in found]
    sure = {sign for sign in set(signs) if signs.count(sign) >= _LEAST[sign]}
    if not sure or _SOUND.search(text):
        sure &= {"·"}  # between figures it is nothing else
    return [Change("point", match.start(2), match.end(2), ".", "likely") for match in found if match[2] in sure]
