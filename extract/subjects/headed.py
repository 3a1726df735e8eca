"""Nouns that stand behind another count: what an amount of investment is for, the head that a list shares."""

from __future__ import annotations

import re

from extract.subjects.following import right_words
from extract.subjects.phrases import MARK
from extract.subjects.surroundings import Place

_COUNT = re.compile(
    r"(?:[0-9一二两三四五六七八九十]{1,5}|[0-9]{1,5}\.[0-9]{1,3})[万千]?[余多]?(?:平方米|平米|公里|[个项件条家座处所栋幢套户台亩盏])"
)
_COUNTS = re.compile(f"(?:{_COUNT.pattern}){{1,2}}+")  # 10件40项民生实事
_LABEL = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．]\s*)?([一-鿿]{2,12})[：:]")
_BEFOREHAND = re.compile("(?<=..)(?:建设)?前期(?:工作|手续|准备)?\\Z")  # 总投资12亿元的|甲电站前期工作
_ROAD = re.compile("[GSXY]?[0-9]{2,4}(?=[国省县乡]道)")  # 264省道改造项目
_DIGIT = re.compile("(?<![A-Z0-9])[0-9]")  # not that of a road: 国道G234
# 甲街、乙街、丙路|3条道路新建工程: what the last count tells of them; 东环路、南环路改造提升
_LISTED = re.compile(
    "[^，。；、0-9]{2,10}(?:、[^，。；、0-9]{2,10}){1,4}(?:[0-9]{1,3}[条座处个所]([^，。；0-9]{2,16})|(?=[，。；]))"
)
PARTS = re.compile(
    r"[^，。；0-9]{0,28}等?(?:[0-9一二两三四五六七八九十]{1,4}[余多]?[个家座处条所][^，。；0-9的]{1,6})+的([^，。；]{2,20})"
)


def headed_by(place: Place) -> str:
    """What an amount of investment is for: the noun behind 的, past a count (的18个重点项目)."""
    rest = MARK.sub("", place.text[place.quantity.end + 1 : place.clause_end])
    counted = _COUNTS.match(rest) or _ROAD.match(rest)
    parts = PARTS.match(rest)
    if parts is not None:
        return right_words(parts[1])  # 何桥等6个乡镇41个村的土地整治项目
    if (listed := _LISTED.match(rest)) is not None:
        return right_words(listed[1]) if listed[1] else listed.group()
    words = right_words(_DIGIT.split(rest[counted.end() :] if counted else rest, maxsplit=1)[0])
    words = counted.group() + words if counted and counted.re is _ROAD and words else words
    words = _BEFOREHAND.sub("", words)
    return words.partition("项目")[0] + "项目" if "项目" in words else words


def labels_next(place: Place) -> bool:
    """Whether the words behind belong to the next number: 项目26个总投资60亿元."""
    following = place.following
    if place.right.endswith("计") and following is not None and following.unit_kind == "score":
        return False  # 每签约1个项目计5分
    return len(place.right) <= 5 and place.right.endswith(("总投资", "投资", "面积", "共", "计"))


def labelled(place: Place) -> str:
    """The label before a colon that opens the sentence: （一）队伍建设：…总分20分; empty where there is none."""
    found = _LABEL.match(place.text, place.sentence, place.clause)
    return found[1] if found is not None else ""


def beside(place: Place) -> bool:
    """Whether the number stands in a bracket right behind one of its unit: 50亿元（贫困地区不低于25亿元）."""
    previous = place.previous
    opens = place.text[place.clause - 1 : place.clause] in ("（", "(")
    return opens and previous is not None and previous.end == place.clause - 1 and previous.unit == place.quantity.unit


def with_list(place: Place, right: str) -> str:
    """4个省级、12个市级美丽乡村示范村: the first member borrows the head of the last."""
    noun = right_words(right)
    if noun.endswith("级") and len(noun) <= 4 and right[len(noun) : len(noun) + 1] in ("、", "和"):
        rest = place.text[place.quantity.end + len(noun) : place.clause_end]
        following = re.match(r"[、和][0-9]{1,4}[个家项所名座处条](?:[^、，。]{0,3}级)([^，。；、0-9]{2,20})", rest)
        if following is not None:
            return noun + right_words(following[1])
    return right
