"""Attainment: a target beside what a later report says was reached."""

import sqlite3

import pytest
from base_in_memory import add_measure, add_plan, empty_base

from kb.questions.attainment import find_attainment, judge

GDP, QINGYUAN = "地区生产总值增速", "130608"


@pytest.fixture
def db() -> sqlite3.Connection:
    return empty_base()


def test_attainment_pairs_a_target_with_the_next_report(db: sqlite3.Connection) -> None:
    add_plan(db, "a24", QINGYUAN, 2024)
    add_plan(db, "a25", QINGYUAN, 2025)
    add_measure(db, "a24", GDP, 6, comparator=">=")
    add_measure(db, "a24", GDP, 5.8, status="actual")  # of 2023: belongs to no target here
    add_measure(db, "a25", GDP, 5.9, status="actual")
    (row,) = find_attainment(db)
    assert (row["place"], row["year"], row["target"], row["actual"], row["difference"], row["met"]) == (
        QINGYUAN, 2024, 6, 5.9, -0.1, False
    )  # fmt: skip


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ({"comparator": ">="}, {"value": 7.0}, True),
        ({"comparator": ">"}, {"value": 7.0}, False),
        ({"comparator": "~"}, {"value": 6.5}, True),  # 左右: half a point
        ({"comparator": "~"}, {"value": 6.4}, False),
        ({"comparator": "<=", "change": None}, {"value": 6.0, "change": None}, True),  # 控制在7%以内
        (
            {"comparator": "~", "text": "7%左右", "sentence": "城镇登记失业率控制在7%左右"},
            {"value": 3.0},
            True,
        ),  # held at
        ({"comparator": "=", "text": "7%", "sentence": "物价涨幅控制在7%，生产总值增长7%"}, {"value": 7.5}, False),
        (
            {"comparator": "=", "text": "7%", "sentence": "物价涨幅控制在7%，生产总值增长7%", "words": "生产总值"},
            {"value": 3.0},
            False,
        ),
        ({"comparator": "=", "change": "decrease"}, {"value": 8.0, "change": "decrease"}, True),  # a larger fall
        ({"comparator": "="}, {"value": 2.3, "change": "decrease"}, False),
        ({"basis": "可比"}, {"value": 8.0, "basis": "现价"}, None),
        ({}, {"value": 8.0, "comparator": "<"}, None),
    ],
)
def test_met_by_comparator_and_hedge(target: dict, actual: dict, met: bool | None) -> None:
    plain = {"value": 7.0, "value_max": None, "unit": "%", "comparator": "=", "change": "increase", "basis": None}
    assert judge({**plain, **target}, {**plain, **actual})[0] is met


def test_what_no_vocabulary_holds_is_attained_in_its_own_words(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2023)
    add_plan(db, "b", QINGYUAN, 2024)
    for plan, status, value in (("a", "target", 70), ("b", "actual", 72)):
        add_measure(db, plan, None, value, words="老旧管网", unit="公里", change=None, status=status)
        add_measure(db, plan, None, value, words="项目", unit="个", change=None, status=status)  # too little said
        for one in (value, value + 5):  # of several nobody knows which is which
            add_measure(db, plan, None, one, words="扩建乡村学校", unit="所", change=None, status=status)
    (row,) = find_attainment(db)
    assert (row["indicator"], row["target"], row["actual"], row["met"]) == ("老旧管网", 70, 72, True)
