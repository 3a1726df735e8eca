"""The way back from clean text: properties over random edits, round after round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.alignment import Alignment, Edit, apply_edits

TEXT = st.text(st.characters(categories=None), max_size=30)


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [Edit(start, end, draw(st.text("ab縣", max_size=3))) for start, end in pairs]
    # Two insertions at one place have no order of their own.
    return [edit for i, edit in enumerate(edits) if not i or (edit.start, edit.end) != (edits[i - 1].end,) * 2]


@st.composite
def rounds(draw: st.DrawFn) -> tuple[str, str, Alignment]:
    original = draw(TEXT)
    text, alignment = original, Alignment.identity(len(original))
    for _ in range(draw(st.integers(0, 3))):
        edits = draw(edits_of(len(text)))
        text, alignment = apply_edits(text, edits), alignment.then(edits)
    return original, text, alignment


@given(rounds())
def test_lengths_agree(case: tuple[str, str, Alignment]) -> None:
    original, text, alignment = case
    assert (alignment.length, alignment.original_length) == (len(text), len(original))


@given(rounds())
def test_runs_cover_the_clean_text_in_order(case: tuple[str, str, Alignment]) -> None:
    _, text, alignment = case
    at = source = 0
    for run in alignment.runs:
        assert run.clean == at and run.length > 0 and source <= run.end
        at += run.length
        source = max(source, run.start)
    assert at == len(text)


@given(rounds())
def test_kept_characters_are_the_same_character(case: tuple[str, str, Alignment]) -> None:
    original, text, alignment = case
    for run in alignment.runs:
        if run.one_to_one:
            assert original[run.start : run.end] == text[run.clean : run.clean + run.length]
            for i in range(run.length):
                assert alignment.to_original(run.clean + i, run.clean + i + 1) == (run.start + i, run.start + i + 1)
                assert alignment.to_clean(run.start + i) == run.clean + i


@given(rounds(), st.data())
def test_spans_lie_within_and_grow(case: tuple[str, str, Alignment], data: st.DataObject) -> None:
    original, text, alignment = case
    a, b, c = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 3)))
    left, right = alignment.to_original(a, b)
    assert 0 <= left <= right <= len(original)
    if a < b:
        wider = alignment.to_original(a, c)
        assert wider[0] == left and wider[1] >= right


@given(rounds(), st.data())
def test_to_clean_never_goes_back(case: tuple[str, str, Alignment], data: st.DataObject) -> None:
    original, text, alignment = case
    a, b = sorted(data.draw(st.tuples(*[st.integers(0, len(original))] * 2)))
    assert 0 <= alignment.to_clean(a) <= alignment.to_clean(b) <= len(text)


@given(rounds(), st.data())
def test_a_pick_maps_as_the_whole_did(case: tuple[str, str, Alignment], data: st.DataObject) -> None:
    _, text, alignment = case
    a, b = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    part = alignment.pick([(a, b)])
    assert part.length == b - a
    for i in range(b - a):
        assert part.to_original(i, i + 1) == alignment.to_original(a + i, a + i + 1)


def test_deleted_text_belongs_to_no_clean_character() -> None:
    way = Alignment.identity(9).then([Edit(1, 7, "")])  # 縣(xiàn)域 → 縣域
    assert [way.to_original(0, 1), way.to_original(1, 2)] == [(0, 1), (7, 8)]
    assert {way.to_clean(i) for i in range(1, 8)} == {1}


@pytest.mark.parametrize("span", [(-1, 0), (0, 4), (2, 1)])
def test_spans_outside_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="lies outside"):
        Alignment.identity(3).to_original(*span)


@pytest.mark.parametrize("edits", [[Edit(2, 3, ""), Edit(0, 1, "")], [Edit(0, 2, ""), Edit(1, 3, "")]])
def test_unsorted_or_overlapping_edits_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlap or are unsorted"):
        Alignment.identity(5).then(edits)
    with pytest.raises(ValueError, match="overlap or are unsorted"):
        apply_edits("abcde", edits)


def test_a_longer_span_never_ends_earlier() -> None:
    """Insertions after a block of an earlier round that reaches farther in the original."""
    runs = [(0, 2, 0, 0, False), (2, 3, 0, 0, False), (5, 1, 0, 0, False), (6, 2, 0, 1, False), (8, 1, 0, 0, False)]
    way = Alignment.from_runs(runs, 1)
    assert [way.to_original(0, end) for end in (5, 7, 8, 9)] == [(0, 0), (0, 1), (0, 1), (0, 1)]


def test_a_text_of_which_nothing_is_left_may_be_kept() -> None:
    """Its runs, stored as numbers, are none; its length is none, whatever the original had."""
    stored = Alignment.from_runs([], 7)
    assert (stored.length, stored.original_length, stored.runs) == (0, 7, ())
    assert stored.to_original(0, 0) == (0, 0)
    with pytest.raises(ValueError, match="outside"):
        stored.to_original(0, 1)


def test_the_end_of_a_text_that_ends_with_a_block() -> None:
    way = Alignment.identity(5).then([Edit(3, 5, "x")])
    assert (way.length, way.to_original(4, 4), way.to_original(3, 4), way.to_original(3, 3)) == (
        4,
        (5, 5),
        (3, 5),
        (3, 3),
    )
