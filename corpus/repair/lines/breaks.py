"""Paragraphs run into one line: the breaks are gone, the indents that followed them stayed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.lines import line_end, line_start
from corpus.repair.change import Change

INDENT = re.compile("[^\r\n \u3000\u00a0\t]"), re.compile("[\u3000\u00a0 \t]")  # within a line
_GAP = re.compile("[ \u3000\u00a0\t]{2,}")
_LONG = 100  # characters: shorter lines are headings, signatures, rows of tables
_LEAST = 3  # such gaps in one line: fewer may be chance
_STOPS = frozenset("。；：！？;:!?”）】》")
_LABEL = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百]{1,3}[章节条]|附件"
)
_ENDLESS = 200  # characters
_FEW = 40  # lines beside the endless one: what the page says itself
_ONE = re.compile(r"(?:(?<=[^\x00-\x20a-zA-Z]) (?=\S)|(?<=\S) (?=[^\x00-\x7f]))(?<![]］] )(?![篇［[])")  # no notes
_NUMBER = re.compile(
    r"(?:^|[\s。；：])(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十百]{1,4}[章节条])$"
)
_OPENS = re.compile(rf"{_LABEL.pattern}|——|[●•◆■]|[一二三四五六七八九十]是")


def find_lost_breaks(text: str) -> list[Change]:
    """Changes that break an endless line where a sentence is over, or a numbered heading begins, and an indent follows.

    >>> line = "　　".join(["造林方案", "一、目标。" + "造林。" * 30, "二、措施。", "三、保障。", "各村落实。"])
    >>> len(find_lost_breaks(line)), find_lost_breaks(line[:40])     # "afforestation plan: goals, measures, support"
    (4, [])
    """
    changes: list[Change] = _flattened(text)
    if changes:
        return changes
    for gaps in _gaps_by_line(text):
        sure = [gap for gap in gaps if text[gap.start() - 1] in _STOPS or _LABEL.match(text, gap.end())]
        if len(sure) >= _LEAST and 2 * len(sure) >= len(gaps):
            indents = {gap.group() for gap in sure}  # the same indent stands after every break
            changes += [Change("line", *gap.span(), "\n", "likely") for gap in gaps if gap.group() in indents]
    return changes


def _flattened(text: str) -> list[Change]:
    """Changes where a page's lines were strung together with a blank each: every blank then was a break.

    >>> line = "造林方案 一、目标 " + "造林。" * 100 + " 二、措施 植树。 三、保障 各村落实。"    # "afforestation …"
    >>> len(_flattened(line)), _flattened("县长 林甲 副县长 王乙 " * 40)     # names and posts
    (6, [])
    """
    if text.count("\n") > _FEW or "\\n" in text or 2 * max(map(len, text.split("\n"))) < len(text):
        return []
    changes: list[Change] = []
    for line in re.finditer(rf"[^\n]{{{_ENDLESS},}}", text):
        blanks = [found.start() for found in _ONE.finditer(text, line.start(), line.end())]
        blanks = [at for at in blanks if not _NUMBER.search(text[max(0, at - 7) : at])]
        if sum(text[at - 1].isdigit() for at in blanks) > _LEAST:  # 新建 3 所: blanks around figures say nothing
            beside = (at for at in blanks if text[at - 1].isdigit() or text[at + 1].isdigit())
            gone = {at for at in beside if not _OPENS.match(text, at + 1)}
            blanks = [at for at in blanks if at not in gone]
        sure = sum(text[at - 1] in _STOPS or bool(_OPENS.match(text, at + 1)) for at in blanks)
        if sure >= _LEAST and 2 * sure >= len(blanks):
            changes += [Change("line", at, at + 1, "\n", "likely") for at in blanks]
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
            start, end = line_start(text, at), line_end(text, after)
            is_long = end - start >= _LONG
        if is_long:
            gaps.append(gap)
    if len(gaps) >= _LEAST:
        yield gaps
