"""Grades of emergencies and what sets off a response: 死亡3人以上、10人以下的为较大事故 is a standard, nobody's aim."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate

from extract.records import Measure

_BOUNDS = (">=", ">", "<=", "<", "range")
# what is counted when harm is done, or threatens
_HARM = (
    "死亡|失踪|遇难|重伤|轻伤|伤亡|中毒|受灾|受困|被困|受威胁|[需应]转移|紧急转移|转移人[数口]|经济损失|财产损失|过火面积|受害森林|成灾面积|降雨量|降水量|积雪"
    "|停电|断水|停水|倒塌|损坏房屋|感染|病例|发病|震级|洪峰|水位|风速|中断交通|交通中断"
)
_BEFORE = re.compile(f"(?:{_HARM})[^，。；\\n]{{0,12}}\\Z")
_BEHIND = re.compile(f"(?:的?(?:人员)?(?:{_HARM}))")
# 为小型地质灾害, 较大事故（Ⅲ级）：, 启动三级响应, 下列情形之一
_GRADE = re.compile(
    "(?:特别重大|特大型?|重大|较大|一般|大型|中型|小型)[^，。；：\\n]{0,10}?(?:事[故件]|灾[害情]|险情|火灾|疫情|突发|[（(][ⅠⅡⅢⅣIVX一二三四]{1,3}级?[）)])"
    "|[ⅠⅡⅢⅣIV一二三四]级(?:应急)?(?:响应|预警|事[故件]|灾[害情])|(?:下列|以下)(?:情[形况]|条件)之一|应急响应|分级标准"
)
_AIMS = re.compile("力争|争取|确保|目标|控制在|下降|减少|力保|避免|坚决|不发生")
_LOOK_BACK = 3  # lines above that may say what grade it is


def read_grades(text: str, found: list[Measure]) -> list[Measure]:
    """The measures, with how much harm makes a grade of emergency or sets off a response as standards.

    >>> from extract.measures import find_measures
    >>> told = find_measures("因灾死亡3人以上、10人以下的为中型灾情。")      # "3 to 10 deaths: a middling one"
    >>> [(m.indicator, m.status) for m in told]
    [('因灾死亡', 'standard')]
    """
    bounded = [at for at, item in enumerate(found) if item.comparator in _BOUNDS and item.status != "standard"]
    if not bounded or _GRADE.search(text) is None:
        return found
    result = list(found)
    breaks = [*accumulate((len(line) + 1 for line in text.split("\n")), initial=-1)]
    for at in bounded:
        item = found[at]
        line = bisect_left(breaks, item.start) - 1
        here = text[breaks[line] + 1 : breaks[line + 1]]
        above = text[breaks[max(0, line - _LOOK_BACK)] + 1 : breaks[line + 1]]
        if _tells_harm(text, item) and _GRADE.search(above) is not None and not _AIMS.search(here):
            result[at] = replace(item, status="standard", deadline=None)
    return result


def _tells_harm(text: str, item: Measure) -> bool:
    behind = _BEHIND.match(text, item.end) is not None
    return behind or _BEFORE.search(text, max(0, item.start - 24), item.start) is not None
