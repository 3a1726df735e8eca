"""Which of several equal expressions in a sentence is meant, where only its words are at hand."""

from __future__ import annotations

import re

_END = re.compile("[，,；;。、]")


def find_occurrence(sentence: str, words: str, about: str = "") -> int:
    """Where the words begin: of several places the one whose clause speaks most of ``about``, else the first; -1: none.

    >>> said = "规上工业增加值增长12%，固定资产投资增长12%"      # "industry by 12 %, investment by 12 %"
    >>> [find_occurrence(said, "12%", name) for name in ("规上工业增加值增速", "固定资产投资增速", "")]
    [9, 21, 9]
    >>> find_occurrence("比去年的112%低，为12%", "12%")      # "below last year's 112 %, at 12 %"
    11
    """
    guard = r"(?<![\d.])" if words[:1].isdigit() else ""  # 12% is no part of 112%
    places = [found.start() for found in re.finditer(guard + re.escape(words), sentence)] if words else []
    if len(places) < 2 or not about:
        return places[0] if places else sentence.find(words) if words else -1
    pairs = {about[n : n + 2] for n in range(len(about) - 1)}
    ends = [0, *(place + len(words) for place in places)]

    def speaks(n: int) -> int:
        clause = _END.split(sentence[ends[n] : places[n]])[-1]
        return sum(pair in clause for pair in pairs)

    return places[max(range(len(places)), key=lambda n: (speaks(n), -n))]
