"""Copies: what one place took from another, provision by provision, with the words that it changed."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import Indel

from kb.database import Database
from kb.questions.cells import each_of_query
from kb.questions.filters import place_within
from kb.questions.reuse import LIKENESS, SHORTEST, Row, mask, shingle_hashes
from kb.questions.slots import fill_slots

_OF = ("place", "place_name", "date", "year", "title", "text", "address", "source", "start", "end", "plan_id",
       "provision_id")  # fmt: skip
KEYS = (
    "place", "place_name", "date", "year", "title", "address", "text", "template", "differs", "similarity", "topic",
    "source", "start", "end", "plan_id", "provision_id", *(f"of_{name}" for name in _OF),
)  # fmt: skip
_CANDIDATES = 12  # of the other place that are compared in full, those with most shingles in common first

_SELECT = """
SELECT p.provision_id, p.plan_id, p.text, p.address, p.original_start AS start, p.original_end AS "end", p.topic,
  coalesce(p.place, l.place) AS place, coalesce(d.name, l.place_name) AS place_name, l.year, l.date, l.title,
  s.name AS source, l.plan, p.provision
FROM provisions p JOIN plans l ON l.plan_id = p.plan_id JOIN sources s ON s.source_id = l.source_id
  LEFT JOIN divisions d ON d.place = p.place
WHERE p.plan_id IN (SELECT h.plan_id FROM provisions h WHERE {held} UNION SELECT o.plan_id FROM plans o WHERE {own})
  AND {within}
ORDER BY s.name, l.plan, p.provision"""


def find_copies(
    db: Database, takers: Sequence[str], givers: Sequence[str], *, years: Sequence[int] = ()
) -> Iterator[Row]:
    """One row a provision of ``takers`` that is much like one of an earlier plan of ``givers`` (GB/T 2260 codes).

    ``template`` is the earlier wording with ⟦…⟧ around what was changed, ``differs`` the changes as "theirs→ours",
    ``of_…`` the earlier provision. The same code on both sides gives what a place took over from its own earlier
    plans. Plans whose dates do not say which is the earlier are kept. ``years`` are those of the takers' plans.
    """
    theirs = list(_read(db, givers)) if takers else []
    forms = [mask(row["text"]) for row in theirs]
    index: dict[int, array[int]] = {}
    for number, form in enumerate(forms):
        for value in shingle_hashes(form).tolist() if len(form) >= SHORTEST else ():
            index.setdefault(value, array("i")).append(number)
    for row in _read(db, takers) if theirs else ():
        best = _nearest(row, theirs, forms, index) if not years or row["year"] in years else None
        if best:
            yield _copy(row, theirs[best[0]], best[1])


def came_before(theirs: Row, ours: Row) -> bool:
    """Whether a plan may have been the model of another: not the later of the two, as far as their dates say.

    >>> came_before({"date": "2025-03", "year": 2025}, {"date": "2025-03-06", "year": 2025})
    True
    >>> came_before({"date": None, "year": 2026}, {"date": "2025-03-06", "year": 2025})
    False
    """
    first, second = (str(row["date"] or row["year"] or "").partition("/")[0] for row in (theirs, ours))
    size = min(len(first), len(second))
    return first[:size] <= second[:size]


def _nearest(
    row: Row, theirs: Sequence[Row], forms: Sequence[str], index: Mapping[int, Sequence[int]]
) -> tuple[int, float] | None:
    """(which of theirs, likeness) of the most alike; of equally alike ones the earliest."""
    form = mask(row["text"])
    if len(form) < SHORTEST:
        return None
    shared = Counter(number for value in shingle_hashes(form).tolist() for number in index.get(value, ()))
    able = [
        number
        for number, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))
        if theirs[number]["plan_id"] != row["plan_id"] and came_before(theirs[number], row)
    ]
    scored = [(Indel.normalized_similarity(form, forms[number]), number) for number in able[:_CANDIDATES]]
    best = min(
        ((-likeness, str(theirs[number]["date"] or "~"), number) for likeness, number in scored), default=(0.0, "", 0)
    )
    return (best[2], -best[0]) if -best[0] >= LIKENESS else None


def _copy(row: Row, other: Row, likeness: float) -> Row:
    wording, fillings = fill_slots([other["text"], row["text"]])
    ours = {key: row.get(key) for key in KEYS if not key.startswith("of_")}
    of = {f"of_{name}": other[name] for name in _OF}
    differs = [f"{before}→{after}" for before, after in fillings[1]]
    return {**ours, **of, "template": wording, "differs": differs, "similarity": round(likeness, 3)}


def _read(db: Database, places: Sequence[str]) -> Iterator[Row]:
    """The provisions about these places, in the order of the sources; none where no places are given."""
    if not places:
        return iter(())
    conditions = {"held": "h.place", "own": "o.place", "within": "coalesce(p.place, l.place)"}
    written = {name: place_within(column, places) for name, column in conditions.items()}
    sql = _SELECT.format(**{name: condition for name, (condition, _) in written.items()})
    return each_of_query(db, sql, [value for _, values in written.values() for value in values])
