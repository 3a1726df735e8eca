"""Provisions side by side: for each place and year the one that answers for a topic, beside the others."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from extract.gazetteer import load_gazetteer
from kb.database import Database, marks_of, rows_of
from kb.questions.cells import Row
from kb.questions.compare import KEYS as CELL_KEYS
from kb.questions.filters import NOTHING_FILTERED
from kb.questions.names import find_topic
from kb.questions.places import lies_within
from kb.questions.search import ask, find_numbers
from kb.questions.sorting import Ordered
from kb.questions.wording import Mark, find_marks
from kb.schema import PROVISIONS

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]
KEYS = (*CELL_KEYS, "topic", "provision", "marks")
_MEASURE, _TARGET, _DEADLINE = 1, 2, 4  # bits of provisions.has
_KINDS = {"measure_facts": "number", "date_facts": "date", "role_facts": "office"}
_SHORT = 30  # characters: a shorter provision says little
_MOST = 500  # provisions asked for at once
_BLOCK = 2000  # texts weighed together

_SELECT = f"""
SELECT p.provision_id, p.plan_id, p.provision AS ordinal, p.address, p.text, p.has, p.start AS clean_start,
  p.original_start AS start, p.original_end AS "end", coalesce(p.place, l.place) AS place,
  coalesce(d.name, l.place_name) AS place_name, l.year, l.title, s.name AS source,
  CASE WHEN p.place <> l.place THEN l.place_name END AS said_by
FROM {PROVISIONS} WHERE {{condition}} ORDER BY s.name, l.plan, p.provision"""

_PLANS = """
SELECT l.plan_id, l.place, l.place_name, l.year, l.title, s.name AS source,
  (SELECT group_concat(n.code, '|') FROM notes n
   WHERE n.plan_id = l.plan_id OR (n.plan_id IS NULL AND n.source_id = l.source_id)) AS codes
FROM plans l JOIN sources s USING (source_id)
WHERE l.place IS NOT NULL AND l.year IS NOT NULL AND l.kind <> 'template' AND {inside}
ORDER BY s.name, l.plan"""


def compare_topics(
    db: Database, topics: Sequence[str], *, places: Sequence[str] = (), years: Sequence[int] = ()
) -> list[Row]:
    """One row for each place, year and topic: the provision nearest to the centre of them all, or ``gap``.

    Provisions with targets and deadlines come before others as near. ``marks`` are [start, end, kind] into
    ``provision``: ``shared`` with another row of the topic, or a ``number``, ``date`` or ``office`` that not all
    have. ``others`` counts further provisions on the topic. A topic that is no known name is looked for as words.
    ``places`` are GB/T 2260 codes (what lies below is included); without them all, plans of no known place each
    for itself.
    """
    plans = read_plans(db, places, years)
    rows: list[Row] = []
    for topic in topics:
        read = partial(_read_asked, db, topic, _find_numbers(db, topic), places, years)
        chosen = _choose(read)
        _mark(db, chosen)
        rows += [_fill(row, topic) for row in chosen]
        rows += find_gaps(plans, {(row["place"], row["year"]) for row in chosen}, topic)
    if places:
        rows += find_uncollected(rows, topics, find_counties(places), years)
    order = {topic: n for n, topic in enumerate(topics)}
    return sorted(rows, key=lambda row: (row["place"] or "~", row["year"] or 0, order[row["topic"]]))


def read_plans(
    db: Database, places: Sequence[str], years: Sequence[int], block: Sequence[str | None] = ()
) -> list[Row]:
    """The plans of these places and years that could have said something; of a block of places alone."""
    inside = f"l.place IN ({marks_of(block)})" if block else "1 = 1"
    return [plan for plan in rows_of(db, _PLANS.format(inside=inside), block) if _asked(plan, places, years)]


def _find_numbers(db: Database, topic: str) -> Sequence[int] | None:
    """The numbers of the provisions that hold words which are no topic's name; None for a topic."""
    if find_topic(topic):
        return None
    asked = ask(db, topic, NOTHING_FILTERED)
    return array("q", sorted(find_numbers(db, asked)))


def _read_asked(
    db: Database, topic: str, numbers: Sequence[int] | None, places: Sequence[str], years: Sequence[int]
) -> Iterator[Row]:
    """The provisions of a topic, or of these numbers, in the order of the sources; of these places and years."""
    if numbers is None:
        rows = rows_of(db, _SELECT.format(condition="p.topic = ?"), [find_topic(topic)])
    else:
        rows = iter(Ordered(_read_numbers(db, numbers), itemgetter("source", "plan_id", "ordinal")))
    return (row for row in rows if _asked(row, places, years))


def _read_numbers(db: Database, numbers: Sequence[int]) -> Iterator[Row]:
    for start in range(0, len(numbers), _MOST):
        part = numbers[start : start + _MOST]
        yield from rows_of(db, _SELECT.format(condition=f"p.number IN ({marks_of(part)})"), part)


def _asked(row: Row, places: Sequence[str], years: Sequence[int]) -> bool:
    if years and row["year"] not in years:
        return False
    return lies_within(row["place"], places)


def _choose(read: Callable[[], Iterator[Row]]) -> list[Row]:
    """The best provision of each place and year, and of each plan without a place; they are read twice, none held."""
    centre = _find_centre(row["text"] for row in read())
    best: dict[tuple[Any, Any], tuple[float, Row]] = {}
    counts: Counter[tuple[Any, Any]] = Counter()
    for some in _in_blocks(read()):
        for row, near in zip(some, _measure_nearness([row["text"] for row in some], centre), strict=True):
            has = row["has"]
            near += 0.12 * bool(has & _TARGET) + 0.04 * bool(has & _DEADLINE) - 0.1 * (len(row["text"]) < _SHORT)
            near -= 0.1 * (has & (_MEASURE | _TARGET) == _MEASURE)  # numbers that all lie in the past
            side = _side(row)
            counts[side] += 1
            if side not in best or near > best[side][0]:  # of equals the earliest
                best[side] = near, row
    return [row | {"others": counts[side] - 1} for side, (_, row) in best.items()]


def _in_blocks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    stream = iter(rows)
    while some := list(islice(stream, _BLOCK)):
        yield some


def _side(row: Row) -> tuple[Any, Any]:
    """What stands as one beside the others: a place in a year; a plan whose place nobody knows, for itself."""
    return row["place"] or f"~{row['plan_id']}", row["year"]


def _find_centre(texts: Iterable[str]) -> Array:
    """The centre of all texts by their pairs of characters, each as long as any other; of length 1."""
    import numpy as np

    from extract.topics import BUCKETS

    centre = np.zeros(BUCKETS)
    for some in _in_blocks(texts):
        pairs, lengths = _weigh_pairs(some)
        centre += np.asarray((pairs.multiply(1 / lengths[:, None])).sum(axis=0)).ravel()
    whole: Array = centre / max(float(np.sqrt((centre**2).sum())), 1e-9)
    return whole


def _measure_nearness(texts: Sequence[str], centre: Array) -> list[float]:
    """How near each text is to the centre of all: 1 is the centre itself."""
    pairs, lengths = _weigh_pairs(texts)
    return [round(float(one), 9) for one in (pairs @ centre) / lengths]


def _weigh_pairs(texts: Sequence[str]) -> tuple[Any, Array]:
    """The pairs of characters of each text, and how long that makes it."""
    import numpy as np

    from extract.topics import BUCKETS, count_pairs, hash_pairs

    pairs = count_pairs([hash_pairs(text) for text in texts], BUCKETS).matrix(BUCKETS)
    lengths = np.sqrt(np.asarray(pairs.power(2).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return pairs, lengths


def _mark(db: Database, chosen: Sequence[Row]) -> None:
    """Put marks, the telling sentence and the deadline into each row."""
    spans = []
    for row in chosen:
        row["sentence"], row["deadline"] = row["text"].split("。")[0][:200], None
        spans.append(_read_spans(db, row))
    for row, marks in zip(chosen, find_marks([row["text"] for row in chosen], spans), strict=True):
        row["marks"] = [list(mark) for mark in marks]


def _read_spans(db: Database, row: Row) -> list[Mark]:
    first, length = row["clean_start"], len(row["text"])
    found = []
    for table, kind in _KINDS.items():
        more = {"measure_facts": "status", "date_facts": "CASE type WHEN 'deadline' THEN edtf END"}.get(table, "NULL")
        sql = f"""SELECT start, "end", sentence_start, sentence_end, {more} FROM {table}
          WHERE plan_id = ? AND provision = ? ORDER BY start"""
        for start, end, opens, closes, told in db.execute(sql, [row["plan_id"], row["ordinal"]]):
            start, end, opens, closes = (place - first for place in (start, end, opens, closes))
            if not 0 <= start < end <= length:
                continue
            found.append(Mark(start, end, kind))
            if kind == "date" and told and row["deadline"] is None:
                row["deadline"] = told
            if told == "target" and "status" not in row:
                row["status"] = "target"
                row["sentence"] = row["text"][max(opens, 0) : min(closes, length)]
    return found


def _fill(row: Row, topic: str) -> Row:
    kept = {key: row.get(key) for key in CELL_KEYS}
    return {**kept, "text": row["sentence"], "gap": None, "topic": topic, "provision": row["text"],
            "marks": row["marks"]}  # fmt: skip


def find_gaps(plans: Sequence[Row], filled: set[tuple[Any, Any]], topic: str) -> list[Row]:
    """A row for each place and year whose plans have no such provision."""
    silent: dict[tuple[Any, Any], list[Row]] = defaultdict(list)
    for plan in plans:
        if (plan["place"], plan["year"]) not in filled:
            silent[plan["place"], plan["year"]].append(plan)
    rows = []
    for group in silent.values():
        codes = {code for plan in group for code in (plan["codes"] or "").split("|")}
        gap = "truncated" if "truncated" in codes else "unreadable" if codes & {"unreadable", "frame only"} else None
        kept = {key: group[0].get(key) for key in ("place", "place_name", "year", "source", "plan_id", "title")}
        rows.append({**dict.fromkeys(KEYS), **kept, "topic": topic, "gap": gap or "no provision", "others": 0})
    return rows


def find_uncollected(
    rows: Sequence[Row], topics: Sequence[str], counties: Collection[str], years: Sequence[int]
) -> list[Row]:
    """A row for each of these places and those of the rows, and each year, of which nothing was collected."""
    gazetteer = load_gazetteer()
    seen = Counter((row["place"], row["year"], row["topic"]) for row in rows)
    asked = {*counties, *(row["place"] for row in rows)}
    return [
        {**dict.fromkeys(KEYS), "place": place, "place_name": gazetteer.full_name(place), "year": year, "topic": topic,
         "gap": "not collected", "others": 0}
        for place in sorted(asked)
        for year in years
        for topic in topics
        if not seen[place, year, topic]
    ]  # fmt: skip


def find_counties(places: Sequence[str]) -> set[str]:
    """The counties among the places that were asked for: each by itself, not for what lies below."""
    gazetteer = load_gazetteer()
    return {code for code in places if (known := gazetteer.division(code)) and known.level == "county"}
