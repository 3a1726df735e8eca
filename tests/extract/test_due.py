"""Rows of tables that are due by a date in a column of their own."""

from __future__ import annotations

import pytest

from extract.dates import find_dates
from extract.measures import MeasureContext, find_measures

HEAD = "序号 | 工作任务 | 牵头单位 | 完成时限\n"  # number, task, who leads, due


def _due(text: str) -> list[str | None]:
    context = MeasureContext(title="云河县城市更新实施方案", dates=tuple(find_dates(text)))
    return [measure.deadline for measure in find_measures(text, context)]


def test_each_task_is_due_by_the_date_in_its_row() -> None:
    rows = "1 | 改造老旧小区14个 | 县住建局 | 2025年11月底\n2 | 新建停车泊位300个 | 县城管局 | 2025年12月底"
    assert _due(HEAD + rows) == ["2025-11", "2025-12"]


def test_a_row_that_lacks_merged_cells_counts_from_the_right() -> None:
    rows = "1 | 改造老旧小区14个 | 县住建局 | 2025年11月底\n新建停车泊位300个 | 县城管局 | 2025年12月底"
    assert _due(HEAD + rows) == ["2025-11", "2025-12"]


def test_a_date_of_the_task_itself_stays() -> None:
    assert _due(HEAD + "1 | 2025年6月底前改造小区14个 | 县住建局 | 2025年11月底") == ["2025-06"]


def test_below_the_table_nothing_is_due() -> None:
    text = HEAD + "1 | 改造老旧小区14个 | 县住建局 | 2025年11月底\n二、要求\n各单位每年新建停车泊位300个。"
    assert _due(text) == ["2025-11", None]


def test_dates_in_a_column_or_behind_a_label_are_due() -> None:
    text = HEAD + "1 | 改造老旧小区14个 | 县住建局 | 2025年11月底\n二、要求\n完成时限：2025年12月底；2024年已建成2处。"
    told = [(date.text, date.rule == "due") for date in find_dates(text)]
    assert told == [("2025年11月底", True), ("2025年12月底", True), ("2024年", False)]


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("到2026年，参保率达到91%；入学率达到88%。就诊率60%。", ["2026", "2026", None]),
        ("2024年建成学校3所；新增学位200个；到2025年，床位达到300张；托位100个。", ["2024", "2024", "2025", "2025"]),
        ("（一）目标。到2025年，甲率91%；乙率88%。", ["2025", "2025"]),
        ("投资3亿元，于6月底前建成学校3所；新增学位200个。", [None, "XXXX-06", None]),
    ],
    ids=["opens", "each-its-own", "behind-a-label", "inside-a-clause"],
)
def test_a_date_that_opens_a_sentence_holds_behind_its_semicolons(text: str, deadlines: list[str | None]) -> None:
    """By 2026 the one and the other; a date within a clause is of that clause alone."""
    context = MeasureContext(title="云河县实施方案", kind="plan", dates=tuple(find_dates(text)))
    assert [measure.deadline for measure in find_measures(text, context)] == deadlines


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("到2029年，接待人数比2025年增长40%。", ["2029"]),
        ("力争2026年末贷款余额较年初净增9亿元。", ["2026-12"]),
        ("到2026年，讨薪案件当日受理率达到100%。", ["2026"]),
        ("2027年上半年，中医床位增至180张。", ["2027-06"]),
        ("到2025年，改造2000年底前建成的小区120个。", ["2025"]),
    ],
    ids=["base-year", "base-of-the-year", "on-the-same-day", "half-year", "how-old"],
)
def test_a_date_that_a_goal_is_measured_against_is_no_deadline(text: str, deadlines: list[str | None]) -> None:
    """Against 2025, since the new year, on the same day: the date that the goal is due by stands before."""
    context = MeasureContext(title="云河县实施方案", kind="plan", dates=tuple(find_dates(text)))
    assert [measure.deadline for measure in find_measures(text, context)] == deadlines


def test_an_empty_last_cell_moves_no_column() -> None:
    rows = "1 | 改造老旧小区14个 | 县住建局 | 2025年11月底 |\n2 | 新建停车泊位300个 | 县城管局 | 2025年12月底 |"
    assert _due("序号 | 工作任务 | 牵头单位 | 完成时限 | 备注\n" + rows) == ["2025-11", "2025-12"]
