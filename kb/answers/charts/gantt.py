"""Phases and deadlines on one line of time: bars for phases, diamonds for deadlines, arrows for what begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kb.answers.charts.paper import (
    BRIGHT,
    DARK,
    FAINT,
    INK,
    QUIET,
    Chart,
    Row,
    finish,
    name_sources,
    new_sheet,
    read_rows,
    shorten,
)
from kb.answers.fonts import drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_MOST = 45
_KINDS = {"interval": "阶段 phase", "deadline": "期限 deadline", "start": "开始 start"}


def draw_gantt(table: pd.DataFrame, *, title: str = "阶段与期限 · Phases and deadlines") -> Chart:
    """What ``base.timeline`` gave, by place and then by date; what the text does not date is counted below.

    A deadline that is a month or a year is drawn as the last day, with a thin line over the time that it covers.
    Raises QueryError for another table.
    """
    needed = ("place", "place_name", "type", "begins", "ends", "text", "leads", "sentence", "source")
    rows = read_rows(table, needed, "timeline(…)")
    dated = [row for row in rows if row["type"] in _KINDS and row["begins"] and row["ends"]]
    dated.sort(key=lambda row: (row["place"] or "~", row["ends"], row["begins"], row["source"]))
    shown = dated[:_MOST]
    with drawing():
        figure, axes = new_sheet(10.5, 2.0 + 0.29 * max(3, len(shown)))
        for y, row in enumerate(shown):
            _draw_row(axes, y, row)
        _label(axes, shown)
        _legend(axes, shown)
        return finish(figure, title, _caption(rows, dated, shown))


def _draw_row(axes: Axes, y: int, row: Row) -> None:
    first, last = (_number(row[name]) for name in ("begins", "ends"))
    if row["type"] == "interval":
        axes.barh(y, last - first + 1, left=first, height=0.52, color=DARK, edgecolor=INK, linewidth=0.6)
    elif row["type"] == "deadline":
        axes.plot([first, last], [y, y], color=BRIGHT, linewidth=1.6, solid_capstyle="butt")
        axes.plot([last], [y], marker="D", color=BRIGHT, markeredgecolor=INK, markeredgewidth=0.7, markersize=6)
    else:
        axes.plot([first], [y], marker=">", color="white", markeredgecolor=INK, markeredgewidth=1.0, markersize=7)
    said = shorten(_clause(row), 46 if row["leads"] else 60)
    who = f"  〔{shorten(row['leads'], 16)}〕" if row["leads"] else ""
    axes.annotate(said + who, (1.01, y), xycoords=("axes fraction", "data"), va="center", fontsize=7.5, color=QUIET)


def _clause(row: Row) -> str:
    """The sentence from the clause that holds the date."""
    sentence, text = str(row["sentence"] or ""), str(row["text"] or "")
    before, found, after = sentence.partition(text) if text else ("", sentence, "")
    if not found:
        return sentence
    clause = re.split("[，,；;。]", before)[-1]
    return ("…" if len(clause) < len(before) else "") + clause + found + after


def _label(axes: Axes, rows: Sequence[Row]) -> None:
    from matplotlib import dates as untyped

    dates: Any = untyped
    axes.set_ylim(max(3, len(rows)) - 0.4, -0.8)
    names = [shorten(row["place_name"] or "(无地名)", 12) for row in rows]
    ticks = [name if n == 0 or names[n - 1] != name else "" for n, name in enumerate(names)]
    axes.set_yticks(range(len(rows)), ticks, fontsize=9.5)
    for n, tick in enumerate(ticks):
        if tick and n:
            axes.axhline(n - 0.5, color=FAINT, linewidth=0.7)
    axes.tick_params(axis="y", length=0)
    if rows:
        first = min(_number(row["begins"]) for row in rows)
        last = max(_number(row["ends"]) for row in rows)
        room = 12 + 0.035 * (last - first)
        axes.set_xlim(first - room, last + room)
    axes.xaxis_date()
    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=3, maxticks=7))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%Y-%m"))
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.7)
    axes.set_axisbelow(True)


def _legend(axes: Axes, rows: Sequence[Row]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: dict[str, Any] = {
        "interval": Patch(facecolor=DARK, edgecolor=INK),
        "deadline": Line2D([], [], color=BRIGHT, marker="D", markeredgecolor=INK, markersize=6),
        "start": Line2D([], [], color="none", marker=">", markerfacecolor="white", markeredgecolor=INK, markersize=7),
    }
    counts = Counter(row["type"] for row in rows)
    kept = [kind for kind in _KINDS if counts[kind]]
    labels = [f"{_KINDS[kind]} {counts[kind]}" for kind in kept]
    axes.legend([handles[kind] for kind in kept], labels, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3,
                frameon=False, fontsize=8.5)  # fmt: skip


def _caption(rows: Sequence[Row], dated: Sequence[Row], shown: Sequence[Row]) -> str:
    others = Counter(row["type"] for row in rows if row not in dated)
    told = "，".join(f"{kind} {n}" for kind, n in others.most_common())
    text = f"n = {len(shown)} / {len(dated)} 个有日期的期限与阶段 dated deadlines and phases"
    if told:
        text += f"；未画出 not drawn, since the text settles no day：{told}"
    return f"{text}。右侧为原句 (清洁文本) 与 〔牵头者〕 right: the sentence and who leads。{name_sources(shown)}"


def _number(day: str) -> float:
    return float(date.fromisoformat(day).toordinal() - date(1970, 1, 1).toordinal())
