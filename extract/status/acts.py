"""Texts that are made of rules throughout (办法, 细则): their numbers are parameters, but for sections of goals."""

from __future__ import annotations

import re

# the words that end a title of such a text
_TITLE = re.compile(
    r"(?:办法|细则|规定|条例|规则|章程|标准表?|(?<!责任)制度|(?:优惠|奖励|奖补|扶持|补助|补贴|招商)[^，。；]{0,8}政策|(?:应急|救援|救助|抢险|处置|防御)[^，。；]{0,4}预案)"
    r"(?:[（(][^（）()]{1,8}[)）])?(?:的通知)?\Z"
)
# 经研究，制定2017年度考核办法如下: what a text without a telling title says that it is
_SAYS = re.compile(
    "制定本(?:办法|细则|规定|规则|制度|标准)|[制拟]定[^，。；：\\n]{0,30}(?:办法|细则|规定|规则|制度|标准)如下"
)
_OTHER_TITLE = re.compile("方案|计划|规划|意见|报告|总结|要点|工作")
_OPENING = 800
_NUMBERED = re.compile(r"第(?:[一二三四五六七八九十百]{1,4})条")
_OPENS = re.compile(r"[\s。；;：:]")
_GOALS = re.compile("(?:目标|任务)(?:任务|及|和|与|[^一-鿿]|\\Z)")
_STANDARDS = re.compile(r"(?<![达对])(?:标准|条件)(?:及|和|与)?(?:范围|方式|对象|程序)?[：:]?\s*\Z")
_LEAST = 2  # articles


def is_act(title: str, text: str) -> bool:
    """Whether a text regulates throughout: its title says so, or it is made of numbered articles.

    >>> is_act("云河县养鱼补助办法", ""), is_act("", "第一条 为发展渔业。\\n第二条 每亩补助80元。")  # rules
    (True, True)
    >>> is_act("", "经研究，制定养鱼考核办法如下：")       # "rules on … are made as follows"
    True
    >>> is_act("", "依照第一条、第二条")      # "by articles 1 and 2"
    False
    """
    if _TITLE.search(title.strip()) is not None:
        return True
    if _SAYS.search(text, 0, _OPENING) is not None and _OTHER_TITLE.search(title) is None:
        return True
    count = 0
    for article in _NUMBERED.finditer(text):
        count += article.start() == 0 or _OPENS.match(text, article.start() - 1) is not None
        if count == _LEAST:
            return True
    return False


def find_standards(sections: tuple[tuple[int, int, str], ...]) -> tuple[tuple[int, int], ...]:
    """Where a plan lays down sizes, rates and conditions: its sections with such a heading.

    >>> find_standards(((0, 30, "一、目标任务"), (30, 90, "二、补助对象与标准")))     # "tasks"; "grants"
    ((30, 90),)
    """
    return tuple((start, end) for start, end, heading in sections if _STANDARDS.search(heading) is not None)


def find_goals(sections: tuple[tuple[int, int, str], ...]) -> tuple[tuple[int, int], ...]:
    """Where such a text sets goals none the less: its sections with that heading, apart from each other.

    >>> find_goals(((0, 30, "一、工作目标"), (30, 90, "二、补助标准")))     # "goals; rates of the grants"
    ((0, 30),)
    """
    goals: list[tuple[int, int]] = []
    for start, end, heading in sections:
        if _GOALS.search(heading) and (not goals or start >= goals[-1][1]):
            goals.append((start, end))
    return tuple(goals)
