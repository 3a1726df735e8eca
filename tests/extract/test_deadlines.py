"""By when goals are due, against what they are measured, and how far a hedge reaches."""

from __future__ import annotations

from typing import Any

import pytest
from casefiles import read_cases

from extract.dates import find_dates
from extract.measures import MeasureContext, find_measures
from extract.records import Measure


def _cases(name: str) -> list[Any]:
    cases = read_cases(name)
    return [pytest.param(case, id=case["id"]) for case in cases]


def _measures(text: str, title: str = "云河县实施方案") -> list[Measure]:
    year = 2026 if "2026年工作安排" in title else None
    return find_measures(text, MeasureContext(title=title, kind="plan", year=year, dates=tuple(find_dates(text))))


@pytest.mark.parametrize("case", _cases("deadlines"))
def test_a_goal_is_due_by_the_date_that_governs_it(case: dict[str, Any]) -> None:
    found = {item.text: item.deadline for item in _measures(case["text"], case.get("title", "云河县实施方案"))}
    assert {text: found[text] for text, _ in case["want"]} == dict(case["want"])


@pytest.mark.parametrize("case", _cases("baselines"))
def test_a_change_is_measured_against_what_the_text_names(case: dict[str, Any]) -> None:
    assert [item.baseline for item in _measures(case["text"])] == case["want"]


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("力争产值达到8亿元，税收达到3000万元。", ["力争", "力争"]),
        ("投资增长10%，力争突破60亿元，消费增长7%。", [None, "力争", None]),
        ("生产总值增长6%左右，努力争取更好结果，粮食产量30万吨。", ["左右", None]),
        ("招商30次，力争引进项目5个，到位资金4亿元。", [None, "力争", "力争"]),
        ("粮食产量保持30万吨（约束性指标），接待游客90万人次（预期性指标）。", ["约束性", "预期性"]),
        ("力争良种率由71%提高到78%。", [None, "力争"]),
    ],
    ids=["carries-on", "an-aside", "better-results", "of-what-follows", "in-brackets", "not-where-it-began"],
)
def test_a_hedge_reaches_as_far_as_what_it_opens(text: str, hedges: list[str | None]) -> None:
    """Striving for 8 and 3; an aside on the second of three; hoping for more; in brackets; from 71 up to 78 %."""
    assert [item.hedge for item in _measures(text)] == hedges


@pytest.mark.parametrize("unit", ["新建桥梁3座，2025年底前完成；", "由3%（2020年）提高到5%，", "新建桥梁3座、"])
def test_a_text_without_full_stops_costs_no_square(unit: str) -> None:
    """Bridges by the end of 2025; from 3 % to 5 %: each number looks back over a bounded stretch of dates."""
    counts = []
    for many in (400, 800):
        text = unit * many
        dates = tuple(find_dates(text))
        calls: list[int] = []
        looked = _Counting(dates, calls)
        find_measures(text, MeasureContext(title="云河县实施方案", kind="plan", dates=looked))  # type: ignore[arg-type]
        counts.append(len(calls))
    assert counts[1] <= 2.3 * counts[0] + 50


class _Counting(tuple):  # type: ignore[type-arg]
    """Dates that tell how often one of them was asked for."""

    calls: list[int]

    def __new__(cls, dates: tuple[object, ...], calls: list[int]) -> _Counting:
        made = super().__new__(cls, dates)
        made.calls = calls
        return made

    def __getitem__(self, index: Any) -> Any:
        self.calls.append(1)
        return super().__getitem__(index)
