"""Sentences of a text by position: what stands around a fact."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from corpus.matching.signs import Signs

_STOPS = frozenset("。！？；!?;")
# “十五〞: text recognition and converters mix the two kinds of double quotation marks.
_PAIRS = {"）": "（(", ")": "（(", "】": "【[", "]": "【[", "》": "《", "”": "“〝", "〞": "“〝", "’": "‘", "」": "「"}
_STOP, _BREAK, _CLOSER = 1, 2, 3
_SIGNS = Signs("。！？；!?;", "\n", "".join(_PAIRS), "（(【[《“‘「〝")
_AFTER = ("”", "〞", "’", "」")  # a stop before one of these ends no sentence: it does
# A bracket or quotation mark that is never closed must not swallow the rest of a paragraph.
_LONGEST = 300


@lru_cache(maxsize=4)
def _bounds(text: str) -> list[int]:
    """Where sentences begin. Stops inside brackets or quotation marks end none, unless these close right after."""
    starts = [0]
    open_marks: list[tuple[str, int]] = []
    passed: list[int] = []  # stops inside marks that are open: they end sentences if these are never closed
    places, kinds = _SIGNS.find(text)
    end = 0
    for at, kind in zip(places.tolist(), kinds.tolist(), strict=True):
        if at < end:
            continue  # of a row of stops
        end = at + 1
        if kind <= _BREAK:
            while kind == _STOP and text[end : end + 1] in _STOPS:
                end += 1
            if open_marks and kind == _STOP and at - open_marks[0][1] <= _LONGEST:
                passed.append(end)
                continue
            if open_marks:
                open_marks.clear()
                starts += passed
                passed.clear()
            if kind == _BREAK or text[end : end + 1] not in _AFTER:
                starts.append(end)
        elif kind == _CLOSER:
            mark = text[at]
            if open_marks and open_marks[-1][0] in _PAIRS[mark]:
                open_marks.pop()
            if not open_marks:
                passed.clear()
                if mark in "”〞’」" and text[at - 1] in _STOPS:
                    starts.append(end)
        else:
            mark = text[at]
            if mark in "“〝" and open_marks and open_marks[-1][0] == mark:
                open_marks.pop()  # none stands in its like: the one before was never closed
            open_marks.append((mark, at))
            if passed and len(open_marks) < 2:
                starts += passed
                passed.clear()
    return starts


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence (or sentences) that ``text[start:end]`` lies in, without white space around it.

    >>> text = "甲。到2026年（含2026年。）达到90%。乙"
    >>> text[slice(*sentence_span(text, 3, 8))]                   # "reaches 90 % by 2026 (2026 included.)."
    '到2026年（含2026年。）达到90%。'
    """
    starts = _bounds(text)
    first = starts[bisect_right(starts, start) - 1]
    after = bisect_right(starts, max(start, end - 1))
    last = starts[after] if after < len(starts) else len(text)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last
