"""What governs a number from outside its clause: the sentence before, or the bracket that holds it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from extract.records import Measure
from extract.status.headings import PLAN_PERIODS, Phase
from extract.subjects.surroundings import REACH, Place

PLANS = ("任务", "目标", "计划", "目标值", "任务数", "计划数")
_HEADLINE = 60  # characters
_CLOSED = re.compile("[）)]")
_YEAR_LINE = re.compile(r"[\s—–·•-]*20[0-9]{2}年(?:底|末)?[：:]")  # ——2025年：累计突破2万千瓦
_AHEAD = re.compile("到(?:20[0-9]{2}|20[xX]{2})年[^。；]{0,20}(?:力争|争取|达到|实现|建成|基本|将)")
# 解决了18个村, 新建了90个卫生室; not 确定了今年的目标
_DID = re.compile("(?<![确明提制体])[一-鿿](?<![定确出现立])了(?![解])[^，。；\\n]{0,4}?[0-9]")
_WILL = re.compile("力争|争取|确保|要|将|应|须|计划|目标|预期|到20[0-9xX]{2}年|拟")
_STOPS = re.compile("[。！？\n]")
# what has come of a year by a month of it
_SO_FAR = re.compile(
    r"[\s\u3000]*(?:今年|20[0-9]{2}年)?(?:1\s?[-—–至到~～－]\s?[0-9]{1,2}月?份?|前[一二三]季度|截[至止](?:目前|20[0-9]{2}年|[0-9]{1,2}月)[^，,。；]{0,8})[，,全]"
)
# 总投资300万元的管网项目，目前铺设已完成
_FINISHED = re.compile(
    "已经?(?:全部|基本|顺利|正式|全面)?(?:完成|完工|竣工|建成|投入使用|投用|投产|开工)[^一-鿿]*(?:[，,]|[。；;\n]|\\Z)"
)
_NOT_YET = re.compile(_WILL.pattern + "|年内|需")
_OF_IT = re.compile("的[0-9]")  # 占预算8465万元|的41.5%: what was planned, and how much of it was done
_HALTS = re.compile("[。；;\n]")
# 县长指出，全县要…，全年实现产值26亿元
_ORDERS = re.compile(
    "[出调求示露悉绍到](?:(?<=[指提]出)|(?<=强调)|(?<=要求)|(?<=表示)|(?<=透露)|(?<=[获据]悉)|(?<=介绍)|(?<=解到))[，,：:][^。\n]*?"
    "(?:(?<![主重需只不必])要(?![求素点闻道件领务么是])|将(?![近来军]|(?!把)[^，。；]{1,14}(?:作为|纳入|列[为入]|[变改]为)))"
    "|出(?<=》提出)[，,：:]"
)
_OPENS_YEAR = re.compile(
    r"\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]\s*)?(20[0-9]{2})年(?:[末底度]?[，,]|[末底]?(?=[全我][县市区镇乡州省]))"
)
_PERIOD = re.compile('十([一二三四五])五[”"]?(?:期间|时期)')
_RECENT = re.compile("(?<!最)近(?:[几两三]?年来|[两三]年[，,])|截[至止](?!.{0,4}为止)")
_TOLD_OF = re.compile("已|了|累计|以来|同比|比上年")
_TOLD = re.compile("已|了|同比|比上年|截至|目前|去年")


def of_last_year(text: str, place: Place) -> bool:
    """力争8%（去年完成5亿元，增长6%）: a bracket tells what was."""
    end = place.quantity.start
    begin = max(place.sentence, end - REACH)
    start = max(text.rfind("（", begin, end), text.rfind("(", begin, end))
    return start >= 0 and text.startswith(("去年", "上年"), start + 1) and not _CLOSED.search(text, start, end)


def looks_ahead(text: str, sentence: int) -> bool:
    """到2028年力争…。全县累计建成…: whether the sentences before, of the same paragraph, name a time to come."""
    start = max(text.rfind("\n", 0, sentence) + 1, sentence - REACH)
    return _AHEAD.search(text, start, sentence) is not None or _YEAR_LINE.match(text, start) is not None


def holds_on(text: str, last: Measure, sentence: int) -> bool:
    """力争脱贫1200户。其中，东湾村31户: the parts of a target stated in the sentence before."""
    aimed = last.status == "target" and not _OF_IT.match(text, last.end)
    between = text[last.end : sentence] if aimed and last.start >= sentence - REACH else "\n"
    goes_on = text.startswith(("其中", "其 中"), sentence)
    if not goes_on and text[sentence - 1 : sentence] in ("；", ";"):
        begin = max(text.rfind("。", 0, sentence), text.rfind("\n", 0, sentence)) + 1
        goes_on = text.startswith("其中", begin) and "。" not in between
    return goes_on and between.count("。") <= 1 and "\n" not in between


def tells_done(text: str, start: int, end: int) -> bool:
    """投资90万元，解决了8个村的饮水问题: whether the sentence around tells what was done, and aims at nothing.

    >>> tells_done("投资90万元，解决了8个村的饮水问题。", 2, 6), tells_done("投资90万元，修路3公里。", 2, 6)  # "solved"
    (True, False)
    >>> tells_done("投资90万元的水渠项目，目前主体已完工。", 2, 6)      # "is finished by now"
    True
    """
    begin = _sentence(text, start)
    if _SO_FAR.match(text, begin) and _WILL.search(text, begin, end) is None:
        return True  # 增长8%左右。1—9月，增长4.4%
    if text.find("已", end, end + REACH) >= 0:
        halt = _HALTS.search(text, end, end + REACH)
        last = halt.end() if halt is not None else min(len(text), end + REACH)
        if _FINISHED.search(text, end, last) is not None:
            return _NOT_YET.search(text, max(begin, start - REACH // 3), last) is None
    if text.find("了", begin, end + REACH) < 0:
        return False
    stop = _STOPS.search(text, end, end + REACH)
    last = stop.start() if stop is not None else min(len(text), end + REACH)
    return _DID.search(text, begin, last) is not None and _WILL.search(text, begin, last) is None


def is_ordered(text: str, start: int) -> bool:
    """县长指出，全县要真抓实干，全年实现产值26亿元: whether somebody says in this sentence what must be.

    >>> is_ordered("县长指出，全县要真抓实干，实现产值26亿元。", 17), is_ordered("县长指出，实现了产值26亿元。", 10)
    (True, False)
    """
    begin = _sentence(text, start)
    if text.find("要", begin, start) < 0 and text.find("将", begin, start) < 0 and text.find("》", begin, start) < 0:
        return False
    said = _ORDERS.search(text, begin, start)
    return said is not None and _TOLD.search(text, said.end(), start) is None


def aims_ahead(text: str, start: int) -> bool:
    """Whether a sentence within a review says what shall be.

    >>> aims_ahead("县长指出，全县要真抓实干，实现产值26亿元。", 17)        # "the county must work hard and reach …"
    True
    """
    if text.startswith(("不少于", "不低于", "不超过"), start):
        return _TOLD.search(text, _sentence(text, start), start) is None
    return is_ordered(text, start) or names_coming(text, start)


def names_coming(text: str, start: int) -> bool:
    """“十三五”期间修路5公里: whether the sentence is about the last of the periods that a text names.

    >>> text = "“十二五”期间修路4公里。“十三五”期间修路5公里。"      # "in the 12th plan, 4 km of road; in the 13th, 5"
    >>> names_coming(text, 9), names_coming(text, 22)
    (False, True)
    """
    periods = _periods(text)
    if len(periods) < 2:
        return False
    named = [*_PERIOD.finditer(text, _sentence(text, start), start)]
    if not named or named[-1][1] != periods[-1]:
        return False
    return _TOLD_OF.search(text, named[-1].end(), start) is None


def turn(
    phase: Phase, years: str | None, text: str, place: Place, last: Measure | None, begins: int | None = None
) -> Phase:
    """What a sentence is about that goes on with a target in a review, or looks back within a plan."""
    if phase == "actual" and last is not None and holds_on(text, last, place.sentence):
        return phase if text.find("完成", place.clause, place.quantity.start) >= 0 else "target"
    past = phase == "target" and (names_past(text, place.quantity.start, years) or _tells_year(text, place, begins))
    return "actual" if past else phase


def _tells_year(text: str, place: Place, begins: int | None) -> bool:
    """2023年，全县出栏30万头, in a plan that ``begins`` in 2024: whether the sentence opens with a year before it."""
    if begins is None or (opened := _OPENS_YEAR.match(text, place.sentence)) is None or int(opened[1]) >= begins:
        return False
    return _NOT_YET.search(text, opened.end(), max(place.quantity.start, opened.end())) is None


def names_past(text: str, start: int, years: str | None) -> bool:
    """“十二五”期间修路4公里, in a plan for the years after it, or before a text comes to speak of a later period.

    >>> names_past("“十二五”期间修路4公里。", 9, "2016/2020")       # "in the 12th plan period, 4 km of road"
    True
    """
    least = max(start - REACH, 0)
    if text.rfind("近", least, start) >= 0 or text.rfind("截", least, start) >= 0:
        recent = next(reversed([*_RECENT.finditer(text, _sentence(text, start), start)]), None)
        if recent is not None and _NOT_YET.search(text, recent.end(), start) is None:
            return True
    periods = _periods(text)
    if not periods or (years is None and len(periods) < 2):
        return False
    named = [*_PERIOD.finditer(text, _sentence(text, start), start)]
    if not named or _NOT_YET.search(text, named[-1].end(), start) is not None:
        return False
    if years is not None:
        return PLAN_PERIODS[f"十{named[-1][1]}五"][-4:] < years[:4]
    return named[-1][1] == periods[0]


@lru_cache(maxsize=4)
def _periods(text: str) -> tuple[str, ...]:
    """The plan periods that a text names, in their order."""
    return tuple(sorted({found[1] for found in _PERIOD.finditer(text)}, key="一二三四五".find))


def read_headline(text: str, found: list[Measure]) -> list[Measure]:
    """The measures, with those of a headline as the text below says: 云河县修渠5公里 / 云河县计划修渠5公里。

    >>> from extract.measures import find_measures
    >>> [m.status for m in find_measures("云河县修渠5公里\\n今年，云河县计划修渠5公里。")]     # "plans 5 km of canals"
    ['target', 'target']
    """
    end = text.find("\n", 0, _HEADLINE)
    result = list(found)
    for index, item in enumerate(found):
        if item.end > end:
            break
        same = next((m for m in found[index + 1 :] if (m.value, m.unit) == (item.value, item.unit)), item)
        if same.start > end and same.status != item.status:
            result[index] = replace(item, status=same.status, deadline=same.deadline)
    return result


def _sentence(text: str, start: int) -> int:
    """Where the words before a number begin: behind the last full stop or line, and not further than REACH."""
    least = max(start - REACH, 0)
    return max(text.rfind("。", least, start), text.rfind("\n", least, start), least - 1) + 1
