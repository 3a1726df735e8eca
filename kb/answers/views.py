"""Views in a notebook that lead back: a comparison whose cells open their sentences, a plan with its facts marked."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from corpus.alignment import Alignment
from corpus.errors import QueryError
from kb.answers.display import Page, clean_row, explain_gaps
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
_MOST_CELLS = 600  # with their sentences; more is for export
_TD = "text-align:left;vertical-align:top;border:1px solid #bbb;padding:3px 8px;white-space:normal;max-width:30em"
_QUIET = "color:#666;font-size:90%"
# Tint and underline say the same, so that a grey print and colour-blind eyes tell them apart.
_MARKS = {
    "measure": ("background:#cfe3f7;color:#000;border-bottom:2px solid #0b4f8a", "数值 measure"),
    "date": ("background:#fde3b0;color:#000;border-bottom:2px dashed #8a5a00", "时间 date"),
    "role": ("background:#cdebdc;color:#000;border-bottom:2px dotted #00563b", "职责 role"),
}
_HIT = "background:#ffe08a;color:#000"
_TOLD = ("indicator_id", "indicator", "comparator", "value", "value_max", "unit", "change", "status", "hedge",
         "deadline", "type", "edtf", "resolved", "every", "length", "role", "duty", "post", "office")  # fmt: skip


class _Shelf:
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

    def evidence(self, fact_id: str, plan_id: str) -> str:
        """The sentence of a fact, the expression highlighted, in clean text and in the original, and where it is."""
        for table in KINDS.values():
            sql = f'SELECT start, "end", sentence_start, sentence_end FROM {table} WHERE plan_id = ? AND fact_id = ?'
            found = self.db.execute(sql, (plan_id, fact_id)).fetchone()
            if found:
                return self._both(plan_id, *found)
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
        return f'{clean}<p style="{_QUIET}">{told}</p><p style="{_QUIET}">{_safe(where)}</p>'


def show_comparison(base: KnowledgeBase, table: pd.DataFrame) -> Page:
    """What ``base.compare`` gave, a row a place and year; click a value for its sentence in clean text and original.

    Raises QueryError when the table is no comparison.
    """
    needed = {"place", "place_name", "year", "indicator", "status", "value", "gap", "fact_id", "plan_id"}
    if not needed <= set(table.columns):
        raise QueryError("this table", "is no comparison", remedy="give what base.compare(…) gives, all columns")
    rows = [clean_row({str(key): value for key, value in row.items()}) for row in table.to_dict("records")]
    several = len({row["status"] for row in rows}) > 1
    names = list(dict.fromkeys(_column(row, several) for row in rows))
    lines: dict[tuple[Any, Any], dict[str, Row]] = {}
    for row in rows:
        lines.setdefault((row["place"], row["year"]), {})[_column(row, several)] = row
    with base.limited() as db:
        shelf, left = _Shelf(db), _MOST_CELLS
        body = []
        for (_, year), cells in lines.items():
            place = next(iter(cells.values()))["place_name"]
            line = [_td(_safe(as_text(place))), _td(_safe(as_text(year)))]
            for name in names:
                line.append(_cell(cells.get(name), shelf if left > 0 else None))
                left -= name in cells
            body.append(f"<tr>{''.join(line)}</tr>\n")
    heads = "".join(f'<th style="{_TD}">{_safe(name)}</th>' for name in ("地区 place", "年份 year", *names))
    size = f"{len(lines)} 行 rows × {len(names)} 个指标 indicators，n = {len(rows)}"
    page = f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{''.join(body)}</tbody>\n</table>\n"
    return Page(f'{page}<p style="{_QUIET}">{size}</p>\n{explain_gaps(table)}')


def show_evidence(base: KnowledgeBase, fact_id: str) -> Page:
    """One fact: its sentence in clean text and in the original. Raises QueryError for an unknown one."""
    with base.limited() as db:
        union = " UNION ALL ".join(f"SELECT plan_id FROM {table} WHERE fact_id = ?" for table in KINDS.values())
        found = db.execute(union, (fact_id,) * len(KINDS)).fetchone()
        return Page(_Shelf(db).evidence(fact_id, found[0] if found else ""))


def show_provision(base: KnowledgeBase, provision_id: str) -> Page:
    """A provision with its facts marked, beside its original, with file, line, characters, bytes and repairs."""
    row = base.provision(provision_id)
    if row["what"] != "provision":
        raise QueryError(provision_id, "is no provision", remedy="a provision_id of base.search(…)")
    with base.limited() as db:
        sql = "SELECT plan_id, start FROM provisions WHERE provision_id = ?"
        plan_id, at = db.execute(sql, (provision_id,)).fetchone()
        marks = [(start - at, end - at, kind, read) for start, end, kind, read in _find_marks(db, plan_id)]
    clean = _mark(row["text"], 0, len(row["text"]), marks)
    same = row["original"] == row["text"]
    original = "原文相同 · the same in the original" if same else f"原文 original: {_safe(row['original'])}"
    where = [row["source"], f"第 {row['line']} 行 line", f"字符 characters {row['start']}–{row['end']}"]
    where += [f"第 {row['page']} 页 page"] if row["page"] else []
    where += [f"字节 bytes {row['byte_start']}–{row['byte_end']}"] if row["byte_start"] is not None else []
    repairs = "".join(
        f"<li>{_safe(one['raw'])} → {_safe(one['restored'])} {_safe(one['rule'])} ({_safe(one['verdict'])})</li>"
        for one in row["repairs"]
    )
    told = (
        f"<details><summary>修复 repairs {len(row['repairs'])}</summary><ul>{repairs}</ul></details>" if repairs else ""
    )
    head = f"<h3>{_safe(_line(row['title'], row['address']))}</h3>"
    quiet = f'<p style="{_QUIET}">'
    return Page(f"{head}<p>{clean}</p>{quiet}{original}</p>{quiet}{_safe('，'.join(where))}</p>{told}")


def show_plan(base: KnowledgeBase, plan_id: str) -> Page:
    """A plan's outline and text, numbers, dates and roles marked; hover over a mark for what was read from it."""
    with base.limited() as db:
        text, _, _, name = _Shelf(db).plan(plan_id)
        marks = _find_marks(db, plan_id)
        sql = 'SELECT level, start, heading_end FROM sections WHERE plan_id = ? ORDER BY start, "section"'
        sections = db.execute(sql, (plan_id,)).fetchall()
        sql = "SELECT title, place_name, year FROM plans WHERE plan_id = ?"
        title, place, year = db.execute(sql, (plan_id,)).fetchone()
    counts = {kind: sum(mark[2] == kind for mark in marks) for kind in _MARKS}
    legend = " ".join(f'<span style="{_MARKS[kind][0]}">{_MARKS[kind][1]} {n}</span>' for kind, n in counts.items())
    head = f"<h3>{_safe(as_text(title))}</h3><p style='{_QUIET}'>{_safe(_line(place, year, name))} {legend}</p>"
    return Page(head + "".join(_paragraphs(text, sections, marks)))


def _find_marks(db: Database, plan_id: str) -> list[tuple[int, int, str, str]]:
    """(start, end, kind, what was read) in the order of the text, the longer of two that overlap."""
    marks: list[tuple[int, int, str, str]] = []
    for kind, table in KINDS.items():
        cursor = db.execute(f"SELECT * FROM {table} WHERE plan_id = ?", (plan_id,))
        names = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(names, values, strict=True))
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
        parts.append(_safe(text[at:start]))
        told = _safe(f"{_MARKS[kind][1]}：{read}")
        parts.append(f'<span style="{_MARKS[kind][0]}" title="{told}">{_safe(text[start:end])}</span>')
        at = end
    return "".join([*parts, _safe(text[at:last])])


def _cell(row: Row | None, shelf: _Shelf | None) -> str:
    if row is None:
        return _td("")
    if row["value"] is None:
        return _td(f'<span style="{_QUIET}">{_safe(describe_gap(row["gap"]))}</span>{_wording(row)}')
    said = _safe(describe_cell(row))
    if shelf is None or not row["fact_id"]:
        return _td(said)
    return _td(f"<details><summary>{said}</summary>{shelf.evidence(row['fact_id'], row['plan_id'])}</details>")


def _wording(row: Row) -> str:
    """The wording behind a gap, where there is one."""
    sentence = row.get("sentence")
    return f"<details><summary>…</summary><p>{_safe(sentence)}</p></details>" if sentence else ""


def _column(row: Row, several: bool) -> str:
    return f"{row['indicator']} ({row['status']})" if several else str(row["indicator"])


def _highlight(text: str, first: int, start: int, end: int, last: int) -> str:
    inside = f'<mark style="{_HIT}">{_safe(text[start:end])}</mark>'
    return _safe(text[first:start]) + inside + _safe(text[end:last])


def _line(*parts: Any) -> str:
    return " · ".join(as_text(part) for part in parts if part not in (None, ""))


def _td(inside: str) -> str:
    return f'<td style="{_TD}">{inside}</td>'


def _safe(text: str) -> str:
    return escape(show_plain(text), quote=True)
