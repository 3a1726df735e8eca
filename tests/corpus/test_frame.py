"""The page's own words are kept out of plans, the document's are not."""

import pathlib
import re

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from corpus.frame import find_frame
from corpus.split import free_lines

CASES = read_cases("frame_invented")
FOREIGN = re.compile(
    r"(?:[\u4e00-\u9fff]{1,8}[县区市]\d{4}年|\d{4}年[\u4e00-\u9fff]{1,8}[县区市])(?:政府工作报告|国民经济)"
)
BUTTONS = ("分享到", "QQ空间", "上一篇", "相关文章", "本栏最新", "阅读排行", "标签云", "内容摘要")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_frame(case: dict) -> None:
    text = case["text"]
    found = [[part.rule, text[part.start : part.end]] for part in find_frame(text)]
    assert found == case["want"], case["gloss"]


@given(st.text("首页>：:。、一来源分享到\n 【】|0123456789-年篇", max_size=300))
def test_frames_are_in_order_and_apart(text: str) -> None:
    last = 0
    for part in find_frame(text):
        assert last <= part.start < part.end <= len(text)
        last = part.end


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    find_frame(text)


def test_no_other_county_is_left_in_a_report(shared: pathlib.Path) -> None:
    for path in sorted((shared / "counties").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        rest = "\n".join(line.text for line in free_lines(text, find_frame(text)))
        assert len(set(FOREIGN.findall(rest))) <= 1, path.name
        assert not any(word in rest for word in BUTTONS), path.name


def test_little_is_cut_where_there_is_no_frame(shared: pathlib.Path) -> None:
    """Sentences of the reports stay: what is cut holds no long prose but abstracts, captions and notices."""
    for path in sorted((shared / "provinces").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for part in find_frame(text):
            if part.rule not in ("caption", "address"):
                longest = max(text[part.start : part.end].split("\n"), key=len)
                assert len(longest) < 60, (path.name, longest)
