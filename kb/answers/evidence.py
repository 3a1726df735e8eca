"""What stands behind an answer: the sentences of its facts, the provisions that it names, or why it is empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from corpus.errors import QueryError
from kb.answers.display import Page, clean_row
from kb.answers.marked import show_provision
from kb.answers.plain import safe
from kb.answers.shelf import QUIET, Shelf, nothing_to_see
from kb.answers.tables import as_text
from kb.questions.cell_words import describe_cell, describe_gap, explain_gap

if TYPE_CHECKING:
    import pandas as pd

    from kb.base import KnowledgeBase

Row = dict[str, Any]
# Columns that name a fact, and what it is to the answer.
_FACTS = {
    "fact_id": "", "target_fact": "目标 target", "actual_fact": "实绩 result",
    "before_fact_id": "此前 before", "after_fact_id": "此后 after",
}  # fmt: skip
_PROVISIONS = {"of_provision_id": "在先 earlier", "provision_id": "在后 later"}
_TITLE = ("place_name", "year", "indicator", "actor", "role", "title", "address")


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
    for head, provision_id in provisions:
        yield _head(head if len(provisions) > 1 else "") + show_provision(base, provision_id).html


def _head(text: str) -> str:
    return f'<p style="{QUIET}"><b>{safe(text)}</b></p>' if text else ""
