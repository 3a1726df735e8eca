"""How columns are said to a reader: reasons, changes and differences in words, in notebooks and on pages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kb.answers.plain import describe_differences
from kb.questions.cell_words import GAPS, describe_deadline
from kb.questions.values import tell_value


def missing(value: Any) -> bool:
    """Whether it is one of the several kinds of nothing that pandas has."""
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)


def tell_gap(gap: Any) -> str:
    """A reason in both languages.

    >>> tell_gap("no provision")
    '未提及 no provision'
    """
    return "" if missing(gap) else f"{GAPS[gap].name} {gap}" if gap in GAPS else str(gap)


def tell_change(what: Any) -> str:
    """What became of a target in both languages.

    >>> tell_change("lowered")
    '降低 lowered'
    """
    return "" if missing(what) else tell_value("change", str(what))


def tell_differences(changes: Any) -> str:
    """What a copy changes, in words.

    >>> tell_differences(["3→5", "→至少"])      # "at least" added
    '3→5；＋至少'
    """
    if not isinstance(changes, list | tuple):
        return "" if missing(changes) else str(changes)
    return describe_differences(changes)


def tell_deadline(deadline: Any) -> str:
    """A deadline; nothing where only 今年 ("this year") stands: the year beside it says which.

    >>> tell_deadline("2025-12"), tell_deadline("XXXX"), tell_deadline(None)
    ('2025-12', '', '')
    """
    return "" if missing(deadline) else describe_deadline(str(deadline))


# How columns are said, in notebooks and on pages.
TELL = {"gap": tell_gap, "what": tell_change, "differs": tell_differences, "deadline": tell_deadline}
