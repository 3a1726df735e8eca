"""A number that stands alone as a headline: what it measures is said where the text below repeats it."""

from __future__ import annotations

from dataclasses import replace

from extract.indicators import canonical
from extract.records import Measure

_NEAR = 240  # characters from a headline to where its number is repeated


def name_headlines(text: str, found: list[Measure]) -> list[Measure]:
    """The measures, each without an indicator named after the next one that repeats its number below its line.

    >>> from extract.measures import find_measures
    >>> told = find_measures("数字二——36亿元\\n全县税收达到36亿元。")    # "Figure two: 3.6 billion. Taxes reached …"
    >>> [(m.text, m.indicator) for m in told]
    [('36亿元', '税收'), ('36亿元', '税收')]
    """
    result = list(found)
    for index, item in enumerate(found):
        if item.indicator:
            continue
        for later in found[index + 1 : index + 6]:
            if later.start - item.end > _NEAR:
                break
            same = (later.value, later.value_max, later.unit) == (item.value, item.value_max, item.unit)
            if same and later.indicator and "\n" in text[item.end : later.start]:
                known = canonical(later.indicator, unit=item.unit, change=item.change, basis=item.basis)
                result[index] = replace(item, indicator=later.indicator, indicator_id=known)
                break
    return result
