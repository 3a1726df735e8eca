"""Paragraphs run into one line: the breaks are gone, the indents that followed them stayed."""

from __future__ import annotations

import re

from corpus.repair.change import Change

INDENT = re.compile("[\u3000\u00a0 \t]")
_GAP = re.compile(r"(?<=\S)(?:[\u3000\u00a0]{2,}|[ \u3000\u00a0\t]{3,})(?=\S)")
_LONG_LINE = re.compile(r"[^\n]{100,}")  # characters: shorter lines are headings, signatures, rows of tables
_LEAST = 3  # such gaps in one line: fewer may be chance
_STOPS = frozenset("。；：！？;:!?”）】》")
_LABEL = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百]{1,3}[章节条]|附件"
)


def find_lost_breaks(text: str) -> list[Change]:
    """Changes that break an endless line where a sentence is over, or a numbered heading begins, and an indent follows.

    >>> line = "　　".join(["造林方案", "一、目标。" + "造林。" * 30, "二、措施。", "三、保障。", "各村落实。"])
    >>> len(find_lost_breaks(line)), find_lost_breaks(line[:40])     # "afforestation plan: goals, measures, support"
    (4, [])
    """
    changes: list[Change] = []
    for line in _LONG_LINE.finditer(text):
        gaps = list(_GAP.finditer(text, line.start(), line.end()))
        sure = [gap for gap in gaps if text[gap.start() - 1] in _STOPS or _LABEL.match(text, gap.end())]
        if len(sure) >= _LEAST and 2 * len(sure) >= len(gaps):
            indents = {gap.group() for gap in sure}  # the same indent stands after every break
            changes += [Change("line", *gap.span(), "\n", "likely") for gap in gaps if gap.group() in indents]
    return changes
