"""Actors: where a name begins and ends, and how lists are split."""

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from extract.actors.patterns import read_heads, read_openers
from extract.actors.phrases import LONGEST_LIST, fold, read_actors, starts_with_verb

CASES = read_cases("actors_split")


def _names(text):
    folded = fold(text)
    reading = read_actors(folded, 0)
    return [folded[a:b] for a, b in reading.spans] if reading else []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_split(case):
    assert _names(case["text"]) == case["want"], case["gloss"]


@given(st.text(alphabet="县市区局委和、与或的各等部门要（），。财政医院0", max_size=40))
def test_spans_are_ordered_and_inside(text):
    folded = fold(text)
    assert len(folded) == len(text)
    reading = read_actors(folded, 0)
    if reading:
        ends = [0, *(edge for span in reading.spans for edge in span)]
        assert ends == sorted(ends) and reading.end <= len(text)


def test_a_list_has_an_end():
    assert len(read_actors("县局、" * 500, 0).spans) == LONGEST_LIST


def test_no_head_is_also_a_verb():
    opens = {opener.word for opener in read_openers() if opener.kind == "opens" and not opener.unless_before}
    assert not opens & {row.head for row in read_heads()}


@pytest.mark.parametrize("text", ["为群众提供服务", "根据需要", "编制规划"])  # "serve people", "as needed", "draw up"
def test_verbs(text):
    assert starts_with_verb(text, 0)


@pytest.mark.parametrize("text", ["为主", "的工作", "是单位", "可选"])  # "mainly", "'s work", "is a unit", "optional"
def test_no_verbs(text):
    assert not starts_with_verb(text, 0)
