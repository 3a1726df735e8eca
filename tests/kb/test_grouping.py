"""Grouping of masked forms: chunks make no difference, hashes are those of each form alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.questions import grouping
from kb.questions.grouping import NO_HASH, SKETCH, group_items, hash_shingles

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
    assert list(whole.templates(2)) == [[0, 3, 5], [1, 4, 6]]
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
