"""The coding sheet: one row a fact with its sentence, the machine's reading, and cells for a decision."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import QueryError
from kb.answers.plain import show_plain
from kb.answers.sheet import describe_column
from kb.answers.tables import as_text
from kb.database import Database, marks_of, rows_of
from kb.decided.columns import correctable, reading_of
from kb.decided.matching import latest_by_coder, read_reviews
from kb.questions.filters import NOTHING_FILTERED, Filters
from kb.review.fields import CHOICES, DECISIONS, PREFIX
from kb.review.returned import guard
from kb.review.sampling import candidates, draw, weigh
from kb.schema import KINDS, machine_sql

Row = dict[str, Any]
INPUT = ("decision", "note", "coder", "date")
_PLACE = ("place_name", "year", "title", "address", "source", "start", "end", "rule")
_DOUBT = ("uncertainty", "doubts")
_MOST = 32_767  # characters in a cell


def sheet_keys(kind: str | None = None, *, doubts: bool = False) -> tuple[str, ...]:
    """The columns of the sheet of one kind, or of all kinds in one table.

    >>> sheet_keys("role")[:9]
    ('sentence', 'text', 'role', 'duty', 'post', 'office', 'decision', 'correct_text', 'correct_role')
    """
    fields = dict.fromkeys(name for one in ([kind] if kind else KINDS) for name in correctable(one))
    corrections = (PREFIX + name for name in fields)
    first = ("sentence", *fields, "decision", *corrections, "note", "coder", "date")
    rest = (*(_DOUBT if doubts else ()), *_PLACE)
    return (*first, *rest, "kind", "fact_id", "machine") if kind else ("kind", *first, *rest, "fact_id", "machine")


def review_rows(
    db: Database,
    *,
    kinds: Sequence[str] = (),
    filters: Filters = NOTHING_FILTERED,
    sample: str | None = None,
    by: str = "rule",
    size: int | None = None,
    seed: int = 0,
    coder: str = "",
    unreviewed: bool = False,
) -> list[Row]:
    """The rows of a coding sheet; what ``coder`` has decided before is filled in.

    The reading is the machine's, whatever others decided, so that coders judge apart. ``unreviewed`` leaves
    out what anybody has decided on.
    """
    rows: Iterable[Row] = candidates(db, kinds, filters)
    if unreviewed:
        done = {fact_id for (fact_id,) in db.execute("SELECT fact_id FROM settled")}
        rows = (row for row in rows if row["fact_id"] not in done)
    if sample == "uncertain":
        rows = weigh(db, rows)
    chosen = draw(rows, sample, size, by=by, seed=seed)
    full = _read(db, chosen)
    before: dict[str, list[Row]] = {}
    for review in read_reviews(db, "coder = ? AND now IS NOT NULL", [coder]) if coder else ():
        before.setdefault(review["now"], []).append(review)
    return [_sheet_row(full[row["fact_id"]] | row, coder, before.get(row["fact_id"], ())) for row in chosen]


def _read(db: Database, chosen: Iterable[Row]) -> dict[str, Row]:
    """The whole facts; asked for by plan, in which they lie together."""
    full: dict[str, Row] = {}
    ids: dict[str, list[str]] = {}
    for row in chosen:
        ids.setdefault(row["kind"], []).append(row["fact_id"])
    for kind, wanted in ids.items():
        for n in range(0, len(wanted), 500):
            part = wanted[n : n + 500]
            sources = sorted({one.partition(":")[0] for one in part})
            within = f"l.source_id IN ({marks_of(sources)})"
            sql = f"{_with_at(kind)} WHERE {within} AND f.fact_id IN ({marks_of(part)})"
            full |= {row["fact_id"]: row for row in rows_of(db, sql, [*sources, *part])}
    return full


def _with_at(kind: str) -> str:
    return machine_sql(kind).replace("SELECT ", "SELECT f.start - f.sentence_start AS at, s.sha256, ", 1)


def _sheet_row(fact: Row, coder: str, before: Iterable[Row]) -> Row:
    kind = fact["kind"]
    reading = reading_of(kind, fact)
    row = dict.fromkeys(sheet_keys(doubts=True)) | fact | reading
    if row.get("working_days") is not None:
        row["working_days"] = bool(row["working_days"])
    row |= {"start": fact["original_start"], "end": fact["original_end"], "coder": coder or None}
    # Escaped to ASCII, so that a spreadsheet gives it back as it was.
    machine = json.dumps({"at": fact["at"], "sha256": fact["sha256"], "reading": reading}, separators=(",", ":"))
    row["machine"] = machine.replace("_", "\\u005f") if len(machine) < _MOST // 2 else None
    latest = latest_by_coder(before).get(coder)
    if latest:
        row |= {name: latest[name] for name in ("decision", "date")} | {"note": latest["note"] or None}
        # "-" empties a field.
        row |= {PREFIX + name: "-" if value in (None, "") else value for name, value in latest["correction"].items()}
    return row


def write_review(rows: Sequence[Row], path: Path, about: dict[str, str], *, doubts: bool = False) -> int:
    """Write the sheet as xlsx or csv, by the suffix; the number of rows. Raises QueryError for another suffix."""
    from kb.answers.files import atomic_write

    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise QueryError(path.suffix or str(path), "is no format of a coding sheet", remedy="-o sheet.xlsx, or .csv")
    kinds = [kind for kind in KINDS if any(row["kind"] == kind for row in rows)] or list(KINDS)
    with atomic_write(path) as part:
        if suffix == ".xlsx":
            _write_xlsx(rows, part, kinds, about, doubts)
        else:
            keys = sheet_keys(kinds[0] if len(kinds) == 1 else None, doubts=doubts)
            with part.open("w", encoding="utf-8-sig", newline="", errors="replace") as stream:
                writer = csv.writer(stream, lineterminator="\r\n")
                writer.writerow(keys)
                writer.writerows([guard(show_plain(as_text(row.get(key)))) for key in keys] for row in rows)
    return len(rows)


def _write_xlsx(rows: Sequence[Row], part: Path, kinds: Sequence[str], about: dict[str, str], doubts: bool) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(part), options)
    book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": "junxian review"})
    top = {"text_wrap": True, "valign": "top", "align": "left", "border": 1, "border_color": "#D0D0D0"}
    formats = {
        "head": book.add_format(top | {"bold": True, "bg_color": "#DDE7F0"}),
        "asked": book.add_format(top | {"bold": True, "bg_color": "#FFE699"}),
        "text": book.add_format(top),
        "input": book.add_format(top | {"bg_color": "#FFF9E5", "num_format": "@"}),
        "number": book.add_format(top | {"bg_color": "#FFF9E5"}),
        "hit": book.add_format({"bold": True, "color": "#B00000"}),
    }
    try:
        for kind in kinds:
            held = [row for row in rows if row["kind"] == kind]
            _write_kind(book.add_worksheet(kind), held, sheet_keys(kind, doubts=doubts), formats)
        _write_guide(book.add_worksheet("说明"), kinds, about, formats, doubts)
    finally:
        book.close()


_WIDTHS = {
    "sentence": 60, "text": 18, "decision": 11, "note": 30, "title": 30, "source": 24, "fact_id": 24, "date": 12,
    "indicator": 18, "indicator_id": 18, "duty": 30, "doubts": 30, "place_name": 18, "coder": 10,
}  # fmt: skip


def _write_kind(page: Any, rows: Sequence[Row], keys: Sequence[str], formats: dict[str, Any]) -> None:
    for x, key in enumerate(keys):
        asked = key in INPUT or key.startswith(PREFIX)
        page.write_string(0, x, key, formats["asked" if asked else "head"])
        width = _WIDTHS.get(key.removeprefix(PREFIX), max(9, len(key) * 0.9 + 2))
        page.set_column(x, x, width, None, {"hidden": key == "machine"})
        choices = DECISIONS if key == "decision" else CHOICES.get(key.removeprefix(PREFIX)) if asked else None
        if choices and rows:
            page.data_validation(1, x, len(rows), x, {
                "validate": "list", "source": list(choices), "error_title": key, "error_message": " / ".join(choices),
            })  # fmt: skip
    for y, row in enumerate(rows, 1):
        for x, key in enumerate(keys):
            _write_cell(page, y, x, key, row, formats)
        page.set_row(y, 15 * min(10, max(2, -(-2 * len(as_text(row.get("sentence"))) // 52))))
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, max(len(rows), 1), len(keys) - 1)
    page.set_landscape()
    page.repeat_rows(0)


def _write_cell(page: Any, y: int, x: int, key: str, row: Row, formats: dict[str, Any]) -> None:
    value = row.get(key)
    asked = key in INPUT or key.startswith(PREFIX)
    kind = "text" if not asked else "number" if key in (f"{PREFIX}value", f"{PREFIX}value_max") else "input"
    if value is None or value == "":
        page.write_blank(y, x, None, formats[kind])
    elif isinstance(value, bool):
        page.write_string(y, x, as_text(value), formats[kind])
    elif isinstance(value, int | float) and abs(value) < 1e15:
        page.write_number(y, x, value, formats[kind])
    else:
        text = show_plain(as_text(value))[:_MOST]
        parts = _with_hit(text, row, formats["hit"]) if key == "sentence" else None
        if parts:
            page.write_rich_string(y, x, *parts, formats[kind])
        else:
            page.write_string(y, x, text, formats[kind])


def _with_hit(sentence: str, row: Row, format: Any) -> list[Any] | None:
    """The sentence in pieces, the expression in a format of its own; None where nothing stands around it."""
    at, text = row.get("at"), row["text"]
    if at is None or not text or sentence[at : at + len(text)] != text or len(sentence) == len(text):
        return None
    before, after = sentence[:at], sentence[at + len(text) :]
    return [*([before] if before else []), format, text, *([after] if after else [])]


_GUIDE = (
    ("decision", "accept：读数全对；correct：有此事实，但读数有误；reject：不是事实。",
     "accept: all of the reading is right; correct: it is a fact, yet some field is wrong; reject: it is no fact."),
    ("correct_…", "仅在 decision 为 correct 时填写有误的字段；填“-”表示清空。",
     "Only with correct: the right value of each field that is wrong; - empties a field."),
    ("coder, date", "复核人；日期（2026-03-05）。", "Who decides; the day (2026-03-05)."),
)  # fmt: skip


def _write_guide(page: Any, kinds: Sequence[str], about: dict[str, str], formats: dict[str, Any], doubts: bool) -> None:
    keys = dict.fromkeys(key for kind in kinds for key in sheet_keys(kind, doubts=doubts) if not key.startswith(PREFIX))
    rows = [("字段", "说明", "description"), *_GUIDE]
    rows += [(key, describe_column(key).zh, describe_column(key).en) for key in keys if describe_column(key).en]
    rows += [(name, value, "") for name, value in about.items()]
    for y, cells in enumerate(rows):
        for x, text in enumerate(cells):
            page.write_string(y, x, show_plain(text)[:_MOST], formats["text" if y else "head"])
    page.set_column(0, 0, 20)
    page.set_column(1, 2, 70)
    page.freeze_panes(1, 0)
