"""Documents whose line breaks were lost: lines are cut again where their numbering says that one was."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings.endings import closes_title
from corpus.headings.labels import read_label, read_number
from corpus.lines import Line

_LEAST = 100  # characters; and at least half of all there is
_BEFORE = re.compile(
    r"(?:^|(?<=[。；;！!？?：:”）)])|(?<=[ \u3000]))"
    r"(?=第[一二三四五六七八九十百]{1,4}[章条]|[一二三四五六七八九十]{1,3}、"
    r"|[（(][一二三四五六七八九十]{1,3}[）)]|[1-9]\d? ?[.．、](?!\d))"
    # right behind what may end a title or a heading: 总结, 思路, 计划, 方案, 要点, 报告, 意见, 安排, 工作, 情况 …
    r"|(?<=[结路划案点告见划排作况施标务求设展效题算障])"
    r"(?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]、)|[（(][一二三四五六七八九十]{1,3}[）)])"
)
_TITLE = 90  # characters; a longer line is no title
_PIECE = re.compile(
    r"(?:(?<=[。！？ \u3000])|^)[^，。；！？ \u3000]{0,40} ?[（(【\[]?"
    r"篇 ?(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})[】\])）]?(?=[ \u3000：:])"
)
_FIRST = re.compile(r"一[ \u3000]?、(?=[\u4e00-\u9fff“])(?![二三四五六七八九]、)")
_STYLES = ("章", "条", "一、", "（一）", "1.", "1、")


def unfold_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines, an endless one cut where it opens headings that count on; others come back as they are.

    >>> from corpus.lines import read_lines
    >>> text = "某县方案 一、目标。" + "造林。" * 150 + "二、保障。" + "落实责任。" * 10
    >>> [line.text[:4] for line in unfold_lines(read_lines(text))]    # "a county's plan", "1. goals", "2. support"
    ['某县方案', '一、目标', '二、保障']
    """
    total = sum(len(line.text) for line in lines)
    unfolded: list[Line] = []
    for line in lines:
        if len(line.text) >= _LEAST and len(line.text) * 2 >= total:
            unfolded += _cut(line)
        else:
            unfolded.append(line)
    return _cut_first(unfolded)


def cut_title(lines: Sequence[Line], end: int) -> list[Line]:
    """The lines; one in which a title ends and the text runs on is cut there."""
    for index, line in enumerate(lines):
        if line.start < end < line.end:
            return [*lines[:index], *_parts(line, [end - line.start]), *lines[index + 1 :]]
    return list(lines)


def unfold_pieces(lines: Sequence[Line]) -> list[Line]:
    """The lines, long ones cut where they open pieces that count on: 工作计划 篇1 为做好…… 工作计划 篇2 ….

    >>> from corpus.lines import read_lines
    >>> text = "计划 篇1 " + "造林。" * 150 + " 计划 篇2 " + "修路。" * 10
    >>> [line.text[:5] for line in unfold_pieces(read_lines(text))]    # "plan, piece 1", "plant trees", …
    ['计划 篇1', '造林。造林', '计划 篇2', '修路。修路']
    """
    cuts: dict[int, list[int]] = {}
    count = 0
    for index, line in enumerate(lines):
        for found in _PIECE.finditer(line.text) if "篇" in line.text and len(line.text) > _TITLE else ():
            if read_number(found["n"]) == count + 1:
                count += 1
                cuts.setdefault(index, []).extend(found.span())
    if count < 2:
        return list(lines)
    return [part for index, line in enumerate(lines) for part in _parts(line, sorted(set(cuts.get(index, ()))))]


def _cut_first(lines: Sequence[Line]) -> list[Line]:
    """某县造林方案一、目标 with 二、 below on a line of its own: the first heading gets one too."""
    kept = list(lines)
    second = next((i for i, line in enumerate(lines) if line.text[0] == "二" and _opens(line.text, 2)), 0)
    for index in range(second - 1, -1, -1):
        line = kept[index]
        if line.text[0] == "一" and _opens(line.text, 1):
            break
        at = next((m.start() for m in _FIRST.finditer(line.text, 1) if _ends(line.text[: m.start()])), 0)
        if at:
            head, rest = line.text[:at].rstrip(), line.text[at:]
            kept[index : index + 1] = [
                Line(line.start, line.start + len(head), head),
                Line(line.start + at, line.end, rest),
            ]
            break
    return kept


def _opens(line: str, number: int) -> bool:
    label = read_label(line)
    return label is not None and label.style == "一、" and label.number == number and not label.weak


def _ends(before: str) -> bool:
    """Does something end here that a heading may follow: a sentence, a title?"""
    return before.rstrip()[-1:] in tuple("。；;！!？?：:”") or closes_title(before[-60:])


def _cut(line: Line) -> list[Line]:
    """The line cut where labels of one style count on from one: 一、…二、…."""
    places = [found.start() for found in _BEFORE.finditer(line.text)]
    kept: set[int] = set()
    for style in _STYLES:
        counted = 0
        run: list[int] = []
        for place in places:
            label = read_label(line.text[place : place + 24])
            if not label or label.style != style:
                continue
            if label.number == 1:
                kept.update(run if len(run) > 1 else ())
                run, counted = [place], 1
            elif label.number == counted + 1:
                run.append(place)
                counted += 1
        kept.update(run if len(run) > 1 else ())
    return _parts(line, sorted(kept))


def _parts(line: Line, cuts: Sequence[int]) -> list[Line]:
    """A line cut at these places, without the white space around each part."""
    parts: list[Line] = []
    for start, end in zip((0, *cuts), (*cuts, len(line.text)), strict=True):
        held = line.text[start:end].strip()
        if held:
            first = line.start + start + len(line.text[start:end]) - len(line.text[start:end].lstrip())
            parts.append(Line(first, first + len(held), held))
    return parts
