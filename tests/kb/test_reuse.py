"""Reuse on a base written by hand: templates across plans, who had them first, what differs."""

import sqlite3

import pytest
from base_in_memory import add_plan, empty_base
from hypothesis import given
from hypothesis import strategies as st

from kb.questions.reuse import form_of, group_forms, mask, stream_reuse
from kb.questions.slots import compare_words, fill_slots

LEAD = "县人民医院每年向乡镇卫生院派驻主治医师不少于3名，每人连续工作时间不少于6个月。"  # doctors sent out
COPY = "区人民医院每年向乡镇卫生院派驻主治医师不少于5名，每人连续工作时间不少于12个月。"
OTHER = "全面推进依法行政，自觉接受监督，建设人民满意的法治政府和服务型政府。"


@pytest.fixture
def db() -> sqlite3.Connection:
    base = empty_base()
    for plan, place, year, text in (
        ("b", "430626", 2025, COPY),
        ("a", "330523", 2024, LEAD),
        ("c", "341524", 2025, OTHER),
    ):
        add_plan(base, plan, place, year, kind="plan")
        base.execute("UPDATE provisions SET text = ? WHERE plan_id = ?", (text, plan))
    return base


def test_the_earlier_plan_leads_and_the_copy_shows_what_it_changed(db: sqlite3.Connection) -> None:
    first, copy = stream_reuse(db)
    assert (first["plan_id"], first["first"], copy["plan_id"], copy["first"]) == ("a", True, "b", False)
    assert copy["differs"] == ["县→区", "3→5", "6→12"]
    assert first["template"].count("⟦") == 3
    assert (copy["copies"], copy["places"]) == (2, 2)


def test_only_templates_of_a_place(db: sqlite3.Connection) -> None:
    assert list(stream_reuse(db, places=["341524"])) == []
    assert len(list(stream_reuse(db, places=["430000"]))) == 2


def test_many_copies_of_one_passage_are_one_template() -> None:
    copies = [LEAD.replace("3", str(n)) for n in range(5000)]
    (template,) = group_forms((n, mask(text), None) for n, text in enumerate(copies))
    assert len(template.members) == 5000


@pytest.mark.parametrize("text", ["加强领导。", "", "2025年", "——"])
def test_set_phrases_are_no_reuse(text: str) -> None:
    assert group_forms((n, mask(text), None) for n in range(2)) == []


@pytest.mark.parametrize(
    "text",
    [
        "紫云苗族布依族自治县人民政府办公室",  # who signs
        "甲河县发展和改革局　甲河县财政局\n2023年4月12日",
        "紫云苗族布依族自治县人民政府办公室　2023年4月12日印发",
        "抄送：县委各部门，县人大常委会办公室，县政协办公室，县人民法院，县人民检察院。",  # who gets a copy
        "各镇人民政府、街道办事处，县政府各部门、各直属事业单位：",  # to whom it goes
        "（此件公开发布，相关文件材料另行印送各有关单位）",
    ],
)
def test_what_frames_a_document_is_no_reuse(text: str) -> None:
    assert group_forms((n, form_of(text), None) for n in range(2)) == []


@pytest.mark.parametrize(
    "text",
    [
        "各乡镇人民政府、街道办事处要把饮水工程管护列入年度考核。",  # a duty, though it opens as the address does
        "县医疗保障局、县卫生健康局、县人力资源社会保障局配合县发展和改革局",
        "抄表到户、计量收费、按季公示，由村级水管员负责到人",
    ],
)
def test_duties_that_look_like_a_frame_are_compared(text: str) -> None:
    assert len(group_forms((n, form_of(text), None) for n in range(2))) == 1


def test_the_number_of_a_provision_is_no_difference() -> None:
    texts = ["第六条 水费由县供水公司按季度收取。", "第四条 水费由县供水公司按月度收取。"]
    assert fill_slots(texts) == ("第六条 水费由县供水公司按⟦季度⟧收取。", [[], [("季度", "月度")]])


@given(st.lists(st.text(alphabet="县区医院三3共体，。 %\n教育a", max_size=60), min_size=1, max_size=5))
def test_slots_hold_every_difference(texts: list[str]) -> None:
    wording, fillings = fill_slots(texts)
    assert wording.replace("⟦", "").replace("⟧", "") == texts[0]
    assert len(fillings) == len(texts)


@given(st.lists(st.sampled_from("甲乙丙丁")), st.lists(st.sampled_from("甲乙丙丁")))
def test_changes_rebuild_the_other_text(ours: list[str], theirs: list[str]) -> None:
    out, last = [], 0
    for a, b, said in compare_words(ours, theirs):
        out += [*ours[last:a], said]
        last = b
    assert "".join([*out, *ours[last:]]) == "".join(theirs)


@given(st.text())
def test_mask_is_stable(text: str) -> None:
    assert mask(mask(text)) == mask(text)
