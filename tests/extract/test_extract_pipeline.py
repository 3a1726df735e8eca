"""The pipeline: components alone and together, rows of the public format, lines as texts of their own."""

import json

import pytest
import spacy

from corpus.alignment import Alignment
from corpus.model import Document, Header, Plan, Source
from corpus.pipeline import settle
from extract.components import facts_of
from extract.pipeline import extract_facts, extract_lines, fact_row, load_pipeline, mark_plan
from extract.text.sentences import sentence_span

TEXT = """青禾县医共体建设实施方案

一、工作目标
到2026年底，县域就诊率达到90%以上，依据《甲县医改方案》推进。

二、职责分工
（一）县卫生健康局牵头，县财政局配合，每季度调度一次。
"""
ALL = ("junxian_dates", "junxian_measures", "junxian_roles", "junxian_places", "junxian_references")


@pytest.fixture(scope="module")
def document():
    return settle(Source("plan.txt", "0" * 64, len(TEXT.encode()), TEXT, "utf-8", "text"))


@pytest.mark.parametrize("name", ALL)
def test_each_component_works_alone_on_any_pipeline(name):
    nlp = spacy.blank("zh")
    nlp.add_pipe(name)
    doc = nlp(TEXT)
    assert nlp.analyze_pipes()["problems"] == {name: []}
    assert sum(len(spans) for spans in doc.spans.values()) == len(facts_of(doc))
    assert [TEXT[found.start : found.end] for found in facts_of(doc)] == [found.text for found in facts_of(doc)]


def test_spans_cover_their_records(document):
    doc = mark_plan(document.plans[0], components=ALL)
    assert {key for key, spans in doc.spans.items() if len(spans)} >= {"dates", "measures", "roles", "references"}
    for key, spans in doc.spans.items():
        for span, record in zip(spans, facts_of(doc, key), strict=True):
            assert record.text in span.text


def test_a_doc_survives_saving():
    nlp = load_pipeline()
    doc = nlp(TEXT)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert facts_of(again) == facts_of(doc) != []


def test_a_pipeline_survives_saving(tmp_path):
    load_pipeline().to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert facts_of(again("到2026年底完成")) == facts_of(load_pipeline()("到2026年底完成"))


def test_facts_are_measures_dates_and_roles_in_order(document):
    facts = extract_facts(document.plans[0])
    assert {"measure", "date", "role"} == {fact.kind for fact in facts}
    assert [fact.start for fact in facts] == sorted(fact.start for fact in facts)


def test_rows_have_the_keys_of_the_format_and_point_at_the_original(document):
    plan = document.plans[0]
    rows = [fact_row(fact, plan, document.source, place="130600") for fact in extract_facts(plan)]
    common = ["source", "plan", "address", "kind", "start", "end", "text", "original", "sentence", "place", "rule"]
    own = {
        "measure": {"indicator", "indicator_id", "value", "value_max", "unit", "comparator", "change", "status",
                    "hedge", "deadline"},
        "date": {"type", "edtf", "every", "length", "working_days", "resolved", "resolved_from"},
        "role": {"role", "duty", "post"},
    }  # fmt: skip
    for row in rows:
        assert list(row)[: len(common)] == common
        assert own[row["kind"]] <= set(row)
        assert TEXT[row["start"] : row["end"]] == row["original"]
        assert row["text"] in row["sentence"]
        assert "page" not in row and "line" not in row
        json.dumps(row)
    assert {row["address"].split("/")[0] for row in rows if row["kind"] == "role"} == {"二"}


def test_deadlines_of_measures_come_from_the_dates(document):
    measures = [
        fact for fact in extract_facts(document.plans[0]) if fact.kind == "measure" and fact.text.startswith("90%")
    ]
    assert [(m.text, m.deadline) for m in measures] == [("90%以上", "2026-12")]


def test_how_old_something_is_sets_no_deadline():
    text = "改造2000年底前建成的小区20个。"
    plan = Plan(1, text, Alignment.identity(len(text)), Header(""))
    assert [(m.text, m.deadline) for m in extract_facts(plan) if m.kind == "measure"] == [("20个", None)]


def test_pages_are_told_where_there_are_some():
    source = Source("a.pdf", "", 1, "甲\n到2026年底完成", None, "pdf", pages=(0, 2))
    plan = Plan(1, source.original, Alignment.identity(len(source.original)), Header(""))
    assert [fact_row(fact, plan, source)["page"] for fact in extract_facts(plan)] == [2]


def test_each_line_is_a_text_of_its_own():
    lines = ["由縣教育局負責。\r\n", "\n", "7月10日前完成"]
    found = list(extract_lines(lines))
    assert [(f.line, f.fact.text) for f in found] == [(1, "县教育局"), (3, "7月10日前")]
    rows = [fact_row(f.fact, f.plan, f.source, line=f.line) for f in found]
    assert [(row["source"], row["line"], row["original"]) for row in rows] == [
        ("-", 1, "縣教育局"),
        ("-", 3, "7月10日前"),
    ]


@pytest.mark.parametrize("title", ["甲县2024年政府工作报告", "甲县２０２４年政府工作报告"])
def test_years_are_resolved_from_the_title_of_a_plan(title):
    text = f"{title}\n\n一、今年目标\n今年6月底前开工，20xx年竣工。\n"
    plan = settle(Source("a.txt", "0" * 64, 1, text, "utf-8", "text")).plans[0]
    dates = {fact.text: fact for fact in extract_facts(plan) if fact.kind == "date"}
    assert dates["今年6月底前"].resolved == "2024-06"
    assert plan.text[slice(*dates["今年6月底前"].resolved_from)] == title[2:7]
    assert dates["20xx年"].resolved is None


def test_a_title_of_several_years_leaves_the_year_to_the_date_of_issue():
    text = (
        "甲县乡村建设实施方案（2024—2026年）\n\n为加快补齐短板，制定本方案。\n一、目标\n年底前建成6座水厂。\n"
        "二、步骤\n（一）总结阶段（2026年10月）\n12月10日前报送总结。\n甲县人民政府\n2024年5月20日\n"
    )
    plan = settle(Source("a.txt", "0" * 64, 1, text, "utf-8", "text")).plans[0]
    dates = {fact.text: fact.resolved for fact in extract_facts(plan) if fact.kind == "date"}
    assert (dates["年底前"], dates["12月10日前"]) == ("2024-12", "2026-12-10")  # the heading knows better


@pytest.mark.parametrize(
    ("text", "word", "want"),
    [
        ("甲。乙丙！丁？", "丙", "乙丙！"),
        ("一是甲；二是乙。", "乙", "二是乙。"),
        ("他说：“要快。要稳。”会议结束。", "稳", "他说：“要快。要稳。”"),
        ("甲（含乙。）丙。丁。", "丙", "甲（含乙。）丙。"),
        ("标题\n正文。", "标", "标题"),
        ("没有句号的行\n下一行", "句", "没有句号的行"),
        ("“十五〞期间修路。今年建桥。", "桥", "今年建桥。"),
        ("加快“三城联创。今年建桥。“一带”开工。", "建", "今年建桥。"),
        ("加快（三城联创。今年建桥。\n明年验收。", "建", "今年建桥。"),
        ("加快“三城联创。今年建桥。“一带”开工。明年验收。", "收", "明年验收。"),
    ],
)
def test_sentences(text, word, want):
    at = text.index(word)
    assert text[slice(*sentence_span(text, at, at + 1))] == want


def test_a_fact_over_a_line_break_keeps_both_lines():
    assert sentence_span("甲\n乙", 0, 3) == (0, 3)


def test_plain_functions_and_components_find_the_same(document: Document) -> None:
    """A build takes the short way; it must lead to the same place."""
    for plan in document.plans:
        assert extract_facts(plan) == facts_of(mark_plan(plan))
