"""Instruments: each marker finds its example and leaves its counterexample; offsets hold; time is linear."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.instruments import Marker, find_instruments, read_markers

MARKERS = read_markers()


def test_the_table_is_large_and_covers_three_sides() -> None:
    assert len(MARKERS) >= 40
    sides = Counter(marker.side for marker in MARKERS)
    assert set(sides) == {"supply", "environment", "demand"} and min(sides.values()) >= 8
    # A tool belongs to one side.
    assert len({(marker.side, marker.tool) for marker in MARKERS}) == len({marker.tool for marker in MARKERS})
    assert len({marker.pattern.pattern for marker in MARKERS}) == len(MARKERS)


@pytest.mark.parametrize("marker", MARKERS, ids=lambda marker: f"{marker.tool}-{marker.gloss}")
def test_marker_both_ways(marker: Marker) -> None:
    assert marker.pattern.search(marker.example)
    assert (marker.side, marker.tool) in {(found.side, found.tool) for found in find_instruments(marker.example)}
    assert not marker.pattern.search(marker.leaves)


def test_several_sides_in_one_sentence() -> None:
    # "buy services, train staff, forbid misuse"
    found = find_instruments("政府购买居家养老服务，开展业务培训，严禁挪用。")
    assert [(one.side, one.tool) for one in found] == [
        ("demand", "购买服务"),
        ("supply", "人才培养"),
        ("environment", "法规管制"),
    ]


def test_plain_text_has_none() -> None:
    assert find_instruments("全县总面积一千平方公里，辖十二个乡镇。") == []  # area and townships


@given(st.text(max_size=200))
def test_offsets_hold(text: str) -> None:
    for found in find_instruments(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("unit", ["建设", "给予", "鼓励社会", "新建", "推进", "购买", "提高", "制定完善统一", "引进"])
def test_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            find_instruments(text)
            best = min(best, time.process_time() - start)
        return best

    seconds(2_000)
    assert seconds(40_000) < 2.6 * seconds(20_000) + 0.01
