"""The comparison in words and in its wide form: one row a place and year, one column an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb.answers.gaps import describe_gap
from kb.answers.tables import as_text

Row = dict[str, Any]
_SIGNS = {"=": "", ">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈", "range": ""}
_SAID_BY_SIGNS = ("左右", "约", "以上", "以内")
_LARGE = ((1e8, "亿"), (1e4, "万"))


def describe_cell(row: Row) -> str:
    """A cell as one reads it; empty for a gap.

    >>> describe_cell({"value": 6.5, "value_max": 7.0, "unit": "%", "comparator": "range"})
    '6.5–7%'
    >>> describe_cell({"value": 2.5e8, "unit": "元", "comparator": ">=", "hedge": "力争"})    # "strive for"
    '力争 ≥2.5亿元'
    """
    value = row.get("value")
    if value is None:
        return ""
    numbers = [number for number in (value, row.get("value_max")) if number is not None]
    scale, name = next(((s, n) for s, n in _LARGE if abs(numbers[0]) >= s and row["unit"] != "%"), (1.0, ""))
    text = "–".join(as_text(round(float(number) / scale, 6)) for number in numbers) + name + (row["unit"] or "")
    return describe_bound(row) + text


def describe_bound(row: Row) -> str:
    """What stands before the number: the hedge that no sign says, a fall, the comparator.

    >>> describe_bound({"comparator": ">=", "hedge": "力争"}), describe_bound({"comparator": "~", "hedge": "左右"})
    ('力争 ≥', '≈')
    """
    hedge = row.get("hedge") or ""
    hedge = hedge + " " if hedge and hedge not in _SAID_BY_SIGNS else ""
    falls = "↓" if row.get("change") == "decrease" else ""
    return hedge + falls + _SIGNS.get(row.get("comparator") or "=", "")


def describe_deadline(deadline: str | None) -> str:
    """A deadline for eyes; nothing for 今年 ("this year"), of which EDTF says only that there is a year.

    >>> describe_deadline("2025-12"), describe_deadline("XXXX-06"), describe_deadline("XXXX")
    ('2025-12', 'XXXX-06', '')
    """
    return "" if deadline is None or deadline == "XXXX" else deadline


def describe_pair(row: Row) -> Row:
    """Target, result and difference of an attainment row as one reads them.

    >>> row = {"target": 1.2e9, "actual": 1.5e9, "difference": 3e8, "unit": "元", "comparator": ">="}
    >>> describe_pair(row)
    {'target': '≥12亿元', 'actual': '15亿元', 'difference': '+3亿元'}
    """
    asked = {"value": row["target"], "unit": row["unit"], "comparator": row["comparator"], "hedge": row.get("hedge")}
    got = {"value": row["actual"], "unit": row["unit"]}
    return {"target": describe_cell(asked), "actual": describe_cell(got), **describe_change(row)}


def describe_change(row: Row) -> Row:
    """The difference of a row as one reads it, in points of a rate or in the unit; nothing where there is none.

    >>> describe_change({"difference": -0.5, "unit": "%"}), describe_change({"difference": 200, "unit": "人"})
    ({'difference': '-0.5个百分点'}, {'difference': '+200人'})
    """
    if row["difference"] is None:
        return {"difference": ""}
    points = {"value": row["difference"], "unit": "个百分点" if row["unit"] == "%" else row["unit"]}
    return {"difference": ("+" if row["difference"] > 0 else "") + describe_cell(points)}


def widen(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """(rows by place and year, their column names) of a long comparison; a gap shows its reason in 〔 〕.

    A place of which another's plan gives one figure alone has no row for the rest: nothing of its own was collected.

    >>> cell = {"value": 9.0, "unit": "%", "status": "target", "year": 2025, "gap": None}
    >>> rows = [("甲市", "就诊率"), ("甲市", "签约率"), ("乙县", "就诊率")]     # a city; a county in its table
    >>> rows = [cell | {"place": place, "place_name": place, "indicator": name} for place, name in rows]
    >>> [line["签约率"] for line in widen(rows)[0]]
    ['9%', '〔未收录〕']
    """
    statuses = list(dict.fromkeys(row["status"] for row in rows))
    columns: list[str] = []
    wide: dict[tuple[Any, Any], Row] = {}
    for row in rows:
        name = row["indicator"] if len(statuses) == 1 else f"{row['indicator']} ({row['status']})"
        if name not in columns:
            columns.append(name)
        line = wide.setdefault(
            (row["place"], row["year"]),
            {"place": row["place"], "place_name": row["place_name"], "year": row["year"]},
        )
        line["place_name"] = line["place_name"] or row["place_name"]
        line[name] = describe_cell(row) or describe_gap(row["gap"])
    silent = dict.fromkeys(columns, describe_gap("not collected"))
    return [line | silent | line for line in wide.values()], ["place", "place_name", "year", *columns]
