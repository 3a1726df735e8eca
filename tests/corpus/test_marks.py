"""Small damage: signs taken out, put back, or left alone."""

import re

import pytest
from casefiles import read_cases

from corpus.repair import repair_text
from corpus.repair.lines.wrapped import find_wrapped_lines
from corpus.repair.signs.brackets import find_dates
from corpus.repair.signs.glyphs import find_glyphs

REPAIRED = read_cases("marks_repaired")
EACH = read_cases("marks_each")
LEFT = read_cases("marks_leave_alone")


@pytest.mark.parametrize("case", REPAIRED, ids=lambda case: case["id"])
def test_repaired(case: dict[str, str]) -> None:
    done = repair_text(case["text"])
    assert done.text == case["want"]
    assert case["rule"] in {repair.rule for repair in done.repairs}
    assert all(case["text"][repair.start : repair.end] == repair.raw for repair in done.repairs)


@pytest.mark.parametrize("case", EACH, ids=lambda case: case["id"])
def test_every_repair(case: dict) -> None:
    done = repair_text(case["text"])
    found = [[repair.rule, repair.start, repair.end, repair.restored, repair.verdict] for repair in done.repairs]
    assert (done.text, found) == (case["want"], case["repairs"])


@pytest.mark.parametrize("case", LEFT, ids=lambda case: case["id"])
def test_left_alone(case: dict[str, str]) -> None:
    done = repair_text(case["text"])
    assert done.text is case["text"] and done.repairs == ()


def test_a_date_with_two_readings_is_only_marked() -> None:
    text = "甲县人民政府\n2021111\n"  # 11 January or 1 November
    assert [(change.new, change.verdict) for change in find_dates(text)] == [("2021111", "lossy")]
    done = repair_text(text)
    assert done.text == text
    assert [(repair.raw, repair.restored, repair.verdict) for repair in done.repairs] == [("2021111",) * 2 + ("lossy",)]


def test_lone_surrogates_are_marked_as_lost() -> None:
    done = repair_text("县\ud800城")
    assert done.text == "县\ufffd城" and done.repairs[0].verdict == "lossy"
    assert done.repairs[0].raw == "\ud800"


def test_halves_of_a_pair_become_one_character() -> None:
    done = repair_text("全县" + "\ud83c" + "\udf32" + "植树")  # "plant trees throughout the county"
    assert done.text == "全县\U0001f332植树" and done.repairs[0].verdict == "exact"


def test_glyphs_that_stand_for_one_character() -> None:
    text = "召开人民代表꺶会，꺶力发展教育，扩꺶开放，坚持重꺶项目带动，全力建设강县。"
    done = repair_text(text)
    assert "人民代表大会，大力发展教育，扩大开放，坚持重大项目" in done.text
    assert "강" in done.text  # seen once: nobody can tell
    assert {(repair.rule, repair.verdict) for repair in done.repairs} == {("glyph", "likely"), ("glyph", "lossy")}
    assert find_glyphs("韩国的강과산") == []


WRAPPED = """全县各级各部门要切实提高政治站位，充分认识农村供水工程建
设的重要意义，把这项工作摆在更加突出的位置，主要领导亲自
抓，分管领导具体抓，层层压实责任，确保各项任务按期完成，
为全县经济社会发展提供坚强保障，让群众喝上放心水、干净水
和稳定水，努力开创新局面。"""


def test_wrapped_lines_are_joined() -> None:
    done = repair_text(f"一、总体要求\n\n{WRAPPED}\n\n二、主要任务")
    joined = WRAPPED.replace("\n", "")
    assert done.text == f"一、总体要求\n\n{joined}\n\n二、主要任务"
    assert {(repair.rule, repair.raw, repair.restored) for repair in done.repairs} == {("line", "\n", "")}


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{i}.第{i}项任务由县农业农村局会同县财政局具体负责落实到位" for i in range(1, 9)),  # a list
        "\n".join(["县农业农村局、县财政局、县水利局、县林业局、县教育局。"] * 6),  # sentences of one length
        "\n".join(["甲乡\t12\t34", "乙乡\t56\t78"] * 5),  # a table
        WRAPPED.replace("\n", "\n\n"),
        "\n".join(f"3.{i}第{i}项任务由县农业农村局会同县财政局具体负责落实到位" for i in range(1, 9)),  # decimal labels
    ],
)
def test_other_lines_stay(text: str) -> None:
    assert find_wrapped_lines(text) == []


PARAGRAPHS = [
    "清河县2025年秋收方案",
    "一、组织领导",
    "成立以副县长为组长，县农业农村局、县财政局、县交通运输局主要负责人为成员的秋收领导小组，负责统筹协调。",
    "（一）力争10月15日前收割水稻12.5万亩，占总面积的98.6%，机收率比上年提高2个百分点，损失率控制在2%以内。",
    "（二）县交通运输局、县公安局保障农机通行；各乡镇组织群众及时抢收；县市场监督管理局负责收购监管；县气象局预报天气。",
    "二、保障措施",
    "各乡镇、各部门要压实责任，备足机具、油料和人手，确保晴好天气来临之前全部到田，颗粒归仓。",
]


@pytest.mark.parametrize("width", [22, 26, 30, 38])
@pytest.mark.parametrize(("indent", "between"), [("　　", "\n"), ("", "\n\n")])
def test_a_page_broken_at_a_number_of_characters_is_whole_again(width: int, indent: str, between: str) -> None:
    # Harvest plan: who leads, goals with figures, who does what. No paragraph has four full lines.
    broken = [
        "\n".join((indent + part)[at : at + width] for at in range(0, len(indent + part), width)) for part in PARAGRAPHS
    ]
    assert repair_text(between.join(broken)).text == between.join(indent + part for part in PARAGRAPHS)


def test_a_page_strung_together_with_blanks_is_broken_again() -> None:
    parts = [*PARAGRAPHS[:2], "（2025年8月）", *PARAGRAPHS[2:], "清河县人民政府办公室", "2025年8月20日"]
    assert repair_text(" ".join(parts)).text == "\n".join(parts)
    spaced = [
        part.replace("一、组", "一、 组").replace("实施", "实施 ") for part in parts
    ]  # a blank behind a number stays
    assert repair_text(" ".join(spaced)).text == "\n".join(spaced)
    names = "县长 林甲 副县长 王乙 县农业农村局局长 赵丙 " * 12
    noted = "落实“六稳” ［1］ 工作，推进“三区” ［2］ 建设。" * 12  # the numbers of notes
    assert [repair_text(text).repairs for text in (names, noted)] == [(), ()]


def test_a_page_with_a_blank_behind_every_character_is_closed_up() -> None:
    parts = [*PARAGRAPHS, "2025年8月20日", "各部门使用 District Board 的数据。"]
    spread = [" ".join(re.findall("[A-Za-z]+|[^ ]", part)) for part in parts]
    assert repair_text("\n".join(spread)).text == "\n".join(parts).replace(" District Board ", "District Board")
    heads = "政 府 工 作 报 告\n县 长 林 甲\n一 二 三 四 五 六 七 八 九 十"  # a title, a name, the head of a table
    assert repair_text(heads).repairs == ()


def test_paragraphs_run_into_one_line_are_broken_again() -> None:
    # Plan for farmland: goals, tasks with who leads them, support.
    parts = [
        "清河县2025年农田建设方案",
        "一、目标任务",
        "新建农田6.5万亩，改造2.3万亩，10月底前完工，确保粮食产能稳步提高。",
    ]
    parts += [
        "二、重点任务",
        "（一）田块整治。县农业农村局牵头，6月底前完成土地平整。",
        "三、保障措施",
        "各乡镇为责任主体，县财政安排资金。",
    ]
    for indent in ("　　", "    ", "\u00a0\u00a0\u00a0\u00a0"):
        done = repair_text(indent.join(parts))
        assert done.text.split("\n") == parts
        assert {repair.verdict for repair in done.repairs} == {"likely"}
    table = "　　".join(f"指标{n}" for n in range(40))  # a row of a table
    assert repair_text(table).text == table
