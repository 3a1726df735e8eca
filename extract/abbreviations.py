"""Common short forms; apart from the rules that read references, so that a search need not load these."""

from __future__ import annotations

from functools import cache

from corpus.tables import read_table


@cache
def common_abbreviations() -> dict[str, str]:
    """Short forms that everybody in the field uses, for search: 教共体 → 教育共同体.

    >>> common_abbreviations()["社零"]     # "retail sales"
    '社会消费品零售总额'
    """
    return {row["short"]: row["long"] for row in read_table("extract", "abbreviations")}
