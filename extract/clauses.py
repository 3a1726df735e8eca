"""Where clauses and sentences end, found once for a text and asked by position."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

# \r\n written out as four letters occurs in reports taken from data bases: a line break all the same.
# A short bracket without figures belongs to its noun: 企业（产品）, 执业(助理)医师; so does a footnote mark.
_STOP = re.compile(
    r"(?P<inner>[（(][^（）()0-9，。；：,\n]{1,8}[)）])|[，。；！？：\n\r（）();!?\t　]"
    r"|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|:(?![0-9])|\\[rn]|——"
)
_FULL = frozenset("。；！？\n;!?\\")


class Clauses:
    """The stops of a text. ``clause`` and ``sentence`` give spans, end exclusive, without the stop itself."""

    __slots__ = ("clause_ends", "clause_starts", "sentence_ends", "sentence_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.clause_ends: list[int] = []
        self.clause_starts: list[int] = [0]
        self.sentence_ends: list[int] = []
        self.sentence_starts: list[int] = [0]
        for stop in _STOP.finditer(text):
            if stop.lastgroup:
                continue
            self.clause_ends.append(stop.start())
            self.clause_starts.append(stop.end())
            if stop.group()[0] in _FULL:
                self.sentence_ends.append(stop.start())
                self.sentence_starts.append(stop.end())
        self.clause_ends.append(len(text))
        self.sentence_ends.append(len(text))

    def clause(self, position: int) -> tuple[int, int]:
        """The span between two stops that holds this position.

        >>> Clauses("全县增长7%，力争8%").clause(9)   # "county-wide up 7 %, striving for 8 %"
        (7, 11)
        """
        return self.clause_starts[bisect_right(self.clause_starts, position) - 1], self.end_of_clause(position)

    def end_of_clause(self, position: int) -> int:
        return self.clause_ends[bisect_left(self.clause_ends, position)]

    def sentence(self, position: int) -> tuple[int, int]:
        """The span between two full stops, semicolons or line breaks that holds this position."""
        start = self.sentence_starts[bisect_right(self.sentence_starts, position) - 1]
        return start, self.sentence_ends[bisect_left(self.sentence_ends, position)]
