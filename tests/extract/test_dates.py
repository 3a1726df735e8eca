"""Dates: cases as data, offsets, EDTF, and years settled by the plan's own evidence."""

import json
import pathlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract.dates import find_dates
from extract.score import score_facts
from extract.times.calendar import is_edtf, is_length
from extract.times.resolve import Evidence

TESTS = pathlib.Path(__file__).resolve().parents[1]
CASES = [
    case for path in sorted(TESTS.glob("cases/dates_*.json")) for case in json.loads(path.read_text(encoding="utf-8"))
]


def brief(date):
    """Text, type, and the value that the type carries; for recurring ones the position and the period."""
    if date.type == "recurring":
        return (
            [date.text, date.type, date.every] if date.edtf is None else [date.text, date.type, date.edtf, date.every]
        )
    return [date.text, date.type, date.length if date.type == "duration" else date.edtf]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_cases(case):
    want = [[part for part in row if part is not None] for row in case["want"]]
    assert [brief(date) for date in find_dates(case["text"])] == want, case["gloss"]


def test_cases_have_ids_of_their_own():
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_working_days_are_told_from_days():
    assert [date.working_days for date in find_dates("3个工作日内或5日内")] == [True, False]


ALPHABET = (
    "0123456789〇一二三五十两半年月日天周季度期学每按到至截自起前底末初上下半个工作内后—-至、"
    "，。（）《》“”xX今去明 \n.省县"
)


@example("0周前0日")
@example("0周0个月")  # weeks and months make no one length
@given(st.text(ALPHABET, max_size=60))
def test_any_text_gives_dates_in_order_with_true_offsets_and_valid_values(text):
    last = 0
    for date in find_dates(text):
        assert text[date.start : date.end] == date.text
        assert date.start >= last
        last = date.end
        values = [date.edtf] if date.edtf else []
        assert all(is_edtf(value) for value in values), date
        assert all(is_length(value) for value in (date.length, date.every) if value and value != "semester"), date


@given(st.text(max_size=40))
def test_any_unicode_is_survived(text):
    for date in find_dates(text):
        assert text[date.start : date.end] == date.text


def test_years_come_from_the_title_and_the_headings_only():
    text = "2024年甲县政府工作报告\n一、2023年工作回顾\n全年新增10户。去年底建成。\n"
    text += "二、今年安排\n今年6月底前开工，20xx年竣工。\n"
    heading = text.index("2023年")
    evidence = [
        Evidence(2024, 0, 5, (0, len(text)), "title"),
        Evidence(2023, heading, heading + 5, (heading - 2, text.index("二、")), "heading"),
    ]
    dates = {date.text: date for date in find_dates(text, evidence=evidence)}
    assert (dates["全年"].resolved, dates["全年"].resolved_from) == ("2023", (heading, heading + 5))
    assert dates["去年底"].resolved == "2023-12"
    assert dates["今年6月底前"].resolved == "2024-06"
    assert dates["20xx年"].resolved is None


def test_without_evidence_nothing_is_resolved():
    assert all(date.resolved is None for date in find_dates("今年底前完成，明年验收。", evidence=[]))


def gold_rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def test_annotated_passages_of_our_own_keep_their_score(shared):
    """A floor, so that a change that loses dates is noticed; they were annotated before the rules were tuned."""
    gold = [row for path in sorted((TESTS / "gold_own").glob("*.date.jsonl")) for row in gold_rows(path)]
    ranges = gold_rows(TESTS / "gold_own" / "date_ranges.jsonl")
    paths = {
        path.name: path for folder in ("counties", "provinces", "pages") for path in (shared / folder).glob("*.txt")
    }
    found = []
    for name in {row["source"] for row in ranges}:
        with paths[name].open(encoding="utf-8", newline="") as file:
            dates = find_dates(file.read())
        found += [
            {"source": name, "kind": "date", "start": d.start, "end": d.end, "type": d.type, "edtf": d.edtf,
             "every": d.every, "length": d.length, "working_days": d.working_days}
            for d in dates
        ]  # fmt: skip
    assert score_facts(gold, found, ranges=ranges).of("date").exact.f1 >= 0.97
