"""The words around a number, from ``extract/data``: units, bounds, hedges, set phrases that count nothing."""

from __future__ import annotations

from functools import cache
from typing import cast

from corpus.tables import read_table
from extract.records import Comparator


@cache
def units() -> dict[str, tuple[str, str, str]]:
    """Unit as written → (canonical, kind, "y" where a Chinese numeral may precede)."""
    return {row["unit"]: (row["canonical"], row["kind"], row["chinese"]) for row in read_table("extract", "units")}


@cache
def before_bounds() -> dict[str, Comparator]:
    """不少于 → >= and the like, directly before a number."""
    return _bounds("before")


@cache
def after_bounds() -> dict[str, Comparator]:
    """以上 → >= and the like, directly behind a unit."""
    return _bounds("after")


def _bounds(place: str) -> dict[str, Comparator]:
    rows = read_table("extract", "comparators")
    return {row["word"]: cast(Comparator, row["comparator"]) for row in rows if row["place"] == place}


@cache
def slogans() -> tuple[str, ...]:
    """Set phrases that begin with a number and count nothing: 四个意识, 八项规定."""
    return tuple(row["word"] for row in read_table("extract", "slogans"))


@cache
def hedges() -> tuple[str, ...]:
    """Words before a number that soften or harden a promise: 力争, 确保."""
    return tuple(row["word"] for row in read_table("extract", "hedges"))
