"""One page that needs nothing else: searchable, sortable, and inert, whatever the documents held."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any

from kb.answers.plain import part_at, safe
from kb.answers.sheet import Sheet, describe_column
from kb.answers.tables import as_text
from kb.answers.wide import widen
from kb.questions.cell_words import describe_cell, describe_gap

Row = dict[str, Any]
_SILENT: Row = {"gap": "not collected"}


@cache
def _asset(name: str) -> str:
    return resources.files("kb").joinpath(f"data/{name}").read_text(encoding="utf-8")


def write_html(sheet: Sheet, *, title: str) -> Iterator[str]:
    """The page of a table, piece by piece."""
    yield from open_page(title)
    yield from write_table(sheet, sheet.keys, ([_cell(row.get(key), key) for key in sheet.keys] for row in sheet.rows))
    yield from close_page(sheet)


def write_comparison_html(sheet: Sheet, *, title: str) -> Iterator[str]:
    """The page of a comparison in its wide form; each cell opens its sentence and source."""
    rows = list(sheet.rows)
    lines, keys = widen(rows)
    several = len({row["status"] for row in rows}) > 1
    cells: dict[tuple[Any, Any, str], Row] = {}
    for row in rows:
        name = f"{row['indicator']} ({row['status']})" if several else row["indicator"]
        cells[row["place"], row["year"], name] = row
    yield from open_page(title)
    body = (
        [_cell(line[key], key) for key in keys[:3]]
        + [_evidence(cells.get((line["place"], line["year"], key), _SILENT)) for key in keys[3:]]
        for line in lines
    )
    yield from write_table(sheet, keys, body)
    yield from close_page(sheet)


def open_page(title: str) -> Iterator[str]:
    """The head of a page, which lets nothing in but our own style and script."""
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_script_hash()}'"
    yield '<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width">\n'
    yield f"<title>{safe(title)}</title>\n<style>{_asset('page.css')}</style>\n</head>\n"
    yield f"<body>\n<h1>{safe(title)}</h1>\n"
    yield '<input type="search" placeholder="筛选 / filter" aria-label="filter"> <span id="count"></span>\n'


def write_table(sheet: Sheet, keys: Sequence[str], body: Any) -> Iterator[str]:
    """The table: its head from the keys, each row a list of cells that are markup already."""
    yield '<div class="wrap"><table>\n<thead><tr>'
    for key in keys:
        yield f'<th title="{safe(describe_column(key).en)}">{safe(describe_column(key).zh or key)}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for cells in body:
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</tbody></table></div>\n"


def close_page(sheet: Sheet) -> Iterator[str]:
    """What was asked, the sources, our script."""
    yield "<dl>"
    for name, value in sheet.about.items():
        yield f"<dt>{safe(name)}</dt><dd>{safe(value)}</dd>"
    for row in sheet.sources:
        yield f"<dt>{safe(as_text(row['source']))}</dt><dd>SHA-256 {safe(as_text(row['sha256']))}</dd>"
    yield f"</dl>\n<script>{_asset('page.js')}</script>\n</body>\n</html>\n"


def _cell(value: Any, key: str) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"<td{' class=number' if number else ''}>{safe(as_text(value))}</td>"


def _evidence(row: Row) -> str:
    where = f"{as_text(row.get('source'))} {as_text(row.get('start'))}–{as_text(row.get('end'))}"
    if row.get("value") is None:
        told = safe(as_text(row.get("sentence")))
        gap = safe(describe_gap(row["gap"]))
        more = f"<details><summary>{gap}</summary><p>{told}</p></details>" if told else gap
        return f'<td class="gap" data-sort="">{more}</td>'
    sentence, text = as_text(row.get("sentence")), as_text(row.get("text"))
    before, found, after = part_at(sentence, text, as_text(row.get("indicator")))
    told = f"{safe(before)}<mark>{safe(found)}</mark>{safe(after)}"
    summary = f"<summary>{safe(describe_cell(row))}</summary>"
    sort = safe(as_text(row["value"]))
    return f'<td data-sort="{sort}"><details>{summary}<p>{told}</p><p>{safe(where)}</p></details></td>'


def _script_hash() -> str:
    return base64.b64encode(hashlib.sha256(_asset("page.js").encode()).digest()).decode()
