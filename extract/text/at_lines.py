"""Patterns that begin with a line: looked for where lines begin, and nowhere between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache


def find_at_lines(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    r"""What ``finditer`` finds of a pattern that begins with ``(?m)^``, holds something, and ends with its line.

    >>> text = "一、目标\n完成二、三项\n二、任务"     # "1. goals, two or three things done, 2. tasks"
    >>> [found.group() for found in find_at_lines(re.compile("(?m)^[一二]、[^\n]*"), text)]
    ['一、目标', '二、任务']
    """
    match = pattern.match
    for start in _line_starts(text):
        if found := match(text, start):
            yield found


@lru_cache(maxsize=2)  # several patterns look at one and the same text
def _line_starts(text: str) -> tuple[int, ...]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return tuple(starts)
