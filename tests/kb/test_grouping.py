"""Grouping of masked forms: chunks make no difference, hashes are those of each form alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from kb.questions import grouping
from kb.questions.grouping import LIKENESS, NO_HASH, SHORTEST, SKETCH, group_items, hash_shingles

FORMS = st.lists(st.text(alphabet="县医院共体每年派驻师0不少于名", max_size=40), max_size=12)


@given(FORMS)
def test_hashes_of_many_are_those_of_each(forms: list[str]) -> None:
    together = hash_shingles(forms)
    assert together.shape == (len(forms), SKETCH)
    for form, row in zip(forms, together, strict=True):
        assert (hash_shingles([form])[0] == row).all()
        kept = row[row != NO_HASH]
        assert len(kept) == min(SKETCH, len({form[n : n + 4] for n in range(len(form) - 3)}))
        assert (np.diff(kept.astype(object)) > 0).all()


@pytest.mark.parametrize("at_once", [1, 3, 1000])
def test_chunks_and_known_hashes_make_no_difference(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = "县医院每年向乡镇卫生院派驻医师不少于0名工作时间不少于一年"
    other = "全面推进依法行政自觉接受监督建设人民满意的法治政府"
    forms = [lead, other, "短", lead + "以上", other.replace("人民", "群众"), lead, "县" + other]
    whole = group_items((form, None) for form in forms)
    assert whole.leaders.tolist() == [0, 1, -1, 0, 1, 0, 1]
    assert [items.tolist() for items in whole.templates(2)] == [[0, 3, 5], [1, 4, 6]]
    assert whole.likeness[5] == 1.0
    monkeypatch.setattr(grouping, "_AT_ONCE", at_once)
    known = [hash_shingles([form])[0][hash_shingles([form])[0] != NO_HASH].tolist() for form in forms]
    for hashes in ([None] * len(forms), known, [*known[:3], *[None] * 4]):
        again = group_items(zip(forms, hashes, strict=True))
        assert again.leaders.tolist() == whole.leaders.tolist()
        assert again.likeness.tolist() == whole.likeness.tolist()


def test_nothing_to_group() -> None:
    assert list(group_items([]).templates()) == []
    assert group_items([("短", None)]).leaders.tolist() == [-1]


def group_one_by_one(forms: list[str]) -> list[int]:
    """The leaders as the rule says: of those so far that share a hash the likest, of equals the first."""
    leaders: list[int] = []
    known = [set(hash_shingles([form])[0][hash_shingles([form])[0] != NO_HASH].tolist()) for form in forms]
    for n, form in enumerate(forms):
        if len(form) < SHORTEST:
            leaders.append(-1)
            continue
        same = [m for m in range(n) if forms[m] == form]
        if same:
            leaders.append(leaders[same[0]])
            continue
        able = [m for m in range(n) if leaders[m] == m and known[m] & known[n]]
        alike = [(-Indel.normalized_similarity(form, forms[m]), m) for m in able]
        best = min(alike, default=(0.0, n))
        leaders.append(best[1] if -best[0] >= LIKENESS else n)
    return leaders


PIECES = st.sampled_from(["县医院每年向", "乡镇卫生院", "派驻医师不少于0名", "工作时间", "不少于一年", "教育", "财政"])


@given(st.lists(st.lists(PIECES, min_size=2, max_size=5).map("".join), min_size=1, max_size=15), st.integers(1, 7))
def test_the_likest_leader_whatever_the_chunks(forms: list[str], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "_AT_ONCE", at_once)
        patch.setattr(grouping, "_SORTED", 16 * at_once)  # hashes counted in several parts
        found = group_items((form, None) for form in forms)
    assert found.leaders.tolist() == group_one_by_one(forms)


def test_crowds_are_met_by_their_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where very many share all their hashes, lists are cut and what is alike still meets."""
    monkeypatch.setattr(grouping, "_CROWD", 20)
    lead = "县医院每年向乡镇卫生院派驻医师不少于0名工作时间不少于一年"
    signs = [chr(0x4E00 + n) * 9 + chr(0x5E00 + n) * 9 + lead[:14] for n in range(300)]
    found = group_items((form, None) for form in [*signs, *signs, *(form + "县" for form in signs), lead, lead + "县"])
    assert found.leaders.tolist() == [*range(300), *range(300), *range(300), 900, 900]
