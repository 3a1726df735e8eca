"""Attainment: a target of one plan beside the result that a later plan of the same place reports for that year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.database import Database
from kb.questions.blocks import in_blocks, list_places, plans_about, rows_of_plans
from kb.questions.cell_years import clause_before
from kb.questions.cells import Found, Row, read_statements
from kb.schema import current_sql

KEYS = (
    "place", "place_name", "year", "indicator", "unit", "target", "comparator", "hedge", "actual", "difference", "met",
    "why_not", "target_text", "target_sentence", "target_source", "target_start", "target_end", "target_basis",
    "actual_text", "actual_sentence", "actual_source", "actual_start", "actual_end", "actual_basis",
    "target_fact", "actual_fact", "target_reviewed", "actual_reviewed",
)  # fmt: skip

# How far below "约 / 左右" still counts as about it: half a point of a rate, a twentieth of a level.
ABOUT_POINTS, ABOUT_SHARE = 0.5, 0.05
_TELLING = 4  # characters of a name that says enough for two plans to mean the same by it
_CAPPED = re.compile("控制(?:在|到|至|为|于)?$")


def find_attainment(
    db: Database,
    indicators: Sequence[str] | None = None,
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> list[Row]:
    """One row for each (place, year, indicator) that has both a target and a result in one unit.

    ``target`` and ``actual`` count a fall as negative growth; ``difference`` is actual − target in ``unit``;
    Without ``indicators`` what no standard one names has a row where both years give one figure in the same words.
    ``met`` follows the comparator and the hedge (左右 allows half a percentage point, or a twentieth of a
    level) and is None where it cannot be said, with ``why_not``.
    """
    return list(stream_attainment(db, indicators, places=places, years=years))


def stream_attainment(
    db: Database,
    indicators: Sequence[str] | None = None,
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> Iterator[Row]:
    """The rows of ``find_attainment``, some places at a time."""
    known = sorted(indicators) if indicators else _all_indicators(db)
    for block in in_blocks([place for place in list_places(db, places) if place]):
        about = plans_about(db, block)
        in_words = set() if indicators else _paired_words(db, about)
        names = [*known, *sorted(in_words)]
        found = read_statements(db, names, ("target", "actual"), about)
        for place, year, indicator, status in sorted(found.cells, key=str):
            if status != "target" or indicator not in names or place not in block or place is None or year is None:
                continue
            pair = _pair(found, place, year, indicator) if not years or year in years else None
            if pair and not (indicator in in_words and _several(found, place, year, indicator)):
                yield _row(place, year, indicator, *pair)


def _all_indicators(db: Database) -> list[str]:
    measures = current_sql("measure", "indicator_id")
    sql = f"SELECT DISTINCT indicator_id FROM {measures} m WHERE indicator_id IS NOT NULL ORDER BY indicator_id"
    return [row[0] for row in db.execute(sql)]


def _paired_words(db: Database, plans: Sequence[str]) -> set[str]:
    """What no standard indicator names, though plans give a target and a result of it in the same words (老旧管网)."""
    from extract.indicator_names import plain_name

    sql = """SELECT indicator, status FROM measure_facts WHERE indicator_id IS NULL AND indicator IS NOT NULL
      AND status IN ('target', 'actual') AND plan_id IN ({marks})"""
    said: dict[str, set[str]] = defaultdict(set)
    called: dict[str, str] = {}
    for words, status in sorted(rows_of_plans(db, sql, plans)):
        plain = plain_name(words)
        if len(plain) >= _TELLING:
            said[plain].add(status)
            called.setdefault(plain, words)
    return {called[plain] for plain, statuses in said.items() if len(statuses) > 1}


def _several(found: Found, place: str, year: int, indicator: str) -> bool:
    """Whether a place gives a year more than one figure in the same words, so that nobody knows which is which."""
    return any(len(found.cells.get((place, year, indicator, status), ())) > 1 for status in ("target", "actual"))


def _pair(found: Found, place: str, year: int, indicator: str) -> tuple[Row, Row] | None:
    """The best target and the best result that speak in one unit and both of a change or both of a level."""
    targets = found.cells[place, year, indicator, "target"]
    actuals = found.cells.get((place, year, indicator, "actual"), [])
    for target in targets:
        for actual in actuals:
            later = (actual["plan_year"] or 0) > (target["plan_year"] or 9999) or (
                actual["plan_id"] != target["plan_id"] and actual["plan_year"] == target["plan_year"] is not None
            )
            if later and actual["unit"] == target["unit"] and bool(actual["change"]) == bool(target["change"]):
                return target, actual
    return None


def _row(place: str, year: int, indicator: str, target: Row, actual: Row) -> Row:
    wanted, got = signed(target), signed(actual)
    difference = round(got - wanted, 6)
    met, why_not = judge(target, actual)
    row: Row = dict.fromkeys(KEYS)
    row |= {
        "place": place, "place_name": target["place_name"], "year": year, "indicator": indicator,
        "unit": target["unit"], "target": wanted, "comparator": target["comparator"],
        "hedge": target["hedge"], "actual": got, "difference": difference, "met": met, "why_not": why_not,
    }  # fmt: skip
    for side, cell in (("target", target), ("actual", actual)):
        row |= {f"{side}_{name}": cell[name] for name in ("text", "sentence", "source", "start", "end", "basis")}
        row |= {f"{side}_fact": cell["fact_id"], f"{side}_reviewed": cell["reviewed"]}
    return row


def signed(cell: Row) -> float:
    """Its value, a fall counted below zero.

    >>> signed({"value": 2.3, "change": "decrease"}), signed({"value": 7.0, "change": "increase"})
    (-2.3, 7.0)
    """
    return -float(cell["value"]) if cell["change"] == "decrease" else float(cell["value"])


def judge(target: Row, actual: Row) -> tuple[bool | None, str | None]:
    """(met, why it cannot be said): whether the result keeps the target, by comparator and hedge.

    What is to be held at a figure (控制在3%左右) is kept by less of it.

    >>> seven = {"value": 7.0, "value_max": None, "unit": "%", "comparator": "~", "change": "increase", "basis": None}
    >>> judge(seven, {**seven, "value": 6.6, "comparator": "="}), judge(seven, {**seven, "value": 6.4})
    ((True, None), (False, None))
    >>> prices = {**seven, "value": 3.0, "text": "3%左右", "sentence": "物价涨幅控制在3%左右"}    # held at about 3 %
    >>> judge(prices, {**seven, "value": 0.4}), judge(prices, {**seven, "value": 3.8})
    ((True, None), (False, None))
    """
    if target["basis"] and actual["basis"] and target["basis"] != actual["basis"]:
        return None, f"basis differs: {target['basis']}, {actual['basis']}"
    wanted, got = signed(target), signed(actual)
    comparator = target["comparator"]
    if actual["comparator"] in ("<", "<=") and comparator not in ("<", "<="):
        return None, "the result is only bounded from above"
    if comparator in ("~", "=") and _CAPPED.search(clause_before(target)):
        return got <= wanted + (_slack(target) if comparator == "~" else 0.0) + 1e-9, None
    if comparator in ("<=", "<"):
        return (got <= wanted if comparator == "<=" else got < wanted), None
    if target["change"] == "decrease":  # 能耗下降3.2%: a larger fall keeps it
        slack = _slack(target) if comparator == "~" else 0.0
        return got <= wanted + slack + 1e-9, None
    if comparator == ">":
        return got > wanted, None
    slack = _slack(target) if comparator == "~" else 0.0
    return got >= wanted - slack - 1e-9, None


def _slack(target: Row) -> float:
    return ABOUT_POINTS if target["unit"] in ("%", "百分点", "‰") else ABOUT_SHARE * abs(float(target["value"]))
