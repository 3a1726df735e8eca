"""Tables to files: csv, jsonl, xlsx, parquet, md, html, tex; always whole or not at all, always with the evidence."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from corpus.errors import QueryError
from kb.answers.files import atomic_write
from kb.answers.plain import show_plain
from kb.answers.sheet import Row, Sheet, describe_column, type_of
from kb.answers.tables import as_json, as_text, write_csv
from kb.database import Database
from kb.questions.filters import Filters

FORMATS = ("csv", "xlsx", "jsonl", "parquet", "md", "html", "tex")
TABLES = ("facts", "plans", "provisions", "comparison")
_BATCH, _AT_ONCE = 20_000, 1000  # rows of a group in a parquet file, and made at once


def make_sheet(db: Database, table: str, filters: Filters, about: dict[str, str]) -> Sheet:
    """Facts, plans or provisions as a sheet. Raises QueryError for another name."""
    from kb.questions.facts import fact_keys, list_facts
    from kb.questions.records import PLAN_KEYS, PROVISION_KEYS, list_plans, list_provisions

    about = describe_base(db) | about
    if table == "facts":
        kinds = filters.kinds
        narrowed = Filters(**{name: getattr(filters, name) for name in Filters.__slots__ if name != "kinds"})
        rows = list_facts(db, kinds=kinds, filters=narrowed)
        return Sheet("事实", rows, fact_keys(kinds[0] if len(kinds) == 1 else None), about, list_hashes(db))
    if table == "plans":
        return Sheet("文件", list_plans(db, filters=filters), PLAN_KEYS, about, list_hashes(db))
    if table == "provisions":
        return Sheet("条款", list_provisions(db, filters=filters), PROVISION_KEYS, about, list_hashes(db))
    raise QueryError(table, "is no table to export", remedy=", ".join(TABLES))


def make_comparison(db: Database, rows: Iterable[Row], about: dict[str, str]) -> Sheet:
    """A comparison as a sheet; only the sources that its cells come from are listed."""
    from kb.questions.compare import KEYS

    rows = list(rows)  # its sheet is wide: each line has cells from all over
    named = {row["source"] for row in rows if row.get("source")}
    sources = [row for row in list_hashes(db) if row["source"] in named]
    return Sheet("比较表", rows, KEYS, describe_base(db) | about, sources)


def make_side_by_side(db: Database, rows: Iterable[Row], about: dict[str, str], *, roles: bool) -> Sheet:
    """A comparison of provisions or roles as a sheet."""
    from kb.answers.side_by_side import NAMES
    from kb.questions import compare_roles, compare_texts

    sheet = make_comparison(db, rows, about)
    keys = compare_roles.KEYS if roles else compare_texts.KEYS
    return Sheet(NAMES[roles], sheet.rows, keys, sheet.about, sheet.sources)


def describe_base(db: Database) -> dict[str, str]:
    """What produced the rows: program, number of sources and plans."""
    program = db.execute("SELECT value FROM meta WHERE \"key\" = 'program'").fetchone()
    sources, plans = (db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("sources", "plans"))
    return {"program": f"junxian {program[0] if program else ''}".strip(), "sources": str(sources), "plans": str(plans)}


def list_hashes(db: Database) -> list[Row]:
    """Every source with its SHA-256."""
    sql = "SELECT name, sha256 FROM sources WHERE sha256 IS NOT NULL ORDER BY name"
    return [{"source": name, "sha256": sha} for name, sha in db.execute(sql)]


def write_sheet(
    sheet: Sheet, format: str, output: Path | None, *, bom: bool = True, raw: bool = False
) -> tuple[int, str]:
    """Write a sheet; (rows, name of the file). Text formats go to standard output without ``output``.

    Raises QueryError for an unknown format or a binary one without a file.
    """
    comparison = sheet.name == "比较表"
    if format not in FORMATS:
        raise QueryError(format, "is no format to export", remedy=", ".join(FORMATS))
    if format in ("xlsx", "parquet"):
        if output is None:
            raise QueryError(format, "needs a file to write to", remedy=f"-o table.{format}")
        with atomic_write(output) as part:
            return _write_binary(sheet, format, part, comparison), str(output)
    with _text_stream(output, bom=bom and format == "csv" and output is not None) as stream:
        counted = _Counted(sheet.rows)
        rows = replace(sheet, rows=counted)
        _write_text(rows, format, stream, raw, comparison)
    if format == "csv" and output is not None:
        from kb.answers.package import write_package

        write_package(sheet, output, rows=counted.count)
    return counted.count, str(output or "-")


def _write_binary(sheet: Sheet, format: str, part: Path, comparison: bool) -> int:
    if format == "parquet":
        return _write_parquet(sheet, part)
    from kb.answers.side_by_side import NAMES, widen_texts
    from kb.answers.xlsx import MOST_LINKS, write_comparison_xlsx, write_xlsx

    if not comparison:
        rows = list(sheet.rows) if sheet.name in NAMES or sheet.shown else []
        whole = replace(sheet, rows=rows or sheet.rows)
        wide = (read_aloud(rows), sheet.shown) if sheet.shown else widen_texts(rows) if rows else None
        return write_xlsx(whole, part, wide=wide)
    rows = list(sheet.rows)
    left = write_comparison_xlsx(replace(sheet, rows=rows), part)
    if left:
        from kb.messages import say

        sys.stderr.write(say("export.links", most=MOST_LINKS, left=left) + "\n")
    return len(rows)


def read_aloud(rows: Iterable[Row]) -> list[Row]:
    """The rows as a notebook shows them: reasons and changes in words, no lists."""
    from kb.answers.telling import TELL

    return [row | {name: tell(row[name]) for name, tell in TELL.items() if name in row} for row in rows]


def _write_text(sheet: Sheet, format: str, stream: TextIO, raw: bool, comparison: bool) -> None:
    if sheet.shown and format in ("md", "tex", "html"):
        sheet = replace(sheet, rows=read_aloud(sheet.rows), keys=sheet.shown)
    if format == "csv":
        write_csv(sheet.rows, sheet.keys, stream, raw=raw)
    elif format == "jsonl":
        for row in sheet.rows:
            stream.write(as_json(row, sheet.keys) + "\n")
    elif format == "md":
        stream.writelines(_markdown(sheet, comparison))
    elif format == "tex":
        from kb.answers.latex import write_latex

        stream.writelines(write_latex(sheet, comparison))
    else:
        from kb.answers.html import write_comparison_html, write_html
        from kb.answers.side_by_side import NAMES, write_side_by_side_html

        write = write_comparison_html if comparison else write_html
        write = write_side_by_side_html if sheet.name in NAMES else write
        stream.writelines(write(sheet, title=sheet.name))


class _Counted:
    """Rows, counted as they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.count += 1
            yield row


@contextlib.contextmanager
def _text_stream(output: Path | None, *, bom: bool) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    with atomic_write(output) as part:
        encoding = "utf-8-sig" if bom else "utf-8"
        with part.open("w", encoding=encoding, newline="", errors="replace") as stream:
            yield stream


def _markdown(sheet: Sheet, comparison: bool) -> Iterator[str]:
    """A pipe table; what could be markup is escaped."""
    rows, keys = sheet.rows, list(sheet.keys)
    if comparison:
        from kb.answers.wide import widen

        rows, keys = widen(list(rows))
    elif sheet.name in ("条款对照", "职责对照"):
        from kb.answers.side_by_side import widen_texts

        rows, keys = widen_texts(list(rows))
    yield "| " + " | ".join(_in_markdown(describe_column(key).zh or key) for key in keys) + " |\n"
    yield "|" + " --- |" * len(keys) + "\n"
    for row in rows:
        yield "| " + " | ".join(_in_markdown(as_text(row.get(key))) for key in keys) + " |\n"


def _in_markdown(text: str) -> str:
    plain = show_plain(" ".join(text.split()))
    for char in "\\`*_[]<>|#~$!":
        plain = plain.replace(char, f"&#{ord(char)};")
    return plain


def _write_parquet(sheet: Sheet, part: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "string": pa.string()}
    notes = [(key, replace(describe_column(key), type=type_of(key, sheet.keys))) for key in sheet.keys]
    schema = pa.schema([pa.field(key, types[c.type], metadata={"description": c.en, "说明": c.zh}) for key, c in notes])
    rows, count = iter(sheet.rows), 0
    waiting: list[Any] = []  # rows as Arrow has them take a tenth of the room
    with pq.ParquetWriter(str(part), schema, compression="zstd") as writer:
        while batch := list(islice(rows, _AT_ONCE)):
            count += len(batch)
            columns = [[_typed(row.get(key), column.type) for row in batch] for key, column in notes]
            waiting.append(pa.table(columns, schema=schema))
            if len(waiting) * _AT_ONCE >= _BATCH or len(batch) < _AT_ONCE:
                writer.write_table(pa.concat_tables(waiting))
                waiting.clear()
        if waiting:
            writer.write_table(pa.concat_tables(waiting))
    return count


def _typed(value: Any, kind: str) -> Any:
    if value is None or kind == "boolean":
        return value
    if kind == "string":
        return as_text(value).encode("utf-8", "replace").decode("utf-8")
    return int(value) if kind == "integer" else float(value)
