"""Changes: the targets of one place in two years side by side, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kb.database import Database
from kb.questions.cell_words import describe_cell, describe_gap
from kb.questions.cells import Row
from kb.questions.compare import compare_indicators
from kb.questions.places import stated_within
from kb.schema import current_sql

_SIDE = ("cell", "value", "text", "sentence", "source", "start", "end", "fact_id")
KEYS = (
    "place", "place_name", "indicator", "status", "what", "unit", "difference",
    *(f"{side}_{name}" for side in ("before", "after") for name in _SIDE),
)  # fmt: skip
WHAT = ("raised", "lowered", "reworded", "not comparable", "new", "dropped", "same")

_INDICATORS = """
SELECT DISTINCT m.indicator_id FROM {measures} m JOIN plans l ON l.plan_id = m.plan_id
WHERE m.indicator_id IS NOT NULL AND m.status = ? AND {within} ORDER BY 1"""
_IN_WORDS = """
SELECT DISTINCT m.indicator, l.year FROM {measures} m JOIN plans l ON l.plan_id = m.plan_id
WHERE m.indicator_id IS NULL AND m.indicator IS NOT NULL AND m.status = ? AND {within}
  AND l.year IN (?, ?) ORDER BY 1"""


def find_changes(
    db: Database, places: Sequence[str], before: int, after: int, *, indicators: Sequence[str] = (),
    status: str = "target",
) -> list[Row]:  # fmt: skip
    """One row a place and indicator that one of the two years has: raised, lowered, reworded, new, dropped, same.

    ``places`` are codes; of a city all places below it. ``reworded``: the same figure with another comparator or
    hedge. An indicator is new or dropped only where a plan of the other year is silent about it; where that year
    speaks of it without a figure of its own, or breaks off, it is not comparable; where nothing was collected for
    that year, or the plan speaks of another, there is no row. What is no standard indicator has a row where both
    years name it in the same words with a figure: silence in other words is no change.
    """
    rows: list[Row] = []
    for place in places:
        in_words = [] if indicators else _held_in_words(db, place, status, (before, after))
        names = list(indicators) or [*_held(db, place, status), *in_words]
        found = compare_indicators(db, names, places=[place], years=[before, after], statuses=[status]) if names else []
        cells = {(row["place"], row["indicator"], row["year"]): row for row in found}
        for where, name in dict.fromkeys((row["place"], row["indicator"]) for row in found):
            row = _pair(cells.get((where, name, before)), cells.get((where, name, after)))
            if row and not (name in in_words and None in (row["before_value"], row["after_value"])):
                rows.append(row)
    return sorted(rows, key=lambda row: (row["place"], WHAT.index(row["what"]), row["indicator"]))


def _held(db: Database, place: str, status: str) -> list[str]:
    within, values = stated_within([place])
    measures = current_sql("measure", "plan_id", "indicator_id", "status", "place")
    sql = _INDICATORS.format(measures=measures, within=within)
    return [name for (name,) in db.execute(sql, [status, *values])]


def _held_in_words(db: Database, place: str, status: str, years: tuple[int, int]) -> list[str]:
    """What plans of both years name in the same words (台区增容), though it is no standard indicator."""
    from extract.indicator_names import plain_name

    within, values = stated_within([place])
    measures = current_sql("measure", "plan_id", "indicator", "indicator_id", "status", "place")
    sql = _IN_WORDS.format(measures=measures, within=within)
    named: dict[str, dict[int, str]] = defaultdict(dict)
    for words, year in db.execute(sql, [status, *values, *years]):
        named[plain_name(words)].setdefault(year, words)
    return sorted(min(by_year.values(), key=len) for by_year in named.values() if len(by_year) > 1)


def _pair(first: Row | None, second: Row | None) -> Row | None:
    """The row of two cells; None where neither has a value, or where one's year was not collected or not spoken of."""
    if first is None or second is None or (first["value"] is None and second["value"] is None):
        return None
    if {"not collected", "another year"} & {first["gap"], second["gap"]}:
        return None
    what = judge(first, second)
    row: Row = dict.fromkeys(KEYS)
    row |= {key: second[key] for key in ("place", "indicator", "status")}
    row |= {"place_name": second["place_name"] or first["place_name"], "what": what}
    row["unit"] = second["unit"] or first["unit"]
    if what in ("raised", "lowered"):
        row["difference"] = round(signed(second) - signed(first), 6)
    for side, cell in (("before", first), ("after", second)):
        row |= {f"{side}_{name}": cell.get(name) for name in _SIDE if name != "cell"}
        row[f"{side}_cell"] = _say(cell)
    return row


def judge(first: Row, second: Row) -> str:
    """What became of a target.

    >>> cell = {"value": 6.0, "value_max": None, "unit": "%", "comparator": ">=", "change": None, "hedge": None}
    >>> silent = cell | {"value": None, "gap": "no provision"}
    >>> judge(cell, cell | {"value": 5.5}), judge(cell, cell | {"comparator": "~"}), judge(cell, silent)
    ('lowered', 'reworded', 'dropped')
    """
    if first["value"] is None or second["value"] is None:
        empty, what = (first, "new") if first["value"] is None else (second, "dropped")
        return what if empty["gap"] == "no provision" else "not comparable"
    if first["unit"] != second["unit"]:
        return "not comparable"
    figures = [(signed(cell), cell.get("value_max")) for cell in (first, second)]
    if figures[0] != figures[1]:
        ends = [sum(one for one in pair if one is not None) for pair in figures]
        return "raised" if ends[1] > ends[0] else "lowered"
    same = all(first.get(key) == second.get(key) for key in ("comparator", "hedge"))
    return "same" if same else "reworded"


def signed(cell: Row) -> float:
    """The figure, a decrease below zero."""
    return float(cell["value"]) * (-1 if cell.get("change") == "decrease" else 1)


def _say(cell: Row) -> str:
    return describe_cell(cell) or describe_gap(cell["gap"])
