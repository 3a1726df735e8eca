"""Indicators: canonical names from data, what is kept apart, combined figures, the long tail, and gaps."""

import json
import pathlib

import pytest
from casefiles import read_cases

from corpus.tables import read_table
from extract.grouping import group_indicators
from extract.indicators import canonical, indicators, members, synonyms
from extract.measures import find_measures
from extract.mentions import find_mentions

CANONICAL = read_cases("indicators_canonical")


@pytest.mark.parametrize("case", CANONICAL, ids=lambda case: case["id"])
def test_canonical(case: dict) -> None:
    found = canonical(case["text"], unit=case["unit"], change=case["change"], basis=case["basis"])
    assert found == case["want"]


def test_the_vocabulary_is_sound() -> None:
    rows = read_table("extract", "indicators")
    assert len(rows) >= 120
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    names = [name for row in rows for name in (row["id"], *row["synonyms"].split())]
    twice = {name for name in names if names.count(name) > 2}
    assert not twice
    for row in rows:
        assert row["kind"] in {"level", "rate", "share", "ratio", "flow", "count"} and row["source"]
        assert all(part in indicators() for part in row["covers"].split())
        assert synonyms()[next(name for name in synonyms() if synonyms()[name] == row["id"])] == row["id"]


def test_a_name_that_several_things_bear_is_none_of_them() -> None:
    assert canonical("断面水质达标率", unit="%") == "地表水考核断面达标率"
    assert canonical("水质达标率", unit="%") is None  # of drinking water, of rivers, of fishponds


def test_a_combined_figure_speaks_for_its_parts() -> None:
    assert members("城乡居民人均可支配收入") == ("城镇居民人均可支配收入", "农村居民人均可支配收入")
    assert members("地区生产总值") == ("地区生产总值",)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("培育高新技术企业8家、科技型中小企业45家。", ["新增高新技术企业", "新增科技型中小企业"]),
        ("累计培育高新技术企业50家，拥有专精特新企业20家。", ["高新技术企业", "专精特新企业"]),
        ("新建养老床位300张，养老床位达到2000张。", ["新增养老床位", "养老床位"]),
    ],
)
def test_what_is_brought_up_is_not_all_there_is(text: str, want: list[str]) -> None:
    assert [m.indicator_id for m in find_measures(text)] == want


def test_known_names_group_by_meaning_and_others_by_letters() -> None:
    groups = group_indicators(
        ["GDP", "生产总值", "村内道路硬化里程", "村内道路硬化总里程", "城镇泵站改造数", "农村泵站改造数"]
    )
    assert ("GDP", "生产总值") in groups and ("村内道路硬化总里程", "村内道路硬化里程") in groups
    assert ("农村泵站改造数",) in groups and ("城镇泵站改造数",) in groups


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("固定资产投资增速高于全市平均水平。", [("固定资产投资增速", "relative only", "全市平均水平")]),
        ("居民收入增长与经济增长同步。", [("居民人均可支配收入增速", "relative only", "经济")]),
        ("社会消费品零售总额与上年基本持平。", [("社会消费品零售总额增速", "relative only", "上年")]),
        ("进一步提高森林覆盖率。", [("森林覆盖率", "named without a number", None)]),
        ("森林覆盖率达到40%。", []),
    ],
)
def test_mentions_say_why_there_is_no_number(text: str, want: list[tuple[str, str, str | None]]) -> None:
    found = [(m.indicator_id, m.reason, m.relative_to) for m in find_mentions(text, find_measures(text))]
    assert found == want


def test_wording_set_beside_an_average_is_found_in_reports(shared: pathlib.Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold/cells/absent.jsonl").read_text(encoding="utf-8").splitlines()]
    relative = [row for row in rows if row["why_code"] == "relative_only" and "居民" not in row["indicator"]]
    for row in relative:
        text = (shared / "counties" / row["file"]).open(encoding="utf-8", newline="").read()
        found = find_mentions(text, find_measures(text))
        assert any(m.indicator_id == row["indicator"] and row["start"] - 5 <= m.start <= row["end"] for m in found), row
