"""Phases: what was and what shall be, with the years that a heading gives; mentions are judged alike."""

import json
import pathlib
import re

import pytest

from extract.measures import find_measures
from extract.mentions import find_mentions
from extract.phases import MeasureContext

CASES = pathlib.Path(__file__).resolve().parents[1] / "cases" / "phases_found.json"


def outline(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sections of a small text as the outline gives them: 一、 holds （一）."""
    heads = [*re.finditer(r"(?m)^(?:([一二三]、)|（[一二三四五]）)(.+)$", text)]
    sections = []
    for index, head in enumerate(heads):
        end = next((h.start() for h in heads[index + 1 :] if h[1] or not head[1]), len(text))
        sections.append((head.start(), end, head[2]))
    return tuple(sections)


@pytest.mark.parametrize("case", json.loads(CASES.read_text(encoding="utf-8")), ids=lambda case: case["id"])
def test_cases(case: dict) -> None:
    kind = "plan" if case.get("title") else "report"
    sections = outline(case["text"]) if case.get("sections") else ()
    context = MeasureContext(case.get("title", "工作报告"), kind, case.get("year"), sections)
    found = [[m.text, m.status, m.period] for m in find_measures(case["text"], context)]
    assert found == case["want"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("一、2025年工作回顾\n固定资产投资增速高于全市平均水平。", "actual"),  # growth above the average, in a review
        ("一、2026年工作安排\n固定资产投资增速高于全市平均水平。", "target"),  # the same among the tasks
        ("固定资产投资增速高于全市平均水平。", None),  # alone, nothing tells
        ("力争固定资产投资增速高于全市平均水平。", "target"),  # strive for
    ],
)
def test_mentions_are_judged_like_numbers(text: str, status: str | None) -> None:
    [mention] = find_mentions(text, [], MeasureContext("", "unknown", 2026))
    assert mention.status == status


def test_growth_without_a_number_is_a_mention_of_the_rate() -> None:
    [mention] = find_mentions("固定资产投资保持平稳增长。", [])  # investment keeps growing steadily
    assert (mention.indicator_id, mention.reason) == ("固定资产投资增速", "named without a number")
