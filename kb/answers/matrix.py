"""The wide form of a comparison: places and years down, indicators across. Derived from the long form, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈", "=": "", "range": ""}
GAPS = {
    "no provision": "未提及",
    "named without a number": "有提法无数值",
    "relative only": "仅有相对表述",
    "combined only": "仅有合并口径",
    "level only": "口径不同（总量与增速）",
    "unreadable": "无法读取",
    "truncated": "文本不全",
    "not collected": "未收录",
}
_LARGE = ((1e8, "亿"), (1e4, "万"))


def show_cell(row: Row, lang: str = "zh") -> str:
    """One cell in a few characters: value with its bound, or why there is none.

    >>> show_cell({"gap": None, "value": 7.0, "value_max": None, "unit": "%", "comparator": "~", "change": "increase"})
    '≈7%'
    >>> show_cell({"gap": "relative only", "value": None}), show_cell({"gap": "relative only", "value": None}, "en")
    ('（仅有相对表述）', '(relative only)')
    """
    if row["gap"]:
        return f"（{GAPS.get(row['gap'], row['gap'])}）" if lang == "zh" else f"({row['gap']})"
    value = show_number(row["value"], row["unit"])
    if row.get("value_max") is not None:
        value = f"{show_number(row['value'], '')}–{show_number(row['value_max'], row['unit'])}"
    fall = "−" if row.get("change") == "decrease" else ""
    return f"{SIGNS.get(row['comparator'], '')}{fall}{value}"


def show_number(value: float, unit: str) -> str:
    """A number with its unit, 万 and 亿 put back.

    >>> show_number(14190000000, "元"), show_number(7.5, "%"), show_number(320000, "亩")    # yuan, per cent, mu
    ('141.9亿元', '7.5%', '32万亩')
    """
    for size, name in _LARGE:
        if unit and unit not in ("%", "‰", "百分点") and abs(value) >= size:
            return f"{value / size:.10g}{name}{unit}"
    return f"{value:.10g}{unit}"


def widen(rows: Sequence[Row], lang: str = "zh") -> tuple[list[Row], list[str]]:
    """(one row a place and year, its columns): a cell shows what the long row says.

    Several statuses of one indicator become columns of their own.
    """
    statuses = {row["status"] for row in rows}
    names: dict[str, None] = {}
    lines: dict[tuple[Any, Any], Row] = {}
    for row in rows:
        name = row["indicator"] if len(statuses) < 2 else f"{row['indicator']} {row['status']}"
        names[name] = None
        line = lines.setdefault(
            (row["place"], row["year"]), {"place": row["place"], "place_name": row["place_name"], "year": row["year"]}
        )
        line[name] = show_cell(row, lang)
    return list(lines.values()), ["place", "place_name", "year", *names]
