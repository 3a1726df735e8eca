"""Excel files in which nothing calculates or links but what we put there."""

from __future__ import annotations

import contextlib
import datetime
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wcwidth import wcswidth

from corpus.errors import StoreError
from kb.answers.plain import show_plain
from kb.answers.sheet import Sheet, describe_column
from kb.answers.tables import as_text
from kb.answers.wide import widen
from kb.questions.cell_words import describe_bound, describe_cell, describe_gap

Row = dict[str, Any]
MOST_LINKS = 65_530  # that Excel allows a sheet
MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
_WIDEST, _NARROWEST, _TALLEST = 46, 6, 8  # characters, characters, lines
_PAGE = 140  # characters of a line on paper that can still be read
_MEASURED = 5_000  # rows that column widths are taken from
# Not the clock's: the same rows give the same bytes.
_CREATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)


def write_xlsx(sheet: Sheet, path: Path, *, wide: tuple[Sequence[Row], Sequence[str]] | None = None) -> int:
    """One table with its codebook and parameters; the number of rows. With ``wide`` (rows, keys) that comes first."""
    rows = list(sheet.rows)
    with _workbook(path) as book:
        if wide:
            _write_table(book, sheet.name, *wide, frozen=(1, 1) if sheet.shown else (1, 3), told=True)
        _write_table(book, "证据" if wide else sheet.name, rows, sheet.keys, frozen=_key_columns(sheet.keys))
        _write_codebook(book, sheet.keys)
        _write_about(book, sheet)
    return len(rows)


def write_comparison_xlsx(sheet: Sheet, path: Path) -> int:
    """The comparison in its wide form with each cell linked to its evidence; how many cells got no link.

    Sheets: 比较表, 证据, 字段说明, 来源与参数.
    """
    rows = list(sheet.rows)
    with _workbook(path) as book:
        left_out = _write_wide(book, rows)
        _write_table(book, "证据", rows, sheet.keys, frozen=(1, 4))
        _write_codebook(book, sheet.keys)
        _write_about(book, sheet)
    return left_out


@contextlib.contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    stream = io.BytesIO()  # what fails to be written is then told by us, not by the library's own clean-up
    book = xlsxwriter.Workbook(stream, options | {"nan_inf_to_errors": True})
    book.set_properties({"created": _CREATED, "title": "junxian"})
    book.formats_by_kind = {
        "head": book.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "align": "left"}),
        "gap": book.add_format({"font_color": "#777777", "underline": 0, "valign": "top", "align": "left"}),
    }
    try:
        yield book
    finally:
        try:
            book.close()
        except FileCreateError as error:  # its temporary files found no room
            raise OSError(f"no room for temporary files: {error}") from None
    path.write_bytes(stream.getvalue())


def _write_table(
    book: Any, name: str, rows: Sequence[Row], keys: Sequence[str], *, frozen: tuple[int, int], widest: int = _WIDEST,
    told: bool = False,
) -> None:  # fmt: skip
    if len(rows) >= MOST_ROWS:
        reason = f"has {len(rows)} rows, more than the {MOST_ROWS - 1} that Excel holds"
        raise StoreError(name, reason, remedy="narrow it, or write csv or parquet")
    page = book.add_worksheet(name)
    formats = book.formats_by_kind
    widths = _widths(rows, keys, widest)
    if told:  # the names stand under the Chinese ones
        widths = [max(width, _width(key) * 1.15 + 3) for width, key in zip(widths, keys, strict=True)]
    for n, key in enumerate(keys):
        zh = describe_column(key).heading if told else ""
        page.write_string(0, n, show_plain(f"{zh}\n{key}" if zh else key), formats["head"])
        page.set_column(n, n, widths[n])
    if told:
        page.set_row(0, 45)
    for y, row in enumerate(rows, 1):
        for x, key in enumerate(keys):
            _write_value(page, y, x, row.get(key), formats["text"])
        page.set_row(y, 15 * _lines(row, keys, widths))
    _finish(page, len(rows), len(keys), frozen, sum(widths))


def _write_wide(book: Any, rows: Sequence[Row]) -> int:
    """The wide form; returns how many cells got no link because Excel allows no more."""
    page = book.add_worksheet("比较表")
    formats = book.formats_by_kind
    lines, keys = widen(rows)
    widths = _widths(lines, keys)
    for n, key in enumerate(keys):
        page.write_string(0, n, show_plain(describe_column(key).zh or key), formats["head"])
        page.set_column(n, n, widths[n])
    page.set_row(0, 45)
    at = {(line["place"], line["year"]): y for y, line in enumerate(lines, 1)}
    for y, line in enumerate(lines, 1):
        for x, key in enumerate(keys):
            _write_value(page, y, x, line[key], formats["text" if x < 3 else "gap"])
    several = len({row["status"] for row in rows}) > 1
    links = left_out = 0
    numbers: dict[str, Any] = {}
    for n, row in enumerate(rows):
        name = f"{row['indicator']} ({row['status']})" if several else row["indicator"]
        y, x = at[row["place"], row["year"]], keys.index(name)
        text = show_plain(describe_cell(row) or describe_gap(row["gap"]))
        if links < MOST_LINKS:
            tip = show_plain(row.get("sentence") or row.get("gap") or "")[:250]
            page.write_url(y, x, f"internal:'证据'!A{n + 2}", formats["gap"], text, tip)
            links += 1
        else:
            left_out += 1
            page.write_string(y, x, text, formats["gap"])
        if row.get("value") is not None and row.get("value_max") is None:
            page.write_number(y, x, row["value"], _number_format(book, numbers, row))
        elif row.get("value") is not None:
            page.write_string(y, x, text, formats["text"])
    _finish(page, len(lines), len(keys), (1, 3), sum(widths))
    return left_out


def _number_format(book: Any, known: dict[str, Any], row: Row) -> Any:
    """A number that stays one and reads as it is meant: 力争 ≥90% ("strive for")."""
    sign = show_plain(describe_bound(row)).replace('"', "")
    unit = show_plain(row["unit"] or "").replace('"', "")
    body = "#,##0" if abs(row["value"]) >= 10_000 else "General"
    code = (f'"{sign}"' if sign else "") + body + (f'"{unit}"' if unit else "")
    if code not in known:
        known[code] = book.add_format({"num_format": code, "valign": "top", "align": "left"})
    return known[code]


def _write_codebook(book: Any, keys: Sequence[str]) -> None:
    columns = [describe_column(key) for key in keys]
    rows = [{"字段": c.name, "说明": c.zh, "description": c.en, "type": c.type} for c in columns]
    _write_table(book, "字段说明", rows, ("字段", "说明", "description", "type"), frozen=(1, 1))


def _write_about(book: Any, sheet: Sheet) -> None:
    rows: list[Row] = [{"项目": name, "内容": value} for name, value in sheet.about.items()]
    rows += [{"项目": f"来源 {row['source']}", "内容": f"SHA-256 {row['sha256']}"} for row in sheet.sources]
    _write_table(book, "来源与参数", rows, ("项目", "内容"), frozen=(1, 1), widest=80)  # a hash in one line


def _write_value(page: Any, y: int, x: int, value: Any, format: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(y, x, value, format)
    elif isinstance(value, int | float) and math.isfinite(value) and abs(value) < 1e15:
        page.write_number(y, x, value, format)
    else:
        text = show_plain(as_text(value))
        page.write_string(y, x, text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…", format)


def _finish(page: Any, rows: int, columns: int, frozen: tuple[int, int], width: float) -> None:
    page.freeze_panes(*frozen)
    page.autofilter(0, 0, max(rows, 1), columns - 1)
    page.set_landscape()
    page.repeat_rows(0)
    across = max(1, round(width / _PAGE))
    page.fit_to_pages(across, 0)
    if across > 1:
        page.repeat_columns(0, frozen[1] - 1)


def _key_columns(keys: Sequence[str]) -> tuple[int, int]:
    return 1, min(2, len(keys))


def _widths(rows: Sequence[Row], keys: Sequence[str], widest: int = _WIDEST) -> list[float]:
    widths = []
    for key in keys:
        longest = max((_width(as_text(row.get(key))) for row in rows[:_MEASURED]), default=0)
        heading = _width(describe_column(key).zh or key)
        widths.append(min(widest, max(_NARROWEST, longest * 1.15 + 1, min(heading, 18) * 1.15 + 3)))
    return widths


def _lines(row: Row, keys: Sequence[str], widths: Sequence[float]) -> int:
    needed = (math.ceil(_width(as_text(row.get(key))) * 1.15 / width) for key, width in zip(keys, widths, strict=True))
    return min(_TALLEST, max(1, *needed))


def _width(text: str) -> int:
    plain = text[:400]
    width = wcswidth(plain)
    return width if width >= 0 else len(plain)
