"""Timeline: what is due when, by place; phases with both ends; recurrences with their period."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from kb.database import Database, rows_of
from kb.questions.cells import Row
from kb.questions.duties import find_leads
from kb.questions.places import place_within
from kb.questions.sorting import Ordered

KEYS = (
    "place", "place_name", "year", "type", "begins", "ends", "edtf", "resolved", "every", "length", "working_days",
    "text", "leads", "heading", "sentence", "title", "source", "start", "end", "address", "plan_id", "fact_id",
    "reviewed",
)  # fmt: skip
_AT_ONCE = 1000  # rows whose leads are looked up together
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}  # EDTF: the first and last month

_SELECT = """
SELECT d.fact_id, d.plan_id, d.provision_id, d.source, d.address, d.original_start AS start, d.original_end AS "end",
  d.text, d.sentence, d.place, d.place_name, d.year, d.title, d.heading, d.type, d.edtf, d.resolved, d.every, d.length,
  d.working_days, d.reviewed
FROM dates d WHERE (d.type IN ('deadline', 'interval', 'start', 'recurring', 'duration')
  OR (d.type = 'point' AND d.rule = 'due')) AND {within}"""  # due: a date in a column 完成时限, or behind such a label


def stream_timeline(
    db: Database,
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    limit: int | None = None,
) -> tuple[Iterator[Row], int]:
    """One row a date, earliest first, the first ``limit`` of them; and how many there are.

    ``begins`` and ``ends`` are days (ISO) where the text settles them. ``leads`` names who leads or answers for the
    provision that states the date. ``years`` keeps what falls into one of these years; dates whose year the text does
    not say belong to their plan's year.
    """
    ordered = Ordered(_read(db, places, years), _order, limit)
    return _name_leads(db, iter(ordered)), ordered.total


def _read(db: Database, places: Sequence[str], years: Sequence[int]) -> Iterator[Row]:
    within, spans = place_within("d.place", places)
    sql = _SELECT.format(within=within)
    for found in rows_of(db, sql, spans):
        begins, ends = bounds(found["resolved"] or found["edtf"])
        if not years or _falls(begins, ends, found["year"], years):
            own = {"provision": found["provision_id"], "begins": begins, "ends": ends}
            yield {key: found.get(key) for key in KEYS} | own


def _order(row: Row) -> tuple[Any, ...]:
    return row["ends"] or "9999", row["begins"] or "", row["place"] or "~", row["source"], row["start"], row["fact_id"]


def _name_leads(db: Database, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows with who leads each provision, looked up for some at a time."""
    leads: dict[str | None, list[str]] = {}
    while some := list(islice(rows, _AT_ONCE)):
        asked = {row["provision"] for row in some}
        found = find_leads(db, sorted(asked - leads.keys() - {None}))
        leads = {one: leads[one] if one in leads else found[one] for one in asked}  # a long one comes again and again
        for row in some:
            row["leads"] = "、".join(leads[row.pop("provision")])
            yield row


def bounds(edtf: str | None) -> tuple[str | None, str | None]:
    """First and last day of an EDTF date or interval; None for a side that the text does not settle.

    >>> bounds("2025-06"), bounds("2025-03/2025-04"), bounds("XXXX-12"), bounds("../2025")
    (('2025-06-01', '2025-06-30'), ('2025-03-01', '2025-04-30'), (None, None), (None, '2025-12-31'))
    >>> bounds("2026-23"), bounds("2025-24")     # autumn; winter, which ends in the year after
    (('2026-09-01', '2026-11-30'), ('2025-12-01', '2026-02-28'))
    """
    first, _, last = (edtf or "").partition("/")
    return _day(first, last=False), _day(last or first, last=True)


def _day(text: str, *, last: bool) -> str | None:
    match = _DAY.match(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the pattern asks for it
    if month in _SEASONS:
        year, month = year + (last and month == 24), _SEASONS[month][last]
    month = month or (12 if last else 1)
    if not 1 <= month <= 12:
        return None
    day = day or (monthrange(year, month)[1] if last else 1)
    return f"{year:04d}-{month:02d}-{day:02d}"


def _falls(begins: str | None, ends: str | None, plan_year: int | None, years: Sequence[int]) -> bool:
    if begins is None and ends is None:
        return plan_year in years
    first = int((begins or ends or "0")[:4])
    last = int((ends or begins or "0")[:4])
    return any(first <= year <= last for year in years)
