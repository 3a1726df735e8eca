"""Questions as a person asks them: names resolved in either script, then put to the knowledge base.

The command line prints these rows and ``KnowledgeBase`` makes DataFrames of them, so both are the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from kb.questions.filters import find_codes
from kb.questions.names import common_indicators, find_indicator, read_indicators

Row = dict[str, Any]
Tell = Callable[..., None]
STATUSES = ("target", "actual", "standard")


def compare_rows(
    db: sqlite3.Connection,
    indicators: Sequence[str] | None = None,
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    statuses: Sequence[str] = (),
    tell: Tell | None = None,
) -> list[Row]:
    """The comparison, one cell a row; without indicators those that the most places give."""
    from kb.questions.compare import compare_indicators

    wanted = tuple(_known_status(status) for status in statuses) or ("target",)
    names = _indicators(db, indicators, tell) or common_indicators(db, wanted)
    return compare_indicators(db, names, places=find_places(places), years=tuple(years), statuses=wanted)


def attainment_rows(
    db: sqlite3.Connection,
    indicators: Sequence[str] | None = None,
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    tell: Tell | None = None,
) -> list[Row]:
    """Targets beside later results, one (place, year, indicator) a row."""
    from kb.questions.attainment import find_attainment

    names = _indicators(db, indicators, tell) or None
    return find_attainment(db, names, places=find_places(places), years=tuple(years))


def timeline_rows(db: sqlite3.Connection, *, places: Sequence[str] = (), years: Sequence[int] = ()) -> list[Row]:
    """Deadlines, phases and recurrences, earliest first."""
    from kb.questions.timeline import find_timeline

    return find_timeline(db, places=find_places(places), years=tuple(years))


def role_rows(
    db: sqlite3.Connection,
    *,
    roles: Sequence[str] = (),
    offices: Sequence[str] = (),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    topics: Sequence[str] = (),
) -> list[Row]:
    """Who does what."""
    from corpus.simplify import simplify
    from kb.questions.duties import find_roles

    return find_roles(
        db,
        roles=tuple(roles),
        offices=tuple(simplify(office) for office in offices),
        topics=tuple(simplify(topic) for topic in topics),
        places=find_places(places),
        years=tuple(years),
    )


def reuse_rows(db: sqlite3.Connection, *, places: Sequence[str] = (), topics: Sequence[str] = ()) -> list[Row]:
    """Provisions that plans share."""
    from corpus.simplify import simplify
    from kb.questions.reuse import find_reuse

    return find_reuse(db, places=find_places(places), topics=tuple(simplify(topic) for topic in topics))


def find_places(typed: Sequence[str]) -> tuple[str, ...]:
    """Codes of all places typed."""
    return tuple(dict.fromkeys(code for place in typed for code in find_codes(place)))


def _indicators(db: sqlite3.Connection, typed: Sequence[str] | None, tell: Tell | None) -> list[str]:
    if not typed:
        return []
    for name in typed:
        canonical = find_indicator(name)
        if tell and canonical and canonical != name:
            tell("indicator.read", typed=name, canonical=canonical)
    return read_indicators(db, typed)


def _known_status(status: str) -> str:
    from corpus.errors import QueryError

    if status not in STATUSES:
        raise QueryError(status, "is no status", remedy=", ".join(STATUSES))
    return status
