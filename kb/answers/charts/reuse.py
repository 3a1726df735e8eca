"""Who copied whom: shared provisions down, the plans that hold them across in the order of their dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.answers.charts import paper
from kb.answers.fonts import drawing, fit_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_MOST_TEMPLATES, _MOST_PLANS = 30, 24


def draw_reuse(table: pd.DataFrame, *, title: str = "共用条款 · Provisions that plans share") -> paper.Chart:
    """What ``base.reuse`` gave: ■ the earliest plan of a wording, ● the later ones, larger the more alike.

    The earliest in the collection need not be the author. Undated plans stand at the right. Raises QueryError for
    another table.
    """
    needed = ("reuse_id", "template", "first", "similarity", "place_name", "date", "year", "plan_id", "source")
    rows = paper.read_rows(table, needed, "reuse(…)")
    if not rows:
        return paper.draw_nothing(title, "没有共用的条款 · no provision is shared")
    templates = list(dict.fromkeys(row["reuse_id"] for row in rows))
    plans = {row["plan_id"]: row for row in rows}
    shown, kept = choose(rows, templates)
    across = sorted(kept, key=lambda one: (str(plans[one]["date"] or plans[one]["year"] or "~"), one))
    drawn = [row for row in rows if row["reuse_id"] in shown and row["plan_id"] in kept]
    with drawing():
        figure, axes = paper.new_sheet(max(7.5, 4.6 + 0.46 * len(across)), 2.7 + 0.36 * len(shown))
        _draw_marks(axes, drawn, {one: n for n, one in enumerate(shown)}, {one: n for n, one in enumerate(across)})
        _label(axes, rows, shown, [plans[one] for one in across])
        cut = len(templates) - len(shown), len(plans) - len(across)
        return paper.finish(figure, title, _caption(rows, len(templates), len(plans), *cut))


def choose(rows: Sequence[paper.Row], templates: Sequence[str]) -> tuple[list[str], set[str]]:
    """(wordings, plans) to draw: those plans that hold most of the first wordings, then wordings with two marks left.

    >>> rows = [{"reuse_id": "r", "plan_id": plan} for plan in "abc"] + [{"reuse_id": "s", "plan_id": "a"}]
    >>> choose(rows, ["r", "s"])[0]
    ['r']
    """
    first = set(templates[:_MOST_TEMPLATES])
    marks = {(row["reuse_id"], row["plan_id"]) for row in rows}
    held = Counter(plan for reuse, plan in marks if reuse in first)
    kept = {plan for plan, _ in sorted(held.items(), key=lambda item: (-item[1], item[0]))[:_MOST_PLANS]}
    copies = Counter(reuse for reuse, plan in marks if plan in kept)
    return [one for one in templates if copies[one] > 1][:_MOST_TEMPLATES], kept


def _draw_marks(axes: Axes, rows: Sequence[paper.Row], down: dict[str, int], across: dict[str, int]) -> None:
    for reuse_id, y in down.items():
        places = [across[row["plan_id"]] for row in rows if row["reuse_id"] == reuse_id]
        if places:
            axes.plot([min(places), max(places)], [y, y], color="#cfcfcf", linewidth=1.2, zorder=1)
    for row in rows:
        x, y = across[row["plan_id"]], down[row["reuse_id"]]
        if row["first"]:
            axes.plot([x], [y], marker="s", markersize=10, color=paper.BRIGHT, markeredgecolor=paper.INK, zorder=3)
        else:
            size = 4 + 6 * max(0.0, (float(row["similarity"]) - 0.6) / 0.4)
            axes.plot([x], [y], marker="o", markersize=size, color=paper.DARK, zorder=2)


def _label(axes: Axes, rows: Sequence[paper.Row], templates: Sequence[str], plans: Sequence[paper.Row]) -> None:
    wording = {row["reuse_id"]: row["template"] for row in rows}
    axes.set_yticks(range(len(templates)), [paper.shorten(wording[one], 52) for one in templates], fontsize=8.5)
    names = [
        f"{paper.shorten(paper.name_place(row, year=False), 12)}\n{fit_text(row['date'] or row['year'] or '(无日期)')}"
        for row in plans
    ]
    axes.set_xticks(range(len(plans)), names, fontsize=8, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_xlim(-0.6, len(plans) - 0.4)
    axes.set_ylim(len(templates) - 0.4, -0.6)
    axes.grid(axis="x", color="#efefef", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    axes.set_xlabel("文件，按日期 plans by date", fontsize=8.5, color=paper.QUIET)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _caption(rows: Sequence[paper.Row], templates: int, plans: int, templates_cut: int, plans_cut: int) -> str:
    text = (
        f"n = {templates} 个共用条款 shared wordings，{len(rows)} 处 provisions，{plans} 份文件 plans。"
        "■ 库中最早 the earliest here；● 其后 later，越大越相似 larger is more alike；"
        "[ ] 内为各地不同之处 what differs。"
    )
    if templates_cut or plans_cut:
        text += f"未画出 not drawn：{templates_cut} 条 wordings，{plans_cut} 份 plans (或有最早者 maybe the earliest)。"
    return text + paper.name_sources(rows)
