"""A cell of a comparison in words: its figure with what bounds it, or why it is empty."""

from __future__ import annotations

from typing import Any, NamedTuple

from corpus.tables import read_rows

Row = dict[str, Any]
_SIGNS = {"=": "", ">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈", "range": ""}
_SAID_BY_SIGNS = ("左右", "约", "以上", "以内")
_LARGE = ((1e8, "亿"), (1e4, "万"))


class Gap(NamedTuple):
    """What a reason is called in Chinese, and what it means in Chinese and English."""

    name: str
    zh: str
    en: str


def _read() -> dict[str, Gap]:
    return {gap: Gap(*told) for gap, *told in read_rows("kb", "gaps")}


GAPS = _read()


def name_column(cell: Row, several: bool) -> str:
    """The head of a cell's column: its indicator, and its status where the columns are of ``several``.

    >>> name_column({"indicator": "县域就诊率", "status": "target"}, True)     # treated within the county
    '县域就诊率 (target)'
    """
    return f"{cell['indicator']} ({cell['status']})" if several else str(cell["indicator"])


def name_gap(gap: str) -> str:
    """A reason in Chinese, as it is where it is none of ours.

    >>> name_gap("no provision"), name_gap("another")
    ('未提及', 'another')
    """
    return GAPS[gap].name if gap in GAPS else gap


def describe_gap(gap: str | None) -> str:
    """Why a cell is empty, in Chinese as the sheets are.

    >>> describe_gap("not collected")
    '〔未收录〕'
    """
    return f"〔{name_gap(gap or '')}〕"


def explain_gap(gap: str) -> str:
    """What one reason means, in Chinese and English.

    >>> explain_gap("not collected")
    '库中没有该地该年的文件 · no plan of that place and year was collected'
    """
    return f"{GAPS[gap].zh} · {GAPS[gap].en}" if gap in GAPS else gap


def tell_number(number: float) -> str:
    """A number as it stands in a cell: 90 for 90.0.

    >>> tell_number(90.0), tell_number(6.5)
    ('90', '6.5')
    """
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else str(number)


def describe_cell(row: Row) -> str:
    """A cell as one reads it; empty for a gap.

    >>> describe_cell({"value": 6.5, "value_max": 7.0, "unit": "%", "comparator": "range"})
    '6.5–7%'
    >>> describe_cell({"value": 2.5e8, "unit": "元", "comparator": ">=", "hedge": "力争"})    # "strive for"
    '力争 ≥2.5亿元'
    >>> describe_cell({"value": 12.0, "unit": "所", "said_by": "保定市"})     # schools, as the city's plan says
    '12所（据保定市）'
    """
    value = row.get("value")
    if value is None:
        return ""
    numbers = [number for number in (value, row.get("value_max")) if number is not None]
    scale, name = next(((s, n) for s, n in _LARGE if abs(numbers[0]) >= s and row["unit"] != "%"), (1.0, ""))
    text = "–".join(tell_number(round(float(number) / scale, 6)) for number in numbers) + name + (row["unit"] or "")
    return describe_bound(row) + text + (f"（据{row['said_by']}）" if row.get("said_by") else "")


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
