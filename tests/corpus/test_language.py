"""The judges of the lost-byte decoder: pairs of characters, and words."""

import math
import pathlib

import numpy as np
import pytest

from corpus.repair.language import load_language
from corpus.repair.lost_bytes.pairs import load_pairs
from corpus.repair.vocabulary import LONGEST, load_vocabulary, pack_word, spell_plainly

PAIRS = [("县域", "县郁"), ("确保", "确福"), ("医保", "医。"), ("专科", "砖科"), ("总结", "总洁")]


@pytest.mark.parametrize(("likely", "unlikely"), PAIRS)
def test_words_are_likelier_than_chance(likely: str, unlikely: str) -> None:
    assert load_language().score(likely) > load_language().score(unlikely)
    first, second = load_vocabulary().score([likely, unlikely])
    assert first > second


def test_both_scripts_are_one() -> None:
    model = load_language()
    assert list(model.ids("縣域醫療")) == list(model.ids("县域医疗"))


def test_chances_add_up() -> None:
    model = load_language()
    everything = np.arange(len(model.count))
    for char in "县的，":
        total = float(np.exp(model.follow(int(model.ids(char)[0]), everything)).sum())
        assert 0.75 < total < 1.05  # what signs lose beside signs goes to nobody


def test_the_page_teaches() -> None:
    model, words = load_language(), load_vocabulary()
    page = "组建教共体，教共体由中心校牵头。" * 20
    pair = model.ids("教共")
    assert model.adapt([page]).follow(pair[:1], pair[1:]) > model.follow(pair[:1], pair[1:])
    assert words.adapt(page).score(["教共体"])[0] > words.score(["教共体"])[0]


def test_unknown_characters_cost_but_do_not_break() -> None:
    for text in ("", "\U00020000", "\ud800", "𰻝麵", "\x00"):
        assert math.isfinite(load_language().score(text))


def test_words_are_packed_uniquely() -> None:
    words = ["县", "县域", "县域医", "县域医疗", "域县"]
    assert len({pack_word(word) for word in words}) == len(words)
    assert len(words[-2]) == LONGEST
    assert spell_plainly("２０２５年ＧＤＰ,見附件") == "0000年AAA，见附件"


def test_pairs_know_every_code() -> None:
    pairs = load_pairs()
    assert pairs.simple[0xBF68] == "县"  # 縣
    assert pairs.number["縣"] == 0xBF68
    assert 0x93 in {int(code) & 0xFF for code in pairs.read_as("lián", 0xC2)}  # 聯
    assert all(int(code) & 0xFF == 0xA3 for code in pairs.by_trail[0xA3])


def test_tables_are_small(request: pytest.FixtureRequest) -> None:
    data = pathlib.Path(__file__).resolve().parents[2] / "corpus" / "data"
    size = sum((data / name).stat().st_size for name in ("characters.npz", "words.npz", "readings.tsv"))
    assert size < 3_000_000


def test_plan_words_are_sorted_and_sourced() -> None:
    data = pathlib.Path(__file__).resolve().parents[2] / "corpus" / "data"
    rows = [line.split("\t") for line in (data / "plan_words.tsv").read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["word", "per_100000", "source"]
    assert [row[0] for row in rows[1:]] == sorted({row[0] for row in rows[1:]})
    assert all(row[0].strip() == row[0] and float(row[1]) > 0 and row[2] for row in rows[1:])
