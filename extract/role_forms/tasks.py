"""What each actor of a sentence is to do, also where its own words tell but its part: 由甲局牵头，乙局配合，建成…"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from extract.actors.duties import duty_before, short_duty
from extract.role_forms.claims import Claim

# nothing but what part they have: the task stands behind the last of them, or before the first
_PART = (
    "(?:(?:具体|统筹|共同|联合|协同|积极|密切|予以|参与|分别|按职责(?:分工)?|按照职责(?:分工)?)?"
    "(?:牵头|主办|承办|协办|配合|协助|协同|参与|参加|支持|负责|落实|实施|办理|执行|完成|推进|承担)"
    "(?:抓总|负责|落实|实施|办理|组织)?|组织实施|抓好落实|贯彻落实|组织落实|统筹牵头|按职责分工负责)"
)
_BARE = re.compile(f"(?:{_PART})?")
_AHEAD = re.compile(
    "(?:具体|共同|联合|协同|积极|密切|予以|分别)?(?:牵头|主办|协办|配合|协助|协同|参与|参加|支持)(?:抓总|负责)?[，,、](?=.{4})"
)
# 甲局牵头，乙局配合，|2026年6月底前完成; |县财政局保障经费
_NO_TASK = re.compile(
    r"(?:力争|确保|争取)?[于在]?(?:[0-9一二三四五六七八九十]|今年|年)[^，。；]{0,12}[前底内末](?:全部|基本|予以)?"
    r"(?:完成|完工|办结|落实|竣工|启动)(?:到位)?\Z|[省市县区镇乡][一-鿿]{1,10}?(?:局|委|办|厅|办公室|中心)(?![一-鿿]{0,2}工作)[一-鿿]"
)
# what stands before names no task: a calendar of stages, the heading that the offices stand under
_FRAME = re.compile(
    r"[月日年][^，。；]{0,12}为[^，。；]{1,8}阶段|\A(?:责任落实|组织保障|保障措施|组织领导|工作要求|[责职]责?任?分工|工作机制)\Z"
)
_LABEL = re.compile(
    r"^[\s\u3000]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,3}[.、．](?!\d)|[①-⑳])"
)
_OPENED = re.compile(r"[\s\u3000（(〔\[【，,、；;：:]*(?:此项工作|该项工作|以上工作)?(?:均|都)?由?\Z")
_EACH = re.compile(r"分别(?:牵头)?(?:负责|承担)(?:做好|抓好)?(?P<tasks>[^，,。；;\n]{4,60})")
_PARTS = re.compile("、|和|以及|及")
_BOUNDARY = re.compile(r"(?:[，,；;：:。、\s）)]|由|项)\Z")
_LEAST = 4  # characters of a task


def tell_duties(text: str, claims: Sequence[Claim], sentence: int) -> list[str]:
    """The duty of each of the ``claims`` of a sentence, which stand in the order of their actors.

    >>> tell_duties("甲局牵头，乙局配合，年底前建成泵站2座", [Claim((0, 2), "lead", "", (2, 9)),
    ...     Claim((5, 7), "support", "", (7, 19))], 0)      # "A leads, B helps: 2 pumping stations by the year's end"
    ['年底前建成泵站2座', '年底前建成泵站2座']
    """
    begins = [claim.span[0] for claim in claims]
    duties: list[str] = []
    for claim in claims:
        following = bisect_right(begins, claim.duty[0])
        stop = begins[following] if following < len(begins) else claim.duty[1]
        beside = following < len(claims) and text.endswith("会同", claim.duty[0], claims[following].span[0])
        if beside or (claim.rule == "with" and claim.role == "lead" and following < len(claims)):
            # 甲局(要)会同乙局、丙局制定…: what they do stands behind the last of them
            claim, stop = claim._replace(duty=claims[following].duty), claims[following].duty[1]
        duties.append(short_duty(text, claim.duty[0], stop))
    return _fill(text, claims, _deal(text, claims, duties), sentence)


def _deal(text: str, claims: Sequence[Claim], duties: list[str]) -> list[str]:
    """甲局、乙局分别负责调度和修复: to each of as many actors as tasks the one of the same rank.

    >>> text = "甲局、乙局分别负责调度和修复"      # "A and B are in charge of dispatch and of repair, respectively"
    >>> claims = [Claim((0, 2), "responsible", "charge", (5, 14)), Claim((3, 5), "responsible", "charge", (5, 14))]
    >>> _deal(text, claims, ["分别负责调度和修复", "分别负责调度和修复"])
    ['调度', '修复']
    """
    result = list(duties)
    first = 0
    while first < len(claims):
        last = first
        while last + 1 < len(claims) and claims[last + 1].duty == claims[first].duty:
            last += 1
        count = last - first + 1
        each = _EACH.match(text, claims[last].span[1]) if count > 1 else None
        parts = _PARTS.split(each["tasks"]) if each is not None else []
        if len(parts) == count and all(len(part) > 1 for part in parts):
            result[first : last + 1] = parts
        first = last + 1
    return result


def _fill(text: str, claims: Sequence[Claim], duties: list[str], sentence: int) -> list[str]:
    """The duties, with the task of the sentence for those that tell but a part."""
    result = list(duties)
    first = 0
    while first < len(claims):
        last = first
        while last < len(claims) - 1 and _is_bare(claims[last], duties[last]):
            last += 1
        tail = _AHEAD.match(duties[last]) if claims[last].post is None else None
        whole = last if tail is not None or _is_bare(claims[last], duties[last]) else last - 1
        if whole >= first:
            task = duties[last][tail.end() :] if tail is not None else ""
            if not task or _NO_TASK.match(task):
                task = _task(text, claims, result, first, sentence)
            for index in range(first, whole + 1):
                result[index] = task if task and not _FRAME.search(task) else result[index]
        first = max(whole, last) + 1 if whole >= first else last + 1
    return result


def _is_bare(claim: Claim, duty: str) -> bool:
    return claim.post is None and _BARE.fullmatch(duty) is not None


def _task(text: str, claims: Sequence[Claim], told: list[str], first: int, sentence: int) -> str:
    """The task before the first actor that has but a part: another actor's, in its sentence, or the sentence before."""
    start = claims[first].span[0]
    opened = _bracket(text, sentence, start)
    if opened is not None:
        return duty_before(text, opened)
    if first:  # 甲局负责勘测，乙局配合; 甲局统筹、乙局配合、丙局落实: each has its part
        goes_on = claims[first - 1].post is None and "，" in text[claims[first - 1].span[1] : start]
        return told[first - 1] if goes_on else ""
    before = _LABEL.sub("", text[sentence:start])
    if before and not _BOUNDARY.search(before):
        return ""  # 需要多部门共同参与: no task stands before
    before = _OPENED.sub("", before)
    if len(before) < _LEAST or before.endswith(("是", "为")):
        return duty_before(text, sentence)
    return short_duty(before, 0, len(before))


def _bracket(text: str, sentence: int, start: int) -> int | None:
    """Where the bracket around an actor opens: it closes the task before it. None where there is none.

    >>> _bracket("修路30公里（县交通局牵头）", 0, 8), _bracket("（一）县交通局牵头", 0, 3)     # "30 km of road (…)"
    (6, None)
    """
    first = max(0, sentence - 1)  # a sentence in brackets begins behind the first of them
    opened = max(text.rfind(mark, first, start) for mark in "（(〔[【")
    closed = max(text.rfind(mark, first, start) for mark in "）)〕]】")
    return opened if opened > closed else None
