"""What a number is measured against: the value that it started from, a year, a plan, a whole."""

from __future__ import annotations

import re

from extract.subjects.surroundings import REACH, Place

_TIMES = (
    r"上年(?:同期|末|底)?|去年(?:同期|底|末)?|20[0-9]{2}年(?:同期|底|末)?|[“\"]?十[一二三四]五[”\"]?末|年初|同期|上月|上季度"
    "|前一年|[上下]半年|[一二三四]季度|前[一二三]季度"
)
_AGAINST_TIME = re.compile(f"(?:比|较)({_TIMES})")
_CHANGES = "提高|提升|增长|增加|净增|新增|上升|上涨|扩大|多|高|下降|降低|减少|压减|缩减|回落|少|低|缩短|压缩|快|长|翻"
# 较整治前提高, 比国家标准高, 与上年预算相比; not 占比提高, 比重, 较快增长
_AGAINST = re.compile(
    rf"(?:(?<![占对同环之分类配等好])比(?![重例率值分较照赛])|(?<![相比])较(?![快好大高低多少强为小长])|与)(?P<what>[^，,。；;、：:0-9比较与]{{2,12}}?)"
    rf"(?:相比[，,]?[^，,。；;0-9]{{0,10}}?|再?)(?:{_CHANGES})"
)
# 高于计划目标1.9个百分点
_ABOVE = re.compile(r"(?:高|低|优|快|慢)于(?P<what>[^，,。；;、：:0-9]{2,16})\Z")
_CHANGED = "(?:提高|增长|增加|上升|提升|下降|降低|减少|降|升|扩大|发展|压缩|压减|缩短|缩减|缩小|优化|拓展|增|减)"
_FROM = re.compile(
    rf"由([0-9０-９.,，%％万亿个元名家所岁点分之一二三四五六七八九十\s]{{1,14}}[^，。；]{{0,4}}){_CHANGED}(?:到|至)"
)
# 由2022年的|86%|提高到2025年的|93%
_STARTS = re.compile("(?<![自理事缘])[由从](?!此|而|于)[^，,。；;]*\\Z")
_UP_TO = re.compile(rf"(?:[（(][^）)\n]{{1,12}}[）)])?[^，,。；;]{{0,6}}?{_CHANGED}(?:到|至|为)[^，,。；;]{{0,10}}\Z")
_APART = 32  # characters between the two
# 与上年预算相比，收入增加…，支出增加…
_OPENING = re.compile("(?:与|同|和|跟)([^，,。；;、：:]{2,14}?)相比[，,]")
_CHANGE = re.compile(_CHANGES)
_POINTS = ("百分点", "个百分点")


def find_baseline(place: Place) -> str | None:
    """What the number at ``place`` is measured against, in the words of the text.

    >>> from extract.measures import find_measures
    >>> [m.baseline for m in find_measures("参保率由2022年的86%提高到93%，比国家标准高3个百分点。")]   # insured
    [None, '86%', '国家标准']
    """
    text, start = place.text, place.quantity.start
    before = text[place.clause : start]
    if (came := _value_before(place)) is not None:
        return came
    found = _AGAINST_TIME.search(before) if "比" in before or "较" in before else None
    if found is None and "由" in before:
        found = _FROM.search(before)
    if found is not None:
        return found[1]
    own = place.left
    if place.quantity.unit in _POINTS and "于" in own and (above := _ABOVE.search(own)) is not None:
        return above["what"]
    if "比" in own or "较" in own or "与" in own:
        against = _AGAINST.search(own)
        if against is not None:
            return against["what"]
    begin = max(place.sentence, start - REACH)  # a sentence without end must not cost its square
    opening = _OPENING.search(text, begin, start) if text.find("相比", begin, start) >= 0 else None
    return opening[1] if opening is not None and _CHANGE.search(own) is not None else None


def _value_before(place: Place) -> str | None:
    """由86%提高到93%: the first of the two, as it is written."""
    text, last = place.text, place.previous
    if last is None or last.start < place.sentence or place.quantity.start - last.end > _APART:
        return None
    if _UP_TO.fullmatch(text[last.end : place.quantity.start]) is None:
        return None
    begin = max(place.sentence, last.start - REACH)
    return text[last.start : last.end] if _STARTS.search(text[begin : last.start]) else None
