"""Congresses that pass what a plan carries out: 县十三届人大二次会议通过的《政府工作报告》."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.role_forms.items import Labelled

_N = r"[一二三四五六七八九十百\d]{1,4}"
_MEETING = re.compile(
    # one set of characters first: the engine skips to it
    rf"[人党代](?:(?<=人)(?:民代表)?大会?|(?<=党)代会|(?<=代)表大会)(?:常务委员会|常委会)?第?{_N}次(?:全体)?会议"
    r"(?:已|胜利)?(?:审议|表决|讨论|票决|投票|审查|研究){0,2}(?:通过|批准|审定)"
)
_BODY = re.compile(rf"[省市县区州旗镇乡]?(?:第?{_N}届)?(?:全国)?\Z")


def find_meetings(folded: str) -> Iterator[Labelled]:
    """Each congress that passed what the sentence speaks of, with its session.

    >>> text = "完成市八届人大三次会议通过的计划"    # "carry out what the third session passed"
    >>> [text[f.span[0] : f.span[1]] for f in find_meetings(text)]
    ['市八届人大三次会议']
    """
    if "次会议" not in folded and "次全体会议" not in folded:
        return
    for found in _MEETING.finditer(folded):
        body = _BODY.search(folded, max(0, found.start() - 8), found.start())
        start = body.start() if body is not None else found.start()
        end = folded.index("会议", found.start()) + len("会议")
        yield Labelled((start, end), "approve", "meeting", start, None, (end, found.end()))
