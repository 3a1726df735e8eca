"""What an actor phrase is, and how a list of actors is split.

An actor is a noun phrase that ends in a head of ``data/actor_heads.tsv`` (局, 医院, 各乡镇, 校长 …). Phrases are
read forwards from a place where one may begin (a clause, 由, 以, 将 …), so every reading is anchored and bounded.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extract.actors.lists import (
    FOREIGN,
    each_other,
    find_closed,
    find_closing,
    find_members,
    is_one_party,
    lists_verbs,
    plain_member,
)
from extract.actors.lists import starts_with_verb as starts_with_verb
from extract.actors.offices import read_offices
from extract.actors.patterns import FOLLOW, LEAD_IN, LEADS, patterns
from extract.actors.shapes import BRACKETED, CHARGED, DESCRIBED, DOER, IN_CHARGE_OF, ODD, SET_UP, STUCK, VILLAGES
from extract.actors.units import closing_function, is_foreign, lists_offices, sub_unit
from extract.text.alternation import one_of
from extract.text.folding import fold as fold

LONGEST = 46  # characters of one actor; the longest office names of our gold have 35
LONGEST_LIST = 60  # actors of one list; the longest seen has 31


class Reading(NamedTuple):
    """A list of actors: their spans, and where the text goes on after them."""

    spans: tuple[tuple[int, int], ...]
    end: int
    shared: bool = False  # the list closes with a noun for all: 财政、人社等部门


_FOLLOWS = re.compile(FOLLOW)
_LEVELS = re.compile(
    r"[各每]?个?[省市县区州旗乡镇村](?:、[省市县区州旗乡镇村组](?!级市)(?:\([市县区旗、]{1,5}\))?)+(?:[两二三四]级)?"
    r"|[省市县区州旗乡镇村]{2,4}[两二三四]级"
)
# 各镇、区消防大队: an office of the level above stands beside the townships; levels go down, as in 县、乡
_OFFICE_ABOVE = re.compile(
    "各?(?:乡|镇|乡镇)、[市县区](?!委|党|政|管)[\u4e00-\u9fff]{2,10}?(?:局|大队|支队|中心|公司|办公室|委|院)(?![长内])"
)
_LEVEL = re.compile(r"(?:[县市区州旗镇乡村](?:\([市州县区旗乡镇街道场自治、]{1,10}\))?|(?<=村、)组)" + FOLLOW)
_FARM = re.compile("场" + FOLLOW)  # 各乡镇、场要: farms of the state, beside townships
_FINAL_BRACKET = re.compile(
    r"\((?!牵头|主办|配合|协办|负责|协助|参与|联系|电话|列|排|[首第][个一]|加粗|以下|下同|20\d\d|\d{1,2}[项条个家件]?\)"
    r"|[^()\n]{0,12}合署)[^()\n]{1,16}\)"
)
_COUNT = re.compile(
    r"(?:[^,、;:。\n]{0,8}?每个[^,;:。\n]{1,14}?的|全[县市区省]|(?:(?![共建设新成有覆涉包含超要应须负对在将为由把是每各其该明派按选等])[\u4e00-\u9fff]){1,8}?(?=\d))?"
    r"(?:其他|其余)?(?:若干|几|多|\d{1,4}|[一两二三四五六七八九十]{1,3})[余多]?[所家个名位支类间](?:或者?[多几][所家个])?"
)
_HAVING = re.compile("有条件的|符合条件的|具备条件的")
_SEPARATOR = re.compile(
    "、|/(?=[\u4e00-\u9fff])|或者?由?(?:其|[\u4e00-\u9fff]{0,3}(?:长|召集人|主任|书记))?(?:授权)?(?:委托|授权|指定)的?|(?:分别)?(?:和|与|及其?|以及|暨)(?!其|周边|常委会)|或(?!者)"
)
_LISTS = re.compile(r"[^,;。\n、和与及]{1,24}[、和与及]")
_ANOTHER = re.compile("[^、(]*[、和与及]")
# 县自然资源和规划局 is one office; 民政和财政部门 are two
_TWO_IN_ONE = re.compile("[^、,;。]{2,10}[和与][^、,;。和与省市县区]{2,8}(?:局|委员会|委|厅)")
_ENDS_SHARED = ("部门", "单位", "局", "机构", "办", "委", "科", "厅")
_ALIAS = re.compile(r"\((?:以下|下)?(?:简称|统称|称)[^()\n]{1,24}\)")  # no part of the name, and in nobody's way
_AREAS = tuple("省市县区州")


def _skip(text: str, start: int, limit: int) -> int:
    found = (LEADS if text.find("内的", start, limit) < 0 else LEAD_IN).match(text, start, limit)
    return found.end() if found else start


def _name_start(text: str, begin: int, limit: int) -> int | None:
    """Where the name itself begins after labels, adverbs and counts; None where a verb stands there."""
    if patterns().no_actor.match(text, begin):
        return begin if IN_CHARGE_OF.match(text, begin, limit) or DOER.match(text, begin, limit) else None
    if having := _HAVING.match(text, begin, limit):
        begin = having.end()
    counted = _COUNT.match(text, begin, limit)
    # 其他若干所学校: bare 学校 would say nothing, so the count stays with it.
    if counted and not (
        text.startswith("其他", begin) and text.startswith(("学校", "单位", "部门", "医院"), counted.end())
    ):
        begin = counted.end()
    elif not having:
        return begin  # looked at above
    return None if patterns().no_actor.match(text, begin) else begin


def _name_end(text: str, begin: int, limit: int) -> int | None:
    """Where the name that begins here ends; None without a head."""
    stop = min(limit, begin + LONGEST)
    levels = None if VILLAGES.match(text, begin, stop) else _LEVELS.match(text, begin, stop)
    if levels and (text.startswith("各", levels.end()) or _OFFICE_ABOVE.match(text, begin, stop)):
        levels = None  # 各镇、市各部门
    if levels and _FOLLOWS.match(text, levels.end()):
        return levels.end()  # 各州、市 is one party
    if (bracketed := BRACKETED.match(text, begin, stop)) and not text.startswith(SET_UP, bracketed.end()):
        return bracketed.end()  # 县(市)区政府, 村(社区)支书
    known = patterns()
    head = known.head.search(text, levels.end() if levels else begin, stop)
    if head is None:
        return None
    end = head.end()
    if known.place.fullmatch(head.group()):
        end = _name_after_place(text, end, stop)
    while not each_other(text, begin, end) and (more := known.more.match(text, end, stop) or sub_unit(text, end, stop)):
        end = more.end()
    if text.startswith("及其常委会", end):
        end += 5  # 县人大及其常委会 is one party
    if text[end - 1] in "区园" and (own := _OF_PLACE.match(text, end, stop)):
        end = own.end()
    bracket = _FINAL_BRACKET.match(text, end, limit)
    return bracket.end() if bracket and not lists_offices(bracket.group(), text[end - 2 : end]) else end


def _item(text: str, start: int, limit: int) -> tuple[int, int] | None:
    """One actor that begins at start: where its name begins and ends."""
    at = _skip(text, start, limit)
    if text[at : at + 1] in ODD:
        if odd := DESCRIBED.match(text, at, limit) or CHARGED.match(text, at, limit):
            return odd.span()
        at = stuck.end() if (stuck := STUCK.match(text, at, limit)) else at
    begin = _name_start(text, at, limit)
    end = _name_end(text, begin, limit) if begin is not None else None
    if begin is None or end is None or lists_verbs(text, begin):
        return None
    if end - begin == 2 and text.startswith("同志", begin):
        return None
    half = (end - begin) // 2
    if half > 3 and text.startswith(text[begin : end - half], begin + half) and (end - begin) % 2 == 0:
        begin += half  # 县防指|县防指: a heading that ran together with the sentence below it
    short = end - begin < 2 and not (text.startswith("、", end) and text[begin] in "省市县区州旗镇乡村")
    if short or text[begin] in "、()·" or is_foreign(text, begin, end):
        return None
    return begin, end


# 园区|发展服务中心, 新区|建设管理办公室: words that are verbs elsewhere
_OF_PLACE = re.compile(
    "(?:发展|投资|建设|开发|管理|招商|经济|综合|产业|项目){1,3}(?:服务|促进|保障|事务|运营|执法)?"
    r"(?:中心|局|办公室|办|委员会|公司|集团|所|处)(?=[、,;。:()\s]|\Z|牵头|负责|配合|和|会同)"
)


def _name_after_place(text: str, end: int, stop: int) -> int:
    """社区, 各级 may open a longer name: 社区卫生服务中心, 各级财政部门."""
    if _FOLLOWS.match(text, end) or (text.startswith("各", end) and text[end - 1] != "级"):
        return end
    head = patterns().head.search(text, end, min(stop, end + 14))
    if (
        head is None
        or starts_with_verb(text, end)
        or FOREIGN.search(text, end, head.end())
        or _ANOTHER.match(text, end, head.start())
    ):
        return end
    return head.end()


@lru_cache(maxsize=1)
def _bare_names() -> re.Pattern[str]:
    complete = patterns().head
    names = {name for office in read_offices() for name in office.names if not complete.search(name + "、")}
    words = one_of(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    several = r"(?:\([市县区旗、]{1,5}\))?"
    areas = rf"[本全我各]?[省市县区州镇]{{1,2}}{several}(?:、[省市县区镇乡]{{1,2}}{several}){{0,2}}"
    place = f"(?:{areas})?(?:各级|各地|同级|本级|上级|[两三]级|各|级)?"
    return re.compile(rf"{place}(?:{words})(?:管理|行政)?(?:\([\u4e00-\u9fff]{{1,6}}\))?(?=[、和与及等]|部门)")


def _bare_list(text: str, start: int, limit: int) -> Reading | None:
    """组织、编制、财政、人社等部门: names of functions, which a closing noun makes actors."""
    spans: list[tuple[int, int]] = []
    at = _skip(text, start, limit)
    if (told := find_closed(text, at, limit)) is not None:
        return Reading(*told, True)
    if _TWO_IN_ONE.match(text, at, limit):
        whole = _item(text, at, limit)
        if whole is not None and _TWO_IN_ONE.fullmatch(text, *whole):
            return None
    while len(spans) < LONGEST_LIST:
        if found := _bare_names().match(text, at, limit):
            end = found.end()
            if text.startswith("部门", end):
                return _go_on(text, [*spans, (at, end + 2)], limit) if spans else None
            spans.append((at, end))
        elif (len(spans) > 1 or (not spans and text.startswith(_AREAS, at))) and (
            plain := plain_member(text, at, limit)
        ):
            spans.append((at, plain))
            end = plain
        elif spans and (item := _item(text, at, limit)):
            members, closed = find_members(text, *item, limit)
            spans += members
            end = item[1]
            if closed:
                return Reading(tuple(spans), closed, True)
        else:
            return None
        if shared := find_closing(text, end, limit):
            return Reading(tuple(spans), shared, True)
        separator = _SEPARATOR.match(text, end, limit)
        if separator is None:
            closed = len(spans) > 1 and text[spans[-1][0] : end].endswith(_ENDS_SHARED)
            return Reading(tuple(spans), end) if closed else None
        at = separator.end()
    return None


def _go_on(text: str, spans: list[tuple[int, int]], limit: int) -> Reading:
    """Further items after those read so far."""
    end = spans[-1][1]
    while len(spans) < LONGEST_LIST:
        separator = _SEPARATOR.match(text, end, limit)
        if separator is None and not (end < limit and each_other(text, *spans[-1])):
            break
        mark, at = (separator.group(), separator.end()) if separator is not None else ("", end)
        if mark != "、" and (bare := _bare_list(text, at, limit)):
            return Reading((*spans, *bare.spans), bare.end, bare.shared)
        leveled = mark == "、" and text[end - 1] in "道镇乡村区县市省州旗级)"
        if leveled and (level := _LEVEL.match(text, at, limit)) and BRACKETED.match(text, at, limit) is None:
            spans[-1] = (spans[-1][0], level.end())  # 每个街道、镇 is one party
            end = level.end()
            continue
        farm = _FARM.match(text, at, limit) if mark == "、" else None
        item = farm.span() if farm is not None else _item(text, at, limit)
        if (
            item is None
            and mark == "、"
            and (named := _bare_names().match(text, at, limit) or closing_function(text, at, limit))
        ):
            item = named.span()  # 人武部、公安、交警: functions between offices
        if item is None:
            break
        if is_one_party(text, spans[-1], mark, item):
            item = (spans.pop()[0], item[1])
        members, closed = find_members(text, *item, limit)
        spans += members
        end = item[1]
        if closed:
            return Reading(tuple(spans), closed, True)
    shared = find_closing(text, end, limit)
    return Reading(tuple(spans), shared or end, shared is not None)


def _and_more(text: str, reading: Reading, limit: int) -> Reading:
    """财政、人社等部门和各乡镇: what stands behind a list that is closed."""
    joint = _SEPARATOR.match(text, reading.end, limit) if reading.shared and len(reading.spans) < LONGEST_LIST else None
    more = _item(text, joint.end(), limit) if joint is not None else None
    if more is None:
        return reading
    rest = _go_on(text, [more], limit)
    return Reading((*reading.spans, *rest.spans), rest.end, rest.shared)


def read_actors(text: str, start: int, limit: int | None = None) -> Reading | None:
    """The list of actors that begins at start, or None. The text must be folded (see fold).

    >>> text = "县财政局、县人社局和各乡镇要密切配合"    # "county finance bureau, … and all townships must …"
    >>> [text[a:b] for a, b in read_actors(text, 0).spans]
    ['县财政局', '县人社局', '各乡镇']
    >>> text = "组织、编制、财政等部门要"    # "organisation, staffing, finance and other departments must"
    >>> [text[a:b] for a, b in read_actors(text, 0).spans]
    ['组织', '编制', '财政']
    """
    limit = len(text) if limit is None else limit
    if _LISTS.match(text, start, limit) and (bare := _bare_list(text, start, limit)):
        reading = _and_more(text, bare, limit)
    elif first := _item(text, start, limit):
        members, closed = find_members(text, *first, limit)
        listed = Reading(tuple(members), closed, True) if closed else _go_on(text, members, limit)
        reading = _and_more(text, listed, limit)
    else:
        return None
    if not text.startswith("(", reading.end):
        return reading
    if alias := _ALIAS.match(text, reading.end, limit):
        return reading._replace(end=alias.end())
    return _within(text, reading, limit) or reading


def _within(text: str, reading: Reading, limit: int) -> Reading | None:
    """三家县级医院(县人民医院、县中医院、…): the bracket names them one by one."""
    close = text.find(")", reading.end, min(limit, reading.end + 200))
    if close < 0 or len(reading.spans) != 1 or "、" not in text[reading.end : close]:
        return None
    listed = read_actors(text, reading.end + 1, close)
    whole = listed is not None and listed.end == close and len(listed.spans) > 1
    return listed._replace(end=close + 1) if whole and listed is not None else None
