"""Compilations are cut at the title of each piece; single documents stay whole."""

import pathlib

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from corpus.frame import find_frame
from corpus.split import free_lines, split_plans

CASES = read_cases("split_invented")
PLANS = {"000": 7, "001": 7, "002": 5, "003": 1, "004": 6}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_split(case: dict) -> None:
    text = case["text"]
    spans = split_plans(text, find_frame(text))
    titles = [span.title or text[span.start : span.end].split("\n")[0].strip() for span in spans]
    assert titles == case["want"], case["gloss"]
    assert all(text[span.start : span.end].startswith(title) for span, title in zip(spans, titles, strict=True))
    assert all(span.border for span in spans)


def test_the_border_says_why() -> None:
    case = next(case for case in CASES if case["id"] == "split-piece")
    assert "counts 2" in split_plans(case["text"], find_frame(case["text"]))[1].border


@given(st.text("一二、。篇12（）\n 范文方案年工作"), st.data())
def test_spans_are_in_order_and_hold_text(text: str, data: st.DataObject) -> None:
    spans = split_plans(text)
    last = 0
    for span in spans:
        assert last <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        last = span.end
    assert bool(spans) == bool(text.strip())


def test_free_lines_leave_out_the_frame() -> None:
    text = "分享到：\n来源：某报    某县计划\n完"
    from corpus.model import Frame

    lines = free_lines(text, (Frame(0, 4, "button"), Frame(5, 14, "metadata")))
    assert [line.text for line in lines] == ["某县计划", "完"]
    assert all(text[line.start : line.end] == line.text for line in lines)


@pytest.mark.parametrize("folder", ["counties", "provinces", "pages"])
def test_single_documents_stay_whole(shared: pathlib.Path, folder: str) -> None:
    for path in sorted((shared / folder).glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert len(split_plans(text, find_frame(text))) == 1, path.name


@pytest.mark.parametrize(("number", "count"), PLANS.items())
def test_the_five_files_give_their_plans(shared: pathlib.Path, number: str, count: int) -> None:
    from corpus.simplify import simplify

    path = next((shared / "plans").glob(f"{number}_*.txt"))
    text = simplify(path.read_bytes().decode("utf-8"))
    assert len(split_plans(text, find_frame(text))) == count
