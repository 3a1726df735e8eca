"""Topics: the table's patterns both ways, headings before words, nothing named without reason, the file's make."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from corpus.alignment import Alignment
from corpus.model import Header, Plan, Source
from corpus.outline import outline
from corpus.pipeline import settle
from extract.topics import (
    BUCKETS,
    count_pairs,
    find_leads,
    find_topics,
    hash_pairs,
    load_model,
    match_heading,
    read_topics,
)
from extract.train_topics import Example, find_examples, make_pairs, read_folders, read_invented, score, train


def make_plan(text: str) -> Plan:
    sections, provisions = outline(text)
    return Plan(1, text, Alignment.identity(len(text)), Header(""), sections, provisions)


def test_at_least_twenty_topics_each_once() -> None:
    names = [pattern.topic for pattern in read_topics()]
    assert len(names) == len(set(names)) >= 20
    assert all(pattern.gloss for pattern in read_topics())


# heading: topics that it names
HEADINGS = {
    "加强组织领导": {"组织领导"},  # strengthen leadership
    "（三）强化考核问责": {"考核监督"},  # assessment
    "落实经费保障": {"经费保障"},  # money
    "推进医保支付方式改革": {"医保支付"},  # a reform of its own
    "统筹就业和社会保障": {"就业创业", "社会保障"},  # two: the words decide
    "统一药品供应": {"药品供应"},  # medicines
    "深化教师轮岗交流": {"师资交流"},  # teachers
    "扩大有效投资": {"项目投资"},  # investment
    "打赢污染防治攻坚战": {"生态环境"},  # environment
    "编制国土空间规划": set(),  # "draw up", not "staffing"
    "研发经费投入持续增长": set(),  # spending of firms, not money for the work
    "“十五五”时期主要目标任务": set(),  # a chapter, not a target
    "完善乡村卫生服务": {"医疗服务"},  # health in villages is no farming
    "职责分工": {"职责分工"},  # who does what
    "整治目标": {"工作目标"},  # the goal of a campaign
    "加快重大工程建设": {"项目投资"},  # big works
    "壮大奶业": {"乡村振兴"},  # dairy farming
    "强化安全防护": {"安全稳定"},  # safety
    "规范执法行为": {"政府建设"},  # enforcement by the book
    "压实生态环境保护责任": {"生态环境"},  # a duty in one field is that field
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_heading(heading: str) -> None:
    assert set(match_heading(heading)) == HEADINGS[heading]


def test_patterns_are_linear_enough() -> None:
    # No pattern may hold a repeated group inside a repetition.
    for pattern in read_topics():
        assert not re.search(r"\)[*+]", pattern.heading.pattern), pattern.topic


def test_a_heading_wins_over_the_words() -> None:
    text = "一、加强宣传引导\n县医院、卫生院和村卫生室要做好诊疗、转诊、签约服务，县财政给予补助。"
    (topic,) = find_topics(make_plan(text))
    assert topic is not None
    assert (topic.name, topic.score, topic.evidence) == ("宣传引导", 1.0, "heading 加强宣传引导")


def test_a_run_in_heading_wins_over_the_section() -> None:
    text = "一、保障措施\n加强经费保障。县财政每年安排专项经费。\n强化督导考核。每季度督查一次，结果通报全县。"
    assert [topic.name for topic in find_topics(make_plan(text)) if topic] == ["经费保障", "考核监督"]


def test_words_decide_without_a_heading() -> None:
    text = "参保人员在乡镇卫生院住院的，医保基金按百分之九十支付，结余留用，超支分担，年终清算。"
    (topic,) = find_topics(make_plan(text))
    assert topic is not None
    assert topic.name == "医保支付" and topic.evidence.startswith("words: ") and 0 < topic.score < 1


def test_who_does_it_says_nothing_of_what_it_is_about() -> None:
    """Health insurance pays; behind it who leads, in a bracket, as a label, as a sentence of its own."""
    task = "参保人员在乡镇卫生院住院的，医保基金按百分之九十支付，结余留用。"
    notes = (
        "（县医保局牵头，县财政局配合）",
        "牵头单位：县医保局；责任单位：县财政局、各乡镇。",
        "由县医保局牵头，各乡镇配合。",
    )
    (alone,) = find_topics(make_plan(task))
    assert [find_topics(make_plan(task + note)) for note in notes] == [[alone]] * len(notes)


def test_words_decide_among_the_topics_of_a_heading() -> None:
    text = "一、完善经费保障和宣传引导\n利用广播、微信和宣传栏普及政策，营造良好氛围，提高群众知晓率。"
    (topic,) = find_topics(make_plan(text))
    assert topic is not None and topic.name == "宣传引导"


@pytest.mark.parametrize(
    "text",
    [
        "甲乙丙丁戊己庚辛，子丑寅卯辰巳午未申酉戌亥。",  # ordinals of the calendar
        "县长 张三",
        "",
        "〔12〕“两端一站”：是指村民客户端、乡镇管理端和便民服务站。",  # a footnote
    ],
)
def test_nothing_is_named_without_reason(text: str) -> None:
    assert all(topic is None for topic in find_topics(make_plan(text)))


def test_evidence_stands_in_the_text() -> None:
    text = "建设县域医疗信息平台，打通电子病历、健康档案数据，实现互联互通和远程会诊。"
    (topic,) = find_topics(make_plan(text))
    assert topic is not None and all(word in text for word in topic.evidence.removeprefix("words: ").split(", "))


@given(st.text(max_size=300))
def test_any_text_is_answered_for_every_provision(text: str) -> None:
    plan = make_plan(text)
    assert len(find_topics(plan)) == len(plan.provisions) == len(list(find_leads(plan)))


@given(st.text(max_size=60))
def test_pairs_are_the_same_wherever_they_stand(text: str) -> None:
    whole = hash_pairs("县" + text + "市")
    assert len(hash_pairs(text)) == max(len(text) - 1, 0)
    assert whole[1 : len(text)].tolist() == hash_pairs(text).tolist()


def test_counts_are_logarithms_of_how_often() -> None:
    columns = [np.array([3, 3, -1, 1], dtype=np.int32), np.array([], dtype=np.int32), np.array([0], dtype=np.int32)]
    dense = count_pairs(columns, 4).matrix(4).toarray()
    assert dense.shape == (3, 4)
    assert dense[0].tolist() == pytest.approx([0, 1, 0, 1 + np.log(2)]) and not dense[1].any() and dense[2, 0] == 1


def test_the_model_is_small_and_holds_no_text() -> None:
    file = Path(str(resources.files("extract").joinpath("data/topic_model.npz")))
    assert file.stat().st_size <= 1_500_000
    with np.load(file) as kept:  # allow_pickle is off: numbers only
        assert {kept[name].dtype.kind for name in kept.files} <= {"i", "f"}
        assert kept["weights"].dtype == np.float16 and kept["weights"].shape[1] == len(read_topics())
        assert kept["buckets"].max() < BUCKETS


def test_the_model_knows_the_topics_of_our_own_examples() -> None:
    right = 0
    examples = read_invented()
    for example in examples:
        (topic,) = find_topics(make_plan(example.text), explain=False) or [None]
        right += topic is not None and topic.name == example.topic
    assert right / len(examples) >= 0.9
    assert load_model().topics == tuple(pattern.topic for pattern in read_topics())


def test_examples_of_our_own_are_many_and_of_several_styles() -> None:
    examples = read_invented()
    assert len({example.text for example in examples}) == len(examples)
    for topic in {example.topic for example in examples}:
        own = [example for example in examples if example.topic == topic]
        assert len(own) >= 30 and len({example.group for example in own}) >= 4


def test_labels_come_from_headings_without_their_words() -> None:
    text = "一、加强经费保障\n县级财政每年安排一定数额用于日常支出，逐年增加，不得挪用。"
    assert find_examples(make_plan(text), "甲") == [
        Example("经费保障", "县级财政每年安排一定数额用于日常支出，逐年增加，不得挪用。", "甲", "section")
    ]


def test_training_is_deterministic_and_learns() -> None:
    examples = [example for example in read_invented() if example.topic in ("医保支付", "师资交流", "宣传引导")]
    pairs, topics = make_pairs(example.text for example in examples), [example.topic for example in examples]
    first, again = train(pairs, topics), train(pairs, topics)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    names = [pattern.topic for pattern in read_topics()]
    assert [names[best] for best in score(first, pairs).argmax(axis=1)] == topics


def test_topics_of_the_samples(samples: Path) -> None:
    """Read with the whole pipeline: most provisions of a plan have a topic, and both ways of telling occur."""
    file = next(samples.glob("texts/anji_yigongti*.txt"))
    text = file.read_text(encoding="utf-8")
    (plan, *_) = settle(Source(file.name, "0" * 64, len(text), text, "utf-8", "text")).plans
    topics = find_topics(plan)
    told = [topic for topic in topics if topic]
    assert len(told) >= len(topics) * 0.6
    assert {topic.evidence.split(" ")[0] for topic in told} >= {"heading"}


@pytest.mark.long
def test_floor_across_sources(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cross-validated by source, as benchmarks/topics.py prints it; lowering a floor is a decision."""
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "benchmarks"))
    import topics as benchmark  # type: ignore[import-not-found]

    folders = [shared / name for name in ("counties", "provinces", "plans", "pages")]
    examples = read_folders(folders) + read_invented()
    guessed, _ = benchmark.guess(examples)
    want = [example.topic for example in examples]
    real = [n for n, example in enumerate(examples) if example.how != "invented"]
    assert f1_score(want, guessed, average="macro") >= 0.84
    labels = sorted({want[n] for n in real})
    told = f1_score([want[n] for n in real], [guessed[n] for n in real], labels=labels, average="macro")
    assert told >= 0.77
