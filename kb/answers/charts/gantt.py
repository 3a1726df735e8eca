"""Phases and deadlines on one line of time: bars for phases, diamonds for deadlines, arrows for what begins."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kb.answers.charts import paper
from kb.answers.fonts import drawing
from kb.questions.values import tell_value

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_MOST, _FEWEST = 45, 2  # rows, and of each place if there are too many
_AHEAD = 8  # years after a plan's own; what lies further is drawn at the edge with its year
_DAYS = 120  # below, days are told
_PERIOD = 3  # years; longer phases are those of a five-year plan
_KINDS = {"interval": "阶段 phase", "deadline": "期限 deadline", "start": "开始 start"}


def draw_gantt(table: pd.DataFrame, *, title: str = "阶段与期限 · Phases and deadlines") -> paper.Chart:
    """What ``base.timeline`` gave, by place and then by date; what the text does not date is counted below.

    A deadline that is a month or a year is drawn as the last day, with a thin line over the time that it covers. What
    ended before its plan's own year is a review and no schedule. Where there are too many rows each place has its
    share, the latest plans first. Raises QueryError for another table.
    """
    needed = ("place", "place_name", "type", "begins", "ends", "text", "leads", "sentence", "source")
    rows = paper.read_rows(table, needed, "timeline(…)")
    dated = [row for row in rows if row["type"] in _KINDS and row["begins"] and row["ends"]]
    ahead = [row for row in dated if not row.get("year") or int(row["ends"][:4]) >= row["year"]]
    shown = choose(ahead)
    if not shown:
        return paper.draw_nothing(title, "没有写明日期的期限或阶段 · no deadline or phase with a date")
    with drawing():
        figure, axes = paper.new_sheet(10.5, 2.0 + 0.29 * max(3, len(shown)))
        last = _last_day(shown)
        least = (last - min(_number(row["begins"]) for row in shown)) / 150  # days; a shorter bar would not be seen
        for y, row in enumerate(shown):
            _draw_row(axes, y, row, last, least)
        _label(axes, shown, last)
        _legend(axes, shown)
        return paper.finish(figure, title, _caption(rows, dated, ahead, shown))


def choose(rows: Sequence[paper.Row]) -> list[paper.Row]:
    """At most 45 rows by place and date, of each place its share, of a place those of its latest plans."""
    places: dict[str, list[paper.Row]] = defaultdict(list)
    for row in sorted(rows, key=_weight):
        places[row["place"] or "~"].append(row)
    share = max(_FEWEST, _MOST // max(1, len(places)))
    kept = [row for group in places.values() for row in group[:share]]
    left = [row for group in places.values() for row in group[share:]]
    kept = (kept + left)[:_MOST] if len(kept) < _MOST else kept[:_MOST]
    return sorted(kept, key=lambda row: (row["place"] or "~", row["ends"], row["begins"], row["source"]))


def _weight(row: paper.Row) -> tuple[object, ...]:
    """The latest plans first, and of a plan what lies near before periods of many years."""
    years = int(row["ends"][:4]) - int(row["begins"][:4])
    return -(row.get("year") or 0), years > _PERIOD, row["ends"], row["begins"], row["source"]


def _last_day(rows: Sequence[paper.Row]) -> float:
    """Where the line of time ends: a few years after the latest plan, if what lies beyond is far off."""
    last = max(_number(row["ends"]) for row in rows)
    years = [row["year"] for row in rows if row.get("year")]
    return min(last, _number(f"{max(years) + _AHEAD}-12-31")) if years else last


def _draw_row(axes: Axes, y: int, row: paper.Row, edge: float, least: float) -> None:
    first, last = (_number(row[name]) for name in ("begins", "ends"))
    if last > edge:  # far off: a mark at the edge with its year
        first, last = min(first, edge - 20), edge
        axes.annotate(f"{row['ends'][:4]} →", (edge, y - 0.42), ha="right", va="bottom", fontsize=6.5, color=paper.INK)
    if row["type"] == "interval":
        axes.barh(
            y,
            max(last - first + 1, least),
            left=first,
            height=0.52,
            color=paper.DARK,
            edgecolor=paper.INK,
            linewidth=0.6,
        )
    elif row["type"] == "deadline":
        axes.plot([first, last], [y, y], color=paper.BRIGHT, linewidth=1.6, solid_capstyle="butt")
        axes.plot(
            [last], [y], marker="D", color=paper.BRIGHT, markeredgecolor=paper.INK, markeredgewidth=0.7, markersize=6
        )
    else:
        axes.plot([first], [y], marker=">", color="white", markeredgecolor=paper.INK, markeredgewidth=1.0, markersize=7)
    said = paper.shorten(_clause(row), 46 if row["leads"] else 60)
    who = f"  〔{paper.shorten(row['leads'], 16)}〕" if row["leads"] else ""
    axes.annotate(
        said + who, (1.01, y), xycoords=("axes fraction", "data"), va="center", fontsize=7.5, color=paper.QUIET
    )


def _clause(row: paper.Row) -> str:
    """The sentence from the clause that holds the date."""
    sentence, text = str(row["sentence"] or ""), str(row["text"] or "")
    before, found, after = sentence.partition(text) if text else ("", sentence, "")
    if not found:
        return sentence
    clause = re.split("[，,；;。]", before)[-1]
    return ("…" if len(clause) < len(before) else "") + clause + found + after


def _label(axes: Axes, rows: Sequence[paper.Row], last: float) -> None:
    from matplotlib import dates as untyped

    dates: Any = untyped
    axes.set_ylim(max(3, len(rows)) - 0.4, -0.8)
    names = [row["place_name"] or "(无地名)" for row in rows]
    ticks = [paper.shorten(name, 16) if n == 0 or names[n - 1] != name else "" for n, name in enumerate(names)]
    axes.set_yticks(range(len(rows)), ticks, fontsize=9.5)
    for n, tick in enumerate(ticks):
        if tick and n:
            axes.axhline(n - 0.5, color=paper.FAINT, linewidth=0.7)
    axes.tick_params(axis="y", length=0)
    first = min(_number(row["begins"]) for row in rows)
    room = 12 + 0.035 * (last - first)
    axes.set_xlim(first - room, last + room)
    axes.xaxis_date()
    # Half-years have to reach over what falls short of three years, for the locator knows no longer step than that.
    most = {dates.YEARLY: 6, dates.MONTHLY: 7, dates.DAILY: 6}
    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=3, maxticks=most))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%Y-%m" if last - first > _DAYS else "%Y-%m-%d"))
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.7)
    axes.set_axisbelow(True)


def _legend(axes: Axes, rows: Sequence[paper.Row]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: dict[str, Any] = {
        "interval": Patch(facecolor=paper.DARK, edgecolor=paper.INK),
        "deadline": Line2D([], [], color=paper.BRIGHT, marker="D", markeredgecolor=paper.INK, markersize=6),
        "start": Line2D(
            [], [], color="none", marker=">", markerfacecolor="white", markeredgecolor=paper.INK, markersize=7
        ),
    }
    counts = Counter(row["type"] for row in rows)
    kept = [kind for kind in _KINDS if counts[kind]]
    labels = [f"{_KINDS[kind]} {counts[kind]}" for kind in kept]
    axes.legend([handles[kind] for kind in kept], labels, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3,
                frameon=False, fontsize=8.5)  # fmt: skip


def _caption(
    rows: Sequence[paper.Row], dated: Sequence[paper.Row], ahead: Sequence[paper.Row], shown: Sequence[paper.Row]
) -> str:
    known = {id(row) for row in dated}
    others = Counter(row["type"] for row in rows if id(row) not in known)
    told = "，".join(f"{tell_value('date', kind)} {n}" for kind, n in others.most_common())
    text = f"n = {len(shown)} / {len(ahead)} 个有日期的期限与阶段 dated deadlines and phases"
    if len(shown) < len(ahead):
        text += "，各地只取最近的文件，其余可按地区看 some of each place's latest plans, narrow by place for the rest"
    if len(ahead) < len(dated):
        text += f"；早于文件年份者未画 before the plan's own year, not drawn：{len(dated) - len(ahead)}"
    if told:
        text += f"；文中未定日期者未画 no day settled, not drawn：{told}"
    return f"{text}。右侧为原句 (清洁文本) 与〔牵头者〕 right: the sentence and who leads。{paper.name_sources(shown)}"


def _number(day: str) -> float:
    return float(date.fromisoformat(day).toordinal() - date(1970, 1, 1).toordinal())
