"""The members that …分别… lists, each the subject of its own number."""

from __future__ import annotations

import re

from extract.subjects.continued import RATES, REGION
from extract.subjects.enumerations import split_kinds, split_names, split_parts
from extract.subjects.joined import topic
from extract.subjects.phrases import LONGEST, left_words, strip_compared, strip_opening
from extract.subjects.preceding import OF_PLAN
from extract.subjects.surroundings import JOINT, Place, Seen

_OF_PEOPLE = re.compile("\\A居民[^，。；]{0,12}(?:收入|支出)\\Z")
_PLAN_TAIL = re.compile("(?<=..)(?:年度|全年|年初|[省市县]定)(?:目标|计划|任务|预算)(?:数|任务)?\\Z")


_RECEIVED = re.compile("接待[一-鿿]{2,6}(?=[、和])")


def name_members(place: Place, words: str, seen: Seen) -> list[str] | None:
    """The members of …分别…: split here, or the list that the sentence named before."""
    if not words:
        return _named_before(place, seen)
    before, marked, label = place.left.rpartition("分别")
    recent = seen.recent[-place.count :]
    if not marked and len(set(recent)) == place.count > 1 and OF_PLAN.search(place.left):
        return [name + words for name in recent]  # 修路12公里、建桥5座，完成任务的98%和105%
    if marked and (names := _counted(place, before)):
        return [name + left_words(label) for name in names]
    listed = strip_compared(place.text[place.clause : place.quantity.start].rpartition("分别")[0]) if marked else ""
    kinds = split_kinds(strip_opening(listed), place.count) if "等" in listed else None
    if kinds:
        return kinds
    base = left_words(before) if marked else words
    names = split_names(base, place.count) if base else None
    if marked and base and not names:
        whole = strip_opening(listed.strip())
        more = split_names(whole, place.count) or (place.count > 1 and split_names(whole, place.count + 1)) or []
        names = more[: place.count]  # the last of them may be no measure: 和13年
    if names and base and (received := _RECEIVED.search(before)) is not None:
        names = [received.group(), *names[1:]]  # 接待游客、旅游总花费分别
    tail = left_words(label) if marked else ""
    regions = [name.removeprefix("在") for name in names or ()]
    if regions and all(map(REGION.fullmatch, regions)):
        if (rate := topic(place)).endswith(RATES):
            return [region + rate for region in regions]  # 管理率，在城市和农村分别达到40%、20%
        if _OF_PEOPLE.search(seen.subject):
            return [region + seen.subject for region in regions]  # 居民收入2万元，其中城镇、农村分别为…
    if names and names[0][0].isdigit():
        names = None  # 1个省级、18个市级项目分别
    if (
        not names
        and marked
        and place.count > 1
        and tail
        and recent
        and recent[-1].endswith(before.strip(" ，、"))
        and len(set(recent)) == place.count
    ):
        names = recent  # 造林3万亩、抚育9万亩，分别占任务的105%、98%
    return [name + tail for name in names] if names else None


def _named_before(place: Place, seen: Seen) -> list[str] | None:
    """The list that the sentence named before, for numbers with no words of their own."""
    before, marked, label = place.left.rpartition("分别")
    if marked and OF_PLAN.search(label) and (own := split_names(strip_opening(before.strip()), place.count)):
        return [name + label.removesuffix("的") for name in own]  # 新增就业、发放贷款分别完成年计划的118%、248%
    if seen.names and len(seen.names) == place.count:
        return [_PLAN_TAIL.sub("", name) for name in seen.names]
    if seen.listed and len(seen.listed) == place.count and not seen.subject:
        return seen.listed  # …分别达到90%、92%；2030年分别达到95%、98%
    if "分别" in place.left and (both := split_names(seen.subject, place.count)):
        return both  # 财政收入和一般预算收入增长18%，分别达到7亿元和3.7亿元
    kinds = split_parts(place.text[max(place.sentence, place.clause - LONGEST) : place.clause], place.count)
    if kinds:
        return kinds  # 分引进、活动、服务三部分，分别按75%、15%和10%
    # 存款余额139亿元，贷款余额48亿元，分别增长16%、8%
    recent = [_PLAN_TAIL.sub("", name) for name in seen.recent[-place.count :]]
    return recent if "分别" in place.left and len(set(recent)) == place.count else None


def _counted(place: Place, before: str) -> list[str] | None:
    """养老院、卫生院2所分别: the members that a number before 分别 counts."""
    count = place.before_count
    if count is None or count.value != place.count or JOINT.fullmatch(before):
        return None
    return split_names(left_words(place.text[place.clause : count.start]), place.count)
