"""Where clauses and sentences end, found once for a text and asked by position."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

import numpy as np

from corpus.matching.signs import Signs

# \r\n written out as four letters occurs in reports taken from data bases: a line break all the same.
# A short bracket without figures belongs to its noun: 企业（产品）, 执业(助理)医师, (SO2); so does a footnote mark.
# The first character stands in front of what decides about it: a set at the start is what a scan is fast with.
_STOP = re.compile(
    r"[，。；！？：\n\r（）();!?\t　,:\\—](?:"
    r"(?<=[（(])(?P<inner>(?:[^（）()0-9，。；：,\n]|(?<=[A-Za-z.0-9])[0-9]){1,8}[)）])"
    r"|(?<=[，。；！？：\n\r（）();!?\t　])"
    r"|(?<=(?<![0-9]),)|(?<=,)(?![0-9]{3}(?![0-9]))|(?<=:)(?![0-9])|(?<=\\)[rn]|(?<=—)—)"
)
# What is a stop wherever it stands, those of them that end sentences, and what the pattern must look at.
_SIGNS = Signs("，：\r）)\t\u3000", "。；！？\n;!?", "（(,:\\—")
_GOES_ON = ("，", ",", "、")  # a line that ends so is broken off, not over


class Clauses:
    """The stops of a text. ``clause`` and ``sentence`` give spans, end exclusive, without the stop itself."""

    __slots__ = ("clause_ends", "clause_starts", "sentence_ends", "sentence_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.clause_ends: list[int] = []
        self.clause_starts: list[int] = [0]
        places, kinds = _SIGNS.find(text)
        starts, ends = places.tolist(), (places + 1).tolist()
        full = dict.fromkeys(places[kinds == 2].tolist(), 1)  # the length of each stop that ends a sentence
        done = 0  # of the signs
        for number in np.flatnonzero(kinds == 3).tolist():
            start = starts[number]
            stop = _STOP.match(text, start) if number >= done else None
            if number < done or (stop is not None and stop.end() == start + 1):
                continue  # one like the others, or within the one before
            self.clause_ends += starts[done:number]
            self.clause_starts += ends[done:number]
            done = number + 1
            if stop is None:
                continue
            if stop.lastindex is None:
                self.clause_ends.append(start)
                self.clause_starts.append(stop.end())
                full |= {start: 2} if text[start] == "\\" else {}
            while done < len(starts) and starts[done] < stop.end():
                full.pop(starts[done], None)
                done += 1
        self.clause_ends += starts[done:]
        self.clause_starts += ends[done:]
        self.clause_ends.append(len(text))
        ending = [at for at in sorted(full) if not (text[at] == "\n" and text[at - 1 : at] in _GOES_ON)]
        self.sentence_ends: list[int] = [*ending, len(text)]
        self.sentence_starts: list[int] = [0, *(at + full[at] for at in ending)]

    def clause(self, position: int) -> tuple[int, int]:
        """The span between two stops that holds this position.

        >>> Clauses("全县增长7%，力争8%").clause(9)   # "county-wide up 7 %, striving for 8 %"
        (7, 11)
        """
        return self.clause_starts[bisect_right(self.clause_starts, position) - 1], self.end_of_clause(position)

    def start_of_clause(self, position: int) -> int:
        return self.clause_starts[bisect_right(self.clause_starts, position) - 1]

    def end_of_clause(self, position: int) -> int:
        return self.clause_ends[bisect_left(self.clause_ends, position)]

    def sentence(self, position: int) -> tuple[int, int]:
        """The span between two full stops, semicolons or line breaks that holds this position."""
        start = self.sentence_starts[bisect_right(self.sentence_starts, position) - 1]
        return start, self.sentence_ends[bisect_left(self.sentence_ends, position)]

    def start_of_sentence(self, position: int) -> int:
        return self.sentence_starts[bisect_right(self.sentence_starts, position) - 1]


@lru_cache(maxsize=2)
def find_clauses(text: str) -> Clauses:
    """The stops of a text; measures and mentions of one plan ask for the same."""
    return Clauses(text)
