"""Pickers for a notebook; the code that gives the same always stands below, for that is what lasts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from kb.answers.plain import show_plain
from kb.answers.views import show_comparison

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

_ALL = "(全部 all)"


def pick_comparison(base: KnowledgeBase) -> Any:
    """Drop-down lists of place, indicator and year over the comparison, with the equivalent code."""
    import ipywidgets

    places, indicators, years = _choices(base)
    pickers = {
        "place": ipywidgets.Dropdown(options=[(_ALL, ""), *places], description="地区 place"),
        "indicator": ipywidgets.Dropdown(options=[(_ALL, ""), *indicators], description="指标"),
        "year": ipywidgets.Dropdown(options=[(_ALL, 0), *years], description="年份 year"),
    }
    shown = ipywidgets.HTML()

    def show(_: Any = None) -> None:
        chosen = {name: picker.value for name, picker in pickers.items()}
        table = base.compare(chosen["indicator"] or None, place=chosen["place"] or None, year=chosen["year"] or None)
        code = f"<pre>{escape(write_code(**chosen))}</pre>"
        shown.value = code + show_comparison(base, table).html

    for picker in pickers.values():
        picker.observe(show, names="value")
    show()
    return ipywidgets.VBox([ipywidgets.HBox(list(pickers.values())), shown])


def write_code(indicator: str, place: str, year: int) -> str:
    """The call that gives what was picked.

    >>> write_code("县域就诊率", "", 2025)      # share of visits within the county
    "views.show_comparison(base, base.compare('县域就诊率', year=2025))"
    """
    given = [repr(show_plain(indicator))] if indicator else []
    given += [f"place={show_plain(place)!r}"] if place else []
    given += [f"year={year}"] if year else []
    return f"views.show_comparison(base, base.compare({', '.join(given)}))"


def _choices(base: KnowledgeBase) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, int]]]:
    with base.limited() as db:
        places = db.execute("SELECT DISTINCT place_name, place FROM plans WHERE place IS NOT NULL ORDER BY place")
        named = [(show_plain(f"{name} {code}"), str(code)) for name, code in places]
        sql = (
            "SELECT indicator_id, count(*) FROM measure_facts WHERE indicator_id IS NOT NULL AND status = 'target'"
            " GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        indicators = [(show_plain(f"{name} ({n})"), str(name)) for name, n in db.execute(sql)]
        years = db.execute("SELECT DISTINCT year FROM plans WHERE year IS NOT NULL ORDER BY year")
        return named, indicators, [(str(year), int(year)) for (year,) in years]
