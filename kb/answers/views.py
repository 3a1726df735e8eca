"""Views in a notebook that lead back: a comparison whose cells open their sentences, a plan with its facts marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.errors import QueryError
from kb.answers.display import Page, clean_row, explain_gaps
from kb.answers.evidence import show_evidence
from kb.answers.marked import show_plan, show_provision
from kb.answers.plain import safe
from kb.answers.shelf import QUIET, Shelf
from kb.answers.tables import as_text
from kb.questions.cell_words import describe_cell, describe_gap, name_column

if TYPE_CHECKING:
    import pandas as pd

    from kb.base import KnowledgeBase

__all__ = ["show_comparison", "show_evidence", "show_plan", "show_provision"]

Row = dict[str, Any]
_MOST_CELLS = 600  # with their sentences; more is for export
_TD = "text-align:left;vertical-align:top;border:1px solid #bbb;padding:3px 8px;white-space:normal;max-width:30em"


def show_comparison(base: KnowledgeBase, table: pd.DataFrame) -> Page:
    """What ``base.compare`` gave, a row a place and year; click a value for its sentence in clean text and original.

    Raises QueryError when the table is no comparison.
    """
    needed = {"place", "place_name", "year", "indicator", "status", "value", "gap", "fact_id", "plan_id"}
    if not needed <= set(table.columns):
        raise QueryError("this table", "is no comparison", remedy="give what base.compare(…) gives, all columns")
    rows = [clean_row({str(key): value for key, value in row.items()}) for row in table.to_dict("records")]
    several = len({row["status"] for row in rows}) > 1
    names = list(dict.fromkeys(name_column(row, several) for row in rows))
    lines: dict[tuple[Any, Any], dict[str, Row]] = {}
    for row in rows:
        lines.setdefault((row["place"], row["year"]), {})[name_column(row, several)] = row
    with base.limited() as db:
        shelf, left = Shelf(db), _MOST_CELLS
        body = []
        for (_, year), cells in lines.items():
            place = next(iter(cells.values()))["place_name"]
            line = [_td(safe(as_text(place))), _td(safe(as_text(year)))]
            for name in names:
                line.append(_cell(cells.get(name), shelf if left > 0 else None))
                left -= name in cells
            body.append(f"<tr>{''.join(line)}</tr>\n")
    heads = "".join(f'<th style="{_TD}">{safe(name)}</th>' for name in ("地区 place", "年份 year", *names))
    size = f"{len(lines)} 行 rows × {len(names)} 个指标 indicators，n = {len(rows)}"
    head = f'<div style="overflow-x:auto"><table style="line-height:1.4">\n<thead><tr>{heads}</tr></thead>\n'
    page = f"{head}<tbody>\n{''.join(body)}</tbody>\n</table></div>\n"
    return Page(f'{page}<p style="{QUIET}">{size}</p>\n{explain_gaps(table)}')


def _cell(row: Row | None, shelf: Shelf | None) -> str:
    if row is None:
        return _td("")
    if row["value"] is None:
        return _td(f'<span style="{QUIET};white-space:nowrap">{safe(describe_gap(row["gap"]))}</span>{_wording(row)}')
    said = safe(describe_cell(row))
    if shelf is None or not row["fact_id"]:
        return _td(said)
    told = shelf.evidence(row["fact_id"], row["plan_id"])
    return _td(f'<details><summary style="white-space:nowrap">{said}</summary>{told}</details>')


def _wording(row: Row) -> str:
    """The wording behind a gap, where there is one."""
    sentence = row.get("sentence")
    return f"<details><summary>…</summary><p>{safe(sentence)}</p></details>" if sentence else ""


def _td(inside: str) -> str:
    return f'<td style="{_TD}">{inside}</td>'
