"""Measures: every rule both ways, cases as data, the annotated passages as a floor, hostile text in linear time."""

import dataclasses
import json
import pathlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tables import read_table
from extract.measures import MeasureContext, find_measures
from extract.mentions import find_mentions
from extract.quantities.expressions import find_quantities
from extract.text.clauses import Clauses

CASES = pathlib.Path(__file__).resolve().parents[1] / "cases"
OWN = pathlib.Path(__file__).resolve().parents[1] / "gold_own"
RULES = read_table("extract", "measure_rules")
FOUND = [
    case for path in sorted(CASES.glob("measures_*.json")) for case in json.loads(path.read_text(encoding="utf-8"))
]


def has(text: str, field: str, value: str) -> bool:
    for measure in find_measures(text):
        own = getattr(measure, field)
        if (str(own) == value) or (isinstance(own, float) and value.replace(".", "").isdigit() and own == float(value)):
            return True
    return False


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["rule"])
def test_rule_matches_its_example_and_not_its_counter_example(rule: dict[str, str]) -> None:
    assert has(rule["example"], rule["field"], rule["value"]), find_measures(rule["example"])
    assert not has(rule["counter"], rule["field"], rule["value"]), find_measures(rule["counter"])


def test_every_rule_that_code_names_has_a_row() -> None:
    named = {row["value"] for row in RULES if row["field"] == "rule"}
    assert named >= {"plain", "about", "bound before", "bound after", "range", "zero"}


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case["id"])
def test_cases(case: dict) -> None:
    sections = tuple(tuple(section) for section in case.get("sections", ()))
    found = find_measures(case["text"], MeasureContext(title=case.get("title", ""), sections=sections))
    rows = [dataclasses.asdict(measure) for measure in found]
    assert [row["text"] for row in rows] == [want["text"] for want in case["want"]]
    for row, want in zip(rows, case["want"], strict=True):
        assert {key: row[key] for key in want} == want


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet="0123456789.,，。、%元亿万千个名家约超过不少于以上左右"
        "第一二三十年月（）“”至—-到增长新增其中分别和的 \n",
        max_size=80,
    )
)
def test_offsets_and_order(text: str) -> None:
    end = 0
    for measure in find_measures(text):
        assert measure.text == text[measure.start : measure.end] and measure.start >= end
        assert measure.value_max is None or measure.value_max > measure.value
        end = measure.end


ATTACKS = {
    "digits": "1",
    "commas": "1,234",
    "dots": "1.",
    "Chinese numerals": "三",
    "multiples": "亿",
    "ranges": "1-",
    "spaces": "1 ",
    "units": "3个",
    "quotes": "“3个",
    "brackets": "（3个",
    "bounds": "不少于",
    "growth": "增长",
    "subject": "实现",
    "goal": "目标",
    "years": "2020年",
    "fractions": "三分之",
    "ratios": "1:",
    "strokes": "3元/",
    "names": "居民人均",
    "each": "每个",
    "letters": "a",
}


def seconds(text: str) -> float:
    begin = time.process_time()
    find_mentions(text, find_measures(text))
    return time.process_time() - begin


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_text_takes_linear_time(name: str) -> None:
    part = ATTACKS[name]
    for _ in range(3):  # the machine may be busy: the best of three counts
        times = [seconds((part * size)[:size]) for size in (20_000, 40_000)]
        if times[1] < 0.02 or times[1] / max(times[0], 0.004) < 2.6:
            return
    pytest.fail(f"{name}: {times}")


def test_clauses_keep_short_brackets_and_thousands_together() -> None:
    text = "企业（产品）达1,200家,其中执业(助理)医师9人"
    assert text[slice(*Clauses(text).clause(0))] == "企业（产品）达1,200家"


def read_rows(path: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def test_the_floor_on_our_own_passages(shared: pathlib.Path) -> None:
    """Exact agreement of value, unit and comparator on passages annotated before the rules were written."""
    ranges = read_rows(OWN / "measure_ranges.jsonl")
    gold = [row for path in sorted(OWN.glob("*.measure.jsonl")) for row in read_rows(path)]
    hits = guessed = 0
    for stretch in ranges:
        path = next(shared.glob(f"*/{stretch['source']}"))
        text = path.open(encoding="utf-8", newline="").read()
        own = {
            (m.start, m.value, m.unit, m.comparator)
            for m in find_measures(text)
            if stretch["start"] <= m.start < stretch["end"]
        }
        real = {(g["start"], g["value"], g["unit"], g["comparator"]) for g in gold if g["source"] == stretch["source"]}
        hits, guessed = hits + len(own & real), guessed + len(own)
    required = sum(not row.get("optional") for row in gold)
    assert 2 * hits / (guessed + required) >= 0.95


def test_quantities_alone() -> None:
    assert [q.value for q in find_quantities("两百张床位，占1/3以上")] == [200.0, 0.3333]


@pytest.mark.parametrize(
    "name", ["units", "comparators", "hedges", "slogans", "subject_words", "measure_rules", "indicators"]
)
def test_word_lists_are_tidy(name: str) -> None:
    rows = read_table("extract", name)
    keys = [tuple(row.values())[:2] for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(value == value.strip() for row in rows for value in row.values())
    assert all(row["source"] for row in rows)


def test_the_label_of_a_heading_counts_nothing() -> None:
    lines = ("四、依据", "4.3人才成长理论", "4.4项目带动理论", "4.5个人发展理论，全年培训教师320人。")
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    sections = tuple(
        (start, len(text), heading) for start, heading in zip(starts, ("依据", "", "项目带动理论", ""), strict=True)
    )
    assert [m.text for m in find_measures(text, MeasureContext(sections=sections))] == ["320人"]
