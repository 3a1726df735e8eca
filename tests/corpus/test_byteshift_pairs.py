"""The alphabet of the lost-byte decoder: its tables say what the code page says, pair by pair."""

import numpy as np
import pytest

from corpus.repair.language import load_language
from corpus.repair.lost_bytes.fillings import Filling, Fillings
from corpus.repair.lost_bytes.pairs import LEADS, TRAILS, load_pairs
from corpus.repair.vocabulary import spell_plainly

PAIRS = load_pairs()
CODES = [lead << 8 | trail for lead in LEADS for trail in TRAILS]
SHOWN = {code: code.to_bytes(2, "big").decode("gb18030") for code in CODES}


def is_private(code: int) -> bool:
    return "\ue000" <= SHOWN.get(code, "") <= "\uf8ff"


def is_beyond(code: int) -> bool:
    return code in SHOWN and SHOWN[code].encode("gbk", "ignore") == b""


def test_every_code() -> None:
    unknown = len(load_language().count) - 1
    for code in CODES[::7]:
        simple = PAIRS.simple[code]
        assert PAIRS.known[code] == (PAIRS.ids[code] != unknown)
        assert PAIRS.ids[code] == load_language().ids(simple)[0]
        assert PAIRS.plain[code] == min(ord(spell_plainly(simple)), 0xFFFF)
        if SHOWN[code] != simple:
            assert PAIRS.script[code] == 1
    assert (len(LEADS), len(TRAILS)) == (126, 190)
    assert PAIRS.number["A"] == 0x41 and PAIRS.simple[0x41] == "A" and 0x7F not in PAIRS.simple
    assert [int(PAIRS.script[PAIRS.number[char]]) for char in "縣县人"] == [1, -1, 0]


@pytest.mark.parametrize("byte", [0x40, 0x7E, 0x80, 0x81, 0xA1, 0xA3, 0xB0, 0xFE])
def test_by_byte(byte: int) -> None:
    for table, chosen in ((PAIRS.by_lead, lambda code: code >> 8), (PAIRS.by_trail, lambda code: code & 0xFF)):
        want = {code for code in CODES if chosen(code) == byte and PAIRS.known[code]}
        assert set(table.get(byte, np.empty(0)).tolist()) == want


def test_what_falls_out() -> None:
    for table, gone in ((PAIRS.private, is_private), (PAIRS.beyond, is_beyond)):
        found = {lead << 8 | trail for lead, trails in table.items() for trail in trails.tolist()}
        assert found == {code for code in CODES if gone(code)}


@pytest.mark.parametrize(("lead", "second"), [(0xBB, 0xA1), (0xBB, 0xAF), (0xD5, 0x52), (0x95, 0x6E), (0xB2, 0xFA)])
@pytest.mark.parametrize("beyond", [False, True])
def test_around_a_gap(lead: int, second: int, beyond: bool) -> None:
    """First character lead+q, then r+second, where q r is the pair that is gone."""
    gone = is_beyond if beyond else is_private
    want = {
        (lead << 8 | q, r << 8 | second)
        for q in TRAILS for r in TRAILS
        if r > 0x80 and gone(q << 8 | r) and PAIRS.known[lead << 8 | q] and PAIRS.known[r << 8 | second]
    }  # fmt: skip
    firsts, seconds = PAIRS.read_around(lead, second, beyond=beyond)
    assert set(zip(firsts.tolist(), seconds.tolist(), strict=True)) == want
    assert firsts.tolist() == sorted(firsts.tolist())
    model = load_language()
    fillings = Fillings(PAIRS, model, 0.7)
    filling = fillings.around(lead, second, beyond=beyond)
    assert fillings.around(lead, second, beyond=beyond) is filling  # worked out once
    assert filling.heads[filling.head].tolist() == firsts.tolist() == filling.firsts.tolist()
    assert filling.tails[filling.tail].tolist() == seconds.tolist() == filling.seconds.tolist()
    assert len(set(filling.heads.tolist())) == len(filling.heads) and len(set(filling.tails.tolist())) == len(
        filling.tails
    )
    if not len(filling):
        return
    assert filling.inner.tolist() == model.follow(PAIRS.ids[firsts], PAIRS.ids[seconds]).tolist()
    assert filling.first_prior.tolist() == PAIRS.prior(firsts, 0.7).tolist()
    assert filling.second_prior.tolist() == PAIRS.prior(seconds, 0.7).tolist()
    worth = filling.inner.round(1)  # with ties: the first of the best
    rows = [max(np.flatnonzero(firsts == head).tolist(), key=lambda row: worth[row]) for head in filling.heads]
    assert filling.best_seconds(worth).tolist() == rows


def test_every_one_with_every_other() -> None:
    """Two characters beside each other of which both lost a byte."""
    model = load_language()
    ones, twos = PAIRS.by_trail[0xA3][:3], PAIRS.by_lead[0xA1][:4]
    both = Filling.both(ones, twos, np.arange(3.0), np.arange(4.0) / 10, PAIRS, model)
    want = [(one, two) for one in ones.tolist() for two in twos.tolist()]
    assert list(zip(both.firsts.tolist(), both.seconds.tolist(), strict=True)) == want
    assert both.inner.tolist() == [model.follow(PAIRS.ids[[a]], PAIRS.ids[[b]])[0] for a, b in want]
    assert (both.first_prior + both.second_prior).tolist() == [a + b / 10 for a in range(3) for b in range(4)]


@pytest.mark.parametrize("lead", [0xBB, 0xD5, 0xA1])
def test_in_a_gap(lead: int) -> None:
    firsts, betweens, joined = PAIRS.read_in_gap(lead)
    starts = {code >> 8 for code in CODES if is_private(code)}
    assert set(firsts.tolist()) == {lead << 8 | q for q in starts if q in TRAILS and PAIRS.known[lead << 8 | q]}
    assert set(betweens.tolist()) == {
        code for code in CODES if code & 0xFF in starts and PAIRS.known[code]
    }  # fmt: skip
    for row in range(0, len(firsts), 3):
        for column in range(0, len(betweens), 97):
            pair = (int(firsts[row]) & 0xFF) << 8 | int(betweens[column]) >> 8
            assert joined[row, column] == is_private(pair)


@pytest.mark.parametrize(("trail", "second"), [(0xAA, 0xA1), (0xFE, 0xB0), (0xA1, 0x40)])
def test_after_a_gap(trail: int, second: int) -> None:
    want = {r << 8 | second for r in TRAILS if r > 0x80 and is_private(trail << 8 | r) and PAIRS.known[r << 8 | second]}
    assert set(PAIRS.end_after(trail, second).tolist()) == want


def test_readings_and_scripts() -> None:
    codes = PAIRS.read_as("xiàn", PAIRS.number["縣"] >> 8).tolist()
    assert PAIRS.number["縣"] in codes and all(code >> 8 == PAIRS.number["縣"] >> 8 for code in codes)
    old, new, both = (PAIRS.number[char] for char in "縣县人")
    prior = PAIRS.prior(np.array([old, new, both]), 0.9)
    assert prior.tolist() == pytest.approx([np.log(0.9), np.log(0.1), 0.0])
