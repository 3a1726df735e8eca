"""Rows on standard output: a table for eyes, jsonl and csv for programs."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from kb.answers.plain import cut_sentence, describe_differences, escape_json, guard_formula, show_plain
from kb.messages import language, say
from kb.questions.cell_words import tell_number

Row = dict[str, Any]
PRINTED = ("table", "jsonl", "csv")
_REVIEWED = ("reviewed", "target_reviewed", "actual_reviewed")
MOST_IN_TABLE = 1000  # rows; a table is for eyes


class Counted:
    """Rows, given once; ``values`` are those of a column so far, or the first of them where ``all`` are asked for.

    ``count`` is how many rows there were so far.
    """

    def __init__(self, rows: Iterable[Row], key: str, *, all: bool = False) -> None:
        self._rows, self._key, self._all = rows, key, all
        self.values: set[Any] = set()
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            if not (self._all and self.values):
                self.values.add(row[self._key])
            yield row


def print_rows(
    rows: Iterable[Row],
    keys: Sequence[str],
    *,
    format: str = "table",
    shown: Sequence[str] | None = None,
    limit: int = 0,
    total: int | None = None,
) -> int:
    """Print rows and return how many there were; ``shown`` are the columns of the table.

    ``limit`` 0 prints all; a table ends at 1,000 rows all the same. Whatever is left out is told on standard error,
    and how many rows there are: ``total``, or the rest of the rows is counted.
    """
    most = MOST_IN_TABLE if format == "table" else None
    most = min(limit, most or limit) if limit else most
    if most is None:
        return _print(rows, keys, format, shown)
    stream = iter(rows)
    count = _print(islice(stream, most), keys, format, shown)
    total = count + sum(1 for _ in stream) if total is None else total
    if count < total:
        told = "rows.shown" if most == limit else "rows.many"
        sys.stderr.write(say(told, shown=count, total=total) + "\n")
    return count


def _print(rows: Iterable[Row], keys: Sequence[str], format: str, shown: Sequence[str] | None) -> int:
    if format == "jsonl":
        return _print_jsonl(rows, keys)
    if format == "csv":
        return _print_csv(rows, keys)
    rows = list(rows)
    told_keys = _with_reviews(rows, shown) if shown else keys
    rows, heads = [_brief(row) for row in rows], told_keys
    if language() == "zh":
        from kb.answers.chinese import say_headings, say_row

        rows, heads = [say_row(row) for row in rows], say_headings(told_keys)
    return _print_table(rows, told_keys, heads)


def _brief(row: Row) -> Row:
    """With what stands around the fact in place of the whole sentence, which may fill a screen."""
    if isinstance(row.get("differs"), list):
        row = row | {"differs": describe_differences(row["differs"])}
    if not isinstance(row.get("sentence"), str):
        return row
    about = str(row.get("indicator") or "")
    return row | {"sentence": cut_sentence(row["sentence"], str(row.get("text") or row.get("actor") or ""), about)}


def _with_reviews(rows: Iterable[Row], shown: Sequence[str]) -> list[str]:
    """The columns to show, with what researchers decided where they decided anything."""
    told = [name for name in _REVIEWED if isinstance(rows, list) and any(row.get(name) for row in rows)]
    return [*shown, *(name for name in told if name not in shown)]


def as_json(row: Row, keys: Sequence[str]) -> str:
    """One row as a line of JSON; of these keys, in this order, those that the row has."""
    return escape_json(json.dumps({key: row[key] for key in keys if key in row}, ensure_ascii=False))


def as_text(value: Any) -> str:
    """A value as it stands in a cell: nothing for None, 90 for 90.0, yes and no as true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return tell_number(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def write_csv(rows: Iterable[Row], keys: Sequence[str], stream: Any, *, raw: bool = False) -> int:
    """Rows as csv, formulas guarded unless ``raw``; how many."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(keys)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        cells = (_csv_cell(row.get(key), raw) for key in keys)
        writer.writerow(cells)
    return count


def _csv_cell(value: Any, raw: bool) -> str:
    text = show_plain(as_text(value))
    return guard_formula(text) if isinstance(value, str | list | dict) and not raw else text


def _print_jsonl(rows: Iterable[Row], keys: Sequence[str]) -> int:
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        sys.stdout.write(as_json(row, keys) + "\n")
    return count


def _print_csv(rows: Iterable[Row], keys: Sequence[str]) -> int:
    return write_csv(rows, keys, _Lines())


class _Lines:
    """Standard output for csv, a row at a time."""

    def write(self, text: str) -> None:
        """A bare carriage return would write over its own line."""
        sys.stdout.write(text.replace("\r\n", "\n").replace("\r", "\ufffd"))


def _print_table(rows: Iterable[Row], keys: Sequence[str], heads: Sequence[str]) -> int:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((160, 40)).columns if terminal else 160
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold" if terminal else "")
    for head in heads:
        table.add_column(head, overflow="fold")
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        table.add_row(*(_mark(Text(_one_line(as_text(row.get(key)))), terminal) for key in keys))
    if count:
        console = Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)
        console.print(table)
    return count


def _mark(text: Any, terminal: bool) -> Any:
    """Hits stand out by colour on a terminal; the brackets around them stay for those who do not see it."""
    if terminal:
        text.highlight_regex("⟦[^⟧]*⟧", "bold yellow")
    return text


def _one_line(text: str) -> str:
    return show_plain(" ".join(text.split("\n"))).replace("\t", " ").replace("\r", " ")
