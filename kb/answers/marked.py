"""A plan or a provision with its facts marked, and the way back to its original."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import QueryError
from kb.answers.display import Page
from kb.answers.plain import safe
from kb.answers.shelf import QUIET, Shelf, nothing_to_see
from kb.answers.tables import as_text
from kb.database import rows_of
from kb.schema import KINDS

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.database import Database

Row = dict[str, Any]
# Tint and underline say the same, so that a grey print and colour-blind eyes tell them apart.
_MARKS = {
    "measure": ("background:#cfe3f7;color:#000;border-bottom:2px solid #0b4f8a", "数值 measure"),
    "date": ("background:#fde3b0;color:#000;border-bottom:2px dashed #8a5a00", "时间 date"),
    "role": ("background:#cdebdc;color:#000;border-bottom:2px dotted #00563b", "职责 role"),
}
_TOLD = ("indicator_id", "indicator", "comparator", "value", "value_max", "unit", "change", "status", "hedge",
         "deadline", "type", "edtf", "resolved", "every", "length", "role", "duty", "post", "office")  # fmt: skip


def show_provision(base: KnowledgeBase, provision: str | Any) -> Page:
    """A provision with its facts marked, beside its original, with file, line, characters, bytes and repairs.

    ``provision``: a ``provision_id``, a row that names one, or a table, of which the first row is taken.
    """
    provision_id = _first(provision, "provision_id")
    if provision_id is None:
        return nothing_to_see()
    row = base.provision(provision_id)
    if row["what"] != "provision":
        raise QueryError(provision_id, "is no provision", remedy="a provision_id of base.search(…)")
    with base.limited() as db:
        sql = "SELECT plan_id, start FROM provisions WHERE provision_id = ?"
        plan_id, at = db.execute(sql, (provision_id,)).fetchone()
        marks = [(start - at, end - at, kind, read) for start, end, kind, read in _find_marks(db, plan_id)]
    clean = _mark(row["text"], 0, len(row["text"]), marks)
    same = row["original"] == row["text"]
    original = "原文相同 · the same in the original" if same else f"原文 original: {_mark_repairs(row)}"
    where = [row["source"], f"第 {row['line']} 行 line", f"字符 characters {row['start']}–{row['end']}"]
    where += [f"第 {row['page']} 页 page"] if row["page"] else []
    where += [f"字节 bytes {row['byte_start']}–{row['byte_end']}"] if row["byte_start"] is not None else []
    repairs = "".join(
        f"<li>{safe(one['raw'])} → {safe(one['restored'])} {safe(one['rule'])} ({safe(one['verdict'])})</li>"
        for one in row["repairs"]
    )
    told = (
        f"<details><summary>修复 repairs {len(row['repairs'])}</summary><ul>{repairs}</ul></details>" if repairs else ""
    )
    head = f"<h3>{safe(_line(row['title'], row['address']))}</h3>"
    quiet = f'<p style="{QUIET}">'
    return Page(f"{head}<p>{clean}</p>{quiet}{original}</p>{quiet}{safe('，'.join(where))}</p>{told}")


def show_plan(base: KnowledgeBase, plan: str | Any) -> Page:
    """A plan's outline and text, numbers, dates and roles marked; hover over a mark for what was read from it.

    ``plan``: a ``plan_id``, a row that names one, or a table, of which the first row is taken.
    """
    plan_id = _first(plan, "plan_id")
    if plan_id is None:
        return nothing_to_see()
    with base.limited() as db:
        text, _, _, name = Shelf(db).plan(plan_id)
        marks = _find_marks(db, plan_id)
        sql = 'SELECT level, start, heading_end FROM sections WHERE plan_id = ? ORDER BY start, "section"'
        sections = db.execute(sql, (plan_id,)).fetchall()
        sql = "SELECT title, place_name, year FROM plans WHERE plan_id = ?"
        title, place, year = db.execute(sql, (plan_id,)).fetchone()
    counts = {kind: sum(mark[2] == kind for mark in marks) for kind in _MARKS}
    legend = " ".join(f'<span style="{_MARKS[kind][0]}">{_MARKS[kind][1]} {n}</span>' for kind, n in counts.items())
    head = f"<h3>{safe(as_text(title))}</h3><p style='{QUIET}'>{safe(_line(place, year, name))} {legend}</p>"
    return Page(head + "".join(_paragraphs(text, sections, marks)))


def _first(what: Any, column: str) -> str | None:
    """The identity that was given, or that the row or the first row of a table names; None for an empty table."""
    if isinstance(what, str):
        return what
    rows = list(what[column]) if hasattr(what, "columns") and column in what.columns else [what.get(column)]
    if rows and not isinstance(rows[0], str):
        raise QueryError("this row", f"has no column {column}", remedy="give rows with all their columns")
    return rows[0] if rows else None


def _find_marks(db: Database, plan_id: str) -> list[tuple[int, int, str, str]]:
    """(start, end, kind, what was read) in the order of the text, the longer of two that overlap."""
    marks: list[tuple[int, int, str, str]] = []
    for kind, table in KINDS.items():
        for row in rows_of(db, f"SELECT * FROM {table} WHERE plan_id = ?", (plan_id,)):
            read = "，".join(f"{name} {as_text(row[name])}" for name in _TOLD if row.get(name) not in (None, ""))
            marks.append((row["start"], row["end"], kind, read))
    kept: list[tuple[int, int, str, str]] = []
    for mark in sorted(marks, key=lambda mark: (mark[0], -mark[1], mark[2])):
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


def _paragraphs(text: str, sections: Sequence[tuple[int, int, int]], marks: Sequence[Any]) -> Iterable[str]:
    """The text line by line: headings by their level, the rest below them."""
    levels = {start: (level, last) for level, start, last in sections}
    at = depth = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        opened = next((levels[start] for start in range(at, at + len(line)) if start in levels), None)
        depth = opened[0] if opened else depth
        if body.strip():
            last = at + len(body)
            named = min(last, opened[1]) if opened else at
            inside = f"<b>{_mark(text, at, named, marks)}</b>" if opened else ""
            inside += _mark(text, named, last, marks)
            indent = max(0, depth - bool(opened)) * 1.2
            yield f'<p style="margin:2px 0 2px {indent:g}em">{inside}</p>\n'
        at += len(line)


def _mark(text: str, first: int, last: int, marks: Sequence[tuple[int, int, str, str]]) -> str:
    parts, at = [], first
    for start, end, kind, read in marks:
        if start < at or end > last:
            continue
        parts.append(safe(text[at:start]))
        told = safe(f"{_MARKS[kind][1]}：{read}")
        parts.append(f'<span style="{_MARKS[kind][0]}" title="{told}">{safe(text[start:end])}</span>')
        at = end
    return "".join([*parts, safe(text[at:last])])


def _mark_repairs(row: Row) -> str:
    """The original with every repaired piece underlined; what it became is told by its title."""
    parts, at, text = [], 0, row["original"]
    for one in row["repairs"]:
        start, end = max(at, one["start"] - row["start"]), min(len(text), one["end"] - row["start"])
        told = safe(f"{one['restored'] or '∅'} {one['rule']} ({one['verdict']})")
        parts.append(f'{safe(text[at:start])}<u title="{told}">{safe(text[start:end])}</u>')
        at = max(at, end)
    return "".join([*parts, safe(text[at:])])


def _line(*parts: Any) -> str:
    return " · ".join(as_text(part) for part in parts if part not in (None, ""))
