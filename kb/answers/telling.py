"""How columns are said to a reader: reasons, changes and differences in words, in notebooks and on pages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kb.answers.wide import GAPS, describe_deadline

_CHANGES = {
    "raised": "提高", "lowered": "降低", "reworded": "改变说法", "not comparable": "不可比", "new": "新增",
    "dropped": "不再提", "same": "未变",
}  # fmt: skip


def missing(value: Any) -> bool:
    """Whether it is one of the several kinds of nothing that pandas has."""
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)


def tell_gap(gap: Any) -> str:
    """A reason in both languages.

    >>> tell_gap("no provision")
    '未提及 no provision'
    """
    return "" if missing(gap) else f"{GAPS.get(gap, '')} {gap}".strip()


def tell_change(what: Any) -> str:
    """What became of a target in both languages.

    >>> tell_change("lowered")
    '降低 lowered'
    """
    return "" if missing(what) else f"{_CHANGES.get(what, '')} {what}".strip()


def tell_differences(changes: Any) -> str:
    """What a copy changes: 3→5, ＋ what it adds, － what it leaves out.

    >>> tell_differences(["3→5", "→至少", "尽快→"])      # "at least" added, "soon" left out
    '3→5；＋至少；－尽快'
    """
    if not isinstance(changes, list | tuple):
        return "" if missing(changes) else str(changes)
    parts = [str(change).partition("→") for change in changes]
    return "；".join(f"{a}→{b}" if a and b else f"＋{b}" if b else f"－{a}" for a, _, b in parts)


def tell_deadline(deadline: Any) -> str:
    """A deadline; nothing where only 今年 ("this year") stands: the year beside it says which.

    >>> tell_deadline("2025-12"), tell_deadline("XXXX"), tell_deadline(None)
    ('2025-12', '', '')
    """
    return "" if missing(deadline) else describe_deadline(str(deadline))


# How columns are said, in notebooks and on pages.
TELL = {"gap": tell_gap, "what": tell_change, "differs": tell_differences, "deadline": tell_deadline}
