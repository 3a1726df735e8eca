"""Paragraphs run into one line: the breaks are gone, the indents that followed them stayed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.repair.change import Change

INDENT = re.compile("[\u3000\u00a0 \t]")
_GAP = re.compile("[ \u3000\u00a0\t]{2,}")
_LONG = 100  # characters: shorter lines are headings, signatures, rows of tables
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
    for gaps in _gaps_by_line(text):
        sure = [gap for gap in gaps if text[gap.start() - 1] in _STOPS or _LABEL.match(text, gap.end())]
        if len(sure) >= _LEAST and 2 * len(sure) >= len(gaps):
            indents = {gap.group() for gap in sure}  # the same indent stands after every break
            changes += [Change("line", *gap.span(), "\n", "likely") for gap in gaps if gap.group() in indents]
    return changes


def _gaps_by_line(text: str) -> Iterator[list[re.Match[str]]]:
    """For each long line its gaps with something on both sides; two plain blanks are no gap."""
    gaps: list[re.Match[str]] = []
    end, is_long = -1, False
    for gap in _GAP.finditer(text):
        at, after = gap.span()
        if not at or after == len(text) or text[at - 1] in "\r\n" or text[after] in "\r\n":
            continue
        if after - at == 2 and (" " in gap.group() or "\t" in gap.group()):
            continue
        if at > end:
            if len(gaps) >= _LEAST:
                yield gaps
            gaps = []
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", after)
            end = len(text) if end < 0 else end
            is_long = end - start >= _LONG
        if is_long:
            gaps.append(gap)
    if len(gaps) >= _LEAST:
        yield gaps
