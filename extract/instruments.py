"""Policy instruments after Rothwell and Zegveld: what a sentence supplies, how it shapes the setting, what it demands.

Rules only: each marker stands in ``data/instruments.tsv`` beside a phrase that it finds and one that it must leave.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from corpus.tables import read_rows

Side = Literal["supply", "environment", "demand"]


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument and the words that show it: ``text[start:end]``."""

    side: Side
    tool: str  # 人才培养, 资金投入, 考核监督, 政府采购 …
    start: int
    end: int


class Marker(NamedTuple):
    """Words that show an instrument, with a phrase that they find and one that they must leave."""

    side: Side
    tool: str
    pattern: re.Pattern[str]
    example: str
    leaves: str
    gloss: str


@lru_cache(maxsize=1)
def read_markers() -> tuple[Marker, ...]:
    """The table of markers, in its order; an earlier one wins where two find the same words."""
    rows = read_rows("extract", "instruments")
    return tuple(
        Marker(cast(Side, side), tool, re.compile(pattern), example, leaves, gloss)
        for side, tool, pattern, example, leaves, gloss, _ in rows
    )


def find_instruments(text: str) -> list[Instrument]:
    """The instruments that a text names, by place; one tool counts once where its words overlap.

    >>> text = "县财政安排专项资金，政府购买养老服务，结果纳入考核。"    # money; bought services; assessment
    >>> [(found.side, found.tool, text[found.start : found.end]) for found in find_instruments(text)]
    [('supply', '资金投入', '财政安排'), ('supply', '资金投入', '专项资金'),
     ('demand', '购买服务', '政府购买养老服务'), ('environment', '考核监督', '考核')]
    """
    found = sorted(
        (match.start(), -match.end(), order, marker)
        for order, marker in enumerate(read_markers())
        for match in marker.pattern.finditer(text)
    )
    kept: list[Instrument] = []
    ends: dict[str, int] = {}
    for start, end, _, marker in found:
        if start >= ends.get(marker.tool, 0):
            kept.append(Instrument(marker.side, marker.tool, start, -end))
            ends[marker.tool] = -end
    return kept
