"""The tables of a knowledge base and what each column means; the codebook is printed from here.

The tables ``measure_facts``, ``date_facts``, ``role_facts`` and ``mention_facts`` hold each fact once;
the views ``measures``, ``dates``, ``roles``, ``mentions`` and ``facts`` are what a reader opens: they add
the sentence, the source and the place, and put what researchers decided (``reviewed``) over what the
machine read: rejected facts are not in the views, corrected ones show the correction.
All offsets are code points, end exclusive: ``start``/``end`` into the plan's clean text,
``original_start``/``original_end`` into the source's original text.
"""

from __future__ import annotations

from functools import cache

from kb.layout import TABLES
from kb.table import Column, Table

VERSION = 3  # of the schema, kept in PRAGMA user_version
APPLICATION_ID = 0x4A585842  # "JXXB": tells `file` and us that this is a knowledge base


__all__ = [
    "APPLICATION_ID",
    "BY_NAME",
    "PLACED",
    "TABLES",
    "VERSION",
    "Column",
    "Table",
    "codebook",
    "own_columns",
    "statements",
]

BY_NAME = {table.name: table for table in TABLES}

# What a reader of a fact needs beside its own columns.
_READER = """s.name AS source, l.plan, f.plan_id, p.provision_id,
  coalesce(p.address, (SELECT c.address FROM sections c WHERE c.plan_id = f.plan_id AND c.start <= f.start
    AND c."end" > f.start ORDER BY c.start DESC LIMIT 1), '') AS address,
  f.start, f."end", f.original_start, f.original_end, f.text,
  coalesce(f.outside, substr(p.text, f.sentence_start - p.start + 1, f.sentence_end - f.sentence_start)) AS sentence,
  coalesce(f.place, l.place) AS place, coalesce(d.name, l.place_name) AS place_name, l.place AS plan_place,
  CASE WHEN f.place IS NOT NULL THEN l.place_name END AS said_by,
  l.year, l.title, p.heading, p.topic"""
_JOINS = """JOIN plans l ON l.plan_id = f.plan_id JOIN sources s ON s.source_id = l.source_id
  LEFT JOIN provisions p ON p.plan_id = f.plan_id AND p.provision = f.provision
  LEFT JOIN divisions d ON d.place = f.place"""

# Provisions (p) with their plan (l), their source (s) and the name of their place (d).
PROVISIONS = """provisions p JOIN plans l ON l.plan_id = p.plan_id JOIN sources s ON s.source_id = l.source_id
  LEFT JOIN divisions d ON d.place = p.place"""

KINDS = {"measure": "measure_facts", "date": "date_facts", "role": "role_facts"}
REVIEWED = {"measure": "measure_reviewed", "date": "date_reviewed", "role": "role_reviewed"}
_SHARED = (
    'fact_id, source, plan, plan_id, provision_id, address, kind, start, "end", original_start, original_end, '
    "text, original, sentence, place, place_name, plan_place, said_by, year, title, heading, topic, rule, reviewed"
)


PLACED = ("plans", "provisions", *KINDS.values(), "mention_facts")  # tables whose rows are about a place


@cache
def own_columns(kind: str) -> tuple[str, ...]:
    """The columns that only facts of this kind have.

    >>> own_columns("role")
    ('role', 'duty', 'post', 'office')
    """
    names = BY_NAME[KINDS[kind]].names
    return names[names.index("rule") + 1 : -1]


@cache
def stored_names(table: str) -> tuple[str, ...]:
    """The columns that a product gives for a row, in their order; numbers in the search index are given by the base.

    >>> stored_names("provisions")[:2]
    ('provision_id', 'plan_id')
    """
    return tuple(name for name in BY_NAME[table].names if (table, name) != ("provisions", "number"))


def machine_sql(kind: str, table: str = "") -> str:
    """SELECT of the facts of a kind as the machine read them, with the sentence, the source and the place."""
    own = ", ".join(f'f."{name}"' for name in own_columns(kind))
    return (
        f"SELECT f.fact_id, '{kind}' AS kind, {_READER}, coalesce(f.raw, f.text) AS original, {own}, f.rule, "
        f"{'f.reviewed' if table else 'NULL AS reviewed'} FROM {table or KINDS[kind]} f {_JOINS}"
    )


def current_sql(kind: str, *columns: str) -> str:
    """A subquery over the facts of a kind as they stand after review, without what the views add."""
    names = ", ".join(columns)
    machine = f"SELECT {names} FROM {KINDS[kind]} WHERE fact_id NOT IN (SELECT fact_id FROM settled)"
    return f"({machine} UNION ALL SELECT {names} FROM {REVIEWED[kind]})"


def _views() -> list[str]:
    # Two arms, so that each finds its rows by its own indexes: without reviews the second is empty.
    views = [
        f"CREATE VIEW {kind}s AS {machine_sql(kind)} WHERE f.fact_id NOT IN (SELECT fact_id FROM settled)"
        f" UNION ALL {machine_sql(kind, REVIEWED[kind])}"
        for kind in KINDS
    ]
    views.append("CREATE VIEW facts AS " + " UNION ALL ".join(f"SELECT {_SHARED} FROM {kind}s" for kind in KINDS))
    views.append(
        f"CREATE VIEW mentions AS SELECT {_READER}, f.indicator_id, f.reason, f.status FROM mention_facts f {_JOINS}"
    )
    return views


INDEXES = (
    "CREATE INDEX plans_by_place ON plans (place, year)",
    "CREATE INDEX plans_by_year ON plans (year DESC, plan_id)",
    "CREATE INDEX plans_by_source ON plans (source_id)",
    "CREATE UNIQUE INDEX provisions_by_plan ON provisions (plan_id, provision)",
    "CREATE INDEX provisions_by_place ON provisions (place, plan_id)",
    "CREATE INDEX measures_by_indicator ON measure_facts (indicator_id) WHERE indicator_id IS NOT NULL",
    *(f"CREATE INDEX {table}_by_place ON {table} (place, plan_id) WHERE place IS NOT NULL" for table in PLACED[2:]),
    "CREATE INDEX mentions_by_indicator ON mention_facts (indicator_id)",
    "CREATE INDEX mentions_by_plan ON mention_facts (plan_id)",
    "CREATE INDEX places_by_plan ON places (plan_id)",
    "CREATE INDEX citations_by_plan ON citations (plan_id)",
    "CREATE INDEX repairs_by_source ON repairs (source_id)",
    "CREATE INDEX notes_by_source ON notes (source_id)",
    "CREATE INDEX reviews_by_fact ON reviews (fact_id)",
    "CREATE INDEX reviews_by_source ON reviews (source)",
    "CREATE INDEX reviews_by_now ON reviews (now)",
    "CREATE INDEX settled_by_plan ON settled (plan_id)",
)

# Characters and pairs of characters, without positions: every provision that holds the typed
# words has all their pairs; a look at the text settles the rest. Contentless, so the text is
# stored once; our own spaces separate the tokens and nothing else does.
# Two tables rather than two columns: rows without columns and positions take half the space.
_FTS = (
    "CREATE VIRTUAL TABLE {} USING fts5({}, content='', detail=none, columnsize=0, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")"
)
SEARCH = (_FTS.format("provisions_fts", "text"), _FTS.format("headings_fts", "heading"))


def statements() -> list[str]:
    """All statements that make an empty knowledge base, in order."""
    return [*(table.ddl() for table in TABLES), *INDEXES, *_views(), *SEARCH]


def codebook() -> list[dict[str, str]]:
    """One row a column: ``table``, ``column``, ``type``, ``description``, ``说明``.

    >>> [row["description"] for row in codebook() if (row["table"], row["column"]) == ("plans", "title")]
    ['as the text gives it']
    """
    return [
        {
            "table": table.name,
            "column": column.name,
            "type": column.type.split()[0],
            "description": column.note,
            "说明": column.zh,
        }
        for table in TABLES
        for column in table.columns
    ]
