"""Offices whose work is oversight of others, and the words that say so: 督查室将适时督查, 考核办要把…列入考核."""

from __future__ import annotations

import re

from extract.records import RoleName
from extract.role_forms.rules import APPROVED_JOINTLY

# 将常年跟踪,适时开展督查: what an office announces of its own oversight
_WILL_WATCH = re.compile(
    r"将(?!来|近)(?:[^;。]{0,60}?(?:开展|进行|实施|组织|加强|加大|强化|常年|定期|不定期|适时)[^,;。]{0,14}?"
    r"(?:督查|督导|抽查|暗访|暗查|考评|评比|巡查)"
    r"|(?:[^;。]{0,40},)?(?:对|到)[^,;。]{2,40}?(?:开展|进行|实施|组织)[^,;。]{0,8}?(?:检查|考核|审计|验收))"
)
_WATCH_WORDS = re.compile("督[查导]|抽查|暗[访查]|考[评核]|评比|巡查|检查|审计|验收")  # one ends each of the above
# 督查室跟踪督办, 督导室每年各督导一次: oversight is what these offices are for
_WATCHERS = re.compile("督[查导办]|纪委|纪检|监委|监察|审计|监督委员会|考核办|考评|绩效|目标办")
_WATCHING = re.compile("[^,;。]{0,12}?(?:通报|督[查导办]|检查|考核|巡查|暗访|抽查|约谈)")
_FOLLOWS_UP = re.compile(
    r"(?:(?:根据|按照|结合|围绕|针对|对|依据)[^,;。]{1,40},|对[^,;。]{1,30}?的)?(?:适时|定期|不定期|及时|切实|严格|认真)*"
    r"(?:(?:将|把)[^。;]{2,50}?(?:[纳列]入|作为)[^,。;]{0,20}?(?:考核|考评|督查|督办)|跟踪问效|(?:开展|进行|加强|强化|组织|跟踪|实行)?[^,;。]{0,6}(?:督查|督办|督导|检查|考核|通报|问效|问责|追责))"
)


def is_watcher(name: str) -> bool:
    """Whether oversight is what an office is for.

    >>> is_watcher("县考核办"), is_watcher("县水利局")    # "office of assessment", "water bureau"
    (True, False)
    """
    return _WATCHERS.search(name) is not None


def may_watch(text: str, start: int, end: int) -> bool:
    """Whether a sentence has a word with which an office can announce its own oversight.

    >>> may_watch("县考核办,对各镇开展检查", 0, 13), may_watch("县政府办,适时通报", 0, 9)    # "inspect", "report"
    (True, False)
    """
    return _WATCH_WORDS.search(text, start, end) is not None


def will_watch(text: str, at: int, end: int) -> bool:
    """Whether an office announces its own oversight here: 将适时开展督查.

    >>> will_watch("将适时开展督查", 0, 7), will_watch("将开展培训", 0, 5)    # "will inspect", "will train"
    (True, False)
    """
    return _WILL_WATCH.match(text, at, end) is not None


def role_of_first(name: str, text: str, at: int, end: int) -> RoleName:
    """The role of an office that does together with another what stands here: 甲会同乙….

    >>> role_of_first("县督查室", "进行督查", 0, 4), role_of_first("县财政局", "复核后,", 0, 4)  # "inspect"; "checked"
    ('oversee', 'approve')
    """
    if APPROVED_JOINTLY.match(text, at, end):
        return "approve"
    return "oversee" if is_watcher(name) and _WATCHING.match(text, at, end) else "lead"


def follows_up(text: str, at: int, end: int) -> bool:
    """Whether a duty of such an office is to watch others, also by counting something in their assessment.

    >>> follows_up("把进度列入年度考核", 0, 9)    # "count progress in the yearly assessment"
    True
    """
    return _FOLLOWS_UP.match(text, at, end) is not None
