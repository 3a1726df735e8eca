"""Texts whose lines were broken at one width: where a line goes on below, so that a name cut in two is read as one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import NamedTuple

_LEAST = 5  # lines of one width; fewer may be chance
_WIDEST = 60
_NARROWEST = 16
_SHARE = 0.4  # of all lines that are not empty
_GOES_ON = re.compile("[\u4e00-\u9fff、，,“《（(0-9]")
_BEGINS = re.compile(
    "(?![一二三四五六七八九十]{1,2}[、是]|[0-9]{1,2}[.、．]|第[一二三四五六七八九十]{1,3}[章条节]|.{0,12}[:：])"
    "[\u4e00-\u9fff、，,。；”》）)0-9]"
)

# 李强  县水利局局长: a line of columns, which ends where it should
_COLUMNS = re.compile(r"\S(?:[ \u3000]{2,}|\u3000|\t)\S|\S[ ][\u4e00-\u9fff]{2,}(?:长|主任|书记|主席|委员)\Z")


class Joined(NamedTuple):
    """A text without the breaks within its sentences, and where they stood: in the joined text, in the original."""

    text: str
    breaks: tuple[int, ...]
    places: tuple[int, ...]

    def original(self, at: int) -> int:
        """Where a character of the joined text stands in the original."""
        return at + bisect_right(self.breaks, at)

    def joined(self, at: int) -> int:
        """Where a place of the original is in the joined text."""
        return at - bisect_left(self.places, at)


def _width(widths: list[int]) -> int:
    """The width at which most lines end; 0 where they end as their sentences do."""
    common = Counter(width for width in widths if _NARROWEST <= width <= _WIDEST)
    if not common:
        return 0
    width = max(common, key=lambda w: (common[w - 1] + common[w] + common[w + 1], w))
    full = common[width - 1] + common[width] + common[width + 1]
    return 0 if full < _LEAST or full < _SHARE * sum(w > 0 for w in widths) else width


def unwrap(text: str) -> Joined | None:
    """The text with its lines joined where they were broken at one width; None for any other text.

    >>> lines = ["甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"] * 6 + ["完。"]
    >>> joined = unwrap("\\n".join(lines))
    >>> joined.text.count("\\n"), joined.original(18), joined.joined(19)    # the second line begins at 19
    (0, 19, 18)
    >>> unwrap("一行。\\n又一行。") is None    # "a line. / another line."
    True
    """
    count = text.count("\n")
    if count < _LEAST or len(text) > _WIDEST * (count + 1):
        return None
    lines = text.split("\n")
    widths = [len(line.rstrip()) for line in lines]
    width = _width(widths)
    if not width:
        return None
    parts, breaks, size = [], [], 0
    for number, line in enumerate(lines):
        parts.append(line)
        size += len(line)
        if number + 1 == len(lines):
            break
        goes_on = (
            abs(widths[number] - width) <= 1
            and len(line) == widths[number]
            and _GOES_ON.match(line[-1])
            and _COLUMNS.search(line) is None
            and _BEGINS.match(lines[number + 1])
        )
        if goes_on:
            breaks.append(size)
        else:
            parts.append("\n")
            size += 1
    if not breaks:
        return None
    return Joined("".join(parts), tuple(breaks), tuple(place + at for at, place in enumerate(breaks)))
