"""Several blocks at one original place: the way from the original to the clean text takes the first of them.

Written against planted mistakes (``benchmarks/mutation.py``).
"""

import pytest

from corpus.alignment import Alignment, Edit


def test_two_and_three_blocks_that_begin_together() -> None:
    one = Alignment.identity(3).then([Edit(1, 2, "X")])
    two = one.then([Edit(1, 1, "Y")])
    three = two.then([Edit(1, 1, "Z")])
    assert [one.to_clean(1), two.to_clean(1), three.to_clean(1)] == [1, 1, 1]
    assert [one.to_clean(2), two.to_clean(2), three.to_clean(2)] == [2, 3, 4]


def test_blocks_at_the_very_beginning() -> None:
    two = Alignment.identity(2).then([Edit(0, 1, "X")]).then([Edit(0, 0, "Y")])
    assert [two.to_clean(0), two.to_clean(1)] == [0, 2]


def test_what_is_put_in_at_the_end() -> None:
    assert Alignment.identity(2).then([Edit(2, 2, "XY")]).to_clean(2) == 2


def test_an_offset_within_a_block() -> None:
    assert Alignment.identity(4).then([Edit(1, 3, "X")]).to_clean(2) == 1


def test_picking_nothing_adds_nothing() -> None:
    whole = Alignment.identity(4).then([Edit(1, 3, "XY")])
    assert whole.pick([(1, 1), (2, 2)]).length == 0
    assert whole.pick([(0, 1), (1, 1), (1, 3)]).to_original(1, 3) == (1, 3)


@pytest.mark.parametrize(
    ("edits", "spans", "back"),
    [
        (  # "ab": a becomes XY, then X is put in within that block: alone it is a point, with a half of it the block
            [(0, 1, "XY"), (1, 1, "X")],
            "0-1 0-1 0-1 0-2 0-0 0-1 0-2 0-1 0-2 1-2",
            [0, 3, 4],
        ),
        (  # as before, behind something else that was put in
            [(0, 0, "XY"), (2, 3, "XY"), (3, 3, "X")],
            "0-0 0-0 0-1 0-1 0-1 0-2 0-0 0-1 0-1 0-1 0-2 0-1 0-1 0-1 0-2 0-0 0-1 0-2 0-1 0-2 1-2",
            [0, 5, 6],
        ),
        ([(0, 0, "X"), (1, 2, "X")], "0-0 0-1 0-2 0-1 0-2 1-2", [0, 2, 3]),
        ([(0, 2, "X")], "0-2", [0, 0, 1]),
        ([(1, 2, "X")], "0-1 0-2 1-2", [0, 1, 2]),
    ],
)
def test_every_span_of_blocks_within_blocks(edits: list[tuple[int, int, str]], spans: str, back: list[int]) -> None:
    way = Alignment.identity(2)
    for edit in edits:
        way = way.then([Edit(*edit)])
    every = [(start, end) for start in range(way.length) for end in range(start + 1, way.length + 1)]
    assert " ".join("{}-{}".format(*way.to_original(*span)) for span in every) == spans
    assert [way.to_clean(offset) for offset in range(3)] == back
