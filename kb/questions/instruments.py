"""Policy instruments: which supply, environment and demand side tools the provisions of each place name, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from corpus.alignment import Alignment
from extract.instruments import find_instruments
from extract.text.sentences import sentence_span
from kb.database import Database, rows_of
from kb.packing import unpack_alignment
from kb.questions.cells import Row
from kb.questions.filters import NOTHING_FILTERED, Filters

KEYS = (
    "place", "place_name", "year", "topic", "side", "tool", "text", "sentence", "title", "address", "source",
    "start", "end", "plan_id", "provision_id",
)  # fmt: skip
COUNT_KEYS = ("place", "place_name", "year", "side", "tool", "provisions", "share")
SIDES = ("supply", "environment", "demand")

_SELECT = """
SELECT p.provision_id, p.plan_id, p.text, p.start AS clean_start, p.address, p.topic, p.place, l.place_name, l.year,
  l.title, s.name AS source, s.characters, l.alignment
FROM provisions p JOIN plans l ON l.plan_id = p.plan_id JOIN sources s ON s.source_id = l.source_id
{where}ORDER BY p.place IS NULL, p.place, l.year, s.name, p.plan_id, p.start"""


def find_tools(db: Database, filters: Filters = NOTHING_FILTERED, *, sides: Sequence[str] = ()) -> Iterator[Row]:
    """One row an instrument with the words that show it; ``start``/``end`` are theirs in the source's original text.

    The categories are those of Rothwell and Zegveld; the words, ``extract/data/instruments.tsv``.
    """
    where, values = filters.conditions()
    sql = _SELECT.format(where=f"WHERE {' AND '.join(where)} " if where else "")
    plan, alignment = None, Alignment.identity(0)
    for row in rows_of(db, sql, values):
        found = [item for item in find_instruments(row["text"]) if not sides or item.side in sides]
        if found and row["plan_id"] != plan:
            plan = row["plan_id"]
            alignment = unpack_alignment(row["alignment"], row["characters"])
        for item in found:
            at = row["clean_start"]
            start, end = alignment.to_original(at + item.start, at + item.end)
            first, last = sentence_span(row["text"], item.start, item.end)
            told = {"side": item.side, "tool": item.tool, "text": row["text"][item.start : item.end]}
            told |= {"sentence": row["text"][first:last], "start": start, "end": end}
            yield {key: {**row, **told}.get(key) for key in KEYS}


def count_tools(rows: Iterable[Row]) -> list[Row]:
    """How many provisions of each place and year name each tool, and what share of all its mentions that is.

    >>> row = {"place": "360881", "place_name": "婺源县", "year": 2025, "side": "supply", "tool": "资金投入"}  # funds
    >>> count_tools([row | {"provision_id": "a"}, row | {"provision_id": "a"}, row | {"provision_id": "b"}])
    [{'place': '360881', 'place_name': '婺源县', 'year': 2025, 'side': 'supply', 'tool': '资金投入',
      'provisions': 2, 'share': 1.0}]
    """
    counts: Counter[tuple[Any, ...]] = Counter()
    for _, mentions in groupby(rows, key=itemgetter("provision_id")):  # those of one provision stand together
        counts.update({tuple(row[key] for key in COUNT_KEYS[:5]) for row in mentions})
    totals: Counter[tuple[str | None, int | None]] = Counter()
    for key, count in counts.items():
        totals[key[0], key[2]] += count
    order = sorted(counts, key=lambda key: (key[0] or "~", key[2] or 0, SIDES.index(key[3]), -counts[key], key[4]))
    return [
        dict(zip(COUNT_KEYS, (*key, counts[key], round(counts[key] / totals[key[0], key[2]], 4)), strict=True))
        for key in order
    ]
