"""Characters of a PDF page → its lines, in the order in which they are seen rather than drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from corpus.readers.lines import Char, Line
from corpus.readers.result import HAN

_IS_WIDE = re.compile(f"[{HAN}\u2014\u2018-\u201d\u2026\u3000-\u303f\uff00-\uffef]")
_WIDE_GAP, _GAP = 0.8, 0.17  # of an ideograph: between ideographs, and between Latin letters


def build_lines(chars: list[Char], page: int) -> list[Line]:
    """The lines of a page in reading order.

    Quotes and figures from another font are often drawn after the line that they stand in, so each
    line is put in order from left to right, and what was drawn apart is put back into its line.
    """
    groups = _gather([group for group in _split(chars) if any(_is_solid(char) for char in group)])
    return [_make_line(sorted(group, key=lambda char: char.left), page) for group in groups]


def _split(chars: list[Char]) -> Iterator[list[Char]]:
    """What lies between the line ends that the library saw; after a hyphen it gives none."""
    group: list[Char] = []
    for char in chars:
        if group and char.right < group[-1].left and group[-1].bottom - char.bottom > 0.5 * (char.top - char.bottom):
            yield group
            group = []
        if char.text in "\r\n":
            if group:
                yield group
            group = []
        elif not char.made:
            group.append(char)
    if group:
        yield group


def _gather(groups: list[list[Char]]) -> list[list[Char]]:
    """Groups that stand in the gaps of an earlier line become part of it."""
    gathered: list[list[Char]] = []
    levels: dict[int, list[list[Char]]] = {}
    for group in groups:
        solid = [char for char in group if _is_solid(char)]
        bottom, height = median(char.bottom for char in solid), median(char.top - char.bottom for char in solid)
        near = [line for level in (-1, 0, 1) for line in levels.get(round(bottom / 4) + level, ())]
        home = next((line for line in near if _fits(solid, line, bottom, height)), None)
        if home is not None:
            home.extend(group)
            continue
        line = list(group)
        gathered.append(line)
        levels.setdefault(round(bottom / 4), []).append(line)
    return gathered


def _fits(solid: list[Char], line: list[Char], bottom: float, height: float) -> bool:
    """Whether characters lie on the base line of another line, within it, and where it is empty."""
    others = [char for char in line if _is_solid(char)]
    if abs(median(char.bottom for char in others) - bottom) > 0.3 * height:
        return False
    slack = 0.6 * height
    left, right = min(char.left for char in others) - slack, max(char.right for char in others) + slack
    if not (left <= min(char.left for char in solid) and max(char.right for char in solid) <= right):
        return False
    return not any(
        other.left + 0.3 * height < (char.left + char.right) / 2 < other.right - 0.3 * height
        for char in solid
        for other in others
    )


def _make_line(group: list[Char], page: int) -> Line:
    solid = [char for char in group if _is_solid(char)]
    wide = [char.right - char.left for char in solid if _IS_WIDE.match(char.text)]
    em = median(wide) if wide else 0.0
    if not em > 0.5:
        em = median(char.top - char.bottom for char in solid)
    text, last = "", None
    for char in group:
        if not _is_solid(char):
            text += " " if not text.endswith(" ") else ""
            continue
        if last is not None and not text.endswith(" "):
            narrow = not _IS_WIDE.match(char.text) and not _IS_WIDE.match(last.text)
            text += " " if char.left - last.right > (_GAP if narrow else _WIDE_GAP) * em else ""
        text += char.text
        last = char
    bottom, top = median(char.bottom for char in solid), median(char.top for char in solid)
    left, right = min(char.left for char in solid), max(char.right for char in solid)
    return Line(text.strip(), left, right, bottom, top, em, page)


def _is_solid(char: Char) -> bool:
    return bool(char.text.strip())
