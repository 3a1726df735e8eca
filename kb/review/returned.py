"""Coding sheets read back: one decision a row, and every row that cannot be used with the cell that is wrong."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import QueryError, StoreError
from kb.answers.plain import show_plain
from kb.answers.tables import as_text
from kb.decided.columns import correctable
from kb.decided.matching import kind_of
from kb.review.fields import PREFIX, read_day, read_decision, read_value

Row = dict[str, Any]
_LONGEST_CELL = 100_000  # characters
_MOST_BYTES = 500_000_000  # of a workbook once unpacked
_GUARDED = re.compile("'+[=+\\-@\t\r\n\x00|％＝＋－＠]")
_NEEDS = "fact_id", "decision"


@dataclass(frozen=True, slots=True)
class Decision:
    """What one coder decided on one fact, as the sheet says it; ``cells`` names the cell of each column."""

    fact_id: str
    kind: str
    coder: str
    date: str | None  # ISO 8601; None where the sheet gives none
    decision: str
    correction: Row
    note: str
    shown: Row  # source, text, sentence, at, sha256, reading: as the sheet was made with
    file: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not imported."""

    file: str
    cell: str
    problem: str


@dataclass(slots=True)
class Returned:
    """A sheet read back; ``open`` rows carry no decision yet."""

    decisions: list[Decision] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    open: int = 0


class _Wrong(Exception):
    def __init__(self, column: str, problem: str) -> None:
        super().__init__(problem)
        self.column = column


def read_returned(path: Path, *, coder: str | None = None) -> Returned:
    """The decisions of a coding sheet (xlsx or csv); ``coder`` stands in where the sheet names nobody.

    Raises StoreError for a file that cannot be read, QueryError for one that is no coding sheet.
    """
    returned, sheets = Returned(), 0
    for name, rows in _tables(path):
        header = [as_text(cell).strip().split("\n")[0].casefold() for cell in next(rows, ())]
        if not all(needed in header for needed in _NEEDS):
            continue
        sheets += 1
        for number, values in enumerate(rows, 2):
            cells = {key: f"{name}{_letters(x)}{number}" for x, key in enumerate(header) if key}
            row = {key: value for key, value in zip(header, values, strict=False) if key and value not in (None, "")}
            _read_row(row, cells, os.fspath(path), coder, returned)
    if not sheets:
        raise QueryError(os.fspath(path), "is no coding sheet", remedy="junxian review export -o sheet.xlsx")
    return returned


def _read_row(row: Row, cells: dict[str, str], file: str, coder: str | None, into: Returned) -> None:
    typed = [key for key in row if key.startswith(PREFIX) or key == "note"]
    try:
        if "decision" not in row:
            if typed:
                raise _Wrong("decision", f"{typed[0]} is filled in, yet no decision is given")
            into.open += bool(row)
            return
        into.decisions.append(_decision(row, cells, file, coder))
    except _Wrong as wrong:
        into.problems.append(Problem(file, cells.get(wrong.column, ""), str(wrong)))


def _decision(row: Row, cells: dict[str, str], file: str, coder: str | None) -> Decision:
    fact_id = str(row.get("fact_id", "")).strip()
    kind = kind_of(fact_id)
    if kind is None:
        raise _Wrong("fact_id", f"{fact_id!r} is no identity of a fact")
    who = _clean(row.get("coder", coder))
    if not who:
        raise _Wrong("coder", "nobody is named who decided; fill in coder, or give --coder")
    decision = _checked("decision", read_decision, row["decision"])
    date = _checked("date", read_day, row["date"]) if "date" in row else None
    shown = _shown(row)
    correction = _correction(row, kind, decision, shown["reading"])
    note = _clean(row.get("note"))
    return Decision(fact_id, kind, who, date, decision, correction, note, shown, file, cells)


def _clean(cell: Any) -> str:
    """Words as a cell can hold them: line ends as one character, nothing unseen, no blanks around."""
    return show_plain(as_text(cell).replace("\r\n", "\n").replace("\r", "\n")).strip()


def _checked(column: str, read: Any, value: Any) -> Any:
    try:
        return read(value)
    except ValueError as error:
        raise _Wrong(column, str(error)) from None


def _correction(row: Row, kind: str, decision: str, reading: Row) -> Row:
    """The corrected fields: those of the ``correct_…`` cells, else what was changed in the cells of the reading."""
    fields = correctable(kind)
    typed = {name: row[PREFIX + name] for name in fields if PREFIX + name in row}
    other = next((key for key in row if key.startswith(PREFIX) and key.removeprefix(PREFIX) not in fields), None)
    if other:
        raise _Wrong(other, f"a {kind} has no {other.removeprefix(PREFIX)}")
    if decision != "correct":
        if typed:
            raise _Wrong("decision", f"{PREFIX}{next(iter(typed))} is filled in, yet the decision is {decision}")
        return {}
    prefix = PREFIX if typed else ""
    if not typed and reading:
        was = {name: as_text(_shown_value(name, reading.get(name))) for name in fields}
        typed = {name: row.get(name, "-") for name in fields if as_text(row.get(name)).strip() != was[name].strip()}
    values = {name: _checked_value(prefix + name, name, value) for name, value in typed.items()}
    values = {name: value for name, value in values.items() if name not in reading or value != reading[name]}
    if not values:
        raise _Wrong("decision", f"nothing is corrected; fill in a cell {PREFIX}…")
    return values


def _shown_value(name: str, value: Any) -> Any:
    return bool(value) if name == "working_days" and value is not None else value


def _checked_value(column: str, name: str, value: Any) -> Any:
    if isinstance(value, datetime.date):
        raise _Wrong(column, "the spreadsheet made a date of it; format the cell as text and type it again")
    if isinstance(value, str) and value.startswith("=") and name not in ("comparator",):
        raise _Wrong(column, "holds a formula; put its value there")
    return _checked(column, lambda cell: read_value(name, cell), _clean(value))


def _shown(row: Row) -> Row:
    """What the sheet was made with; hidden from eyes in the column ``machine``."""
    try:
        machine = json.loads(str(row.get("machine", "{}")))
    except ValueError:
        machine = {}
    machine = machine if isinstance(machine, dict) else {}
    shown: Row = {name: as_text(row.get(name)) for name in ("source", "text", "sentence")}
    reading = machine.get("reading")
    shown["reading"] = reading if isinstance(reading, dict) else {}
    shown["at"] = machine.get("at") if isinstance(machine.get("at"), int) else None
    shown["sha256"] = str(machine.get("sha256") or "")
    return shown


def _tables(path: Path) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    """Each sheet of a workbook, or the one table of a csv file, as rows of values."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(os.fspath(path), f"cannot be opened ({error.strerror})", remedy="check the path") from None
    if data.startswith(b"PK"):
        with _damage_told(path, "workbook"):
            yield from _workbook(path, data)
        return
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    yield "", _whole(path, "table", (_cells(row) for row in rows))


def _cells(row: list[str]) -> list[str]:
    """The cells without guards; other libraries raise the limit of the csv module for all, so we hold our own."""
    if row and len(max(row, key=len)) > _LONGEST_CELL:
        raise csv.Error(f"a cell of more than {_LONGEST_CELL:,} characters")
    return [unguard(cell) for cell in row]


def unguard(cell: str) -> str:
    """A cell of csv without the ' that keeps a spreadsheet from calculating it.

    >>> unguard("'=1+1"), unguard("'县'")
    ('=1+1', "'县'")
    """
    return cell[1:] if _GUARDED.match(cell) else cell


def guard(text: str) -> str:
    """The inverse of ``unguard``: text that a spreadsheet would calculate, or that is guarded already, gets a '."""
    return "'" + text if _GUARDED.match("'" + text) else text


def _decoded(data: bytes) -> str:
    """Spreadsheets save csv as UTF-8, or in the system's own encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _workbook(path: Path, data: bytes) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
            raise StoreError(os.fspath(path), "is too large for a coding sheet", remedy="export smaller ones")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    try:
        for page in book.worksheets:
            page.reset_dimensions()  # some programs write a wrong size
            yield f"{page.title}!", _whole(path, "workbook", page.iter_rows(values_only=True))
    finally:
        book.close()


def _whole(path: Path, what: str, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows, which are read one by one: what is broken shows when its row comes."""
    with _damage_told(path, what):
        yield from rows


@contextlib.contextmanager
def _damage_told(path: Path, what: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, csv.Error, OSError, LookupError, ValueError, SyntaxError) as error:
        raise StoreError(os.fspath(path), f"is no {what} ({error})", remedy="save it as xlsx or csv") from None


def _letters(column: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
