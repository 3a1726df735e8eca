"""Answers in a notebook: tables that sort and filter, offline, in which nothing of a document can act.

``start()`` once in a notebook makes tables interactive (itables); without it they are plain HTML, which also
prints, exports and survives in a notebook that is not trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import pandas as pd

from kb.answers.plain import cut_sentence, show_plain
from kb.answers.sheet import FACET_HEADS, REVIEW_HEADS, describe_column
from kb.answers.tables import as_text
from kb.answers.telling import TELL, missing
from kb.questions.cell_words import describe_cell, explain_gap, name_gap

Row = dict[str, Any]
MOST_ROWS, MOST_PLAIN = 500, 60  # rows that an interactive and a plain table show
_LONGEST = 160  # characters of a cell
_CELL = "text-align:left;vertical-align:top;white-space:normal;overflow-wrap:break-word;padding:2px 8px;max-width:32em"
_started = False

# Of an answer with many columns, those that one reads first; the others stay in the DataFrame.
_SHOWN = {
    "compare": ("place_name", "year", "indicator", "cell", "deadline", "leads", "gap", "sentence", "source"),
    "attainment": ("place_name", "year", "indicator", "hedge", "comparator", "target", "actual", "unit", "difference",
                   "met", "why_not"),
    "timeline": ("place_name", "begins", "ends", "type", "every", "text", "leads", "sentence"),
    "duties": ("place_name", "year", "actor", "office", "role", "duty", "sentence"),
    "reuse": ("copies", "places", "first", "place_name", "date", "similarity", "template", "differs"),
    "copies": ("place_name", "date", "of_place_name", "of_date", "similarity", "template", "differs"),
    "changes": ("place_name", "indicator", "what", "before_cell", "after_cell", "difference", "unit", "before_sentence",
                "after_sentence"),
    "compare_texts": ("place_name", "year", "topic", "provision", "deadline", "gap", "source"),
    "compare_roles": ("place_name", "year", "role", "office", "actor", "duty", "gap", "source"),
    "search": ("score", "place_name", "year", "title", "address", "snippet"),
    "kwic": ("pre", "keyword", "post", "place_name", "year", "docname"),
}  # fmt: skip
# Names that mean something else than in other tables.
_KWIC = {"pre": "左", "keyword": "关键词", "post": "右", "docname": "来源", "from": "起", "to": "止"}
_WIDE = {"sentence", "snippet", "template", "provision"}
_DATES = {"begins", "ends", "date", "of_date", "deadline"}  # ten characters that should not break
_RIGHT, _MIDDLE = {"pre"}, {"keyword"}


class Answer(pd.DataFrame):
    """A DataFrame like any other; a notebook shows it readable, with what was left out told below."""

    @property
    def _constructor(self) -> type[Answer]:
        return Answer

    def _repr_html_(self) -> str:
        return write_table(self, interactive=_started)


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of HTML that a notebook shows."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def start() -> None:
    """Make the tables of this notebook interactive; the cell that holds this must keep its output."""
    global _started
    from itables import init_notebook_mode

    init_notebook_mode(all_interactive=False, connected=False)
    _started = True


def write_table(table: pd.DataFrame, *, interactive: bool) -> str:
    """The HTML of an answer: chosen columns, headings in both languages, “showing n of N”, gaps explained."""
    table = _flatten(table)
    shown = choose_columns(table)
    whole = len(shown) < len(table.columns)
    if whole and len(table):  # of a whole answer, columns in which nothing stands
        shown = [name for name in shown if name not in table.columns or not table[name].map(_nothing).all()]
    head = table.iloc[: MOST_ROWS if interactive else MOST_PLAIN]
    rows = [dict(zip(table.columns, values, strict=True)) for values in head.itertuples(index=False, name=None)]
    if "cell" in shown and "cell" not in table.columns:
        rows = [row | {"cell": describe_cell(clean_row(row))} for row in rows]
    for side in ("", "before_", "after_") if whole else ():
        if f"{side}sentence" in shown and f"{side}text" in table.columns:
            rows = [
                row
                | {
                    f"{side}sentence": cut_sentence(
                        _words(row[f"{side}sentence"]), _words(row[f"{side}text"]), _words(row.get("indicator"))
                    )
                }
                for row in rows
            ]
    rows = [row | {name: tell(row[name]) for name, tell in TELL.items() if name in row} for row in rows]
    body = _interactive(rows, shown) if interactive and rows else _plain(rows, shown)
    why = f"<p>{escape(show_plain(told))}</p>\n" if not rows and isinstance(told := table.attrs.get("why"), str) else ""
    return body + why + _tell_size(len(rows), len(table), len(shown), len(table.columns)) + explain_gaps(table)


def choose_columns(table: pd.DataFrame) -> list[str]:
    """The columns to show: all, or of a whole answer those that one reads first.

    >>> choose_columns(Answer([["青禾县", 2026]], columns=["place_name", "year"]))     # a made-up county
    ['place_name', 'year']
    """
    columns = tuple(map(str, table.columns))
    question = find_question(columns)
    return list(_SHOWN[question] if question else columns)


def find_question(columns: Sequence[str]) -> str | None:
    """The module of ``kb.questions`` whose whole answers have these columns."""
    return next((name for name in _SHOWN if tuple(columns) == _keys(name)), None)


@cache
def _keys(question: str) -> tuple[str, ...]:
    import importlib

    keys: tuple[str, ...] = importlib.import_module(f"kb.questions.{question}").KEYS
    return keys


def clean_row(row: Row) -> Row:
    """The row with None for pandas' several kinds of nothing."""
    return {key: None if missing(value) else value for key, value in row.items()}


def _nothing(value: Any) -> bool:
    return missing(value) or value == "" or value == []


def _words(value: Any) -> str:
    return "" if missing(value) else str(value)


def cell_text(value: Any) -> str:
    """A value for eyes: on one line, inert, cut where it is long, millions in 万 and 亿.

    >>> cell_text(6.5e9), cell_text(4800.0), cell_text(["3→5", "县→区"])
    ('65亿', '4800', '3→5；县→区')
    """
    value = plain_value(value)
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        value = "；".join(value)
    text = "" if missing(value) else show_plain(_amount(value) or as_text(value))
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _amount(value: Any) -> str:
    """A large amount in 亿 or 万; nothing for other values. Whole numbers of seven digits may be codes."""
    if not isinstance(value, float) or not 1e6 <= abs(value) < 1e15:
        return ""
    scale, unit = (1e8, "亿") if abs(value) >= 1e8 else (1e4, "万")
    return as_text(round(value / scale, 4)) + unit


def plain_value(value: Any) -> Any:
    """Python's own number for numpy's."""
    return value.item() if hasattr(value, "item") else value


def heads(columns: Sequence[str]) -> list[str]:
    """“指标 indicator”: the Chinese name, then the one to type.

    >>> heads(["indicator", "mine"])
    ['指标 indicator', 'mine']
    >>> heads(["what", "rule"])[0], heads(["what", "before_cell"])[0]
    ('项目 what', '变化 what')
    """
    context = _KWIC if "pre" in columns else FACET_HEADS if "facet" in columns else {}
    if "rule" in columns:  # where a review stands: sorts of findings, no changes
        context = REVIEW_HEADS if "precision" in columns else {"what": REVIEW_HEADS["what"]}
    names = {name: context.get(name) or describe_column(name).heading for name in columns}
    return [show_plain(f"{zh} {name}" if zh else name) for name, zh in names.items()]


def _flatten(table: pd.DataFrame) -> pd.DataFrame:
    """The table with plain names of columns, and with what a question of the reader's own put into its index."""
    flat = [" / ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in table.columns]
    table = table.set_axis(flat, axis=1)
    inside = [name for name in table.index.names if name is not None and str(name) not in flat]
    return table.reset_index(level=inside) if inside else table


def _interactive(rows: Sequence[Row], shown: Sequence[str]) -> str:
    from itables import to_html_datatable

    # Figures go as text too, as they are written: DataTables sorts a column of figures as figures.
    columns = {head: [cell_text(row.get(name)) for row in rows] for head, name in zip(heads(shown), shown, strict=True)}
    frame = pd.DataFrame(columns, dtype=object)
    places = {name: n for n, name in enumerate(shown)}
    aligned: list[dict[str, Any]] = [{"className": "dt-left", "targets": "_all"}]
    aligned += [{"className": "dt-right", "targets": places[name]} for name in shown if name in _RIGHT]
    aligned += [{"className": "dt-center", "targets": places[name]} for name in shown if name in _MIDDLE]
    aligned += [{"className": "dt-left dt-body-nowrap", "targets": n} for name, n in places.items() if name in _DATES]
    aligned += [{"width": "24%", "targets": n} for name, n in places.items() if name == "differs"]
    aligned += [{"width": "38%", "targets": n} for name, n in places.items() if name in _WIDE and len(shown) > 4]
    aligned.reverse()  # the first definition of a column wins
    return to_html_datatable(
        frame, showIndex=False, allow_html=False, maxBytes=0, classes="display compact", columnDefs=aligned,
        style="width:100%;table-layout:auto;margin:0", autoWidth=False, columnControl=["searchDropdown"],
        ordering={"indicators": False, "handlers": True},  # a click on the heading sorts
        display_logo_when_loading=False, connected=False, show_dtypes=False,
    )  # fmt: skip


def _plain(rows: Sequence[Row], shown: Sequence[str]) -> str:
    head = "".join(f'<th style="{_CELL}">{escape(name)}</th>' for name in heads(shown))
    lines = []
    for row in rows:
        cells = []
        for name in shown:
            side = "right" if name in _RIGHT else "center" if name in _MIDDLE else "left"
            cells.append(f'<td style="{_CELL};text-align:{side}">{escape(cell_text(row.get(name)))}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>\n")
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(lines)}</tbody>\n</table>\n"


def _tell_size(rows: int, all_rows: int, columns: int, all_columns: int) -> str:
    told = f"显示 {rows} / {all_rows} 行 · showing {rows} of {all_rows} rows"
    if columns < all_columns:
        told += f"，{columns} / {all_columns} 列 columns（其余见 .columns · the rest: .columns）"
    return f'<p style="color:#666;font-size:85%">{escape(told)}</p>\n'


def explain_gaps(table: pd.DataFrame) -> str:
    """What the gaps of a comparison mean and how many there are; nothing for a table without any."""
    if "gap" not in table.columns:
        return ""
    gaps = Counter(str(gap) for gap in table["gap"] if not missing(gap))
    items = [
        f"<li>{escape(f'{name_gap(gap)} {gap} × {count}：{explain_gap(gap)}')}</li>"
        for gap, count in gaps.most_common()
    ]
    head = f"空缺 {sum(gaps.values())} 格 · gaps"
    return f"<details><summary>{head}</summary><ul>{''.join(items)}</ul></details>\n" if items else ""
