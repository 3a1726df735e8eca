"""What bounds a number and what it is divided by: 不少于, 超过, 至少打造…, 元/例."""

from __future__ import annotations

import re

from extract.quantities.units import Unit, unit_at
from extract.quantities.vocabulary import before_bounds
from extract.records import Comparator

_PER = re.compile(r"[/·](?:[0-9]{1,5}[万千]?|[百千万]?[万亿](?=元))?")
_BEFORE_LAST = frozenset(word[-1] for word in before_bounds())
_BEFORE = re.compile("(?:" + "|".join(sorted(map(re.escape, before_bounds()), key=len, reverse=True)) + r")(?=\Z)")
_FAR_LEAST = re.compile(r"(?:至少|最少)[^，。；、：,;:0-9（）()]{1,6}\Z")
_FAR_MOST = re.compile("(?:最多|至多)[^，。；、：,;:0-9（）()“”一]{1,6}\\Z")  # 一年内最多补助3个
_LOOSE = re.compile(r"(不得?低于|不得?少于|不得?超过|不得?高于)[^，。、；：,;0-9]{2,18}\Z")
# 不低于每人每月700元: the bound stands before what the number is for each of
_BEFORE_EACH = re.compile(
    "(" + "|".join(sorted(map(re.escape, before_bounds()), key=len, reverse=True)) + r")(?:每[一-鿿]{1,3}){1,3}\Z"
)
# 分别增长2.16和1.66个百分点: the first numbers of such a list borrow the unit (and the multiple) of the last.
_EACH_ITS_OWN = re.compile(r"(?:分别|各)[^，。；：\n]{0,40}\Z")
_GOES_BY = re.compile("按照?(?:[0-9.]+、){0,4}\\Z")  # 按|600、400、200元/亩的标准
_SHARES = re.compile(
    r"(?:(?:、|和|与|及)[0-9]{1,7}(?:\.[0-9]{1,4})?+(?:[万亿](?=[、和与及]))?){1,9}?(?P<scale>[万亿千百]{0,2})(?=[^0-9.、和与及])"
)
_COINS = ("新台币", "人民币", "港币", "台币")
# 1400元每户（, 35元每平方米，: a denominator where nothing follows it
_EACH = re.compile(
    "每([户人亩吨例件只头株张间套次年月天日]|平方米|公里|立方米|人次|年度)(?=[，,。；;、（()）\\n]|标准|的标准|\\Z)"
)
_TIMES = ("年", "月", "日", "天", "周", "学期", "学年", "季度", "季")


def denominators(text: str, end: int, canonical: str) -> tuple[str, int]:
    """元/例, 元/人·年, 吨/日: every part behind a stroke that is a unit or a stretch of time."""
    while (per := _PER.match(text, end)) is not None:
        below = unit_at(text, per.end())
        word = next((time for time in _TIMES if text.startswith(time, per.end())), None)
        if below is not None and below[2] != "no":
            canonical, end = canonical + per.group() + below[1], per.end() + len(below[0])
        elif word is not None:
            canonical, end = canonical + per.group() + word, per.end() + len(word)
        else:
            break
    return canonical, end


def each_behind(text: str, end: int, canonical: str) -> tuple[str, int]:
    """1400元每户: what a sum is paid for each of, where nothing follows that could be granted.

    >>> each_behind("1400元每户，", 5, "元"), each_behind("20元每人次数", 3, "元")    # "yuan a household"
    (('元/户', 7), ('元', 3))
    """
    each = _EACH.match(text, end)
    return (f"{canonical}/{each[1]}", each.end()) if each is not None else (canonical, end)


def bound_before(text: str, start: int, unit: Unit) -> tuple[int, Comparator | None]:
    """不少于 · 超过 · 约 directly before, or 至少 with a verb between (至少打造一个)."""
    if not start:
        return start, None
    if text[start - 1] == "币" and unit[2] == "money":  # 最高新台币10万元
        coin = next((word for word in _COINS if text.endswith(word, 0, start)), "")
        at, bound = bound_before(text, start - len(coin), unit) if coin else (start, None)
        return (at, bound) if bound is not None else (start, None)
    window = text[max(0, start - 9) : start]
    last = window.rstrip()[-1:]
    if last in _BEFORE_LAST:
        found = _BEFORE.search(window.rstrip())
        if found is not None and _bound_stands(window, found, unit):
            return start - len(window) + found.start(), before_bounds()[found.group()]
    if "少" in window:
        far = _FAR_LEAST.search(window)
        if far is not None:
            return start - len(window) + far.start(), ">="
    if unit[2] == "count" and "多" in window and (far := _FAR_MOST.search(window)) is not None:
        return start - len(window) + far.start(), "<="
    if "每" in window and (each := _BEFORE_EACH.search(text, max(0, start - 18), start)) is not None:
        return start, before_bounds()[each[1]]
    if unit[2] == "rate" and (loose := _LOOSE.search(text, max(0, start - 26), start)) is not None:
        return start, before_bounds()[loose[1]]  # 不得低于总额的5%: the bound stands before the whole
    return start, None


def _bound_stands(window: str, found: re.Match[str], unit: Unit) -> bool:
    """过 is a bound before money (过亿元), not in 通过3项; 近 not in 最近, 附近."""
    word, before = found.group(), window[found.start() - 1 : found.start()] if found.start() else ""
    if word == "过":
        return unit[2] == "money" and before not in tuple("通经度越渡不")
    if word == "近":
        return before not in tuple("最附临靠就邻")
    if word == "超":
        return before not in tuple("赶反")
    if word == "破":
        return before not in tuple("突打爆侦攻") and unit[0] not in ("起", "类", "件", "宗", "案")  # 破2076起: solved
    return not (word == "约" and before in tuple("节集制预签公大违条履"))


def shared_unit(text: str, start: int, end: int) -> tuple[str, Unit] | None:
    """The multiple and the unit that the last number of a list under 分别 has for all; None without such a list.

    >>> shared_unit("分别达到12.5、8.3万吨", 4, 8)[0]    # "reach 12.5 and 8.3 times ten thousand tonnes"
    '万'
    """
    if text[end : end + 1] not in ("、", "和", "与", "及") or not (
        (own := _EACH_ITS_OWN.search(text, max(0, start - 44), start))
        or _GOES_BY.search(text, max(0, start - 24), start)
    ):
        return None
    listed = _SHARES.match(text, end)
    unit = unit_at(text, listed.end()) if listed is not None else None
    if listed is None or unit is None or unit[2] == "no" or (own is None and unit[2] != "money"):
        return None
    canonical, _ = denominators(text, listed.end() + len(unit[0]), unit[1])
    unit = (unit[0], canonical, *unit[2:])
    return "" if text[end - 1] in "万亿" else listed["scale"], unit  # 分别奖励3万、1.5万、0.5万元
