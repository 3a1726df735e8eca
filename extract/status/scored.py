"""Shares and points of an assessment: parameters of its rule, whatever the sentence around them promises."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace

from extract.records import Measure

__all__ = ["read_scores", "read_weights"]
_WEIGHED = re.compile("考核|测评|评议|评分|权重|分值|成绩|赋分")
_MARKS = re.compile("平均分|成绩|[率度]\\Z")  # what is reached, not what is weighed


def read_weights(text: str, found: list[Measure]) -> list[Measure]:
    """师德20%，成绩50%，评议30%: shares of an assessment that make up the whole are its weights.

    >>> from extract.measures import find_measures
    >>> found = find_measures("考核中师德占20%，成绩占50%，评议占30%。")    # "in the appraisal ethics count 20 %, …"
    >>> [m.status for m in found]
    ['standard', 'standard', 'standard']
    """
    result, begin = list(found), 0
    while begin < len(found):
        end, total = begin, 0.0
        while end < len(found) and found[end].unit == "%" and found[end].comparator == "=" and not found[end].change:
            if end > begin and re.search(r"[。\n]|.{20}", text[found[end - 1].end : found[end].start]):
                break
            total += found[end].value
            end += 1
            if end - begin >= 3 and total >= 100:
                break
        if end - begin >= 3 and abs(total - 100) < 0.01:
            told = text[max(0, found[begin].start - 60) : found[end - 1].end]
            for position in range(begin, end):
                if found[position].status == "target" or _WEIGHED.search(told):
                    result[position] = replace(found[position], status="standard", deadline=None)
            begin = end
        else:
            begin += 1
    return result


def read_scores(text: str, found: list[Measure]) -> list[Measure]:
    """畜牧生产（30分）…占35%…鉴定10分: in a paragraph of scores, shares and points are parameters, too.

    >>> from extract.measures import find_measures
    >>> found = find_measures("畜牧生产（30分）、绿化（20分），其中投入占35%。")    # "livestock (30 points) …"
    >>> [m.status for m in found]
    ['standard', 'standard', 'standard']
    """
    scored = [item.start for item in found if item.unit == "分" and item.status == "standard"]
    if len(scored) < 2:
        return found
    breaks = [position for position, char in enumerate(text) if char == "\n"]
    lines = Counter(bisect_left(breaks, start) for start in scored)
    sheet = range(min(lines), max(lines) + 1) if len(scored) >= 5 else range(0)  # the lines of a sheet of scores
    return [
        replace(item, status="standard", deadline=None)
        if item.unit in ("分", "%")
        and item.status != "standard"
        and not item.change
        and ((line := bisect_left(breaks, item.start)) in sheet or lines[line] > 1)
        and not _MARKS.search(item.indicator or "")
        else item
        for item in found
    ]
