"""What an actor is charged with: oversight or approval of others, or a task of its own, by the verb of its object."""

from __future__ import annotations

import re

from corpus.tables import read_rows
from extract.records import RoleName


def oversight_words(kind: str) -> str:
    """The words for oversight of others as an alternation: of a plain ``verb``, or of a ``charge`` (负责…).

    >>> "巡查" in oversight_words("verb"), "巡查" in oversight_words("charge")    # "to patrol": one's own rounds
    (True, False)
    """
    rows = read_rows("extract", "oversight_words")
    words = [word for word, held, _ in rows if held in (kind, "both")]
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


_OVERSIGHT = oversight_words("charge")
_APPROVAL = "(?:审批|核准|审核|审定|审查|批准|备案|把关)"
# 对重点工程的进度情况|进行|评估和确认: the first verb behind the light one tells
_LIGHT = re.compile(
    r"(?:按[^,。;对]{1,12}|依法|定期|不定期|统一|组织|负责|牵头|具体|全面){0,3}对[^,。;]{1,50}?(?:进行|开展|实施|予以|实行|加强|做好)"
    rf"[^,。;、对]{{0,6}}?(?:(?P<oversight>{_OVERSIGHT})|(?P<approval>{_APPROVAL}))(?![^,。;、和与及]{{0,2}}(?:工程|设备|系统|平台|体系))"
)
_COUNTED = re.compile(r"(?:将|把)[^。;]{2,50}?(?:纳入|列入)[^,。;]{0,20}?(?:考核|考评|督查|督办)")
# …的|监督检查, …的|督促、检查和考核工作: nothing but oversight stands behind the last 的
_KIND = "(?:日常|业务|技术|工作|全程|统一|行政|跟踪|专项|综合|年度|绩效|质量|安全|现场)"
_SURE = rf"{_KIND}{{0,2}}(?:{_OVERSIGHT}){{1,3}}(?:管理|整改)?"
_JOINT = "(?:[、和与及]|以及)"
_ONLY = re.compile(rf"(?:{_SURE}{_JOINT}){{0,4}}{_SURE}(?:等)?(?:工作)?")
_TAIL = re.compile(rf"{_OVERSIGHT}(?:管理)?(?:工作)?$")
_MIXED = re.compile(
    r"(?:宣传|组织|协调|服务|管理|培训|推进|统筹|调度|实施|推广|建设|巡查|巡察|接受|开展|落实|配合|协助|做好|健全|完善|建立|加强|拟订|制定|编制)"
    rf"(?:{_OVERSIGHT}){{1,2}}(?:工作)?$|[、和与及]|以及|自查|巡[查察]|监测(?!预警)"
)
_APPROVES = re.compile(rf"(?:{_APPROVAL}){{1,2}}(?:工作)?$")
_LONGEST = 120


def charged_with(text: str, start: int, end: int) -> RoleName | None:
    """The role of who is charged with what stands here: ``oversee``, ``approve``, or None for a task of its own.

    >>> def role(words):
    ...     return charged_with(words, 0, len(words))
    >>> role("对重点工程的进度情况进行评估和确认"), role("本区草原监督管理工作")    # "assess progress of works", "…"
    ('oversee', 'oversee')
    >>> role("公园的养护、业务指导和监督检查"), role("对各单位的数据进行真实性审核")    # several things; "verify data"
    (None, 'approve')
    """
    stop = min([end, start + _LONGEST, *(at for mark in ",。;\n:" if (at := text.find(mark, start, end)) >= 0)])
    if light := _LIGHT.match(text, start, stop):
        return "oversee" if light["oversight"] else "approve"
    if _COUNTED.match(text, start, min(end, start + _LONGEST)):
        return "oversee"
    words = text[start:stop]
    _, of, tail = words.rpartition("的")
    if of and _ONLY.fullmatch(tail):
        return "oversee"
    if of and _APPROVES.fullmatch(tail):
        return "approve"
    if _TAIL.search(tail) and not _MIXED.search(tail if of and "、" not in tail else words):
        return "oversee"
    return None
