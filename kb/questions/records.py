"""Plans, provisions, sources and outlines as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from corpus.errors import QueryError
from corpus.model import Document
from kb.building.rows import Row
from kb.database import Database, rows_of
from kb.packing import unpack_text, weave_text
from kb.questions.filters import NOTHING_FILTERED, Filters
from kb.schema import PROVISIONS

PLAN_KEYS = (
    "plan_id", "source", "plan", "title", "place", "place_name", "issuer", "number", "date", "year", "kind", "notes",
    "place_level", "place_evidence", "characters",
)  # fmt: skip
PROVISION_KEYS = (
    "provision_id", "plan_id", "source", "plan", "address", "text", "topic", "place", "year", "start", "end",
    "place_name", "title", "heading",
)  # fmt: skip
SOURCE_KEYS = (
    "source", "state", "reason", "remedy", "plans", "provisions", "facts", "repairs", "reader", "encoding", "evidence",
    "size", "characters", "sha256",
)  # fmt: skip


def list_sources(db: Database) -> Iterator[Row]:
    """Every source with its state, reason and remedy, and how much came of it."""
    doubles: dict[str, list[str]] = defaultdict(list)
    sql = """SELECT s.name, n.message FROM notes n JOIN sources s ON s.source_id = n.source_id
      WHERE n.code = 'duplicate of' ORDER BY n.message"""
    for name, message in db.execute(sql):
        doubles[name].append(message)
    found = rows_of(
        db,
        """SELECT s.name AS source, s.state, s.reason, s.remedy,
          (SELECT count(*) FROM plans l WHERE l.source_id = s.source_id) AS plans,
          (SELECT count(*) FROM provisions p JOIN plans l USING (plan_id)
            WHERE l.source_id = s.source_id) AS provisions,
          (SELECT count(*) FROM measure_facts f JOIN plans l USING (plan_id) WHERE l.source_id = s.source_id)
          + (SELECT count(*) FROM date_facts f JOIN plans l USING (plan_id) WHERE l.source_id = s.source_id)
          + (SELECT count(*) FROM role_facts f JOIN plans l USING (plan_id) WHERE l.source_id = s.source_id) AS facts,
          (SELECT count(*) FROM repairs r WHERE r.source_id = s.source_id) AS repairs,
          s.reader, s.encoding, s.evidence, s.size, s.characters, s.sha256
        FROM sources s ORDER BY s.name""",
    )
    for row in found:
        yield row | {"reason": "; ".join([*filter(None, [row["reason"]]), *doubles[row["source"]]])}


def count_kinds(db: Database) -> list[Row]:
    """How many repairs by rule and verdict, and plans by kind: ``what``, ``kind``, ``count``."""
    sql = """SELECT 'plans' AS what, kind, count(*) AS count FROM plans GROUP BY kind
      UNION ALL SELECT 'repairs', rule || ' (' || verdict || ')', count(*) FROM repairs GROUP BY rule, verdict
      UNION ALL SELECT 'sources', state, count(*) FROM sources GROUP BY state ORDER BY 1, 3 DESC, 2"""
    return list(rows_of(db, sql))


def list_plans(db: Database, *, filters: Filters = NOTHING_FILTERED) -> Iterator[Row]:
    """Every plan with what it says of itself."""
    where, values = filters.conditions()
    narrow = ""
    if where:
        narrow = f"WHERE EXISTS (SELECT 1 FROM provisions p WHERE p.plan_id = l.plan_id AND {' AND '.join(where)})"
    sql = f"""SELECT l.plan_id, s.name AS source, l.plan, l.title, l.place, l.place_name, l.issuer, l.number, l.date,
      l.year, l.kind, NULL AS notes, l.place_level, l.place_evidence, l.characters
    FROM plans l JOIN sources s ON s.source_id = l.source_id {narrow} ORDER BY s.name, l.plan"""
    notes: dict[str, list[str]] = defaultdict(list)
    noted = "SELECT plan_id, code, message FROM notes WHERE plan_id IS NOT NULL ORDER BY code, message"
    for plan_id, code, message in db.execute(noted):
        notes[plan_id].append(f"{code}: {message}")
    for row in rows_of(db, sql, values):
        yield row | {"notes": "; ".join(notes[row["plan_id"]]) if row["plan_id"] in notes else None}


def list_provisions(db: Database, *, filters: Filters = NOTHING_FILTERED) -> Iterator[Row]:
    """Every provision with its place in the source."""
    where, values = filters.conditions()
    sql = f"""SELECT p.provision_id, p.plan_id, s.name AS source, l.plan, p.address, p.text, p.topic, p.place, l.year,
      p.original_start AS start, p.original_end AS "end", coalesce(d.name, l.place_name) AS place_name, l.title,
      p.heading
    FROM {PROVISIONS} {"WHERE " + " AND ".join(where) if where else ""}
    ORDER BY s.name, l.plan, p.provision"""
    yield from rows_of(db, sql, values)


def outline_rows(document: Document) -> Iterator[Row]:
    """The headings of a document just read; offsets into its original text."""
    for plan in document.plans:
        for section in plan.sections:
            start, end = plan.original_span(section.start, section.heading_end)
            yield {
                "plan": plan.ordinal,
                "title": plan.title,
                "level": section.level,
                "label": section.label,
                "text": section.text,
                "address": section.address,
                "start": start,
                "end": end,
            }
        if not plan.sections:
            start, end = plan.original_span(0, len(plan.text))
            row = {"plan": plan.ordinal, "title": plan.title, "level": 0, "label": "", "text": plan.title}
            yield row | {"address": "", "start": start, "end": end}


def plan_text(db: Database, plan_id: str) -> str:
    """The clean text of a plan. Raises QueryError when there is none."""
    row = db.execute("SELECT rest FROM plans WHERE plan_id = ?", (plan_id,)).fetchone()
    if row is None:
        raise QueryError(plan_id, "is no plan of this knowledge base", remedy="junxian export plans")
    provisions = 'SELECT start, "end", text FROM provisions WHERE plan_id = ? ORDER BY start, "end"'
    return weave_text(unpack_text(row[0]), db.execute(provisions, (plan_id,)))
