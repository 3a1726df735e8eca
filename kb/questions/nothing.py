"""Why an answer is empty: no plans, none of these places, no office of this name, or nothing that was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from kb.database import Database
from kb.questions.duties import count_roles
from kb.questions.holdings import find_uncollected

Why = tuple[str, dict[str, object]]  # the name of a message, and what fills it


def explain_nothing(
    db: Database, name: str = "rows.none", places: Iterable[str] = (), offices: Iterable[str] = ()
) -> Why:
    """The message that tells it; ``name`` is that of the question where the base has all that was asked about.

    >>> import sqlite3
    >>> db = sqlite3.connect(":memory:"); _ = db.execute("CREATE TABLE plans (place)")
    >>> explain_nothing(db)
    ('base.empty', {})
    """
    if not db.execute("SELECT 1 FROM plans LIMIT 1").fetchone():
        return "base.empty", {}
    if missing := find_uncollected(db, places):
        unplaced = db.execute("SELECT count(*) FROM plans WHERE place IS NULL").fetchone()[0]
        return "places.none", {"places": "、".join(missing), "unplaced": unplaced}
    if unknown := [office for office in offices if not count_roles(db, offices=(office,))]:
        near = _offices_near(db, unknown)
        return "offices.near" if near else "offices.none", {"offices": "、".join(unknown), "near": "、".join(near)}
    return name, {}


def _offices_near(db: Database, unknown: Iterable[str]) -> list[str]:
    """Functions of offices that the base names and whose names are much like these."""
    held = [office for (office,) in db.execute("SELECT DISTINCT office FROM roles WHERE office <> '' ORDER BY 1")]
    return list(dict.fromkeys(near for office in unknown for near in get_close_matches(office, held, n=3, cutoff=0.5)))
