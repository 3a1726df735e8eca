"""Timeline: what is due when, by place; phases with both ends; recurrences with their period."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence

from kb.database import Database
from kb.questions.cells import Row, rows_of_query
from kb.questions.duties import find_leads
from kb.questions.filters import lies_within

KEYS = (
    "place", "place_name", "year", "type", "begins", "ends", "edtf", "resolved", "every", "length", "working_days",
    "text", "leads", "heading", "sentence", "title", "source", "start", "end", "address", "plan_id", "fact_id",
    "reviewed",
)  # fmt: skip
TYPES = ("deadline", "interval", "start", "recurring", "duration")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")

_SELECT = """
SELECT d.fact_id, d.plan_id, d.provision_id, d.source, d.address, d.original_start AS start, d.original_end AS "end",
  d.text, d.sentence, d.place, d.place_name, d.year, d.title, d.heading, d.type, d.edtf, d.resolved, d.every, d.length,
  d.working_days, d.reviewed
FROM dates d WHERE d.type IN ({types}) ORDER BY d.source, d.plan, d.start"""


def find_timeline(
    db: Database,
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    types: Sequence[str] = TYPES,
) -> list[Row]:
    """One row a date, earliest first: ``begins`` and ``ends`` are days (ISO) where the text settles them.

    ``leads`` names who leads or answers for the provision that states the date. ``years`` keeps what
    falls into one of these years; dates whose year the text does not say belong to their plan's year.
    """
    leads = find_leads(db)
    rows = []
    for found in rows_of_query(db, _SELECT.format(types=",".join("?" * len(types))), list(types)):
        if not lies_within(found["place"], places):
            continue
        begins, ends = bounds(found["resolved"] or found["edtf"])
        if years and not _falls(begins, ends, found["year"], years):
            continue
        row = {key: found.get(key) for key in KEYS}
        rows.append({**row, "begins": begins, "ends": ends, "leads": "、".join(leads[found["provision_id"]])})
    return sorted(
        rows, key=lambda r: (r["ends"] or "9999", r["begins"] or "", r["place"] or "~", r["source"], r["start"])
    )


def bounds(edtf: str | None) -> tuple[str | None, str | None]:
    """First and last day of an EDTF date or interval; None for a side that the text does not settle.

    >>> bounds("2025-06"), bounds("2025-03/2025-04"), bounds("XXXX-12"), bounds("../2025")
    (('2025-06-01', '2025-06-30'), ('2025-03-01', '2025-04-30'), (None, None), (None, '2025-12-31'))
    """
    first, _, last = (edtf or "").partition("/")
    return _day(first, last=False), _day(last or first, last=True)


def _day(text: str, *, last: bool) -> str | None:
    match = _DAY.match(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the pattern asks for it
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
