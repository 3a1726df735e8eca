"""Headings in every style, nested by the plan's own use; every character in one provision."""

import json
import pathlib

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from corpus.alignment import Alignment, Edit, apply_edits
from corpus.outline import outline
from corpus.simplify import simplify

CASES = read_cases("outline_invented")
LABELS = [
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "(三)",
    "㈠",
    "1.",
    "2、",
    "３．",
    "⒊",
    "⑴",
    "(2)",
    "①",
    "②",
    "第一章",
    "第二条",
]
LABELS += ["第一、", "第一阶段：", "一是", "二是", "——", "1.1", "2.1 ", "10", "附件1", "一 ", "1 ", ""]
WORDS = [
    "加强领导",
    "目标",
    "各乡镇要落实责任，按月上报进度，确保年底前完成。",
    "总体要求",
    "到2025年建成五个示范村；",
    "1.5万亩",
]
LINES = st.builds(
    lambda indent, label, parts, end: indent + label + "。".join(parts) + end,
    st.sampled_from(["", "  ", "\u3000\u3000", "\t"]),
    st.sampled_from(LABELS),
    st.lists(st.sampled_from(WORDS), max_size=3),
    st.sampled_from(["", "。", " ", "\r"]),
)
PLANS = st.lists(LINES, max_size=14).map("\n".join)


def shape(text: str) -> list[tuple[int, str, str, str]]:
    return [(section.level, section.label, section.text, section.address) for section in outline(text)[0]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_outline(case: dict) -> None:
    assert [list(row) for row in shape(case["text"])] == case["want"], case["gloss"]


@given(PLANS)
def test_every_character_lies_in_one_provision(text: str) -> None:
    sections, provisions = outline(text)
    held = [0] * len(text)
    for provision in provisions:
        for offset in range(provision.start, provision.end):
            held[offset] += 1
    heading = {offset for section in sections for offset in range(section.start, section.heading_end)}
    for offset, character in enumerate(text):
        if not character.isspace():
            assert held[offset] == 1 or (held[offset] == 0 and offset in heading), (offset, character)


@given(PLANS)
def test_sections_nest(text: str) -> None:
    sections, provisions = outline(text)
    assert len({section.address for section in sections}) == len(sections)
    assert len({provision.address for provision in provisions}) == len(provisions)
    for index, section in enumerate(sections):
        assert section.start < section.heading_end <= section.end <= len(text)
        assert text[section.start : section.heading_end].startswith(section.label)
        above = section.parent
        assert section.level == (1 if above is None else sections[above].level + 1)
        if above is not None:
            assert above < index
            assert sections[above].start < section.start and section.end <= sections[above].end
    for provision in provisions:
        assert provision.section is None or sections[provision.section].start <= provision.start


def print_outline(text: str) -> str:
    """The plan as its outline sees it, one heading or provision a line."""
    sections, provisions = outline(text)
    parts = {(p.start, p.end) for p in provisions}
    starts = {start for start, _ in parts}
    parts |= {(s.start, s.heading_end) for s in sections if s.start not in starts}
    return "\n".join(text[start:end] for start, end in sorted(parts))


@given(PLANS)
def test_print_and_parse_is_stable(text: str) -> None:
    printed = print_outline(text)
    assert shape(printed) == shape(text)
    assert print_outline(printed) == printed


@given(st.text(max_size=300))
def test_any_text_has_an_outline(text: str) -> None:
    for section in outline(text)[0]:
        assert 0 <= section.start < section.heading_end <= section.end <= len(text)


def test_lines_of_the_title_are_no_provisions() -> None:
    text = "某县造林计划\n一、目标。造林两万亩。"
    assert [text[p.start : p.end] for p in outline(text, title=(0, 6))[1]] == ["一、目标。造林两万亩。"]


def test_attack_strings_take_linear_time() -> None:
    for text in ("一" * 30_000, "1." * 20_000, "（" * 30_000, "第一" * 15_000, " " * 50_000 + "一、", "一、\n" * 3_000):
        outline(text)


@pytest.mark.parametrize("number", ["000", "003", "004"])
def test_gold(shared: pathlib.Path, number: str) -> None:
    """Label and start F1 at least 0.97, level at least 0.95, on the text as the annotators repaired it."""
    gold = json.loads((shared / "gold" / f"{number}.structure.json").read_text(encoding="utf-8"))
    original = (shared / "plans" / gold["source"]).read_bytes().decode("utf-8")
    repairs = shared / "gold" / f"{number}.repairs.jsonl"
    edits = []
    if repairs.exists():
        rows = map(json.loads, repairs.read_text(encoding="utf-8").splitlines())
        edits = sorted(Edit(row["start"], row["end"], row["restored"]) for row in rows)
    text, way = simplify(apply_edits(original, edits)), Alignment.identity(len(original)).then(edits)
    found = hits = wanted = levels = judged = 0
    for plan in gold["plans"]:
        if edits and plan["start"] > edits[-1].end:
            continue  # nobody repaired this plan
        first, last = way.to_clean(plan["start"]), way.to_clean(plan["end"])
        sections = outline(text[first:last])[0]
        got = {(s.label, way.to_original(first + s.start, first + s.heading_end)[0]): s.level for s in sections}
        want = {(heading["label"], heading["start"]): heading for heading in plan["headings"]}
        found, wanted, hits = found + len(got), wanted + len(want), hits + len(got.keys() & want.keys())
        sure = [key for key in got.keys() & want.keys() if not want[key].get("level_uncertain")]
        judged, levels = judged + len(sure), levels + sum(got[key] == want[key]["level"] for key in sure)
    assert 2 * hits >= 0.97 * (found + wanted) or not found + wanted
    assert levels >= 0.95 * judged
