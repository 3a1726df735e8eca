"""Who leads and who supports: functions that lead on the left, those that support on the right, lines by provisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.answers.charts import paper
from kb.answers.fonts import drawing
from kb.questions.duties import count_links

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_MOST = 22  # functions on a side


def draw_roles(table: pd.DataFrame, *, title: str = "牵头与配合 · Who leads, who supports") -> paper.Chart:
    """What ``base.roles`` gave, as a network: a line from who leads to who supports, as wide as provisions are many.

    An office stands under the function that it has in every county (县卫健局, 区卫健委 → 卫生健康). The order of
    the right side is that of the partners on the left, so that few lines cross. Raises QueryError for another table.
    """
    rows = paper.read_rows(table, ("provision_id", "role", "office", "actor", "source"), "roles(…)")
    links = count_links(rows)
    if not links:
        n = len({row["provision_id"] for row in rows if row["role"] in ("lead", "support")})
        named = f"{n} 个条款写明牵头或配合，无一两者都写 · {n} provisions name who leads or supports, none names both"
        return paper.draw_nothing(
            title, named if n else "没有写明牵头或配合的条款 · no provision names who leads or supports"
        )
    leads = Counter[str]()
    supports = Counter[str]()
    for link in links:
        leads[link["lead"]] += link["provisions"]
        supports[link["support"]] += link["provisions"]
    left = [name for name, _ in sorted(leads.items(), key=lambda item: (-item[1], item[0]))][:_MOST]
    kept = {name for name, _ in sorted(supports.items(), key=lambda item: (-item[1], item[0]))[:_MOST]}
    drawn = [link for link in links if link["lead"] in left and link["support"] in kept]
    linked = {link["lead"] for link in drawn}
    left = [name for name in left if name in linked]
    right = order_partners(left, drawn)
    with drawing():
        figure, axes = paper.new_sheet(9.0, 1.9 + 0.34 * max(4, len(left), len(right)))
        _draw_links(axes, drawn, _places(left), _places(right))
        _draw_names(axes, left, leads, 0.0, paper.DARK)
        _draw_names(axes, right, supports, 1.0, paper.BRIGHT)
        axes.text(0, 1.06, "牵头 leads", ha="right", fontsize=9.5, color=paper.QUIET)
        axes.text(1, 1.06, "配合 supports", ha="left", fontsize=9.5, color=paper.QUIET)
        axes.set_xlim(-0.75, 1.75)
        axes.set_ylim(-0.06, 1.12)
        axes.axis("off")
        return paper.finish(figure, title, _caption(rows, links, drawn))


def order_partners(left: Sequence[str], links: Sequence[paper.Row]) -> list[str]:
    """The right side by the mean place of its partners on the left.

    >>> order_partners(["a", "b"], [{"lead": "b", "support": "y", "provisions": 1},
    ...                             {"lead": "a", "support": "x", "provisions": 1}])
    ['x', 'y']
    """
    place = {name: n for n, name in enumerate(left)}
    weight = Counter[str]()
    pull = Counter[str]()
    for link in links:
        weight[link["support"]] += link["provisions"]
        pull[link["support"]] += place[link["lead"]] * link["provisions"]
    return sorted(weight, key=lambda name: (pull[name] / weight[name], -weight[name], name))


def _places(names: Sequence[str]) -> dict[str, float]:
    """From 1 at the top to 0, spread evenly; a single one in the middle."""
    return {name: 0.5 if len(names) == 1 else 1 - n / (len(names) - 1) for n, name in enumerate(names)}


def _draw_links(axes: Axes, links: Sequence[paper.Row], left: dict[str, float], right: dict[str, float]) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    most = max((link["provisions"] for link in links), default=1)
    for link in reversed(links):  # the strongest last, on top
        a, b, share = left[link["lead"]], right[link["support"]], link["provisions"] / most
        curve = Path([(0.02, a), (0.45, a), (0.55, b), (0.98, b)], [Path.MOVETO, *[Path.CURVE4] * 3])
        grey = f"{0.72 - 0.5 * share:.2f}"
        axes.add_patch(PathPatch(curve, facecolor="none", edgecolor=grey, linewidth=0.8 + 5 * share, alpha=0.75))
        if link["provisions"] > 1:
            axes.text(0.94, b + 0.006, str(link["provisions"]), fontsize=7.5, color=paper.INK, ha="right", va="bottom")


def _draw_names(axes: Axes, names: Sequence[str], counts: Counter[str], x: float, colour: str) -> None:
    side = "right" if x == 0 else "left"
    for name, y in _places(names).items():
        axes.plot([x], [y], marker="o" if x == 0 else "s", color=colour, markeredgecolor=paper.INK, markersize=7)
        label = f"{paper.shorten(name, 30)} ({counts[name]})"
        axes.text(x - 0.04 if x == 0 else x + 0.04, y, label, ha=side, va="center", fontsize=9, color=paper.INK)


def _caption(rows: Sequence[paper.Row], links: Sequence[paper.Row], drawn: Sequence[paper.Row]) -> str:
    held = {row["provision_id"] for row in rows if row["provision_id"] and row["role"] in ("lead", "support")}
    return (
        f"n = {len(drawn)} / {len(links)} 条联系 links，{len(held)} 个条款 provisions that name who leads or supports。"
        "线上数字与括号内为条款数 figures are provisions；机构按职能归并 offices are taken by their function。"
        + paper.name_sources([row for row in rows if row["role"] in ("lead", "support")])
    )
