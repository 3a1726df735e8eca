"""What is taken away: rows with their keys, what each column means, and where it all came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from corpus.tables import read_rows

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type (string, integer, number, boolean) and meaning in English and Chinese."""

    name: str
    type: str
    en: str
    zh: str

    @property
    def heading(self) -> str:
        """Its Chinese name without what explains it.

        >>> describe_column("side").heading, describe_column("deadline").heading
        ('政策工具类型', '期限')
        """
        return re.split("[（，：；]", self.zh)[0]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be written: ``about`` holds what was asked and of which knowledge base."""

    name: str
    rows: Iterable[Row]
    keys: Sequence[str]
    about: dict[str, str] = field(default_factory=dict)
    sources: Sequence[Row] = ()  # source, sha256
    shown: Sequence[str] = ()  # of many columns, those that a page or a first sheet shows; none: all

    @property
    def columns(self) -> list[Column]:
        """What each key means."""
        return [describe_column(key) for key in self.keys]


# Beginnings of names that say whose column it is.
_SIDES = {
    "target": ("目标的", "target"), "actual": ("实绩的", "actual"), "of": ("在先条款的", "of the earlier one"),
    "before": ("前一年的", "of the earlier year"), "after": ("后一年的", "of the later year"),
}  # fmt: skip


# Names that mean something else there: how many hits there are, where a review stands.
FACET_HEADS = {"facet": "方面", "value": "取值", "count": "条款数"}
REVIEW_HEADS = {
    "what": "项目", "coders": "复核人", "facts": "事实数", "reviewed": "已复核", "accepted": "接受",
    "corrected": "更正", "rejected": "拒绝", "disputed": "有分歧", "changed": "读数已变",
    "precision": "准确率", "precision_low": "准确率下限", "precision_high": "准确率上限",
    "found": "识别率", "after": "复核后准确率", "after_low": "复核后下限",
    "after_high": "复核后上限", "units": "共同复核数", "agreement": "一致率", "kappa": "κ 系数", "alpha": "α 系数",
    "detail": "说明",
}  # fmt: skip


@cache
def _columns() -> dict[str, Column]:
    return {row[0]: Column(*row) for row in read_rows("kb", "columns")}


def describe_column(name: str) -> Column:
    """The column of this name.

    >>> describe_column("place").zh, describe_column("target_source").en, describe_column("of_date").zh
    ('行政区划代码', 'its source', '在先条款的发文日期')
    """
    known = _columns()
    if name in known:
        return known[name]
    side, _, rest = name.partition("_")
    if side in _SIDES and rest in known:
        column, (zh, en) = known[rest], _SIDES[side]
        return Column(name, column.type, f"{column.en} ({en})", f"{zh}{column.zh}")
    return Column(name, "string", "", "")


# Types of names that are described nowhere, or mean something else beside a column that tells which table it is.
_COUNTS = ("facts", "reviewed", "accepted", "corrected", "rejected", "disputed", "changed", "units")
_RATES = ("precision", "precision_low", "precision_high", "found", "after", "after_low", "after_high")
_TYPES = {
    "facet": {"value": "string", "count": "integer"},
    "pre": {"from": "integer", "to": "integer"},
    "precision": dict.fromkeys(_COUNTS, "integer") | dict.fromkeys((*_RATES, "agreement", "kappa", "alpha"), "number"),
}


def type_of(name: str, keys: Sequence[str]) -> str:
    """The type of a column in a table of these columns: string, integer, number or boolean.

    >>> type_of("value", ["indicator", "value"]), type_of("value", ["facet", "value", "count"])
    ('number', 'string')
    """
    own = next((types for marker, types in _TYPES.items() if marker in keys), {})
    return own.get(name) or describe_column(name).type
