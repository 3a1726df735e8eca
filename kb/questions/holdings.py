"""What a knowledge base holds to ask for: indicators, topics, places, offices, years."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.errors import QueryError
from kb.database import Database, rows_of
from kb.questions.cells import Row
from kb.questions.names import find_codes
from kb.questions.places import about_places
from kb.schema import current_sql

KEYS = ("item", "place", "n_places", "n_plans", "first_year", "last_year", "n")

_INDICATORS = f"""
SELECT m.indicator_id AS item, NULL AS place, count(DISTINCT coalesce(m.place, l.place)) AS n_places,
  count(DISTINCT l.plan_id) AS n_plans, min(l.year) AS first_year, max(l.year) AS last_year, count(*) AS n
FROM {current_sql("measure", "plan_id", "indicator_id", "place")} m JOIN plans l USING (plan_id)
WHERE m.indicator_id IS NOT NULL GROUP BY m.indicator_id"""
_OFFICES = f"""
SELECT r.office AS item, NULL AS place, count(DISTINCT coalesce(r.place, l.place)) AS n_places,
  count(DISTINCT l.plan_id) AS n_plans, min(l.year) AS first_year, max(l.year) AS last_year, count(*) AS n
FROM {current_sql("role", "plan_id", "office", "place")} r JOIN plans l USING (plan_id)
WHERE r.office IS NOT NULL GROUP BY r.office"""
_TOPICS = """
SELECT p.topic AS item, NULL AS place, count(DISTINCT coalesce(p.place, l.place)) AS n_places,
  count(DISTINCT l.plan_id) AS n_plans, min(l.year) AS first_year, max(l.year) AS last_year, count(*) AS n
FROM provisions p JOIN plans l ON l.plan_id = p.plan_id WHERE p.topic IS NOT NULL GROUP BY p.topic"""
_PLACES = """
SELECT d.name AS item, d.place AS place, 1 AS n_places, count(DISTINCT l.plan_id) AS n_plans, min(l.year) AS first_year,
  max(l.year) AS last_year, count(*) AS n
FROM provisions p JOIN plans l ON l.plan_id = p.plan_id JOIN divisions d ON d.place = p.place
GROUP BY d.place, d.name"""
_YEARS = """
SELECT l.year AS item, NULL AS place, count(DISTINCT l.place) AS n_places, count(DISTINCT l.plan_id) AS n_plans,
  l.year AS first_year, l.year AS last_year, count(*) AS n
FROM provisions p JOIN plans l ON l.plan_id = p.plan_id WHERE l.year IS NOT NULL GROUP BY l.year"""
_ASKED = {"indicators": _INDICATORS, "topics": _TOPICS, "places": _PLACES, "offices": _OFFICES, "years": _YEARS}
WHAT = tuple(_ASKED)


def list_holdings(db: Database, what: str) -> list[Row]:
    """One row an item that the base holds, those of the most places first; places by code, years in order.

    ``item`` is what the options take, ``place`` the code of a place, ``n`` counts statements (of indicators and
    offices) or provisions. Raises QueryError for anything else than ``WHAT``.
    """
    if what not in _ASKED:
        raise QueryError(what, "is nothing that a knowledge base lists", remedy=", ".join(WHAT))
    rows = [row | {"item": str(row["item"])} for row in rows_of(db, _ASKED[what])]
    if what in ("places", "years"):
        return sorted(rows, key=lambda row: (row["place"] or "", row["item"]))
    return sorted(rows, key=lambda row: (-row["n_places"], -row["n"], row["item"]))


def find_uncollected(db: Database, places: Iterable[str]) -> list[str]:
    """Of these places, as they were typed, those of which the base holds nothing, nor of any place below them."""
    missing = []
    for place in places:
        about, values = about_places(find_codes(place))
        if db.execute(f"{about} LIMIT 1", values).fetchone() is None:
            missing.append(place)
    return missing
