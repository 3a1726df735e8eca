"""Places some at a time, and the plans that say something about them: what a question reads is no more than that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from kb.database import Database, marks_of
from kb.questions.places import lies_within
from kb.schema import KINDS

AT_ONCE = 25  # places
_PLANS_AT_ONCE = 400
_HELD = ("plans", "provisions", *KINDS.values())


def list_places(db: Database, codes: Sequence[str] = ()) -> list[str | None]:
    """The places that plans, provisions and statements are about, of these codes and below, in order.

    None for no place comes last.
    """
    found: set[str | None] = set()
    for table in _HELD:
        some = "" if table == "plans" else " WHERE place IS NOT NULL"
        found |= {place for (place,) in db.execute(f"SELECT DISTINCT place FROM {table}{some}")}
    held = sorted(place for place in found if place and lies_within(place, codes))
    return [*held, None] if None in found and not codes else [*held]


def in_blocks(places: Sequence[str | None]) -> Iterator[Sequence[str | None]]:
    """Some at a time."""
    for n in range(0, len(places), AT_ONCE):
        yield places[n : n + AT_ONCE]


def plans_about(db: Database, places: Collection[str | None]) -> list[str]:
    """The plans of these places (None: of no place) and those that say something about one of them."""
    codes = sorted(place for place in places if place)
    found: set[str] = set()
    for n in range(0, len(codes), _PLANS_AT_ONCE):
        some = codes[n : n + _PLANS_AT_ONCE]
        for table in _HELD:
            sql = f"SELECT DISTINCT plan_id FROM {table} WHERE place IN ({marks_of(some)})"
            found.update(row[0] for row in db.execute(sql, some))
    if None in places:
        found.update(row[0] for row in db.execute("SELECT plan_id FROM plans WHERE place IS NULL"))
    return sorted(found)


def rows_of_plans(db: Database, sql: str, plans: Sequence[str]) -> list[Any]:
    """The rows of a statement with ``{marks}`` for the identities of plans, asked for some of them at a time."""
    found: list[Any] = []
    for n in range(0, len(plans), _PLANS_AT_ONCE):
        some = plans[n : n + _PLANS_AT_ONCE]
        found += db.execute(sql.format(marks=marks_of(some)), some).fetchall()
    return found
