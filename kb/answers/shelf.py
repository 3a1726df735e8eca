"""Texts behind a page: plans and sources read once, a fact's sentence in clean text and in the original."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

from corpus.alignment import Alignment
from corpus.errors import QueryError
from kb.answers.display import Page
from kb.answers.plain import safe
from kb.packing import unpack_text
from kb.questions.records import plan_text
from kb.schema import KINDS

if TYPE_CHECKING:
    from kb.database import Database

QUIET = "color:#666;font-size:90%"
_HIT = "background:#ffe08a;color:#000"


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


def nothing_to_see() -> Page:
    """What is shown of an empty table."""
    return Page(f'<p style="{QUIET}">没有可看的行 · no rows</p>')


def _highlight(text: str, first: int, start: int, end: int, last: int) -> str:
    inside = f'<mark style="{_HIT}">{safe(text[start:end])}</mark>'
    return safe(text[first:start]) + inside + safe(text[end:last])
