"""Charts: every glyph is there, nothing in a document is markup, the same bytes each time, sources and n told."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from corpus.errors import QueryError
from kb.answers import charts
from kb.answers.charts.paper import Chart
from kb.answers.fonts import drawing, find_font, fit_text

# What a document may hold: mathtext, tags, terminal codes, direction marks, rare and missing characters.
HOSTILE = "$\\frac{1}{0}$<script>alert(1)</script>[red]\x1b[31m\u202e🏥\U00030000_^{}%"


def comparison() -> pd.DataFrame:
    rows = []
    for n, name in enumerate(["青禾县", "云岭县", HOSTILE, "臨水縣"]):  # made-up counties, one hostile, one traditional
        for indicator in ("县域就诊率", HOSTILE):
            cell = {"value": 80.0 + n, "unit": "%", "comparator": ">=", "gap": None, "source": f"{name}.txt"}
            if n == 1:
                cell |= {"value": None, "unit": None, "comparator": None, "gap": "relative only"}
            rows.append({"place": str(130600 + n), "place_name": name, "year": 2026, "indicator": indicator,
                         "status": "target", "value_max": None, "change": None, "hedge": "力争", **cell})  # fmt: skip
    return pd.DataFrame(rows, dtype=object)


def attainment() -> pd.DataFrame:
    rows = [
        {"place_name": name, "year": 2025, "indicator": indicator, "unit": "%", "target": 6.0, "comparator": "~",
         "actual": abs(actual), "difference": actual - 6.0, "met": met, "target_source": "a.txt",
         "actual_source": HOSTILE}
        for indicator in ("地区生产总值增速", HOSTILE)
        for name, actual, met in (("青禾县", 6.2, True), (HOSTILE, -3.2, False), ("云岭县", 6.0, None))
    ]  # fmt: skip
    return pd.DataFrame(rows, dtype=object)


def timeline() -> pd.DataFrame:
    dates = [("deadline", "2026-12-01", "2026-12-31"), ("interval", "2025-03-01", "2026-04-30"),
             ("start", "2025-05-01", "2025-05-31"), ("recurring", None, None)]  # fmt: skip
    rows = [
        {"place": "130600", "place_name": HOSTILE, "type": kind, "begins": begins, "ends": ends, "text": "年底前",
         "leads": HOSTILE, "sentence": f"2026年底前{HOSTILE}完成。", "source": "a.txt"}
        for kind, begins, ends in dates
    ]  # fmt: skip
    return pd.DataFrame(rows, dtype=object)


def roles() -> pd.DataFrame:
    named = [("p1", "lead", "卫生健康"), ("p1", "support", "财政"), ("p1", "support", HOSTILE), ("p2", "lead", None)]
    rows = [
        {"provision_id": provision, "role": role, "office": office, "actor": HOSTILE, "source": "a.txt"}
        for provision, role, office in named
    ]
    return pd.DataFrame(rows, dtype=object)


def reuse() -> pd.DataFrame:
    rows = [
        {"reuse_id": "r", "template": f"由⟦县⟧卫健局牵头{HOSTILE}", "first": n == 0, "similarity": 0.9,
         "place_name": HOSTILE if n else "青禾县", "date": date, "year": None, "plan_id": f"p{n}", "source": f"{n}.txt"}
        for n, date in enumerate(["2025-01-02", "2025-03", None])
    ]  # fmt: skip
    return pd.DataFrame(rows, dtype=object)


def plans() -> pd.DataFrame:
    rows = [
        {"plan_id": f"p{n}", "place": place, "place_name": name, "year": year, "kind": HOSTILE, "source": f"{n}.txt"}
        for n, (place, name, year) in enumerate(
            [("130699", "青禾县", 2023), ("530699", HOSTILE, 2026), (None, None, None)]
        )
    ]  # fmt: skip
    return pd.DataFrame(rows, dtype=object)


CASES: dict[str, tuple[Callable[..., Chart], Callable[[], pd.DataFrame], int]] = {
    "targets": (charts.draw_targets, comparison, 8),
    "attainment": (charts.draw_attainment, attainment, 6),
    "gantt": (charts.draw_gantt, timeline, 3),
    "roles": (charts.draw_roles, roles, 2),
    "reuse": (charts.draw_reuse, reuse, 1),
    "coverage": (charts.draw_coverage, plans, 3),
}


def texts_of(chart: Chart) -> str:
    from matplotlib.text import Text

    return "\n".join(text.get_text() for text in chart.figure.findobj(Text))


@pytest.mark.parametrize("name", CASES)
def test_every_glyph_is_there_and_nothing_acts(name: str, tmp_path: Path) -> None:
    draw, make, n = CASES[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart = draw(make(), title=f"标题 {HOSTILE}")
        png, svg = (chart.save(tmp_path / f"{name}.{kind}").read_bytes() for kind in ("png", "svg"))
    assert png.startswith(b"\x89PNG")
    assert b"<script>alert" not in svg and b"<dc:date>" not in svg
    told = texts_of(chart)
    assert "\x1b" not in told and "\u202e" not in told and "🏥" not in told
    assert f"n = {n}" in told, "n is told"
    assert re.search(r"来源\s*sources", told)


@pytest.mark.parametrize("name", CASES)
def test_same_bytes_each_time(name: str, tmp_path: Path) -> None:
    draw, make, _ = CASES[name]
    for kind in ("png", "svg"):
        first, second = (draw(make()).save(tmp_path / f"{n}.{kind}").read_bytes() for n in "ab")
        assert first == second


@pytest.mark.parametrize("name", CASES)
def test_labels_stay_on_the_sheet(name: str) -> None:
    """Labels of real length; hostile ones are cut, real ones must fit."""
    draw, make, _ = CASES[name]
    chart = draw(make().replace(HOSTILE, "云岭县"))
    with drawing():
        canvas = FigureCanvasAgg(chart.figure)
        canvas.draw()
    renderer: Any = canvas.get_renderer()
    whole = chart.figure.bbox
    for axes in (one for one in chart.figure.axes if one.axison):
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            box = label.get_window_extent(renderer)
            if label.get_text() and label.get_visible():
                assert box.x0 >= whole.x0 - 2 and box.x1 <= whole.x1 + 2, label.get_text()


def test_formulas_are_text() -> None:
    chart = charts.draw_targets(comparison())
    labels = [label for axes in chart.figure.axes for label in axes.get_yticklabels()]
    assert any("$" in label.get_text() for label in labels)
    assert not any(label.get_parse_math() for label in labels)


def test_falls_are_minus_not_boxes() -> None:
    assert "-3.2" in texts_of(charts.draw_attainment(attainment()))


def test_another_table_is_refused() -> None:
    with pytest.raises(QueryError, match=r"no column.*value"):
        charts.draw_targets(pd.DataFrame({"place": ["x"]}))
    with pytest.raises(QueryError, match=r"no format of a chart"):
        charts.draw_targets(comparison()).save("chart.bmp")


@pytest.mark.parametrize("name", CASES)
def test_an_empty_table_says_so(name: str) -> None:
    """A notebook runs on where a folder holds nothing of the kind."""
    draw, make, _ = CASES[name]
    told = texts_of(draw(make().iloc[:0]))
    assert "n = 0" in told and re.search("no|没有", told)


def test_far_off_years_do_not_squeeze_the_rest() -> None:
    table = timeline()
    table["year"] = 2026
    table.loc[0, ["begins", "ends"]] = ["2060-01-01", "2060-12-31"]
    chart = charts.draw_gantt(table)
    assert "2060 →" in texts_of(chart)
    (axes,) = chart.figure.axes
    assert axes.get_xlim()[1] - axes.get_xlim()[0] < 366 * 15


@pytest.mark.parametrize("months", [1, 2, 3, 7, 11, 12, 13, 23, 29, 31, 33, 35, 36, 37, 59, 130])
def test_the_line_of_time_has_marks_of_any_length(months: int) -> None:
    """A warning would be an error here."""
    table = timeline().iloc[:1].copy()
    first = pd.Timestamp("2023-02-01")
    table["year"], table["begins"] = 2023, "2023-02-01"
    table["ends"] = (first + pd.DateOffset(months=months)).strftime("%Y-%m-%d")
    chart = charts.draw_gantt(table)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert chart._repr_png_()[0]
        (axes,) = chart.figure.axes
        assert 2 <= len(axes.get_xticks()) <= 12


def test_columns_without_any_value_have_no_unit() -> None:
    table = comparison()
    table["unit"], table["value"], table["gap"] = None, None, "no provision"
    assert "()" not in texts_of(charts.draw_targets(table))


def test_the_font_is_used_by_its_file() -> None:
    """Importing its package would change matplotlib's settings for everyone."""
    code = (
        "import sys; from kb.answers import charts, fonts; fonts.find_font(); fonts.fit_text('县')\n"
        "assert 'zhplot' not in sys.modules and 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert find_font().name == "NotoSansSC-Regular.ttf"


def test_settings_stay_as_they_were() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    charts.draw_coverage(plans())._repr_png_()
    assert dict(mpl.rcParams) == before


def test_what_the_font_lacks_is_marked() -> None:
    assert fit_text("⟦县⟧\U00030000\x07 臺灣") == "[县]〓〓 臺灣"
