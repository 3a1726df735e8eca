"""Figures in lines of their own, as some readers of printed pages leave them: 示范基地⏎2⏎个."""

from __future__ import annotations

import re

_OFTEN = 3  # a cell of a table may look the same
_BROKEN = re.compile("\\n(?=[0-9][0-9.]{0,9}\\n(?![0-9])[^\\n])")
_ENDS = re.compile("[\u4e00-\u9fff”》）、]")
_BROKEN_UNIT = re.compile("(?<=[0-9])\\n(?=[\u4e00-\u9fff%％])")


def join_lines(text: str) -> str:
    """The same text at the same length, where lines broke around its figures and where they stand alone often.

    >>> join_lines("建成\\n2\\n个站，\\n修路\\n5\\n公里，植树\\n3\\n亩")    # "2 stations, 5 km, …"
    '建成 2 个站，\\n修路 5 公里，植树 3 亩'
    """
    broken = [found for found in _BROKEN.finditer(text) if _ENDS.match(text, found.start() - 1)]
    if len(broken) < _OFTEN:
        return text
    signs = list(text)
    for found in broken:
        unit = _BROKEN_UNIT.search(text, found.end(), found.end() + 12)
        if unit is not None:
            signs[found.start()] = signs[unit.start()] = " "
    return "".join(signs)
