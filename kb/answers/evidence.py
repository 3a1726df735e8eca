"""What stands behind an answer: the sentence in clean text and in the original, and where it is in the file."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from corpus.alignment import Alignment
from corpus.errors import QueryError
from kb.answers.display import Page, clean_row, explain_gap
from kb.answers.plain import show_plain
from kb.answers.tables import as_text
from kb.answers.wide import describe_cell, describe_gap
from kb.packing import unpack_text
from kb.questions.records import plan_text
from kb.schema import KINDS

if TYPE_CHECKING:
    import pandas as pd

    from kb.base import KnowledgeBase
    from kb.database import Database

Row = dict[str, Any]
QUIET = "color:#666;font-size:90%"
_HIT = "background:#ffe08a;color:#000"
# Columns that name a fact, and what it is to the answer.
_FACTS = {
    "fact_id": "", "target_fact": "目标 target", "actual_fact": "实绩 result",
    "before_fact_id": "此前 before", "after_fact_id": "此后 after",
}  # fmt: skip
_PROVISIONS = {"of_provision_id": "在先 earlier", "provision_id": "在后 later"}
_TITLE = ("place_name", "year", "indicator", "actor", "role", "title", "address")


class Shelf:
    """Plans and sources that cells come from, each read once."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.plans: dict[str, tuple[str, Alignment, str, str]] = {}
        self.originals: dict[str, tuple[str, str]] = {}

    def plan(self, plan_id: str) -> tuple[str, Alignment, str, str]:
        """(clean text, the way back, original text, name of the source)."""
        if plan_id not in self.plans:
            text = plan_text(self.db, plan_id)
            sql = "SELECT source_id, alignment FROM plans WHERE plan_id = ?"
            source_id, packed = self.db.execute(sql, (plan_id,)).fetchone()
            if source_id not in self.originals:
                sql = "SELECT original, name FROM sources WHERE source_id = ?"
                blob, name = self.db.execute(sql, (source_id,)).fetchone()
                self.originals[source_id] = unpack_text(blob), name
            original, name = self.originals[source_id]
            way = Alignment.from_runs(json.loads(zlib.decompress(packed)), len(original))
            self.plans[plan_id] = text, way, original, name
        return self.plans[plan_id]

    def evidence(self, fact_id: str, plan_id: str | None = None) -> str:
        """The sentence of a fact, the expression highlighted, in clean text and in the original, and where it is."""
        for table in KINDS.values():
            sql = f'SELECT plan_id, start, "end", sentence_start, sentence_end FROM {table} WHERE fact_id = ?'
            found = self.db.execute(sql + (" AND plan_id = ?" if plan_id else ""), [fact_id, *filter(None, [plan_id])])
            row = found.fetchone()
            if row:
                return self._both(*row)
        raise QueryError(fact_id, "is no fact of this knowledge base", remedy="a fact_id of base.facts()")

    def _both(self, plan_id: str, start: int, end: int, first: int, last: int) -> str:
        text, way, original, name = self.plan(plan_id)
        clean = f"<p>{_highlight(text, first, start, end, last)}</p>"
        (a, b), (c, d) = way.to_original(start, end), way.to_original(first, last)
        told = "原文相同 · the same in the original"
        if original[c:d] != text[first:last]:
            told = f"原文 original: {_highlight(original, c, a, b, d)}"
        line = original.count("\n", 0, a) + 1
        where = f"{name}，第 {line} 行 line，字符 characters {a}–{b}"
        return f'{clean}<p style="{QUIET}">{told}</p><p style="{QUIET}">{safe(where)}</p>'


def show_evidence(
    base: KnowledgeBase, what: str | Mapping[str, Any] | pd.Series | pd.DataFrame, most: int = 12
) -> Page:
    """The sentence behind a fact, a row or a whole table, in clean text and in the original.

    ``what``: a ``fact_id``; a row of an answer (``table.iloc[3]``); or a table, of which the first ``most`` rows are
    shown. Behind a pair of target and result stand two sentences, behind a copied provision both provisions, behind
    a gap its reason. Raises QueryError for an unknown fact, or for a row that names neither fact nor provision.

    >>> show_evidence(base, table[table["place_name"] == "安吉县"])      # doctest: +SKIP
    """
    if isinstance(what, str):
        with base.limited() as db:
            return Page(Shelf(db).evidence(what))
    table: Any = what
    rows: list[Any] = table.to_dict("records") if hasattr(what, "columns") else [dict(table)]
    if not rows:
        return nothing_to_see()
    parts: list[str] = []
    with base.limited() as db:
        shelf = Shelf(db)
        for row in rows[:most]:
            parts += _behind(base, shelf, clean_row({str(key): value for key, value in row.items()}))
    if len(rows) > 1:
        parts.append(f'<p style="{QUIET}">显示 {min(most, len(rows))} / {len(rows)} 行 · showing of rows</p>')
    return Page("\n".join(parts))


def _behind(base: KnowledgeBase, shelf: Shelf, row: Row) -> Iterator[str]:
    """What stands behind one row: its facts, else why it is empty, else its provisions."""
    said = describe_cell(row) if {"comparator", "unit"} <= set(row) else ""
    told = [as_text(row.get(name)) for name in _TITLE if row.get(name) not in (None, "")]
    yield f"<h4>{safe(' · '.join([*told, *([said] if said else [])]))}</h4>"
    facts = [(head, row[name]) for name, head in _FACTS.items() if row.get(name)]
    for head, fact_id in facts:
        yield _head(head) + shelf.evidence(fact_id)
    gap = row.get("gap")
    if gap and not facts:
        sentence = f"<p>{safe(row['sentence'])}</p>" if row.get("sentence") else ""
        where = f'<p style="{QUIET}">{safe(as_text(row.get("source")))}</p>' if row.get("source") else ""
        yield f"<p>{safe(describe_gap(gap))} {safe(explain_gap(gap))}</p>{sentence}{where}"
    if facts or gap:
        return
    provisions = [(head, row[name]) for name, head in _PROVISIONS.items() if row.get(name)]
    if not provisions:
        raise QueryError("this row", "names neither a fact nor a provision", remedy="give rows with all their columns")
    from kb.answers.views import show_provision

    for head, provision_id in provisions:
        yield _head(head if len(provisions) > 1 else "") + show_provision(base, provision_id).html


def _head(text: str) -> str:
    return f'<p style="{QUIET}"><b>{safe(text)}</b></p>' if text else ""


def _highlight(text: str, first: int, start: int, end: int, last: int) -> str:
    inside = f'<mark style="{_HIT}">{safe(text[start:end])}</mark>'
    return safe(text[first:start]) + inside + safe(text[end:last])


def nothing_to_see() -> Page:
    """What is shown of an empty table."""
    return Page(f'<p style="{QUIET}">没有可看的行 · no rows</p>')


def safe(text: str) -> str:
    """Text that is nothing but text in a page."""
    return escape(show_plain(text), quote=True)
