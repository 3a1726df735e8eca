"""Numbers that name something and measure nothing: “十强产业”, 《…三项…》, 前三名, 三台县, 黑三轮, 点击：8次."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from extract.gazetteer.divisions import load_gazetteer

_NUMERALS = "一二三四五六七八九十百千万两伍陆"
_BEFORE = ("目前", "当前", "此前", "以前", "年前", "日前", "月前", "底前", "提前", "之前")

_CLASSES = 60  # characters between the first of several classes and the third
# what a page counts of itself: 浏览次数：126次
_OF_PAGE = re.compile("(?:点击|浏览|阅读|访问|查看|下载|评论|点赞|收藏|人气)(?:[次人]数|数|量|率)?\\s?[：:]\\s{0,3}\\Z")


def in_name(text: str, start: int, end: int) -> bool:
    """Whether the number from start on, with its unit up to end, stands in short quotes, in a title, a place or a rank.

    >>> in_name("实施“十项行动”", 3, 5), in_name("前3名", 1, 3), in_name("目前3名", 2, 4)   # “Ten Actions”; first three
    (True, True, False)
    """
    places = _places().get(text[start : start + 2])
    if places and text.startswith(places, start):
        return True
    opening = text.rfind("“", max(0, start - 14), start)
    if opening >= 0 and text.find("”", opening, start) < 0 and text.find("”", end - 1, opening + 18) > 0:
        # “就诊率90%以上” is a goal in quotes
        return not ("%" in text[start:end] and text[start - 1 : start] in tuple("率比重达到于过"))
    opening = text.rfind("《", max(0, start - 50), start)
    if opening >= 0 and text.find("》", opening, start) < 0:
        return True
    ahead = text[start - 1 : start]
    if (
        ahead in ("：", ":", " ")
        and text[end - 1 : end] in ("次", "人")
        and _OF_PAGE.search(text, max(0, start - 10), start)
    ):
        return True
    if ahead == "》" and text[end - 1 : end] in ("条", "章", "款"):
        return True  # 《森林法》三十一条
    if ahead in ("在", "到") and text[start:end] == "一起":
        return True  # 抱在一起
    if text[end : end + 1] in ("]", "］") and text[start - 3 : start - 2] in ("[", "［"):
        return True  # [六个百分之百]
    if ahead == "前" or (ahead == "首" and text[start - 2 : start] not in ("突首",)):
        return text[start - 2 : start] not in _BEFORE
    if ahead == "后" and text[end - 1 : end] in ("位", "名"):
        return True  # 排名后三位
    if (
        text[end - 1 : end] == "类"
        and text[start] in "二三四五"
        and text.find("一类", max(0, start - _CLASSES), start) >= 0
    ):
        return True  # 一类…1个、二类…2个、|三类|谋划的项目
    return ahead in ("[", "［", "〔", "黑") or text[start - 2 : start] in ("全国第", "人大", "共十")


@cache
def _places() -> dict[str, tuple[str, ...]]:
    """Divisions whose names begin with a number, by their first two characters: 三台县 is no three of anything."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    gazetteer = load_gazetteer()
    for name in [*gazetteer.names, *gazetteer.stems]:
        name = name.removesuffix("风景名胜区").removesuffix("风景名胜")
        if name[0] in _NUMERALS and len(name) > 2:
            found[name[:2]].append(name)
    return {opening: tuple(names) for opening, names in found.items()}
