"""Researchers at work on a base: sheets that they fill in, and what the base then says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb.base import KnowledgeBase
from kb.review.decisions import Imported, import_sheets

DAY = "2026-03-05"
Row = dict[str, Any]


def sheet(base: Path, file: Path, decide: Callable[[Row], Row | None], *, coder: str = "甲", **options: Any) -> Path:
    """A csv sheet of all facts, the cells that ``decide`` gives filled in."""
    with KnowledgeBase(base) as opened:
        table = opened.review_sheet(limit=None, coder=coder, **options)
    from kb.review.sheet import write_review

    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    write_review([row | (decide(row) or {}) for row in rows], file, {})
    return file


def fact(base: Path, text: str) -> Row | None:
    with KnowledgeBase(base) as opened:
        rows = opened.facts()
    found = rows[rows["text"] == text].to_dict("records")
    return found[0] if found else None


def on(text: str, **cells: Any) -> Callable[[Row], Row | None]:
    return lambda row: cells if row["text"] == text else None


def load(base: Path, *files: Path, coder: str | None = None) -> Imported:
    return import_sheets(base, files, coder=coder, today=DAY)


def status(base: Path, what: str) -> list[Row]:
    with KnowledgeBase(base) as opened:
        rows = opened.review_status()
    return [row for row in rows.to_dict("records") if row["what"] == what]
