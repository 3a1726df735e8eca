"""Blanks inside words: a page's line breaks turned into blanks, 全县生 产总值达到…… → 全县生产总值达到…….

Where many of the blanks of a line cut a word in two, the page was broken at a width, and others go too, but for those
around a heading; where they part words, as in lists and between names, all stay. A line set with a blank behind
every character is closed up (全 县 生 产 总 值 达 到 ……).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.lines import line_end, line_start
from corpus.repair.change import Change
from corpus.simplify import simplify

_BLANK = re.compile(" (?<=[\u4e00-\u9fff] )(?=[\u4e00-\u9fff])")
INNER_BLANK = re.compile("[\u4e00-\u9fff]"), re.compile(" ")
_LONG = 40  # characters: shorter lines were not broken
_LEAST = 3  # on one line
_APART = 10  # characters of the line for each blank: nearer together they part the words of a list
_SHARE = 0.25  # of the blanks that cut a word: where lines are broken two or three in five, by chance one in twenty
_SHORT = 12  # characters of a heading: (一)发展环境 从宏观环境看……
_CLOSED = re.compile(r"(?:号|文件|通知|方案|意见|办法)$|[。；;：:！？!?\s][^。；;：:！？!?，,\s]*$")
_LABEL = re.compile(r"关于|附件|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章条节]|[（(]?\d")
_NEAR = 8  # two blanks with less between them part words also on such a line: 县长 林甲 一、
_LATIN = re.compile("[A-Za-z]{2} +[0-9A-Za-z]|.?[0-9A-Za-z] +[A-Za-z]{2}")  # words of other languages stay apart
_PAIR = re.compile(r"(?<=\S) {1,2}(?=\S)")
_SPACED = re.compile(" [^\x00-\x7f] [^\x00-\x7f] [^\x00-\x7f] ")
_LETTERS = 12  # characters alone on one line: titles, names and heads of tables are set so too and have fewer
_MOSTLY = 0.8  # of what stands between blanks is one character
_FEW = 3  # on the other lines of a page that is set so throughout
_AROUND = 6  # characters that show which words there are


def find_blanks(text: str) -> list[Change]:
    """Changes that take the blanks out of the lines of a page on which they cut words.

    >>> line = "全县造林绿化工作成 效明显，今年造林 一万亩，退化林修复工程按 期完工，林下经济产值达 到三亿元。"
    >>> len(find_blanks(line))      # "afforestation in the county …", broken at a width
    4
    >>> find_blanks("县委书记 张林 县长 李山 副县长 王水 赵田 孙海" * 3)    # names and posts
    []
    """
    if _SPACED.search(text) and (spread := _find_spread(text)):
        return spread
    changes: list[Change] = []
    broken = False
    for places in _lines(text):
        cut = {at for at in places if _cuts_word(text, at)}
        broken = broken or (len(cut) >= _LEAST and len(cut) >= _SHARE * len(places))
        gone = sorted(cut.union(at for at in places if _goes_on(text, at)))
        changes += [Change("blank", at, at + 1, "", "likely") for at in gone]
    return changes if broken else []


def _find_spread(text: str) -> list[Change]:
    """Changes that close up lines set with a blank behind every character, wherever they are.

    >>> line = "全 县 造 林 3 . 5 万 亩 ， 修 路 12 公 里 。"      # "3.5 mu of forest, 12 km of road"
    >>> [change.start for change in _find_spread(line)] == [at for at, sign in enumerate(line) if sign == " "]
    True
    """
    spread: list[tuple[int, int]] = []
    hit = _SPACED.search(text)
    while hit:
        span = line_start(text, hit.start()), line_end(text, hit.end())
        if _is_spread(text[slice(*span)], _LETTERS):
            spread.append(span)
        hit = _SPACED.search(text, span[1])
    if not spread:
        return []
    if sum(end - start for start, end in spread) * 2 > len(text):
        lines = (found.span() for found in re.finditer(r"[^\n]+", text))
        spread = [span for span in lines if _is_spread(text[slice(*span)], _FEW)]
    return [
        Change("blank", *gap.span(), gap[0][1:], "likely")
        for span in spread
        for gap in _PAIR.finditer(text, *span)
        if not _LATIN.match(text, max(0, gap.start() - 2))
    ]


def _is_spread(line: str, least: int) -> bool:
    parts = line.split()
    alone = sum(len(part) == 1 for part in parts)
    han = sum("\u4e00" <= part <= "\u9fff" for part in parts)
    return alone >= least and alone >= _MOSTLY * len(parts) and (least == _FEW or 2 * han > alone)


def _goes_on(text: str, at: int) -> bool:
    """Whether no heading ends before this blank, and none begins behind it."""
    return not (_LABEL.match(text, at + 1) or _CLOSED.search(text[max(0, at - _SHORT) : at]))


def _lines(text: str) -> Iterator[list[int]]:
    """Lines with enough blanks, far enough apart: where the blanks of each are, but for those near each other."""
    found = _BLANK.search(text)
    while found:
        start = line_start(text, found.start())
        end = line_end(text, found.start())
        places = [blank.start() for blank in _BLANK.finditer(text, start, end)]
        far = [True, *(after - before > _NEAR for before, after in pairwise(places)), True]
        places = [at for at, left, right in zip(places, far[:-1], far[1:], strict=True) if left and right]
        if places and end - start >= max(_LONG, _APART * len(places)):
            yield places
        found = _BLANK.search(text, end)


def _cuts_word(text: str, at: int) -> bool:
    """Whether a word runs across this blank once it is gone."""
    from corpus.words import spans

    before = re.split(r"[^\u4e00-\u9fff]", text[max(0, at - _AROUND) : at])[-1]
    after = re.split(r"[^\u4e00-\u9fff]", text[at + 1 : at + 1 + _AROUND])[0]
    return any(start < len(before) < end for start, end in spans(simplify(before + after)))
