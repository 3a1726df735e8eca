"""Cells: for one place, year, indicator and status the statement that answers, or the reason why none does.

Shared by the comparison (cells side by side) and by attainment (a target beside its result).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.indicators import indicators, members, relatives
from kb.database import Database, marks_of, rows_of
from kb.questions.cell_years import cell_year, covers_a_part
from kb.questions.names import is_canonical, words_of

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

_SELECT = """
SELECT m.fact_id, m.plan_id, m.provision_id, m.source, m.address, m.original_start AS start, m.original_end AS "end",
  m.text, m.sentence, m.place, m.place_name, m.year AS plan_year, m.title, m.indicator AS words, m.indicator_id,
  m.value, m.value_max, m.unit, m.comparator, m.change, m.status, m.hedge, m.deadline, m.basis, m.baseline, m.period,
  m.reviewed, m.plan_place, m.said_by, l.kind AS plan_kind, l.plan AS plan, m.start AS clean_start
FROM measures m JOIN plans l ON l.plan_id = m.plan_id
WHERE m.indicator_id IN ({marks}) AND m.status IN ({statuses})"""

_MENTIONS = """
SELECT m.plan_id, m.source, m.address, m.original_start AS start, m.original_end AS "end", m.text, m.sentence,
  m.place, m.place_name, m.year AS plan_year, m.title, m.indicator_id, m.reason, m.status, l.kind AS plan_kind
FROM mentions m JOIN plans l ON l.plan_id = m.plan_id WHERE m.said_by IS NULL AND m.indicator_id IN ({marks})"""

_CALLED = _SELECT.replace("m.indicator_id IN ({marks})", "m.indicator_id IS NULL AND m.indicator IN ({marks})")
_NAMED = """
SELECT m.plan_id, s.name AS source, m.address, m.original_start AS start, m.original_end AS "end",
  m.text AS sentence, m.place, l.place_name, l.year AS plan_year, l.title, l.kind AS plan_kind
FROM provisions m JOIN plans l ON l.plan_id = m.plan_id JOIN sources s ON s.source_id = l.source_id
WHERE replace(m.text, ?, '') <> m.text"""  # instr reads otherwise where a base is spread over servers


@dataclass(slots=True)
class Found:
    """What the base says on some indicators: statements by cell, mentions without a number by plan.

    ``by_plan`` holds what a plan says of its own place, ``below`` what it says of others, as a city of its counties.
    """

    cells: dict[Key, list[Row]] = field(default_factory=lambda: defaultdict(list))
    by_plan: dict[tuple[str, str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    below: dict[tuple[str, str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    mentions: dict[tuple[str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))


def read_statements(
    db: Database, indicators: Sequence[str], statuses: Sequence[str], plans: Sequence[str] | None = None
) -> Found:
    """All statements on these indicators and on what they may be combined with or confused with.

    With ``plans`` those of these plans alone, without reading the others.
    """
    wanted = sorted({name for i in indicators for name in related(i)})
    marks = marks_of(wanted)
    select = _SELECT.format(marks=marks, statuses=marks_of(statuses))
    found = Found()
    asked = _rows_of_plans(db, select, [*wanted, *statuses], plans)
    called = words_of(db, [name for name in indicators if not is_canonical(db, name)], plans)
    if called:
        select = _CALLED.format(marks=marks_of(called), statuses=marks_of(statuses))
        more = _rows_of_plans(db, select, [*called, *statuses], plans)
        asked += [{**row, "indicator_id": called[row["words"]]} for row in more]
    db_rows = [{**row, "indicator_id": name} for row in asked for name in members(row["indicator_id"])]
    _read_openings(db, [row for row in db_rows if row["plan_year"] is None])
    for row in db_rows:
        row["partly"] = covers_a_part(row)
        row["year"] = None if row["partly"] else cell_year(row)
        found.cells[row["place"], row["year"], row["indicator_id"], row["status"]].append(row)
        held = found.by_plan if row["place"] == row["plan_place"] else found.below
        held[row["plan_id"], row["indicator_id"], row["status"]].append(row)
    weights = _headline_weights(db_rows)
    for rows in found.cells.values():
        if len(rows) > 1:
            rows.sort(key=lambda r: _rank(r, weights))
    for row in _rows_of_plans(db, _MENTIONS.format(marks=marks), wanted, plans):
        for name in members(row["indicator_id"]):
            found.mentions[row["plan_id"], name].append(row)
    for words, name in called.items():
        for row in _rows_of_plans(db, _NAMED, [words], plans):
            before, _, after = row["sentence"].partition(words)
            sentence = before.rpartition("。")[2] + words + after.partition("。")[0] + "。"
            said = {"text": words, "sentence": sentence, "status": None, "reason": "named without a number"}
            found.mentions[row["plan_id"], name].append(row | said)
    return found


def _read_openings(db: Database, rows: Sequence[Row]) -> None:
    """Where the plan tells no year, how the provision begins (2024年，全县…; its later sentences repeat no year)."""
    for n in range(0, len(rows), _PLANS_AT_ONCE):
        wanted = sorted({row["provision_id"] for row in rows[n : n + _PLANS_AT_ONCE] if row["provision_id"]})
        marks = marks_of(wanted)
        sql = f"SELECT provision_id, substr(text, 1, 20) FROM provisions WHERE provision_id IN ({marks})"
        openings = dict(db.execute(sql, wanted).fetchall())
        for row in rows[n : n + _PLANS_AT_ONCE]:
            row["opening"] = openings.get(row["provision_id"])


def _rows_of_plans(db: Database, sql: str, values: Sequence[Any], plans: Sequence[str] | None) -> list[Row]:
    if plans is None:
        return list(rows_of(db, sql, values))
    rows: list[Row] = []
    for n in range(0, len(plans), _PLANS_AT_ONCE):
        some = plans[n : n + _PLANS_AT_ONCE]
        # Without the sign SQLite may go through all that the base has on the indicators.
        within = sql.replace("m.indicator_id IN", "+m.indicator_id IN") + f" AND m.plan_id IN ({marks_of(some)})"
        rows += rows_of(db, within, [*values, *some])
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
    yield from relatives(indicator)


def _headline_weights(rows: Iterable[Row]) -> dict[tuple[str, str | None, str], int]:
    """How many of the indicators one provision settles: the headline paragraph settles most."""
    seen: dict[tuple[str, str | None, str], set[str]] = defaultdict(set)
    for row in rows:
        seen[row["plan_id"], row["provision_id"], row["status"]].add(row["indicator_id"])
    return {key: len(names) for key, names in seen.items()}


def _rank(row: Row, weights: dict[tuple[str, str | None, str], int]) -> tuple[Any, ...]:
    """Best first: its own plan, that of that very year, the headline paragraph, the exact result, the earlier one."""
    expected = row["plan_year"] is not None and cell_year({**row, "deadline": None, "period": None}) == row["year"]
    return (
        row["place"] != row["plan_place"],
        not expected,
        -weights[row["plan_id"], row["provision_id"], row["status"]],
        row["unit"] != "%" and bool(row["change"]),  # 新增3个，总数达到9个
        row["status"] == "actual" and row["comparator"] in (">", "<"),  # 突破100亿元大关，达到102亿元
        row["source"],
        row["plan"],
        row["clean_start"],
    )


def find_gap(found: Found, plan_ids: Sequence[str], indicator: str, status: str, notes: dict[str, set[str]]) -> Row:
    """Why these plans give no cell: ``gap`` and, where a wording stands behind it, that wording's evidence."""
    whole, others = WHOLES.get(indicator), relatives(indicator)
    own, above = (_mentioned(found, plan_ids, name, status) for name in (indicator, whole))
    beside = [row for other in others for row in _mentioned(found, plan_ids, other, status)]
    for reason, rows in (
        ("relative only", [r for r in own if r["reason"] == "relative only"]),
        ("combined only", _stated(found, plan_ids, whole, status)),
        ("relative only", [r for r in above if r["reason"] == "relative only"]),
        ("level only", [row for other in others for row in _stated(found, plan_ids, other, status)]),
        ("relative only", [r for r in beside if r["reason"] == "relative only"]),
        ("below only", [r for p in plan_ids for r in found.below.get((p, indicator, status), ())]),
        ("named without a number", own + above + beside),
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
