"""Two bounds that stand together are one range: 20万元以上100万元以下."""

from __future__ import annotations

from dataclasses import replace

from extract.quantities.bounded import Quantity


def join_bounds(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The quantities with each pair of a lower and an upper bound of one unit made a range.

    >>> from extract.quantities.expressions import find_quantities
    >>> text = "处20万元以上100万元以下罚款"    # "is fined 200,000 yuan or more, 1,000,000 yuan or less"
    >>> [(text[q.start:q.end], q.value, q.value_max) for q in join_bounds(text, find_quantities(text))]
    [('20万元以上100万元以下', 200000.0, 1000000.0)]
    """
    joined: list[Quantity] = []
    for quantity in quantities:
        low = joined[-1] if joined else None
        if low is not None and _pairs(text, low, quantity):
            joined[-1] = replace(low, end=quantity.end, value_max=quantity.value, comparator="range", rule="range")
        else:
            joined.append(quantity)
    return joined


def _pairs(text: str, low: Quantity, high: Quantity) -> bool:
    return (
        (low.rule, low.comparator) == ("bound after", ">=")
        and (high.rule, high.comparator) == ("bound after", "<=")
        and low.unit == high.unit
        and low.value < high.value
        and text[low.end : high.start] in ("", "、", "，", ",")
        and text.startswith("以上", low.end - 2)
        and text.startswith(("以下", "以内"), high.end - 2)
    )
