"""A settled document and its facts as rows of the knowledge base, ready to be inserted.

Runs in the building workers, so that the one process that writes has only inserts to do.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from corpus.model import Document, Note
from kb.building.batches import Rows, Values
from kb.building.plan_rows import Found as Found
from kb.building.plan_rows import PlanRows
from kb.building.product import Product
from kb.index.grams import storable
from kb.packing import add_checksums, pack_text, sha256_text
from kb.schema import BY_NAME, stored_names

Row = dict[str, Any]
_NOTE = attrgetter(*stored_names("notes")[2:-1])
_REPAIR = attrgetter(*stored_names("repairs")[1:-1])


def name_source(name: str, sha256: str) -> str:
    """The stable identity of a source: the same file under the same name always has it."""
    return hashlib.sha256(f"{name}\0{sha256}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def rows_of(document: Document, found: Sequence[Found], settings: str) -> Product:
    """All rows of a document whose plans gave these findings, in the same order."""
    source = document.source
    clean = [dataclasses.replace(plan, text=storable(plan.text)) for plan in document.plans]
    source_id = name_source(source.name, source.sha256)
    rows: dict[str, list[Values]] = {name: [] for name in BY_NAME}
    notes: list[tuple[str | None, Note]] = [(None, note) for note in (*source.notes, *document.notes)]
    for plan, finds in zip(clean, found, strict=True):
        plan_id = f"{source_id}-{plan.ordinal}"
        notes += [(plan_id, note) for note in (*plan.notes, *finds.notes)]
        PlanRows(source.original, source_id, plan_id, plan, finds, rows).add()
    told = list(dict.fromkeys(notes))
    rows["notes"] = [[source_id, plan_id_or_none, *_NOTE(note)] for plan_id_or_none, note in told]
    rows["repairs"] = [[source_id, *_REPAIR(repair)] for repair in document.repairs]
    if storable(source.original) != source.original:
        for kept in (one for table_rows in rows.values() for one in table_rows):
            kept[:] = [storable(value) if isinstance(value, str) else value for value in kept]
    for name, table_rows in rows.items():
        if table_rows:
            add_checksums(name, table_rows)
    held = {name: Rows(stored_names(name), some) for name, some in rows.items() if some}
    return Product.make(_source_row(document, source_id, told, settings), held)


def _source_row(document: Document, source_id: str, told: list[tuple[str | None, Note]], settings: str) -> Row:
    """The source with what was told of it: notes of the file, and of plans by their number where there are several."""
    source, several = document.source, len(document.plans) > 1
    return {
        "source_id": source_id,
        "name": source.name,
        "sha256": source.sha256,
        "size": source.size,
        "state": "warned" if told else "ok",
        "reason": "; ".join(
            (f"plan {plan_id.rpartition('-')[2]} {note.code}: " if several and plan_id else f"{note.code}: ")
            + note.message
            for plan_id, note in told
        ),
        "remedy": "; ".join(dict.fromkeys(note.remedy for _, note in told if note.remedy)),
        "reader": source.reader,
        "encoding": source.encoding,
        "evidence": source.evidence,
        "metadata": json.dumps(source.metadata, ensure_ascii=False, sort_keys=True),
        "pages": json.dumps(list(source.pages)),
        "characters": len(source.original),
        "original": pack_text(source.original),
        "original_sha256": sha256_text(source.original),
        "settings": settings,
    }
