"""Comparison and attainment on a base written by hand: which statement answers, and why a cell is empty."""

import sqlite3

import pytest
from base_in_memory import add_measure, add_mention, add_plan, empty_base

from corpus.errors import QueryError
from kb.questions.attainment import find_attainment
from kb.questions.cell_years import cell_year
from kb.questions.changes import find_changes
from kb.questions.compare import compare_indicators
from kb.questions.names import common_indicators, read_indicators
from kb.questions.typed import compare_rows

GDP, URBAN, ALL = "地区生产总值增速", "城镇居民人均可支配收入增速", "居民人均可支配收入增速"
QINGYUAN, SHUNPING = "130608", "130636"


@pytest.fixture
def db() -> sqlite3.Connection:
    return empty_base()


def cells(rows: list[dict]) -> list[tuple]:
    return [(r["place"], r["year"], r["indicator"], r["value"], r["gap"]) for r in rows]


def test_one_row_for_each_place_and_year(db: sqlite3.Connection) -> None:
    add_plan(db, "a24", QINGYUAN, 2024)
    add_plan(db, "a25", QINGYUAN, 2025)
    add_plan(db, "b24", SHUNPING, 2024)
    add_measure(db, "a24", GDP, 6)
    add_measure(db, "a25", GDP, 5.5)
    assert cells(compare_indicators(db, [GDP])) == [
        (QINGYUAN, 2024, GDP, 6, None),
        (QINGYUAN, 2025, GDP, 5.5, None),
        (SHUNPING, 2024, GDP, None, "no provision"),
    ]


def test_the_headline_paragraph_comes_before_the_tasks(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2024)
    add_measure(db, "a", GDP, 9, provision=None, start=1)  # alone in some other paragraph, earlier in the text
    add_measure(db, "a", GDP, 6, start=50)
    add_measure(db, "a", ALL, 7, start=60)
    row = compare_indicators(db, [GDP, ALL])[0]
    assert (row["value"], row["others"]) == (6, 1)


def test_a_report_gives_results_of_the_year_before(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2024)
    add_measure(db, "a", GDP, 6.2, status="actual")
    assert cells(compare_indicators(db, [GDP], statuses=["actual"])) == [(QINGYUAN, 2023, GDP, 6.2, None)]


def test_a_five_year_average_fills_no_cell(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2021)
    add_measure(db, "a", GDP, 7, period="2021/2025")
    (row,) = compare_indicators(db, [GDP])
    assert cells([row]) == [(QINGYUAN, 2021, GDP, None, "another year")]
    assert row["source"] == "a.txt" and row["plan_id"] == "a"


def test_a_later_deadline_is_the_year_of_the_cell(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2024, kind="plan")
    add_measure(db, "a", "县域就诊率", 90, deadline="2027-12", change=None)
    assert cells(compare_indicators(db, ["县域就诊率"])) == [(QINGYUAN, 2027, "县域就诊率", 90, None)]


def test_a_year_that_was_asked_for_says_that_the_figure_is_of_another(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2025, kind="plan")
    add_plan(db, "b", SHUNPING, 2023, kind="plan")
    add_measure(db, "a", "县域就诊率", 90, deadline="2027-12", change=None)
    add_measure(db, "b", GDP, 6, deadline="2025-12")
    assert cells(compare_indicators(db, ["县域就诊率", GDP], years=[2025])) == [
        (QINGYUAN, 2025, "县域就诊率", None, "another year"),
        (QINGYUAN, 2025, GDP, None, "no provision"),
        (SHUNPING, 2025, "县域就诊率", None, "no provision"),  # its plan of 2023 sets goals for 2025
        (SHUNPING, 2025, GDP, 6, None),
    ]
    told = compare_indicators(db, ["县域就诊率"], years=[2025])[0]
    assert (told["plan_id"], told["value"], told["gap"]) == ("a", None, "another year")


def test_gaps_say_why(db: sqlite3.Connection) -> None:
    for plan, note in (("relative", ""), ("combined", ""), ("level", ""), ("cut", "truncated"), ("whole", "")):
        add_plan(db, plan, {"relative": "130607", "combined": "130608", "level": "130609", "cut": "130624",
                            "whole": "130626"}[plan], 2024, note=note)  # fmt: skip
    add_mention(db, "relative", ALL, "relative only")
    add_measure(db, "combined", ALL, 8)
    add_measure(db, "level", "城镇居民人均可支配收入", 30000, unit="元", change=None)
    rows = {r["place"]: r for r in compare_indicators(db, [URBAN])}
    assert [rows[p]["gap"] for p in sorted(rows)] == [
        "relative only", "combined only", "level only", "truncated", "no provision"
    ]  # fmt: skip
    assert rows["130607"]["text"] == "高于全市平均水平"


def test_a_name_without_a_number_answers_for_level_and_rate(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2024)
    add_mention(db, "a", "进出口总额", "named without a number", "actual")
    rows = compare_indicators(db, ["进出口总额增速", "进出口总额", GDP], statuses=["actual"])
    assert [r["gap"] for r in rows] == ["named without a number", "named without a number", "no provision"]


def test_the_exact_result_comes_before_the_round_one_that_it_passed(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2024)
    for start, (value, comparator) in enumerate([(100e8, ">"), (102e8, "=")]):
        add_measure(db, "a", "地区生产总值", value, status="actual", unit="元", change=None, comparator=comparator,
                    start=start)  # fmt: skip
    (row,) = compare_indicators(db, ["地区生产总值"], statuses=["actual"])
    assert (row["value"], row["others"]) == (102e8, 1)


def test_what_no_vocabulary_holds_is_compared_by_its_words(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2024)
    add_plan(db, "b", SHUNPING, 2024)
    add_plan(db, "c", "130607", 2024)
    shops = {"unit": "个", "change": None}
    add_measure(db, "a", None, 30, words="全县银龄书屋数量", **shops)
    add_measure(db, "b", None, 20, words="银龄书屋", **shops)
    db.execute("UPDATE provisions SET text = '推进建设。办好银龄书屋。' WHERE plan_id = 'c'")
    (name,) = read_indicators(db, ["銀齡書屋"])
    rows = compare_indicators(db, [name])
    assert [(r["place"], r["value"], r["gap"]) for r in rows] == [
        ("130607", None, "named without a number"), (QINGYUAN, 30, None), (SHUNPING, 20, None)
    ]  # fmt: skip
    assert rows[0]["sentence"] == "办好银龄书屋。"
    with pytest.raises(QueryError):
        read_indicators(db, ["金龄书屋"])


def test_a_communique_is_silent_of_its_own_year(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2024)
    db.execute("UPDATE plans SET title = '清苑区2024年统计公报'")
    add_measure(db, "a", GDP, 6, status="actual")
    rows = compare_indicators(db, [GDP, "固定资产投资"], years=[2024], statuses=["actual"])
    assert [(r["value"], r["gap"]) for r in rows] == [(6, None), (None, "no provision")]


def test_results_of_half_a_year_fill_no_year(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2024, kind="plan")
    half = {"text": "11亿元", "outside": "上半年，全县完成投资11亿元"}
    add_measure(db, "a", "固定资产投资", 11e8, status="actual", unit="元", change=None, **half)
    (row,) = compare_indicators(db, ["固定资产投资"], statuses=["actual"])
    assert (row["year"], row["value"], row["gap"], row["text"]) == (2024, None, "another year", "11亿元")


def test_what_was_asked_for_and_nobody_collected(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2024)
    add_measure(db, "a", GDP, 6)
    rows = compare_indicators(db, [GDP], places=[QINGYUAN], years=[2023, 2024])
    assert cells(rows) == [(QINGYUAN, 2023, GDP, None, "not collected"), (QINGYUAN, 2024, GDP, 6, None)]
    assert rows[0]["place_name"] == "清苑区"  # as in the rows of what was collected: a filter finds both


def test_one_figure_for_town_and_country_answers_for_both(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2024)
    add_measure(db, "a", "城乡居民人均可支配收入增速", 7, comparator=">=")
    rows = compare_indicators(db, [URBAN, "农村居民人均可支配收入增速"])
    assert [(r["indicator"], r["value"]) for r in rows] == [(URBAN, 7), ("农村居民人均可支配收入增速", 7)]


def test_a_deadline_counts_more_than_the_years_of_the_plan(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2025, kind="plan")
    add_measure(db, "a", "县域就诊率", 89.5, deadline="2025", period="2025/2027", change=None)
    assert cells(compare_indicators(db, ["县域就诊率"])) == [(QINGYUAN, 2025, "县域就诊率", 89.5, None)]


@pytest.mark.parametrize(
    ("sentence", "text", "more", "year"),
    [
        ("生产总值完成98亿元，比2005年增长73.8%", "73.8%", {}, None),  # against a base of five years ago
        ("生产总值比2022年增长5%", "5%", {}, 2023),
        ("居民收入年均递增12%，达30263元", "30263元", {"status": "target", "unit": "元"}, None),  # a five-year goal
        ("新增高新技术企业54家", "54家", {"period": "2016/2020", "unit": "家", "change": "increase"}, None),
        ("全年生产总值同比增长4.8%", "4.8%", {"period": "2016/2020"}, 2020),  # said of the last of the five years
        ("2022年，生产总值增长5%；投资增长7%", "7%", {"plan_year": None}, 2022),  # the year that opens the sentence
        ("2022年，生产总值增长5%；投资增长7%", "7%", {}, 2022),
        ("投资增长7%", "7%", {"plan_year": None, "opening": "2022年，预计完成"}, 2022),  # or the provision
        ("2022年以来，投资增长7%", "7%", {}, 2023),
        ("投资增长7%", "7%", {"title": "清苑区2024年统计公报"}, 2024),  # a communiqué is of its own year
        ("投资增长7%", "7%", {"title": "2023年计划执行情况与2024年计划草案的报告"}, 2023),
    ],
)
def test_the_year_of_a_statement(sentence: str, text: str, more: dict, year: int | None) -> None:
    row = {"status": "actual", "deadline": None, "period": None, "plan_year": 2024, "plan_kind": "report", "unit": "%",
           "change": "increase", "indicator_id": None, "sentence": sentence, "text": text}  # fmt: skip
    assert cell_year({**row, **more}) == year


def test_what_was_added_is_not_set_beside_what_there_is(db: sqlite3.Connection) -> None:
    add_plan(db, "a24", QINGYUAN, 2024)
    add_plan(db, "a25", QINGYUAN, 2025)
    add_measure(db, "a24", "规上工业企业", 20, unit="家")  # 20 more
    add_measure(db, "a25", "规上工业企业", 112, unit="家", status="actual", change=None)  # 112 in all
    assert find_attainment(db) == []


def test_a_plan_of_no_known_year_says_what_it_says_and_what_it_does_not(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, None, kind="plan")
    add_plan(db, "b", SHUNPING, None, kind="plan")
    add_plan(db, "t", None, None, kind="template")
    add_measure(db, "a", "县域就诊率", 90, change=None)
    add_measure(db, "t", "县域就诊率", 80, change=None)
    assert cells(compare_indicators(db, ["县域就诊率"])) == [
        (QINGYUAN, None, "县域就诊率", 90, None),
        (SHUNPING, None, "县域就诊率", None, "no provision"),
    ]
    assert compare_indicators(db, ["县域就诊率"], years=[2025]) == []


def test_a_plan_of_no_known_year_denies_nothing_that_another_says(db: sqlite3.Connection) -> None:
    add_plan(db, "a", QINGYUAN, 2025, kind="plan")
    add_plan(db, "b", QINGYUAN, None, kind="plan")
    add_measure(db, "a", GDP, 6)
    assert cells(compare_indicators(db, [GDP])) == [(QINGYUAN, 2025, GDP, 6, None)]


@pytest.mark.parametrize("year", [2024, None])
def test_a_plan_is_silent_about_the_year_that_it_sets_goals_for(db: sqlite3.Connection, year: int | None) -> None:
    add_plan(db, "a", QINGYUAN, year, kind="plan")
    add_measure(db, "a", "县域就诊率", 90, deadline="2026-12", change=None)
    assert cells(compare_indicators(db, ["县域就诊率", "基层就诊率"])) == [
        (QINGYUAN, 2026, "县域就诊率", 90, None),
        (QINGYUAN, 2026, "基层就诊率", None, "no provision"),
    ]


def test_without_indicators_those_of_the_places_asked_for(db: sqlite3.Connection) -> None:
    """A county whose targets no other has was answered with what all others give: nothing but gaps."""
    add_plan(db, "a", QINGYUAN, 2024)
    add_plan(db, "b", SHUNPING, 2024)
    add_measure(db, "a", GDP, 6)
    add_measure(db, "b", None, 30, words="全县银龄书屋数量", unit="个")
    add_measure(db, "b", None, 35, words="银龄书屋", unit="个")
    assert common_indicators(db, ["target"]) == [GDP]
    assert common_indicators(db, ["target"], places=[SHUNPING]) == ["全县银龄书屋数量"]
    rows = list(compare_rows(db, places=[SHUNPING]))
    assert [(r["indicator"], r["gap"]) for r in rows] == [("全县银龄书屋数量", None)]


@pytest.mark.parametrize("typed, near", [("书屋", "银龄书屋"), ("银屋", "银龄书屋"), ("銀齡書房", "银龄书屋")])
def test_names_that_nobody_knows_are_met_by_the_words_of_plans(db: sqlite3.Connection, typed: str, near: str) -> None:
    add_plan(db, "a", QINGYUAN, 2024)
    add_measure(db, "a", None, 30, words="银龄书屋", unit="个")
    with pytest.raises(QueryError) as raised:
        read_indicators(db, [typed])
    assert (raised.value.remedy or "").startswith(f"{near};")


@pytest.mark.parametrize("status, year", [("target", 2024), ("actual", 2023)])
@pytest.mark.parametrize("mean", ["PM2.5年均浓度", "水库年均水位", "城区年均气温"])
def test_a_yearly_mean_is_no_average_of_years(mean: str, status: str, year: int) -> None:
    """PM2.5年均浓度 is measured in each year; 年均增长 is a goal for several."""
    said = {"text": "33", "sentence": f"{mean}为33，设施良好。", "deadline": None, "period": None, "plan_year": 2024}
    assert cell_year({**said, "status": status, "plan_kind": "report"}) == year
    grows = f"投资年均增长12%，{mean}为33"
    assert cell_year({**said, "sentence": grows, "text": "12%", "status": status, "plan_kind": "report"}) is None


def test_how_many_there_are_comes_before_how_many_are_added(db: sqlite3.Connection) -> None:
    """新增教共体3个，总数达到9个: the next year's 12 stand against nine, not against three."""
    add_plan(db, "a", QINGYUAN, 2023)
    add_plan(db, "b", QINGYUAN, 2024)
    schools = {"words": "教育共同体", "unit": "个"}
    add_measure(db, "a", None, 3, **schools)
    add_measure(db, "a", None, 9, change=None, **schools)
    add_measure(db, "b", None, 12, change=None, **schools)
    (row,) = find_changes(db, [QINGYUAN], 2023, 2024)
    assert (row["what"], row["before_value"], row["after_value"]) == ("raised", 9, 12)
