"""What governs a number from outside its clause: the sentence before, or the bracket that holds it."""

from __future__ import annotations

import re

from extract.records import Measure
from extract.surroundings import REACH, Place

PLANS = ("任务", "目标", "计划", "目标值", "任务数", "计划数")
_CLOSED = re.compile("[）)]")
_AHEAD = re.compile("到(?:20[0-9]{2}|20[xX]{2})年[^。；]{0,20}(?:力争|争取|达到|实现|建成|基本|将)")
# 解决了18个村, 新建了90个卫生室; not 确定了今年的目标
_DID = re.compile("(?<![确明提制体])[一-鿿](?<![定确出现立])了(?![解])[^，。；\\n]{0,4}?[0-9]")
_WILL = re.compile("力争|争取|确保|要|将|应|须|计划|目标|预期|到20[0-9xX]{2}年|拟")
_STOPS = re.compile("[。！？\n]")


def of_last_year(text: str, place: Place) -> bool:
    """力争8%（去年完成5亿元，增长6%）: a bracket tells what was."""
    end = place.quantity.start
    begin = max(place.sentence, end - REACH)
    start = max(text.rfind("（", begin, end), text.rfind("(", begin, end))
    return start >= 0 and text.startswith(("去年", "上年"), start + 1) and not _CLOSED.search(text, start, end)


def looks_ahead(text: str, sentence: int) -> bool:
    """到2028年力争…。全县累计建成…: whether the sentences before, of the same paragraph, name a time to come."""
    start = max(text.rfind("\n", 0, sentence) + 1, sentence - REACH)
    return _AHEAD.search(text, start, sentence) is not None


def holds_on(text: str, last: Measure, sentence: int) -> bool:
    """力争脱贫1200户。其中，东湾村31户: the parts of a target stated in the sentence before."""
    between = text[last.end : sentence] if last.status == "target" and last.start >= sentence - REACH else "\n"
    return text.startswith(("其中", "其 中"), sentence) and between.count("。") <= 1 and "\n" not in between


def tells_done(text: str, start: int, end: int) -> bool:
    """投资90万元，解决了8个村的饮水问题: whether the sentence around tells what was done, and aims at nothing.

    >>> tells_done("投资90万元，解决了8个村的饮水问题。", 2, 6), tells_done("投资90万元，修路3公里。", 2, 6)  # "solved"
    (True, False)
    """
    done = text.find("了", max(0, start - REACH), end + REACH)
    if done < 0:
        return False
    begin = max(text.rfind("。", 0, start), text.rfind("\n", 0, start), start - REACH) + 1
    stop = _STOPS.search(text, end, end + REACH)
    last = stop.start() if stop is not None else min(len(text), end + REACH)
    return _DID.search(text, begin, last) is not None and _WILL.search(text, begin, last) is None
