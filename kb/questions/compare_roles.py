"""Roles side by side: for each place and year which office leads, supports or approves, and what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.database import Database
from kb.questions.cells import Row
from kb.questions.compare_texts import KEYS as TEXT_KEYS
from kb.questions.compare_texts import find_gaps, find_uncollected, read_plans
from kb.questions.duties import find_roles

KEYS = (*TEXT_KEYS, "role", "office", "actor", "duty")
_MOST_OFFICES = 24
_TOLD = 5  # duties that a cell names


def compare_roles(
    db: Database,
    roles: Sequence[str],
    *,
    offices: Sequence[str] = (),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> list[Row]:
    """One row for each place, year, role and function of office: who has the role there, and for what.

    ``office`` is the function that counties share (卫生健康 for 卫计局 and 卫健局 alike); without ``offices`` those
    that the most places have. ``duty`` joins what they do, ``others`` counts what it leaves out.
    """
    plans = read_plans(db, places, years)
    rows: list[Row] = []
    for role in roles:
        found: dict[str, dict[tuple[Any, Any], _Held]] = defaultdict(dict)
        for row in find_roles(db, roles=(role,), offices=offices, places=places, years=years):
            if row["office"] and row["place"] is not None:
                held = found[row["office"]].setdefault((row["place"], row["year"]), _Held(row))
                held.actors.setdefault(row["actor"])
                if row["duty"]:
                    held.duties.setdefault(row["duty"])
        ranked = sorted(found, key=lambda name: (-len({place for place, _ in found[name]}), name))
        for office in offices or ranked[:_MOST_OFFICES]:
            cells = [_cell(group, role, office) for group in found[office].values()]
            cells += find_gaps(plans, set(found[office]), office)
            cells += find_uncollected(cells, [office], places, years)
            rows += [{**row, "topic": None, "role": role, "office": office} for row in cells]
    return sorted(rows, key=lambda row: (row["place"] or "~", row["year"] or 0, row["role"], row["office"]))


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
