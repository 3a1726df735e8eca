"""The word lists of extraction, read once from extract/data/*.tsv (first line: names of the columns)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import cast

from extract.records import Comparator


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a table as dictionaries, e.g. ``read_table("units")``."""
    lines = files("extract.data").joinpath(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    return tuple(dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:] if line)


@cache
def units() -> dict[str, tuple[str, str, str]]:
    """Unit as written → (canonical, kind, "y" where a Chinese numeral may precede)."""
    return {row["unit"]: (row["canonical"], row["kind"], row["chinese"]) for row in read_table("units")}


@cache
def before_bounds() -> dict[str, Comparator]:
    """不少于 → >= and the like, directly before a number."""
    return {r["word"]: cast(Comparator, r["comparator"]) for r in read_table("comparators") if r["place"] == "before"}


@cache
def after_bounds() -> dict[str, Comparator]:
    """以上 → >= and the like, directly behind a unit."""
    return {r["word"]: cast(Comparator, r["comparator"]) for r in read_table("comparators") if r["place"] == "after"}


@cache
def slogans() -> tuple[str, ...]:
    """Set phrases that begin with a number and count nothing: 四个意识, 八项规定."""
    return tuple(row["word"] for row in read_table("slogans"))


@cache
def hedges() -> tuple[str, ...]:
    """Words before a number that soften or harden a promise: 力争, 确保."""
    return tuple(row["word"] for row in read_table("hedges"))
