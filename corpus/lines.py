"""Text as lines, each with its place; every kind of line break is met here and nowhere else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Line(NamedTuple):
    """One line without the white space around it; ``text`` is what ``[start, end)`` holds."""

    start: int
    end: int
    text: str


# Rare breaks that str.split("\n") would miss; each is written over by a newline of the same length.
_RARE = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_BREAKS = tuple(map(chr, _RARE))
_MARKDOWN = re.compile(r"#{1,6}[ \u3000]+|\*{2,3}(?=[^*\s])|>[ \u3000]+|\?[? \u3000]*\?[ \u3000]*(?=\S)")

_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def narrow_digits(text: str) -> str:
    """The text with digits of full width written as plain ones, each in its place: years are read alike.

    >>> narrow_digits("２０２４年工作要点")    # "main tasks for 2024"
    '2024年工作要点'
    """
    return text.translate(_NARROW) if has_wide_digits(text) else text


def has_wide_digits(text: str) -> bool:
    """Whether a digit of full width stands in the text.

    >>> has_wide_digits("２０２４年"), has_wide_digits("2024年")    # "the year 2024"
    (True, False)
    """
    return any(digit in text for digit in "０１２３４５６７８９")  # ten looks take a fraction of a search for a set


def mark_breaks(text: str) -> str:
    r"""The text with every line break as ``\n``, of the same length: offsets stay.

    Some exports wrote the two characters ``\`` ``n`` for a break; these count as well.

    >>> mark_breaks("总则\r\n附则\\n完") == "总则 \n附则 \n完"    # "general rules … appendix … end"
    True
    """
    if "\\n" in text:
        text = text.replace("\\r\\n", "   \n").replace("\\n", " \n")
    if any(map(text.__contains__, _BREAKS)):
        text = text.replace("\r\n", " \n").translate(_RARE)
    return text


def line_start(text: str, at: int) -> int:
    """Where the line that holds this place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    r"""Where the line that holds this place ends, before its break.

    >>> text = "一、目标\n完成\n"      # "1. goals … done"
    >>> text[line_start(text, 6) : line_end(text, 6)], text[line_start(text, 8) : line_end(text, 8)]
    ('完成', '')
    """
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def read_lines(text: str) -> list[Line]:
    r"""The lines that hold something, in order; the text must have gone through ``mark_breaks``.

    >>> read_lines("  一、目标\n\n完 ")    # "1. goals … end"
    [Line(start=2, end=6, text='一、目标'), Line(start=8, end=9, text='完')]
    """
    return list(_read_lines(text))


@lru_cache(maxsize=2)  # frame, plans and headings of most files look at one and the same text
def _read_lines(text: str) -> tuple[Line, ...]:
    lines: list[Line] = []
    place = 0
    for raw in text.split("\n"):
        held = raw.strip()
        if held:
            start = place if raw[0] == held[0] else place + len(raw) - len(raw.lstrip())
            if held[0] in "#*>?" and (marks := _MARKDOWN.match(held)):
                start, held = start + marks.end(), held[marks.end() :].rstrip("*# ") or held[-1]
            lines.append(Line(start, start + len(held), held))
        place += len(raw) + 1
    return tuple(lines)
