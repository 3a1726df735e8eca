"""What the collection covers: plans by place and year, and where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.gazetteer import load_gazetteer
from kb.answers.charts import paper
from kb.answers.fonts import drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_MOST_PLACES, _MOST_YEARS = 45, 16
_UNKNOWN = "(无地名 no place)"
_NOWHERE = "~"  # sorts last
_Cells = Counter[tuple[str, int | None]]


def draw_coverage(table: pd.DataFrame, *, title: str = "资料覆盖 · Plans by place and year") -> paper.Chart:
    """What ``base.plans`` gave: how many plans of each place and year; an empty square means none collected.

    Beyond 45 places they are added up by province. Raises QueryError for another table.
    """
    rows = paper.read_rows(table, ("plan_id", "place", "place_name", "year", "kind", "source"), "plans(…)")
    if not rows:
        return paper.draw_nothing(title, "库中没有文件 · the collection holds no plan")
    by_province = len({row["place"] for row in rows}) > _MOST_PLACES
    cells: _Cells = Counter()
    names: dict[str, str] = {}
    for row in rows:
        code, name = _province(row) if by_province else (row["place"] or _NOWHERE, row["place_name"] or _UNKNOWN)
        names[code] = name
        cells[code, row["year"]] += 1
    places = sorted(names)[:_MOST_PLACES]
    known = sorted({year for _, year in cells if year is not None})
    years: list[int | None] = [*_span(known)][-_MOST_YEARS:]
    if any(year is None for _, year in cells):
        years.append(None)
    with drawing():
        figure, axes = paper.new_sheet(max(7.0, 2.0 + 0.62 * len(years)), 2.0 + 0.31 * len(places))
        _draw(axes, cells, places, years)
        axes.set_yticks(range(len(places)), [paper.shorten(names[code], 24) for code in places], fontsize=9.5)
        axes.set_xticks(range(len(years)), [str(year) if year else "未注明\nunknown" for year in years], fontsize=9)
        drawn = sum(n for (code, year), n in cells.items() if code in places and year in years)
        cut = len(_span(known)) > _MOST_YEARS, len(names) > _MOST_PLACES
        return paper.finish(figure, title, _caption(rows, drawn, by_province, *cut))


def _span(years: Sequence[int]) -> range:
    return range(years[0], years[-1] + 1) if years else range(0)


def _province(row: paper.Row) -> tuple[str, str]:
    if not row["place"]:
        return _NOWHERE, _UNKNOWN
    code = str(row["place"])[:2] + "0000"
    return code, load_gazetteer().name(code) or code


def _draw(axes: Axes, cells: _Cells, places: Sequence[str], years: Sequence[int | None]) -> None:
    import matplotlib as mpl
    from matplotlib.patches import Rectangle

    most = max(cells.values(), default=1)
    for y, code in enumerate(places):
        for x, year in enumerate(years):
            count, corner = cells[code, year], (x - 0.5, y - 0.5)
            if count:
                face = mpl.colormaps["Blues"](0.12 + 0.38 * (count - 1) / max(1, most - 1))
                axes.add_patch(Rectangle(corner, 1, 1, facecolor=face, edgecolor="white", linewidth=1.2))
                axes.text(x, y, str(count), ha="center", va="center", fontsize=9.5, color=paper.INK)
            elif year is not None and code != _NOWHERE:
                axes.add_patch(Rectangle(corner, 1, 1, facecolor="white", edgecolor="#d0d0d0", hatch="////", lw=0))
    axes.set_xlim(-0.5, len(years) - 0.5)
    axes.set_ylim(len(places) - 0.5, -0.5)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_xlabel("斜线 hatched：未收录 none collected", fontsize=8.5, color=paper.QUIET)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _caption(rows: Sequence[paper.Row], drawn: int, by_province: bool, years_cut: bool, places_cut: bool) -> str:
    kinds = Counter(str(row["kind"]) for row in rows)
    told = "，".join(f"{kind} {n}" for kind, n in kinds.most_common())
    text = f"n = {drawn} / {len(rows)} 份文件 plans ({told})。年份为文件所计划的年份 the year that a plan is for。"
    if years_cut:
        text += f"未画出更早的年份，只画最近 {_MOST_YEARS} 年 earlier years are not drawn。"
    if places_cut:
        text += f"只画前 {_MOST_PLACES} 地 only the first places are drawn。"
    if by_province:
        text += "按省合计 added up by province。"
    return text + paper.name_sources(rows)
