"""Roles side by side: for each place and year which office leads, supports or approves, and what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.database import Database
from kb.questions.blocks import in_blocks, list_places, plans_about
from kb.questions.cells import Row
from kb.questions.compare_texts import KEYS as TEXT_KEYS
from kb.questions.compare_texts import find_counties, find_gaps, find_uncollected, read_plans
from kb.questions.duties import count_offices, find_roles
from kb.questions.places import lies_within

KEYS = (*TEXT_KEYS, "role", "office", "actor", "duty")
_MOST_OFFICES = 24
_TOLD = 5  # duties that a cell names


def stream_roles(
    db: Database,
    roles: Sequence[str],
    *,
    offices: Sequence[str] = (),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> Iterator[Row]:
    """One row for each place, year, role and function of office: who has the role there, and for what.

    ``office`` is the function that counties share (卫生健康 for 卫计局 and 卫健局 alike); without ``offices`` those
    that the most places have. ``duty`` joins what they do, ``others`` counts what it leaves out. Some places are read
    at a time.
    """
    asked = {role: tuple(offices) or _rank(db, role, places, years) for role in roles}
    counties = find_counties(places)
    held = {place for place in list_places(db, places) if place}
    for block in in_blocks(sorted(held | counties if years else held)):
        plans = read_plans(db, places, years, block)
        about = plans_about(db, block)
        rows: list[Row] = []
        for role, names in asked.items():
            found: dict[str, dict[tuple[Any, Any], _Held]] = defaultdict(dict)
            for row in find_roles(db, roles=(role,), offices=names, years=years, block=(block, about)):
                if row["office"] and row["place"] is not None and lies_within(row["place"], places):
                    cell = found[row["office"]].setdefault((row["place"], row["year"]), _Held(row))
                    cell.actors.setdefault(row["actor"])
                    if row["duty"]:
                        cell.duties.setdefault(row["duty"])
            for office in names:
                cells = [_cell(group, role, office) for group in found[office].values()]
                cells += find_gaps(plans, set(found[office]), office)
                if places:
                    cells += find_uncollected(cells, [office], counties & set(block), years)
                rows += [{**row, "topic": None, "role": role, "office": office} for row in cells]
        yield from sorted(rows, key=lambda row: (row["place"] or "~", row["year"] or 0, row["role"], row["office"]))


def _rank(db: Database, role: str, places: Sequence[str], years: Sequence[int]) -> tuple[str, ...]:
    """The functions of offices that have a role in the most places."""
    counts = count_offices(db, role, places, years)
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_OFFICES])


@dataclass(slots=True)
class _Held:
    """What a cell is made of: its first row, and what all of them name, in their order."""

    first: Row
    actors: dict[str, None] = field(default_factory=dict)
    duties: dict[str, None] = field(default_factory=dict)


def _cell(held: _Held, role: str, office: str) -> Row:
    duties = list(held.duties)
    return {
        **{key: held.first.get(key) for key in KEYS},
        "text": held.first["actor"],
        "topic": office,
        "gap": None,
        "others": max(len(duties) - _TOLD, 0),
        "role": role,
        "office": office,
        "actor": "、".join(held.actors),
        "duty": "；".join(duties[:_TOLD]),
    }
