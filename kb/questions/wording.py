"""Texts beside each other: the wording that they share, and the numbers, dates and offices in which they differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_SHINGLE = 6  # characters in a row that two texts must have alike to be called shared
_LEAST = 3  # characters of a shared stretch that is marked
_FIGURE = re.compile(r"[0-9０-９]")


class Mark(NamedTuple):
    """A stretch of a text: ``shared``, or the ``number``, ``date`` or ``office`` that the others do not have."""

    start: int
    end: int
    kind: str


def find_marks(texts: Sequence[str], spans: Sequence[Sequence[Mark]]) -> list[list[Mark]]:
    """For each text what it shares with any other and what not all others have, by place, none overlapping.

    ``spans`` are the numbers, dates and offices in each text. Figures are no obstacle to shared wording.

    >>> texts = ["县财政每年安排专项资金200万元", "市财政每年安排专项资金80万元"]    # "finance sets aside … each year"
    >>> found = find_marks(texts, [[Mark(11, 16, "number")], [Mark(11, 15, "number")]])
    >>> [[(text[start:end], kind) for start, end, kind in marks] for text, marks in zip(texts, found)]
    [[('财政每年安排专项资金', 'shared'), ('200万元', 'number')],
     [('财政每年安排专项资金', 'shared'), ('80万元', 'number')]]
    """
    masked = [_FIGURE.sub("0", text) for text in texts]
    held = Counter(part for text in masked for part in set(_shingles(text)))
    found = []
    for n, text in enumerate(texts):
        differing = _apart([mark for mark in spans[n] if _is_lacking(text[mark.start : mark.end], texts, n)])
        taken = bytearray(len(text))
        for place, part in enumerate(_shingles(masked[n])):
            if held[part] > 1:
                taken[place : place + _SHINGLE] = b"\1" * _SHINGLE
        for start, end, _ in differing:
            taken[start:end] = bytes(end - start)
        runs = (run.span() for run in re.finditer(b"\1+", bytes(taken)))
        shared = [Mark(start, end, "shared") for start, end in runs if end - start >= _LEAST]
        found.append(sorted(shared + differing))
    return found


def _is_lacking(words: str, texts: Sequence[str], own: int) -> bool:
    """Whether one of the other texts does not have these words."""
    return any(words not in text for n, text in enumerate(texts) if n != own)


def _shingles(text: str) -> list[str]:
    return [text[place : place + _SHINGLE] for place in range(len(text) - _SHINGLE + 1)]


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Marks by place; of those that overlap the first and longest."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept
