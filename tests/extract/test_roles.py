"""Roles: cases as data, every rule both ways, offsets, hostile text, and the score on the annotated passages."""

import pathlib
import re

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Section
from extract.actors.duties import LONGEST_DUTY, short_duty
from extract.role_forms.clauses import split_clauses, split_sentences
from extract.role_forms.passages import duty_passages
from extract.role_forms.rules import read_markers, read_rules
from extract.roles import RoleContext, find_roles

DATA = pathlib.Path(__file__).resolve().parents[2] / "extract" / "data"


def _cases(name):
    return [pytest.param(case, id=case["id"]) for case in read_cases(name)]


FOUND = [case for kind in ("found", "labels", "posts") for case in _cases(f"roles_{kind}")]


def _found(text):
    return [[role.text, role.role] + ([role.post] if role.post else []) for role in find_roles(text)]


@pytest.mark.parametrize("case", FOUND)
def test_found(case):
    assert _found(case["text"]) == case["want"], case["gloss"]


@pytest.mark.parametrize("case", _cases("roles_leave_alone"))
def test_left_alone(case):
    assert _found(case["text"]) == [], case["gloss"]


@pytest.mark.parametrize("rule", read_rules(), ids=lambda rule: rule.name)
def test_each_rule_finds_its_example_and_leaves_its_counterexample(rule):
    assert rule.name in {role.rule for role in find_roles(rule.example)}, rule.gloss
    assert rule.name not in {role.rule for role in find_roles(rule.leaves)}, rule.gloss


def test_every_rule_that_fires_is_listed():
    listed = {rule.name for rule in read_rules()}
    texts = [case.values[0]["text"] for case in FOUND]
    assert {role.rule for text in texts for role in find_roles(text)} <= listed


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        # led, helped, "done by the end of June 2026": when is no task
        ("提高就诊率。县卫健局牵头，县医保局配合，2026年6月底前完成。", "提高就诊率"),
        # a calendar of stages is no task: the part that the actor has stays
        ("2025年1月—3月为准备阶段，10月为总结阶段。县卫健局牵头，县医保局配合。", "牵头"),
        ("三、责任落实\n县卫健局牵头，县医保局配合。", "牵头"),  # nor is a heading that says nothing of it
        # another office's own clause is no task of those before
        ("提高就诊率。县卫健局牵头，县医保局配合，县财政局保障经费。", "提高就诊率"),
        ("县水利局要会同县发展改革局编制供水方案，按期报送。", "编制供水方案，按期报送"),  # "with another, draw up"
        ("各镇要修好水渠，备足种子。", "修好水渠，备足种子"),  # "towns must repair canals, stock seed"
        ("新建水渠3公里。（县水利局牵头，县财政局配合）", "新建水渠3公里"),  # "(water bureau leads, finance helps)"
        ("改造水厂2座（县水利局牵头）", "改造水厂2座"),
        ("改造水厂2座。县水利局牵头，县财政局配合，修缮泵房。", "修缮泵房"),  # the sentence before is another task
        ("新建水渠3公里。（县水利局负责）", "新建水渠3公里"),  # "3 km of new canals (water bureau in charge)"
        ("由县水利局牵头，县财政局配合，年底前修渠3公里。", "年底前修渠3公里"),  # "3 km of canals by the year's end"
        ("新建泵站2座。由县水利局牵头，各镇配合。", "新建泵站2座"),  # "two pumping stations. A leads, B helps."
        ("第二季度新建泵站2座，县水利局牵头，各镇配合。", "第二季度新建泵站2座"),
        ("新建泵站2座。〔县水利局牵头，各镇配合〕", "新建泵站2座"),
        ("县气象局应及时上报。", "及时上报"),  # "must report at once"
        ("县教育局、县财政局分别负责师资调配和经费保障。", "师资调配"),  # each its own: "teachers and money"
        ("健全县水利局统筹协调、各镇组织实施的机制。", "统筹协调"),  # "a coordinates, b carries out"
        ("建成粮库2座\n牵头单位：县粮食局", "建成粮库2座"),  # "two granaries; lead unit: grain bureau"
    ],
)
def test_duty(text, duty):
    assert find_roles(text)[0].duty == duty


def test_a_long_duty_is_cut_at_a_pause():
    text = "县水利局要" + "，".join(["修好一段长长的水渠"] * 20)  # "must repair a long canal" twenty times
    duty = find_roles(text)[0].duty
    assert len(duty) <= LONGEST_DUTY and duty.endswith("水渠")
    assert short_duty("要", 0, 1) == ""


def test_the_office_stands_beside_the_actor():
    first, second = find_roles("由甲县卫计局牵头，乙区卫生健康局配合。")  # two names of one function
    assert first.office == second.office == "卫生健康"


def test_the_outline_tells_where_functions_are_assigned():
    text = "职责分工\n县水利局编制规划。"  # "Division of duties / the water bureau draws up the plan"
    assert find_roles(text) == []
    section = Section(1, "", "职责分工", "1", 0, 4, len(text), None)
    assert [role.rule for role in find_roles(text, RoleContext((section,)))] == ["duty_passage"]
    assert duty_passages(text, (section,)) == [(4, len(text))]


PIECES = st.sampled_from(
    "县财政局 各乡镇 要 应当 负责 牵头 配合 由 以 为龙头 、 ， 。 ； ： （ ） 组织实施 会同 成立 领导小组".split()
    + "报 批准 的 和 在 对 组长 责任单位： 20 A 将 纳入医共体".split()
    + ["\n"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_offsets_hold_on_any_text(text):
    roles = find_roles(text)
    assert all(text[role.start : role.end] == role.text and role.text.strip() for role in roles)
    assert [role.start for role in roles] == sorted({role.start for role in roles})


@given(st.text(max_size=60))
def test_any_text_is_read(text):
    for role in find_roles(text):
        assert text[role.start : role.end] == role.text


@given(st.lists(PIECES, max_size=30).map("".join))
def test_clauses_cover_their_sentence(text):
    for start, end in split_sentences(text):
        clauses = split_clauses(text, start, end)
        assert clauses[0][0] == start and clauses[-1][1] == end


HOSTILE = (
    "要 由县局 县局、 县局和 积极 对 负责对 ( (县局 责任单位: 牵头单位:县局; 继续继续县局".split()
    + "为 设县局、 各县、 县局, 一是 按 县局积极为".split()
    + "会同 的局 财政、 财政和 职责分工: 县局要, 1个".split()
    + ["\n(一)", "序号\n牵头单位\n"]
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_comes_back(piece):
    text = piece * (12_000 // len(piece))
    assert all(text[role.start : role.end] == role.text for role in find_roles(text))


def test_adverbs_cannot_be_read_in_two_ways():
    # 按 + 职责 beside 按职责 would let a repetition of it backtrack without end.
    words = {line.split("\t")[0] for line in (DATA / "role_adverbs.tsv").read_text("utf-8").splitlines()[1:]}
    others = re.compile("(?:" + "|".join(map(re.escape, sorted(words))) + ")+")
    for word in words:
        rest = [other for other in words if word.startswith(other) and other != word]
        assert not any(others.fullmatch(word[len(other) :]) for other in rest), word


@pytest.mark.parametrize(
    "name", ["actor_heads", "verb_openers", "role_adverbs", "role_markers", "oversight_words", "offices", "role_rules"]
)
def test_tables_are_tidy(name):
    header, *rows = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    assert header.endswith("source")
    assert all(row == row.strip(" ") and len(row.split("\t")) == len(header.split("\t")) for row in rows)
    assert len(rows) == len(set(rows))
    if name != "role_rules":
        assert rows == sorted(rows)


def test_no_marker_has_two_roles():
    kinds = [(marker.kind, marker.word) for marker in read_markers()]
    assert len(kinds) == len(set(kinds))


def test_the_task_of_a_row_is_the_duty_of_its_actors():
    # A table of tasks with who leads and supports them; the second task's cell is merged over two rows.
    text = (
        "二、任务分工\n序号|重点任务|牵头单位|配合单位|完成时限\n1|修建水渠12公里|县水利局|各乡镇|2025年6月\n"
        "2|改造村小5所|县教育局|县财政局|2025年9月\n||县住建局|团县委|2025年12月\n"
    )
    duties = {role.text: role.duty for role in find_roles(text)}
    assert duties == {
        "县水利局": "修建水渠12公里",
        "各乡镇": "修建水渠12公里",
        **dict.fromkeys(("县教育局", "县财政局", "县住建局", "团县委"), "改造村小5所"),
    }
