"""Roles: who leads, supports, answers for and approves what, by the function that counties share."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kb.database import Database, marks_of, rows_of
from kb.questions.cells import Row
from kb.questions.places import about_places, place_within

KEYS = (
    "place", "place_name", "year", "office", "actor", "role", "duty", "post", "topic", "heading", "sentence", "title",
    "source", "start", "end", "address", "plan_id", "provision_id", "fact_id", "reviewed",
)  # fmt: skip

_NAME_END = re.compile("[局委办厅部院会所队站署行处科室府联协团校心司]\\Z")  # the name of an office, not a function
_ANY = re.compile("[%_]")
_BATCH = 500  # provisions asked for at once
_REACH = 6  # paragraphs of a section that one of labels may stand below
_LABEL = re.compile(r"[（(【]?(?:牵头|责任|主办|承办|实施)(?:单位|部门)")

_SELECT = """
SELECT r.fact_id, r.plan_id, r.provision_id, r.source, r.address, r.original_start AS start, r.original_end AS "end",
  r.text AS actor, r.sentence, r.place, r.place_name, r.year, r.title, r.heading, r.topic, r.role, r.duty, r.post,
  r.office, r.reviewed, r.said_by
FROM roles r WHERE {where} ORDER BY r.place, r.source, r.plan, r.start, r.fact_id"""


def find_roles(
    db: Database,
    *,
    roles: Sequence[str] = (),
    offices: Sequence[str] = (),
    topics: Sequence[str] = (),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    limit: int | None = None,
    block: tuple[Sequence[str | None], Sequence[str]] | None = None,
) -> Iterator[Row]:
    """One row for each actor and role; ``office`` is the function that the same office has in every county.

    With ``block``, places and the plans about them, those of just these places.
    """
    where, values = _condition(roles, offices, topics, places, years)
    for column, some in zip(("place", "plan_id"), block or (), strict=False):
        where += f" AND r.{column} IN ({marks_of(some)})"
        values += some
    sql = _SELECT.format(where=where) + (f" LIMIT {limit:d}" if limit is not None else "")
    for row in rows_of(db, sql, values):
        yield {key: row.get(key) for key in KEYS}


def count_roles(
    db: Database,
    *,
    roles: Sequence[str] = (),
    offices: Sequence[str] = (),
    topics: Sequence[str] = (),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> int:
    """How many rows ``find_roles`` gives."""
    where, values = _condition(roles, offices, topics, places, years)
    return int(db.execute(f"SELECT count(*) FROM roles r WHERE {where}", values).fetchone()[0])


def count_offices(db: Database, role: str, places: Sequence[str], years: Sequence[int]) -> dict[str, int]:
    """In how many places each function of offices has a role."""
    where, values = _condition((role,), (), (), places, years)
    sql = f"""SELECT r.office, count(DISTINCT r.place) FROM roles r
      WHERE {where} AND r.office <> '' AND r.place IS NOT NULL GROUP BY r.office"""
    return dict(db.execute(sql, values).fetchall())


def _condition(
    roles: Sequence[str], offices: Sequence[str], topics: Sequence[str], places: Sequence[str], years: Sequence[int]
) -> tuple[str, list[Any]]:
    """(WHERE, values) over ``r``."""
    where: list[str] = ["1 = 1"]
    values: list[Any] = []
    for column, wanted in (("role", roles), ("topic", topics), ("year", years)):
        if wanted:
            where.append(f"r.{column} IN ({marks_of(wanted)})")
            values += wanted
    if offices:
        marks = marks_of(offices)
        ends = [f"%{office}" for office in offices if _NAME_END.search(office) and not _ANY.search(office)]
        ended = " OR r.text LIKE ?" * len(ends)  # 民政局 is also 县民政局
        where.append(f"(r.office IN ({marks}) OR r.text IN ({marks}){ended})")
        values += [*offices, *offices, *ends]
    if places:
        (about, spans), (inside, own) = about_places(places), place_within("r.place", places)
        where.append(f"r.plan_id IN ({about}) AND {inside}")
        values += [*spans, *own]
    return " AND ".join(where), values


def count_links(rows: Iterable[Row]) -> list[Row]:
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


def find_leads(db: Database, provisions: Iterable[str | None]) -> dict[str | None, list[str]]:
    """Who leads each of these provisions, or, where nobody does, who answers for it.

    Where a provision names neither, it is who a paragraph of labels below it in its section names: 牵头单位：…; of a
    row of a table with an empty cell it is who leads the row above, which a merged cell goes on from.
    """
    wanted = sorted({one for one in provisions if one})
    leads: dict[str | None, list[str]] = defaultdict(list)
    for some in (wanted[n : n + _BATCH] for n in range(0, len(wanted), _BATCH)):
        own = _named_in(db, some)
        rest = [one for one in some if one not in own]
        nearest = _labels_below(db, rest) + _rows_above(db, rest)
        named = own | _named_in(db, sorted({at for _, at in nearest} - own.keys()))
        found = {one: named[at] for one, at in reversed(nearest) if at in named}  # the first of each stays
        leads.update({one: (own | found)[one] for one in some if one in own or one in found})
    return leads


def _named_in(db: Database, provisions: Sequence[str]) -> dict[str, list[str]]:
    """By provision who leads it, or else answers for it; those of which nobody does are left out."""
    named: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    plans = sorted({one.partition("/")[0] for one in provisions})  # by which roles are found at once
    sql = (
        "SELECT provision_id, role, text FROM roles WHERE role IN ('lead', 'responsible')"
        f" AND plan_id IN ({marks_of(plans)}) AND provision_id IN ({marks_of(provisions)}) ORDER BY plan_id, start"
    )
    for provision, role, text in db.execute(sql, [*plans, *provisions]) if provisions else ():
        if text not in named[provision][role]:
            named[provision][role].append(text)
    return {provision: roles["lead"] or roles["responsible"] for provision, roles in named.items()}


def _labels_below(db: Database, provisions: Sequence[str]) -> list[tuple[str, str]]:
    """Provisions beside those below them in their section that open with a label of who leads, the next one first."""
    sql = f"""SELECT p.provision_id, l.provision_id, substr(l.text, 1, 8) FROM provisions p
      JOIN provisions l ON l.plan_id = p.plan_id AND l.section = p.section
        AND l.provision > p.provision AND l.provision <= p.provision + {_REACH}
      WHERE p.provision_id IN ({marks_of(provisions)})
        AND (l.text LIKE '__单位%' OR l.text LIKE '___单位%' OR l.text LIKE '__部门%' OR l.text LIKE '___部门%')
      ORDER BY p.provision_id, l.provision"""
    rows = db.execute(sql, provisions) if provisions else ()
    return [(provision, label) for provision, label, opening in rows if _LABEL.match(opening)]


def _rows_above(db: Database, provisions: Sequence[str]) -> list[tuple[str, str]]:
    """Rows of tables with an empty cell beside the rows above them, the next one first."""
    sql = f"""SELECT p.provision_id, l.provision_id FROM provisions p
      JOIN provisions l ON l.plan_id = p.plan_id AND l.section = p.section
        AND l.provision < p.provision AND l.provision >= p.provision - {_REACH}
      WHERE p.provision_id IN ({marks_of(provisions)}) AND p.text LIKE '%|  |%' AND l.text LIKE '%|%'
      ORDER BY p.provision_id, l.provision DESC"""
    return [(row, above) for row, above in (db.execute(sql, provisions) if provisions else ())]
