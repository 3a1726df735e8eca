"""Copies: what one place took from another, provision by provision, with the words that it changed."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappush, heapreplace

from rapidfuzz.distance import Indel

from kb.database import Database, rows_of
from kb.questions.places import place_within
from kb.questions.reuse import LIKENESS, SELECT, SHORTEST, Row, form_of, shingle_hashes
from kb.questions.slots import fill_slots

_OF = ("place", "place_name", "date", "year", "title", "text", "address", "source", "start", "end", "plan_id",
       "provision_id")  # fmt: skip
KEYS = (
    "place", "place_name", "date", "year", "title", "address", "text", "template", "differs", "similarity", "topic",
    "source", "start", "end", "plan_id", "provision_id", *(f"of_{name}" for name in _OF),
)  # fmt: skip
_CANDIDATES = 12  # of the other place that are compared in full, those with most shingles in common first
_Candidate = tuple[int, int, str, Row]  # shingles in common, minus its place in the order, its form, the provision

_SELECT = f"{SELECT} WHERE {{where}} ORDER BY s.name, l.plan, p.provision"
_ABOUT = """p.plan_id IN (SELECT h.plan_id FROM provisions h WHERE {held}
  UNION SELECT o.plan_id FROM plans o WHERE {own}) AND {within}"""
_ELSEWHERE = "(coalesce(p.place, l.place) IS NULL OR NOT ({within}))"


def find_copies(
    db: Database, takers: Sequence[str], givers: Sequence[str] | None = None, *, years: Sequence[int] = ()
) -> Iterator[Row]:
    """One row a provision of ``takers`` that is much like one of an earlier plan of ``givers`` (GB/T 2260 codes).

    ``template`` is the earlier wording with ⟦…⟧ around what was changed, ``differs`` the changes as "theirs→ours",
    ``of_…`` the earlier provision. The same code on both sides gives what a place took over from its own earlier
    plans; without ``givers`` all other places are looked through. Plans whose dates do not say which is the earlier
    are kept. ``years`` are those of the takers' plans.
    """
    ours = [row for row in _read(db, takers) if not years or row["year"] in years]
    forms = [form_of(row["text"]) for row in ours]
    for row, form, near in zip(ours, forms, _gather(ours, forms, _read_givers(db, takers, givers)), strict=True):
        if best := _nearest(form, near):
            yield _copy(row, *best)


def _gather(ours: Sequence[Row], forms: Sequence[str], theirs: Iterable[Row]) -> list[list[_Candidate]]:
    """For each of ours those of theirs that may be its model: most shingles in common first, then in their order."""
    index: dict[int, array[int]] = {}
    for number, form in enumerate(forms):
        for value in shingle_hashes(form).tolist() if len(form) >= SHORTEST else ():
            index.setdefault(value, array("i")).append(number)
    kept: list[list[_Candidate]] = [[] for _ in ours]
    for order, other in enumerate(theirs if index else ()):
        form = form_of(other["text"])
        if len(form) < SHORTEST:
            continue
        shared = Counter(number for value in shingle_hashes(form).tolist() for number in index.get(value, ()))
        for number, count in shared.items():
            near = kept[number]
            if len(near) == _CANDIDATES and count <= near[0][0]:
                continue  # as many as are compared share more, or came first
            if other["plan_id"] != ours[number]["plan_id"] and came_before(other, ours[number]):
                (heappush if len(near) < _CANDIDATES else heapreplace)(near, (count, -order, form, other))
    return [sorted(near, key=lambda one: (-one[0], -one[1])) for near in kept]


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


def _nearest(form: str, near: Sequence[_Candidate]) -> tuple[Row, float] | None:
    """The most alike and how alike it is; of equally alike ones the earliest."""
    scored = [
        (-Indel.normalized_similarity(form, theirs), str(other["date"] or "~"), -order, other)
        for _, order, theirs, other in near
    ]
    best = min(scored, key=lambda one: one[:3], default=None)
    return (best[3], -best[0]) if best and -best[0] >= LIKENESS else None


def _copy(row: Row, other: Row, likeness: float) -> Row:
    wording, fillings = fill_slots([other["text"], row["text"]])
    ours = {key: row.get(key) for key in KEYS if not key.startswith("of_")}
    of = {f"of_{name}": other[name] for name in _OF}
    differs = [f"{before}→{after}" for before, after in fillings[1]]
    return {**ours, **of, "template": wording, "differs": differs, "similarity": round(likeness, 3)}


def _read_givers(db: Database, takers: Sequence[str], givers: Sequence[str] | None) -> Iterator[Row]:
    """The provisions of the givers; where none are named, of all places that are no takers, and of no known place."""
    if givers is not None:
        return _read(db, givers)
    if not takers:
        return iter(())
    within, values = place_within("coalesce(p.place, l.place)", takers)
    return rows_of(db, _SELECT.format(where=_ELSEWHERE.format(within=within)), values)


def _read(db: Database, places: Sequence[str]) -> Iterator[Row]:
    """The provisions about these places, in the order of the sources; none where no places are given."""
    if not places:
        return iter(())
    conditions = {"held": "h.place", "own": "o.place", "within": "coalesce(p.place, l.place)"}
    written = {name: place_within(column, places) for name, column in conditions.items()}
    about = _ABOUT.format(**{name: condition for name, (condition, _) in written.items()})
    return rows_of(db, _SELECT.format(where=about), [value for _, values in written.values() for value in values])
