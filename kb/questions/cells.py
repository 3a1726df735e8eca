"""Cells: for one place, year, indicator and status the statement that answers, or the reason why none does.

Shared by the comparison (cells side by side) and by attainment (a target beside its result).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.indicators import indicators, members
from kb.database import Database
from kb.questions.occurrence import find_occurrence

Row = dict[str, Any]
Key = tuple[str | None, int | None, str, str]  # place, year, indicator, status

# One figure given for both: whoever asks for either learns that they are combined.
WHOLES = {
    "城镇居民人均可支配收入增速": "居民人均可支配收入增速",
    "农村居民人均可支配收入增速": "居民人均可支配收入增速",
    "城镇居民人均可支配收入": "居民人均可支配收入",
    "农村居民人均可支配收入": "居民人均可支配收入",
}
_PLANS_AT_ONCE = 400
_GROWTH = "增速"
_YEAR = re.compile(r"^(\d{4})(?:-|$)")
# An average, a sum over years, or the figure that a rise began from is no result of one year.
_SUMMED = re.compile(r"年均|年平均|累计|五年[来共]|总计|(?:由|从)(?:\d{4}年[底末]?的?)?$")
_AGAINST = re.compile(r"比(\d{4})年")
# A heading that reviews a term of office, and the words by which a sentence under it speaks of one year after all.
_REVIEW = re.compile(r"过去的?[三四五3-5]年|[三四五]年来|本届政府")
_ONE_YEAR = re.compile(r"[去今当全本]年|\d{4}年|年内")
_SPAN = re.compile(r"^(\d{4})[^/]*/(\d{4})")

_SELECT = """
SELECT m.fact_id, m.plan_id, m.provision_id, m.source, m.address, m.original_start AS start, m.original_end AS "end",
  m.text, m.sentence, m.place, m.place_name, m.year AS plan_year, m.title, m.indicator AS words, m.indicator_id,
  m.value, m.value_max, m.unit, m.comparator, m.change, m.status, m.hedge, m.deadline, m.basis, m.baseline, m.period,
  m.reviewed, l.kind AS plan_kind, l.plan AS plan, m.start AS clean_start
FROM measures m JOIN plans l ON l.plan_id = m.plan_id
WHERE m.indicator_id IN ({marks}) AND m.status IN ({statuses})"""

_MENTIONS = """
SELECT m.plan_id, m.source, m.address, m.original_start AS start, m.original_end AS "end", m.text, m.sentence,
  m.place, m.place_name, m.year AS plan_year, m.title, m.indicator_id, m.reason, m.status, l.kind AS plan_kind
FROM mentions m JOIN plans l ON l.plan_id = m.plan_id WHERE m.indicator_id IN ({marks})"""


def cell_year(row: Row) -> int | None:
    """The year that a statement is about: its deadline's, its period's, else what its plan says.

    A work report speaks of this year's targets and of last year's results. A goal for several years
    (十四五 as a whole) is no single year and gives None; so does an average, a sum, or the figure that
    a rise began from. A review of five years gives its other results as of the last of them.

    >>> target = {"status": "target", "deadline": "2025-12", "period": None, "plan_year": 2023, "plan_kind": "plan"}
    >>> cell_year(target), cell_year({**target, "deadline": None, "period": "2021/2025"})
    (2025, None)
    >>> result = {**target, "status": "actual", "plan_kind": "report", "text": "8亿元"}
    >>> result["sentence"] = "收入由4亿元增长到8亿元"      # "revenue rose from 4 to 8": only 8 is last year's
    >>> cell_year(result), cell_year({**result, "text": "4亿元"})
    (2022, None)
    >>> flow = {**result, "text": "31万亩", "change": "increase", "address": "过去五年工作回顾"}
    >>> flow["sentence"] = "新增节水灌溉面积31万亩"         # "31 ten-thousand mu added", in a review of five years
    >>> cell_year(flow), cell_year({**flow, "address": "2022年工作回顾"})
    (None, 2022)
    >>> twice = {**result, "text": "8%", "sentence": "生产总值年均增长8%，固定资产投资增长8%"}  # on average; last year
    >>> cell_year({**twice, "words": "生产总值"}), cell_year({**twice, "words": "固定资产投资"})
    (None, 2022)
    """
    if row["status"] == "actual" and (_SUMMED.search(clause_before(row)) or _of_a_term(row)):
        return None
    if row["status"] == "target" and not row["deadline"] and "年均" in _sentence_before(row):
        return None  # 年均增长12%，达30263元: a goal for several years
    deadline = _YEAR.match(row["deadline"] or "") if row["status"] != "actual" else None
    if deadline:
        return int(deadline.group(1))
    span = _SPAN.match(row["period"] or "")
    if span and span.group(1) != span.group(2):
        return int(span.group(2)) if row["status"] == "actual" and not _is_flow(row) else None
    period = _YEAR.match(row["period"] or "")
    if period:
        return _unless_older_base(row, int(period.group(1)))
    if row["plan_year"] is None:
        return None
    of_last_year = row["status"] == "actual" and row["plan_kind"] == "report"
    return _unless_older_base(row, int(row["plan_year"]) - int(of_last_year))


def _of_a_term(row: Row) -> bool:
    """Whether it is a sum over the years that its heading reviews, its sentence naming none of them."""
    reviewed = _REVIEW.search(row.get("address") or "")
    return bool(reviewed and not row["period"] and _is_flow(row) and not _ONE_YEAR.search(row.get("sentence") or ""))


def _is_flow(row: Row) -> bool:
    """Whether it counts what came in a time (新增, jobs created): over five years that is no year's result."""
    item = indicators().get(row.get("indicator_id") or "")
    return bool(row.get("change") and row.get("unit") != "%") or (item is not None and item.kind in ("flow", "count"))


def _unless_older_base(row: Row, year: int) -> int | None:
    """The year, or None for a change against an older year than the one before (2010: 比2005年增长73.8%)."""
    base = _AGAINST.search(clause_before(row)) if "比" in (row.get("sentence") or "") else None
    return None if base and int(base.group(1)) < year - 1 else year


def _sentence_before(row: Row) -> str:
    sentence = row.get("sentence") or ""
    at = find_occurrence(sentence, row.get("text") or "", row.get("words") or row.get("indicator_id") or "")
    return sentence[: max(at, 0)]


def clause_before(row: Row) -> str:
    """What stands before the value in its clause."""
    return re.split("[，,；;。]", _sentence_before(row))[-1]


@dataclass(slots=True)
class Found:
    """What the base says on some indicators: statements by cell, mentions without a number by plan."""

    cells: dict[Key, list[Row]] = field(default_factory=lambda: defaultdict(list))
    by_plan: dict[tuple[str, str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    mentions: dict[tuple[str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))


def read_statements(
    db: Database, indicators: Sequence[str], statuses: Sequence[str], plans: Sequence[str] | None = None
) -> Found:
    """All statements on these indicators and on what they may be combined with or confused with.

    With ``plans`` those of these plans alone, without reading the others.
    """
    wanted = sorted({name for i in indicators for name in related(i)})
    marks = ",".join("?" * len(wanted))
    select = _SELECT.format(marks=marks, statuses=",".join("?" * len(statuses)))
    found = Found()
    asked = _rows_of_plans(db, select, [*wanted, *statuses], plans)
    db_rows = [{**row, "indicator_id": name} for row in asked for name in members(row["indicator_id"])]
    for row in db_rows:
        row["year"] = cell_year(row)
        found.cells[row["place"], row["year"], row["indicator_id"], row["status"]].append(row)
        found.by_plan[row["plan_id"], row["indicator_id"], row["status"]].append(row)
    weights = _headline_weights(db_rows)
    for rows in found.cells.values():
        if len(rows) > 1:
            rows.sort(key=lambda r: _rank(r, weights))
    for row in _rows_of_plans(db, _MENTIONS.format(marks=marks), wanted, plans):
        for name in members(row["indicator_id"]):
            found.mentions[row["plan_id"], name].append(row)
    return found


def _rows_of_plans(db: Database, sql: str, values: Sequence[Any], plans: Sequence[str] | None) -> list[Row]:
    if plans is None:
        return rows_of_query(db, sql, values)
    rows: list[Row] = []
    for n in range(0, len(plans), _PLANS_AT_ONCE):
        some = plans[n : n + _PLANS_AT_ONCE]
        # Without the sign SQLite may go through all that the base has on the indicators.
        within = (
            sql.replace("m.indicator_id IN", "+m.indicator_id IN") + f" AND m.plan_id IN ({','.join('?' * len(some))})"
        )
        rows += rows_of_query(db, within, [*values, *some])
    return rows


def related(indicator: str) -> Iterable[str]:
    """The indicator, the whole it is part of, and its level or rate.

    >>> sorted(related("城镇居民人均可支配收入增速"))     # growth of urban income; all residents'; the level
    ['城乡居民人均可支配收入增速', '城镇居民人均可支配收入', '城镇居民人均可支配收入增速', '居民人均可支配收入增速']
    """
    yield indicator
    yield from (whole for whole, item in indicators().items() if indicator in item.covers)
    if indicator in WHOLES:
        yield WHOLES[indicator]
    yield counterpart(indicator)


def counterpart(indicator: str) -> str:
    """The level of a rate, the rate of a level.

    >>> counterpart("地区生产总值增速"), counterpart("地区生产总值")
    ('地区生产总值', '地区生产总值增速')
    """
    return indicator.removesuffix(_GROWTH) if indicator.endswith(_GROWTH) else indicator + _GROWTH


def _headline_weights(rows: Iterable[Row]) -> dict[tuple[str, str | None, str], int]:
    """How many of the indicators one provision settles: the headline paragraph settles most."""
    seen: dict[tuple[str, str | None, str], set[str]] = defaultdict(set)
    for row in rows:
        seen[row["plan_id"], row["provision_id"], row["status"]].add(row["indicator_id"])
    return {key: len(names) for key, names in seen.items()}


def _rank(row: Row, weights: dict[tuple[str, str | None, str], int]) -> tuple[Any, ...]:
    """Best first: the plan of that very year, the headline paragraph, the earlier place."""
    expected = row["plan_year"] is not None and cell_year({**row, "deadline": None, "period": None}) == row["year"]
    return (
        not expected,
        -weights[row["plan_id"], row["provision_id"], row["status"]],
        row["source"],
        row["plan"],
        row["clean_start"],
    )


def find_gap(found: Found, plan_ids: Sequence[str], indicator: str, status: str, notes: dict[str, set[str]]) -> Row:
    """Why these plans give no cell: ``gap`` and, where a wording stands behind it, that wording's evidence."""
    whole, other = WHOLES.get(indicator), counterpart(indicator)
    own, above = (_mentioned(found, plan_ids, name, status) for name in (indicator, whole))
    for reason, rows in (
        ("relative only", [r for r in own if r["reason"] == "relative only"]),
        ("combined only", _stated(found, plan_ids, whole, status)),
        ("relative only", [r for r in above if r["reason"] == "relative only"]),
        ("level only", _stated(found, plan_ids, other, status)),
        ("named without a number", own + above),
    ):
        if rows:
            return describe_evidence(rows[0], reason)
    codes = {code for plan in plan_ids for code in notes.get(plan, ())}
    for code, reason in (("truncated", "truncated"), ("unreadable", "unreadable"), ("frame only", "unreadable")):
        if code in codes:
            return {"gap": reason}
    return {"gap": "no provision" if plan_ids else "not collected"}


def _mentioned(found: Found, plan_ids: Sequence[str], indicator: str | None, status: str) -> list[Row]:
    rows = [r for p in plan_ids for r in found.mentions.get((p, indicator or ""), ()) if r["status"] in (status, None)]
    return sorted(rows, key=lambda r: r["start"])


def _stated(found: Found, plan_ids: Sequence[str], indicator: str | None, status: str) -> list[Row]:
    return [r for p in plan_ids for r in found.by_plan.get((p, indicator or "", status), ()) if r["year"] is not None]


def describe_evidence(row: Row, reason: str) -> Row:
    """A reason with the wording that stands behind it."""
    keep = ("text", "sentence", "source", "start", "end", "plan_id", "title", "address")
    return {"gap": reason, **{name: row.get(name) for name in keep}}


def rows_of_query(db: Database, sql: str, values: Sequence[Any]) -> list[Row]:
    """The rows of a query as dicts."""
    return list(each_of_query(db, sql, values))


def each_of_query(db: Database, sql: str, values: Sequence[Any]) -> Iterator[Row]:
    """As ``rows_of_query``, one after the other: none is held."""
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))
