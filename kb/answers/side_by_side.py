"""Provisions or roles side by side on paper: one row a place and year, one column a topic or office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kb.answers.html import close_page, open_page, write_table
from kb.answers.plain import safe
from kb.answers.sheet import Sheet
from kb.answers.tables import as_text
from kb.questions.cell_words import describe_gap

Row = dict[str, Any]
NAMES = ("条款对照", "职责对照")  # of such sheets
_LEGEND = (
    '<p><span class="shared">相同文字 shared</span> · <mark class="number">数值 number</mark> · '
    '<mark class="date">时间 date</mark> · <mark class="office">部门 office</mark></p>\n'
)
_KINDS = ("shared", "number", "date", "office")


def widen_texts(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """(rows by place and year, their column names) of a comparison of texts; a gap shows its reason in 〔 〕.

    >>> row = {"place": "130608", "place_name": "清苑区", "year": 2025, "topic": "经费保障", "gap": "no provision"}
    >>> widen_texts([row])[0]
    [{'place': '130608', 'place_name': '清苑区', 'year': 2025, '经费保障': '〔未提及〕'}]
    """
    wide: dict[tuple[Any, Any], Row] = {}
    columns: list[str] = []
    for row in rows:
        name = _column(row)
        if name not in columns:
            columns.append(name)
        line = wide.setdefault((row["place"], row["year"]), {key: row[key] for key in ("place", "place_name", "year")})
        line["place_name"] = line["place_name"] or row["place_name"]
        line[name] = describe_text(row)
    return list(wide.values()), ["place", "place_name", "year", *columns]


def describe_text(row: Row) -> str:
    """A cell as one reads it: the provision, who does what, or why there is nothing.

    >>> describe_text({"gap": None, "role": "lead", "actor": "县财政局", "duty": "落实补助"})    # finance: subsidies
    '县财政局：落实补助'
    """
    if row.get("gap"):
        return describe_gap(row["gap"])
    if row.get("role"):
        return "：".join(as_text(row[key]) for key in ("actor", "duty") if row[key])
    return " ".join(as_text(row["provision"]).split())


def write_side_by_side_html(sheet: Sheet, *, title: str) -> Iterator[str]:
    """The page of such a comparison: what the texts share is muted, what differs is marked."""
    rows = list(sheet.rows)
    lines, keys = widen_texts(rows)
    cells = {(row["place"], row["year"], _column(row)): row for row in rows}
    yield from open_page(title)
    if any(row.get("marks") for row in rows):
        yield _LEGEND
    body = (
        [f"<td>{safe(as_text(line[key]))}</td>" for key in keys[:3]]
        + [_cell(cells.get((line["place"], line["year"], key))) for key in keys[3:]]
        for line in lines
    )
    yield from write_table(sheet, keys, body)
    yield from close_page(sheet)


def _column(row: Row) -> str:
    return f"{row['office']} ({row['role']})" if row.get("role") else str(row["topic"])


def _cell(row: Row | None) -> str:
    if row is None:
        return "<td></td>"
    if row["gap"]:
        return f'<td class="gap">{safe(describe_text(row))}</td>'
    where = " ".join(as_text(row.get(key)) for key in ("source", "address", "start"))
    told = safe(describe_text(row)) if row.get("role") else _marked(row["provision"], row["marks"] or ())
    more = f"<summary>{safe(as_text(row['title']) or as_text(row['source']))}</summary>"
    sentence = f"<p>{safe(as_text(row['sentence']))}</p>" if row.get("role") else ""
    where = f"{safe(where)}–{safe(as_text(row['end']))}"
    return f"<td><p>{told}</p><details>{more}{sentence}<p>{where}</p></details></td>"


def _marked(text: str, marks: Sequence[Sequence[Any]]) -> str:
    parts, done = [], 0
    for start, end, kind in marks:
        name = kind if kind in _KINDS else "number"
        tag = "span" if name == "shared" else "mark"
        parts.append(f'{safe(text[done:start])}<{tag} class="{name}">{safe(text[start:end])}</{tag}>')
        done = end
    return "".join([*parts, safe(text[done:])])
