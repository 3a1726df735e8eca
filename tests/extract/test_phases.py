"""Phases: what was and what shall be, with the years that a heading gives; mentions are judged alike."""

import re

import pytest
from casefiles import read_cases

from extract.measures import find_measures
from extract.mentions import find_mentions
from extract.status.phases import MeasureContext


def outline(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sections of a small text as the outline gives them: 一、 holds （一）."""
    heads = [*re.finditer(r"(?m)^(?:([一二三]、)|（[一二三四五]）)(.+)$", text)]
    sections = []
    for index, head in enumerate(heads):
        end = next((h.start() for h in heads[index + 1 :] if h[1] or not head[1]), len(text))
        sections.append((head.start(), end, head[2]))
    return tuple(sections)


@pytest.mark.parametrize("case", read_cases("phases_found"), ids=lambda case: case["id"])
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


@pytest.mark.parametrize(
    ("title", "kind", "text", "status"),
    [
        # news of a report: the promises that it tells (a nursery built new, made sure of)
        (
            "",
            "report",
            "大会听取《政府工作报告》，今年要抓好民生实事：加快建设学校，新建托育园3所，确保年内建成。",
            "target",
        ),
        # news of a report: what was done
        (
            "",
            "report",
            "大会听取《政府工作报告》。一年来获批2个园区，新建托育园3所，累计投资超亿元，成效明显。",
            "actual",
        ),
        ("", "unknown", "要加快建设步伐，继续加强管理，加大投入，新建托育园3所。", "target"),  # imperatives throughout
        ("", "unknown", "全镇新建托育园3所。", "actual"),  # too little to tell
        # what is done stands before what it is done to, or behind it
        ("", "unknown", "推进校舍改造工程。新建托育园3所，提升保教水平。打造特色项目。", "target"),
        ("", "unknown", "校舍改造全面推进，新建托育园3所，累计投入2亿元，保教水平连续提升。", "actual"),
        # news of what shall be
        ("云河县做好婴幼儿照护", "article", "到明年，力争新建托育园3所，确保入托率达45%以上。", "target"),
        ("县政府工作报告任务分解", "report", "新建托育园3所。牵头单位：教育局", "target"),  # promises, shared out
        ("关于政府工作报告任务完成情况的通报", "notice", "新建托育园3所。牵头单位：教育局", "actual"),
        ("县政府工作报告", "report", "各位代表：新建托育园3所。", "actual"),
    ],
)
def test_without_headings_the_words_decide(title: str, kind: str, text: str, status: str) -> None:
    found = find_measures(text, MeasureContext(title, kind))
    assert [m.status for m in found if m.unit == "所"] == [status]


def test_news_of_how_work_goes_on_is_no_plan() -> None:
    # "2023: how the work goes": 4.5 (10,000 mu) sown
    [measure] = find_measures("一、2023年工作推进情况\n粮食播种面积4.5万亩。", MeasureContext("工作总结", "plan", 2024))
    assert measure.status == "actual"


def test_goals_within_rules_are_targets() -> None:
    text = "一、目标任务\n各乡镇开展招商活动3次。\n二、考核标准\n各乡镇开展招商活动3次。"
    context = MeasureContext("云河县招商考核办法", "plan", None, outline(text))
    assert [m.status for m in find_measures(text, context)] == ["target", "standard"]


def test_how_news_begins_tells_that_it_reports() -> None:
    text = "今年以来，我县加快补齐短板，推进人居环境整治。新建公厕120座。"  # "since the year began …"
    assert [m.status for m in find_measures(text)] == ["actual"]


def test_demands_at_the_end_show_a_plan() -> None:
    text = (
        "（一）校舍改造。2011年，改造校舍3万平方米。\n（二）饮水安全。2011年，建成水厂4座。\n"
        "二、工作要求\n各乡镇按月报送进度。"
    )
    sections = tuple((text.index(heading), len(text), heading) for heading in ("校舍改造", "饮水安全", "工作要求"))
    assert {m.status for m in find_measures(text, MeasureContext(sections=sections))} == {"target"}
    assert {m.status for m in find_measures(text, MeasureContext(sections=sections[:2]))} == {"actual"}


def test_prose_that_reports_is_no_title_of_a_plan() -> None:
    text = (
        "新农合参保16万人，同比增长3%。12项民生实事完成10项，2项按计划推进。"
        "发放了贷款320万元，新增就业640人，累计完成改造40户。"
    )
    assert {m.status for m in find_measures(text)} == {"actual"}


def test_headings_that_run_in_count_where_the_outline_has_none():
    text = "渔业要发展得更好。 （三）主要目标。 塘路更通畅。各乡的发展指标是： 1.塘路：硬化率达到60%。里程达到80公里。"
    bare = ((0, len(text) // 2, ""), (len(text) // 2, len(text), ""))  # provisions without headings
    assert {m.status for m in find_measures(text, MeasureContext(sections=bare))} == {"target"}
