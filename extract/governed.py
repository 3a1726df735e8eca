"""What governs a number from outside its clause: the sentence before, or the bracket that holds it."""

from __future__ import annotations

import re

from extract.records import Measure
from extract.surroundings import REACH, Place

PLANS = ("任务", "目标", "计划", "目标值", "任务数", "计划数")
_CLOSED = re.compile("[）)]")
_AHEAD = re.compile("到(?:20[0-9]{2}|20[xX]{2})年[^。；]{0,20}(?:力争|争取|达到|实现|建成|基本|将)")


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
