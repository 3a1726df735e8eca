"""An answer to a file, from Python: the same sheets as the command line writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import QueryError
from kb.answers.display import find_question, plain_value
from kb.answers.export import FORMATS, describe_base, list_hashes, make_comparison, make_side_by_side, write_sheet
from kb.answers.sheet import Row, Sheet
from kb.database import Database

if TYPE_CHECKING:
    import pandas as pd

STREAMED = ("csv", "jsonl", "parquet")
_NAMES = {
    "attainment": "目标与实绩", "timeline": "时间线", "duties": "职责", "reuse": "共用条款", "copies": "沿用条款",
    "changes": "两年对照", "search": "检索结果", "kwic": "关键词语境",
}  # fmt: skip


def save_answer(db: Database, table: pd.DataFrame, output: str | Path, format: str | None = None) -> int:
    """Write a table as ``format``, else as the suffix says (csv, xlsx, jsonl, parquet, md, html, tex); how many rows.

    A whole comparison becomes its wide sheet with evidence. Of other whole answers a page, or the first sheet of a
    workbook, shows the columns that a notebook shows; csv, jsonl, parquet and the second sheet have all. Raises
    QueryError for another suffix, StoreError when the file cannot be written.
    """
    from kb.answers.display import choose_columns, clean_row
    from kb.questions import compare_roles, compare_texts
    from kb.questions.compare import KEYS

    path, keys = Path(output), [str(name) for name in table.columns]
    rows = [
        {name: plain_value(value) for name, value in clean_row(dict(zip(keys, values, strict=True))).items()}
        for values in table.itertuples(index=False, name=None)
    ]
    texts = {compare_texts.KEYS: False, compare_roles.KEYS: True}
    if tuple(keys) == KEYS:
        sheet = make_comparison(db, rows, {})
    elif tuple(keys) in texts:
        sheet = make_side_by_side(db, rows, {}, roles=texts[tuple(keys)])
    else:
        named = {row[name] for row in rows for name in keys if name.endswith("source") or name == "docname"}
        sources = [row for row in list_hashes(db) if row["source"] in named]
        shown = choose_columns(table)
        sheet = Sheet(
            _NAMES.get(find_question(keys) or "", "表"),
            rows,
            keys,
            describe_base(db),
            sources,
            shown if len(shown) < len(keys) else (),
        )
    return write_sheet(sheet, format or _read_suffix(path), path)[0]


def save_stream(db: Database, rows: Iterable[Row], keys: Sequence[str], output: Path, format: str | None = None) -> int:
    """As ``save_answer``, of rows as they come: to csv, jsonl or parquet, none is held; how many they were."""
    return write_sheet(stream_sheet(db, rows, keys), format or _read_suffix(output), output)[0]


def _read_suffix(path: Path) -> str:
    suffix = path.suffix.lstrip(".").lower()
    if suffix not in FORMATS:
        remedy = ", ".join(f".{one}" for one in FORMATS)
        raise QueryError(str(path), "has a suffix that names no format", remedy=remedy)
    return suffix


def stream_sheet(db: Database, rows: Iterable[Row], keys: Sequence[str], about: dict[str, str] | None = None) -> Sheet:
    """Rows as they come as a sheet for one of the formats ``STREAMED``; its sources are known when they have passed."""
    named: set[Any] = set()
    of = [name for name in keys if name.endswith("source") or name == "docname"]

    def noted() -> Iterator[Row]:
        for row in rows:
            named.update(row.get(name) for name in of)
            yield row

    name = "比较表" if tuple(keys) == _comparison() else _NAMES.get(find_question(keys) or "", "表")
    return Sheet(name, noted(), keys, describe_base(db) | (about or {}), _Sources(db, named))


class _Sources(Sequence[Row]):
    """The sources of the rows, known when these have passed."""

    def __init__(self, db: Database, named: set[Any]) -> None:
        self._db, self._named = db, named

    def _list(self) -> list[Row]:
        return [row for row in list_hashes(self._db) if row["source"] in self._named]

    def __getitem__(self, at: Any) -> Any:
        return self._list()[at]

    def __len__(self) -> int:
        return len(self._list())


def _comparison() -> tuple[str, ...]:
    from kb.questions.compare import KEYS

    return KEYS
