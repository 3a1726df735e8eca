"""The quick tables of the lost-byte decoder say what their definitions say, written out slowly here."""

import math
from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.repair.language import CLASH, PAGE_WEIGHT, RAREST, class_of, load_language
from corpus.repair.lost_bytes.memory import BASE, LONGEST, TRUST, USUAL, Memory
from corpus.repair.phrases import PAGE_WEIGHT as PHRASE_WEIGHT
from corpus.repair.phrases import TRUST as PHRASE_TRUST
from corpus.repair.phrases import load_phrases
from corpus.repair.vocabulary import PAGE_WEIGHT as WORD_WEIGHT
from corpus.repair.vocabulary import UNKNOWN, load_vocabulary, pack_word, spell_plainly
from corpus.words import cut

# What plans say: organise, county, medical insurance, guarantee, students, signs, a rare name.
PAGE = "组建县域医共体，医保基金由县医保局管理。县城学校3所，学生1200名。亳州市、单县确保“三保”支出；（一）组织领导。\n"
TEXTS = st.text(
    st.sampled_from("组建县域医共体，保基金由局管理。城学校3所生名亳州、单确“三”支出；（一）织领导\nAa羴"), min_size=1
)
PAGES = st.sampled_from(["", PAGE, PAGE * 30])


@cache
def counts() -> tuple[dict[str, float], dict[str, float], dict[str, float], dict[int, float]]:
    model = load_language()
    return {}, {}, {}, dict(zip(model.keys.tolist(), model.inside.tolist(), strict=True))


def chance(page: str, before: str, after: str) -> float:
    """P(after | before), from the counts one by one."""
    model, inside = load_language(), counts()[3]
    a, b = (int(model.ids(char)[0]) for char in (before, after))
    result = float(model.last[a] * model.first[b])
    if model.signs[a] and model.closing[b]:
        result *= CLASH
    result += inside.get(a << 16 | b, 0.0) / float(model.count[a])
    if page:
        pairs: Counter[tuple[int, int]] = Counter()
        usual = [i if model.first[i] > 1e-6 and i not in model.ids("?!aA") else -1 for i in model.ids(page).tolist()]
        for left, right in pairwise(usual):
            if left >= 0 and right >= 0:
                pairs[left, right] += 1
        heads: Counter[int] = Counter()
        for (left, _), number in pairs.items():
            heads[left] += number
        result = (pairs[a, b] + PAGE_WEIGHT * result) / (heads[a] + PAGE_WEIGHT)
    return math.log(result) - math.log({"0": 10, "A": 26, "a": 26}.get(class_of(after), 1))


@pytest.mark.parametrize("page", ["", PAGE])
def test_pairs(page: str) -> None:
    model = load_language().adapt([page]) if page else load_language()
    for before, after in [*pairwise("组建县域医保。”、，县确保亳羴州3所A1a"), ("0", "0"), ("”", "）"), ("。", "。")]:
        a, b = model.ids(before), model.ids(after)
        assert model.follow(a, b)[0] == pytest.approx(chance(page, before, after), abs=1e-9), before + after
        clash = model.clash(a, b)[0]
        assert clash == pytest.approx(
            math.log(CLASH) if before in "，。、；：？！?!—·" and after in "，。、；：？！?!—·”）》" else 0.0
        )
        assert model.attract(a, b)[0] == pytest.approx(model.follow(a, b)[0] - math.log(model.first[b[0]]))
    assert model.first.min() == RAREST


def shares(page: str) -> dict[str, float]:
    """Log-share of each word: of the list, or of the page where that has it."""
    words = load_vocabulary()
    listed = {}
    for key, share in zip(words.keys.tolist(), words.share.tolist(), strict=True):
        listed[key] = share
    if not page:
        return {"scale": 0.0, **listed}  # type: ignore[dict-item]
    own = Counter(word for word in cut(page) if len(word) <= 4 and "\n" not in word)
    total = sum(own.values()) + WORD_WEIGHT
    scale = math.log(WORD_WEIGHT / total)
    mixed = {key: share + scale for key, share in listed.items()}
    for word, number in own.items():
        mixed[pack_word(word)] = math.log((number + WORD_WEIGHT * math.exp(listed.get(pack_word(word), -99.0))) / total)
    return {"scale": scale, **mixed}  # type: ignore[dict-item]


cached_shares = cache(shares)


def best_cut(text: str, page: str) -> float:
    table = cached_shares(page)
    best = [0.0]
    for end in range(1, len(text) + 1):
        ways = []
        for length in range(1, min(4, end) + 1):
            word = text[end - length : end]
            share = table.get(pack_word(word))  # type: ignore[call-overload]
            if share is None:
                share = UNKNOWN + table["scale"] if length == 1 else -1e9
            ways.append(best[end - length] + share)
        best.append(max(ways))
    return best[-1]


@settings(max_examples=60, deadline=None)
@given(TEXTS, PAGES)
def test_words(text: str, page: str) -> None:
    text = spell_plainly(text.replace("\n", "。"))
    words = load_vocabulary().adapt(page) if page else load_vocabulary()
    want = best_cut(text, page)
    assert words.score([text])[0] == pytest.approx(want, abs=1e-6)
    # The same, a character at a time.
    best, row = np.full((1, 4), -1e9), np.zeros((1, 4), dtype=np.uint64)
    best[0, -1] = 0.0
    for char in text:
        row = np.concatenate((row[:, 1:], [[np.uint64(ord(char))]]), axis=1)
        best = np.concatenate((best[:, 1:], words.go_on(row, best)[:, None]), axis=1)
    assert best[0, -1] == pytest.approx(want, abs=1e-6)


@cache
def sequences(length: int, page: str) -> tuple[dict[int, float], dict[int, float], dict[int, float]]:
    """(count of each sequence, count and kinds of what follows each head); the page counts for more."""
    table = load_phrases().general[length]
    count = Counter(dict(zip(table.keys.tolist(), table.count.tolist(), strict=True)))
    kinds = Counter(key >> 14 for key in count)
    ids = load_language().ids(page).tolist()
    for at in range(len(ids) - length + 1):
        key = 0
        for number in ids[at : at + length]:
            key = key << 14 | number
        count[key] += PHRASE_WEIGHT
    heads: Counter[int] = Counter()
    for key, number in count.items():
        heads[key >> 14] += number
    return count, heads, kinds


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from("县域医保共体。，提高生活水平学校3"), min_size=4, max_size=8),
    st.sampled_from(["", PAGE * 3]),
)
def test_phrases(chars: list[str], page: str) -> None:
    model, phrases = load_language(), load_phrases()
    if page:
        phrases = phrases.adapt(model.ids(page))
    ids = model.ids("".join(chars))
    want = []
    for at in range(3, len(chars)):
        likely = math.exp(model.follow(ids[at - 1 : at], ids[at : at + 1])[0])
        for length, (by_kinds, fixed) in PHRASE_TRUST.items():
            key = 0
            for number in ids[at + 1 - length : at + 1].tolist():
                key = key << 14 | number
            count, heads, kinds = sequences(length, page)
            trust = by_kinds * max(kinds.get(key >> 14, 0.0), 1.0) + fixed
            likely = (count.get(key, 0.0) + trust * likely) / (heads.get(key >> 14, 0.0) + trust)
        want.append(math.log(likely))
    assert phrases.follow(model, ids[None, :])[0].tolist() == pytest.approx(want, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("京津雄保一体化。县"), min_size=1, max_size=60),
    st.text(st.sampled_from("京津雄保"), max_size=7),
)
def test_memory(page: str, left: str) -> None:
    model = load_language()
    text, options = page + "\n", ["京", "保", "。", "体"]
    share = np.maximum(model.count / model.count.sum(), BASE)
    want = []
    for option in options:
        known = float(share[model.ids(option)[0]])
        likely = (text.count(option) + USUAL * known) / (len(text) + USUAL)
        for size in range(1, min(LONGEST, len(left)) + 1):
            after = [
                text[at + size]
                for at in range(len(page))
                if text.startswith(left[-size:], at) and at + size < len(text)
            ]
            if not after:
                break
            trust = TRUST * len(set(after))
            likely = (after.count(option) + trust * likely) / (len(after) + trust)
        want.append(math.log(likely))
    assert Memory(page).follow(left, options).tolist() == pytest.approx(want, abs=1e-9)
