"""The comparison in its wide form: one row a place and year, one column an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb.questions.cell_words import describe_cell, describe_gap, name_column

Row = dict[str, Any]


def widen(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """(rows by place and year, their column names) of a long comparison; a gap shows its reason in 〔 〕.

    A place of which another's plan gives one figure alone has no row for the rest: nothing of its own was collected.

    >>> cell = {"value": 9.0, "unit": "%", "status": "target", "year": 2025, "gap": None}
    >>> rows = [("甲市", "就诊率"), ("甲市", "签约率"), ("乙县", "就诊率")]     # a city; a county in its table
    >>> rows = [cell | {"place": place, "place_name": place, "indicator": name} for place, name in rows]
    >>> [line["签约率"] for line in widen(rows)[0]]
    ['9%', '〔未收录〕']
    """
    several = len({row["status"] for row in rows}) > 1
    columns: list[str] = []
    wide: dict[tuple[Any, Any], Row] = {}
    for row in rows:
        name = name_column(row, several)
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
