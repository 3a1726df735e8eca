"""Targets as a heat map: places down, indicators across, gaps hatched with their reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kb.answers.charts import paper
from kb.answers.fonts import drawing, fit_text
from kb.questions.cell_words import describe_cell, name_column, name_gap
from kb.questions.values import tell_value

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_MOST_LINES, _MOST_COLUMNS = 60, 14
_ROOM = 14  # half-width characters of a figure that fit into a cell
_LIGHT, _DEEP = 0.06, 0.50  # of the scale: black figures stay readable on all of it
_SHORT = {
    "no provision": "未提及",
    "named without a number": "无数值",
    "relative only": "相对",
    "combined only": "合并",
    "level only": "总量/增速",
    "below only": "分县",
    "another year": "另年",
    "unreadable": "不可读",
    "truncated": "不全",
    "not collected": "未收录",
}


def draw_targets(table: pd.DataFrame, *, title: str = "各地指标比较 · Indicators by place and year") -> paper.Chart:
    """The comparison that ``base.compare`` gave: the darker, the higher within its column.

    Shades compare one indicator over places, never two indicators. Raises QueryError for another table.
    """
    needed = ("place", "place_name", "year", "indicator", "status", "value", "unit", "comparator", "gap", "source")
    rows = paper.read_rows(table, needed, "compare(…)")
    several = len({row["status"] for row in rows}) > 1
    if not rows:
        return paper.draw_nothing(
            title, "这个比较没有行：库中没有这些指标 · no rows: no plan here gives these indicators"
        )
    lines = list(dict.fromkeys(paper.name_place(row) for row in rows))
    columns = list(dict.fromkeys(name_column(row, several) for row in rows))
    shown_lines, shown_columns = lines[:_MOST_LINES], columns[:_MOST_COLUMNS]
    cells = {(paper.name_place(row), name_column(row, several)): row for row in rows}
    with drawing():
        width = 2.0 + 1.02 * len(shown_columns)
        figure, axes = paper.new_sheet(max(7.0, width), 2.1 + 0.36 * len(shown_lines))
        for x, column in enumerate(shown_columns):
            shades = _shades([cells.get((line, column)) for line in shown_lines])
            for y, line in enumerate(shown_lines):
                _draw_cell(axes, x, y, cells.get((line, column)), shades.get(y))
        _divide(axes, rows, shown_lines)
        _label(axes, shown_lines, shown_columns, [_unit(rows, column, several) for column in shown_columns])
        cut = len(lines) - len(shown_lines), len(columns) - len(shown_columns)
        return paper.finish(figure, title, _caption(rows, *cut))


def _unit(rows: list[paper.Row], column: str, several: bool) -> str:
    units = Counter(row["unit"] for row in rows if row["unit"] and name_column(row, several) == column)
    return " / ".join(unit for unit, _ in units.most_common())


def _shades(cells: list[paper.Row | None]) -> dict[int, float]:
    """How dark each cell of one column is; figures in another unit than most stay pale."""
    unit = Counter(cell["unit"] for cell in cells if cell and cell["value"] is not None).most_common(1)
    values = {
        y: float(cell["value"])
        for y, cell in enumerate(cells)
        if cell and cell["value"] is not None and cell["unit"] == unit[0][0]
    }
    low, high = min(values.values(), default=0.0), max(values.values(), default=0.0)
    middle = (_LIGHT + _DEEP) / 2
    return {
        y: middle if low == high else _LIGHT + (value - low) / (high - low) * (_DEEP - _LIGHT)
        for y, value in values.items()
    }


def _draw_cell(axes: Axes, x: int, y: int, row: paper.Row | None, shade: float | None) -> None:
    import matplotlib as mpl
    from matplotlib.patches import Rectangle

    corner = (x - 0.5, y - 0.5)
    if row is None:
        return
    if row["value"] is None:
        axes.add_patch(Rectangle(corner, 1, 1, facecolor="white", edgecolor="#c4c4c4", hatch="////", linewidth=0))
        text, size, colour = _SHORT.get(row["gap"] or "", row["gap"] or ""), 8.0, paper.QUIET
    else:
        face = mpl.colormaps["Blues"](_LIGHT if shade is None else shade)
        axes.add_patch(Rectangle(corner, 1, 1, facecolor=face, edgecolor="white", linewidth=1.2))
        text, size, colour = describe_cell(row | {"said_by": None}), 9.5, paper.INK
        text += "*" if row.get("said_by") else ""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2} if row["value"] is None else None
    text = fit_text(text)
    if paper.measure(text) > _ROOM:  # the hedge above the figure
        text = text.replace(" ", "\n", 1)
    longest = max(map(paper.measure, text.split("\n")))
    size = size if longest <= _ROOM else max(5.0, size * _ROOM / longest)
    axes.text(x, y, text, ha="center", va="center", fontsize=size, color=colour, bbox=box, linespacing=0.95)


def _divide(axes: Axes, rows: list[paper.Row], lines: list[str]) -> None:
    """A thin line where one place ends and the next begins, where places have several years."""
    places = {paper.name_place(row): row["place"] for row in rows}
    order = [places[line] for line in lines]
    if len(set(order)) < len(order):
        for y in (y for y in range(1, len(order)) if order[y] != order[y - 1]):
            axes.axhline(y - 0.5, color=paper.FAINT, linewidth=1.0, zorder=3)


def _label(axes: Axes, lines: list[str], columns: list[str], units: list[str]) -> None:
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(lines) - 0.5, -0.5)
    names = [
        paper.stack(fit_text(name), 14) + (f"\n({fit_text(unit)})" if unit else "")
        for name, unit in zip(columns, units, strict=True)
    ]
    axes.set_xticks(range(len(columns)), names, fontsize=9)
    axes.set_yticks(range(len(lines)), [fit_text(line) for line in lines], fontsize=9.5)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _caption(rows: list[paper.Row], lines_cut: int, columns_cut: int) -> str:
    gaps = Counter(row["gap"] for row in rows if row["value"] is None)
    told = "，".join(f"{name_gap(gap or '')} {gap} {n}" for gap, n in gaps.most_common())
    given = len(rows) - sum(gaps.values())
    statuses = "、".join(tell_value("status", status) for status in dict.fromkeys(row["status"] for row in rows))
    text = (
        f"{statuses}。n = {len(rows)} 格 cells：{given} 有数值 with a value"
        + (f"；斜线为空缺 hatched are gaps：{told}" if told else "")
        + "。颜色只在同一列内比较，越深越高 shades compare within a column only, darker is higher。"
        + "空白：没有该年的文件，或文件给的是别的年份 blank: no plan, or it gives other years。"
        + ("* 据上级地区的文件 as the plan of a place above says。" if any(row.get("said_by") for row in rows) else "")
        + "≥ 不低于 at least，≈ 左右 about。"
        + paper.name_sources(rows)
    )
    if lines_cut or columns_cut:
        text += f"。未画出 not drawn：{lines_cut} 行 rows，{columns_cut} 列 columns"
    return text
