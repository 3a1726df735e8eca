"""Promise and result: a line from each target to what a later plan reports, one panel an indicator."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kb.answers.charts import paper
from kb.answers.fonts import drawing, fit_text
from kb.answers.tables import as_text
from kb.questions.cell_words import describe_bound

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_NEEDED = (
    "place_name", "year", "indicator", "unit", "target", "comparator", "actual", "difference", "met",
    "target_source", "actual_source",
)  # fmt: skip
_MOST_PANELS, _MOST_LINES, _ACROSS = 9, 8, 3
# Colour, line and marker say the same, so that none of them is needed.
_STYLES: dict[bool | None, Any] = {
    True: (paper.DARK, "-", "o"),
    False: (paper.BRIGHT, "--", "s"),
    None: (paper.QUIET, ":", "^"),
}
_SAID = {True: "达到 met", False: "未达到 not met", None: "无法判断 cannot be said"}


def draw_attainment(table: pd.DataFrame, *, title: str = "目标与实绩 · Promise and result") -> paper.Chart:
    """What ``base.attainment`` gave: left the target, right the result.

    The indicators with the most places come first. Raises QueryError for another table.
    """
    rows = [_with_signs(row) for row in paper.read_rows(table, _NEEDED, "attainment(…)")]
    if not rows:
        return paper.draw_nothing(
            title, "没有目标与实绩成对的指标：需要同一地区两年的文件 · no pairs: two years of one place are needed"
        )
    panels: dict[tuple[str, str], list[paper.Row]] = defaultdict(list)
    for row in rows:
        panels[str(row["indicator"]), str(row["unit"])].append(row)
    for one in panels.values():
        one.sort(key=lambda row: -(row["year"] or 0))  # where there are too many, the latest
    order = sorted(panels, key=lambda key: (-len(panels[key]), key))
    shown = order[:_MOST_PANELS]
    with drawing():
        from matplotlib.figure import Figure

        across = min(_ACROSS, len(shown))
        down = -(-len(shown) // across)
        lines = min(_MOST_LINES, max(len(panels[key]) for key in shown))
        figure = Figure(figsize=(max(7.0, 4.4 * across), 1.5 + down * (1.2 + 0.24 * lines)), layout="constrained")
        for n, key in enumerate(shown):
            _draw_panel(figure.add_subplot(down, across, n + 1), *key, panels[key][:_MOST_LINES])
        _legend(figure, rows)
        drawn = sum(min(_MOST_LINES, len(panels[key])) for key in shown)
        return paper.finish(figure, title, _caption(rows, drawn))


def _with_signs(row: paper.Row) -> paper.Row:
    """The row with falls below zero: figures are stored without sign, the difference knows of it."""
    target, actual, difference = (float(row[name] or 0) for name in ("target", "actual", "difference"))
    for ours, theirs in ((1, 1), (1, -1), (-1, -1), (-1, 1)):
        if abs(theirs * actual - ours * target - difference) < 1e-6 * max(1.0, abs(target), abs(actual)):
            return row | {"target": ours * target, "actual": theirs * actual}
    return row


def _draw_panel(axes: Axes, indicator: str, unit: str, rows: Sequence[paper.Row]) -> None:
    ends = [value for row in rows for value in (float(row["target"]), float(row["actual"]))]
    low, high = min(ends), max(ends)
    reach = (high - low) or abs(high) or 1.0
    step = reach * 1.05 / max(4, len(rows))
    lefts = spread([float(row["target"]) for row in rows], step)
    rights = spread([float(row["actual"]) for row in rows], step)
    for row, left, right in zip(rows, lefts, rights, strict=True):
        colour, line, marker = _STYLES[row["met"]]
        target, actual = float(row["target"]), float(row["actual"])
        axes.plot([0, 1], [target, actual], line, color=colour, marker=marker, markersize=4.5, linewidth=1.4)
        name = paper.name_place(row, width=18)
        # Which line is whose: the name at both ends, and a thin lead from each label to its mark.
        axes.plot([-0.12, -0.02], [left, target], color=paper.FAINT, linewidth=0.7, zorder=0)
        axes.plot([1.02, 1.12], [actual, right], color=paper.FAINT, linewidth=0.7, zorder=0)
        said = f"{name}  {describe_bound(row)}{_figure(target)}"
        axes.annotate(said, (-0.14, left), ha="right", va="center", fontsize=8, color=paper.INK)
        axes.annotate(f"{_figure(actual)}  {name}", (1.14, right), ha="left", va="center", fontsize=8, color=paper.INK)
    axes.set_xlim(-1.2, 2.2)
    every = (*ends, *lefts, *rights)
    axes.set_ylim(min(every) - reach * 0.12, max(every) + reach * 0.12)
    axes.set_title(
        paper.shorten(indicator, 28) + (f" ({fit_text(unit)})" if unit else ""), fontsize=9.5, color=paper.INK
    )
    axes.set_xticks([0, 1], ["目标 target", "实绩 result"], fontsize=8.5)
    axes.set_yticks([])
    for name in ("left", "bottom"):
        axes.spines[name].set_visible(False)
    for x in (0, 1):
        axes.axvline(x, color="#dddddd", linewidth=0.8, zorder=0)


def _figure(value: float) -> str:
    for scale, name in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= scale:
            return as_text(round(value / scale, 4)) + name
    return as_text(round(value, 4))


def spread(values: Sequence[float], step: float) -> list[float]:
    """Places for labels near ``values``, at least ``step`` apart, in the same order.

    >>> spread([5.0, 5.0, 9.0], 1.0)
    [4.5, 5.5, 9.0]
    """
    order = sorted(range(len(values)), key=lambda n: (values[n], n))
    groups: list[list[float]] = []  # [middle, how many]
    for n in order:
        groups.append([values[n], 1.0])
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < step * (groups[-1][1] + groups[-2][1]) / 2 - 1e-12:
            last, before = groups.pop(), groups.pop()
            count = last[1] + before[1]
            groups.append([(last[0] * last[1] + before[0] * before[1]) / count, count])
    places = [middle + step * (k - (count - 1) / 2) for middle, count in groups for k in range(int(count))]
    answer = [0.0] * len(values)
    for n, place in zip(order, places, strict=True):
        answer[n] = place
    return answer


def _legend(figure: object, rows: Sequence[paper.Row]) -> None:
    from matplotlib.lines import Line2D

    counts = Counter(row["met"] for row in rows)
    handles = [
        Line2D([], [], color=_STYLES[met][0], linestyle=_STYLES[met][1], marker=_STYLES[met][2], markersize=5,
               label=f"{_SAID[met]} {counts[met]}")
        for met in _SAID
        if counts[met]
    ]  # fmt: skip
    figure.legend(handles=handles, loc="outside upper right", ncols=3, frameon=False, fontsize=8.5)  # type: ignore[attr-defined]


def _caption(rows: Sequence[paper.Row], drawn: int) -> str:
    text = (
        f"n = {len(rows)} 对 pairs (地区、年份、指标 place, year, indicator)，画出 drawn {drawn}"
        f" (每格至多 {_MOST_LINES} 对，新近者在先 at most {_MOST_LINES} a panel, the latest first)。"
        "年份为目标所属年份 the year is that of the target。左右 about：允许 0.5 个百分点 within half a point "
        "(总量 levels: 5%)。"
    )
    return text + paper.name_sources(rows, "target_source", "actual_source")
