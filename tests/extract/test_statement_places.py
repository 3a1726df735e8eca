"""Whom a statement is about where a prefecture's or a province's plan names those below it: passages with the truth."""

import time
from itertools import pairwise

import pytest
from casefiles import read_cases

from corpus.alignment import Alignment
from corpus.model import Header, Plan, Source
from corpus.pipeline import settle
from extract.places import find_places
from extract.scopes.jurisdiction import Jurisdiction, find_jurisdiction
from extract.scopes.statements import find_statement_places

CASES = read_cases("statement_places")
BAODING = Jurisdiction("130600", "保定市", "prefecture")


def read(text: str) -> Plan:
    document = settle(Source("a.txt", "0" * 64, len(text.encode()), text, "utf-8", "text"))
    (plan,) = document.plans
    return plan


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_whom_a_figure_is_about(case: dict) -> None:
    plan = read(case["text"])
    places = find_places(plan.text)
    stretches = find_statement_places(plan, find_jurisdiction(plan, None, places), places)
    found = {}
    for words in case["want"]:
        at = plan.text.index(words)
        found[words] = next((code for start, end, code in stretches if start <= at < end), None)
    assert found == case["want"]


def test_stretches_are_in_order_and_apart() -> None:
    for case in CASES:
        plan = read(case["text"])
        places = find_places(plan.text)
        stretches = find_statement_places(plan, find_jurisdiction(plan, None, places), places)
        assert all(start < end for start, end, _ in stretches)
        assert all(one[1] <= other[0] for one, other in pairwise(stretches))


def test_of_an_unknown_place_only_what_opens_with_a_county() -> None:
    text = "安吉县建成平台16个。支持德清县建设中心3个，其中长兴县2个。"
    plan = Plan(1, text, Alignment.identity(len(text)), Header(title=""))
    stretches = find_statement_places(plan, Jurisdiction(None, None, None), find_places(text))
    assert [(text[start:end], code) for start, end, code in stretches] == [("安吉县建成平台16个。", "330523")]


UNITS = (
    "、清苑区1个", "清苑区、", "，支持易县新建3所", "清苑区：\n1.新建3所\n", "清苑区 | 3 | 易县 | 4\n", "（满城区（",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        plan, places = Plan(1, text, Alignment.identity(len(text)), Header(title="")), find_places(text)
        begin = time.process_time()
        find_statement_places(plan, BAODING, places)
        return time.process_time() - begin

    for _ in range(3):  # the machine may be busy: the best of three counts
        once, twice = (seconds(size) for size in (20_000, 40_000))
        if twice < 0.1 or twice / once < 2.6:
            return
    pytest.fail(f"{unit}: {once}, {twice}")
