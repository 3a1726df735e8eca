"""Roles: who leads, supports, answers for and approves what, by the function that counties share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extract.gazetteer import load_gazetteer
from kb.database import Database
from kb.questions.cells import Row, rows_of_query

KEYS = (
    "place", "place_name", "year", "office", "actor", "role", "duty", "post", "topic", "heading", "sentence", "title",
    "source", "start", "end", "address", "plan_id", "provision_id", "fact_id", "reviewed",
)  # fmt: skip

_SELECT = """
SELECT r.fact_id, r.plan_id, r.provision_id, r.source, r.address, r.original_start AS start, r.original_end AS "end",
  r.text AS actor, r.sentence, r.place, r.place_name, r.year, r.title, r.heading, r.topic, r.role, r.duty, r.post,
  r.office, r.reviewed
FROM roles r ORDER BY r.place, r.source, r.plan, r.start"""


def find_roles(
    db: Database,
    *,
    roles: Sequence[str] = (),
    offices: Sequence[str] = (),
    topics: Sequence[str] = (),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> list[Row]:
    """One row for each actor and role; ``office`` is the function that the same office has in every county."""
    gazetteer = load_gazetteer()
    rows = []
    for row in rows_of_query(db, _SELECT, []):
        if (
            (not roles or row["role"] in roles)
            and (not offices or row["office"] in offices or row["actor"] in offices)
            and (not topics or row["topic"] in topics)
            and (not years or row["year"] in years)
            and (not places or any(row["place"] and gazetteer.within(row["place"], code) for code in places))
        ):
            rows.append({key: row.get(key) for key in KEYS})
    return rows


def count_links(rows: Sequence[Row]) -> list[Row]:
    """Which function leads and which supports it, over all provisions: the edges of the role network.

    >>> lead = {"provision_id": "p", "role": "lead", "office": "卫生健康", "actor": "县卫健局"}  # health leads
    >>> help = {"provision_id": "p", "role": "support", "office": "财政", "actor": "县财政局"}  # finance
    >>> count_links([lead, help])
    [{'lead': '卫生健康', 'support': '财政', 'provisions': 1}]
    """
    by_provision: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        if row["provision_id"] and row["role"] in ("lead", "support"):
            sides = by_provision.setdefault(row["provision_id"], {"lead": set(), "support": set()})
            sides[row["role"]].add(row["office"] or row["actor"])
    pairs = Counter(
        (lead, support)
        for sides in by_provision.values()
        for lead in sides["lead"]
        for support in sides["support"] - sides["lead"]
    )
    return [
        {"lead": lead, "support": support, "provisions": n}
        for (lead, support), n in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    ]
