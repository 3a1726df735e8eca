"""The look that spares sound text the decoder: all places at once say what each says by itself."""

import random
from itertools import pairwise

import numpy as np
import opencc
import pytest
from garble import lose_bytes

from corpus.repair.language import load_language
from corpus.repair.lost_bytes.fillings import LOSS, LOSS_BY_A3
from corpus.repair.lost_bytes.pairs import load_pairs
from corpus.repair.lost_bytes.places import (
    BACK,
    MARGIN,
    _best_guesses,
    _may_be_pairs,
    find_places,
    find_suspicious,
)

SENTENCES = (
    "确保县级医院三年内全部达到标准。方便群众看病，推广A类药品目录和B超检查。",
    "建设G60科创走廊K12段，办好4A级景区和5G基站；（一）完善监管办法。",
    "优化学校布局。县城新建小学两所！乡镇改建幼儿园八所？由县财政承担X光机费用。",
)
OLD = [opencc.OpenCC("s2t").convert(sentence) for sentence in SENTENCES]
FOLDED = "!\"'(),-./:;?[]%&+"


def raw(char: str) -> tuple[int, int]:
    """(first, second byte) as the decoder reads a character; half-width signs as the full-width ones they were."""
    if char < "\x80":
        return (0xA3, ord(char) + 0x80) if char in FOLDED else (ord(char), 0)
    code = load_pairs().number.get(char, 0)
    return code >> 8, code & 0xFF


def may_end(text: str, at: int) -> bool:
    """Whether some run that ends with the ASCII byte at this place is about as likely as the text as it stands."""
    model, pairs = load_language(), load_pairs()
    window = ("\n" * 9 + text)[at + 9 - BACK - 1 : at + 9 + 2].ljust(BACK + 3, "\n")
    bytes_ = [raw(char) for char in window]
    follow = lambda a, b: float(model.follow(a, [b])[0])  # noqa: E731
    ids = [int(i) for i in model.ids(window)]
    stands = [follow(a, b) for a, b in pairwise(ids)]
    for first in range(1, BACK + 1):  # the run begins with the second byte of what stands here
        shifted = [bytes_[i][1] << 8 | bytes_[i + 1][0] for i in range(first, BACK + 1)]
        if any(code < 0x8100 or not pairs.known[code] for code in shifted):
            continue
        new = [int(pairs.ids[code]) for code in shifted]
        gain = sum(follow(a, b) for a, b in pairwise(new)) + follow(new[-1], ids[-1])
        gain -= sum(stands[first - 1 :])
        lead, trail = bytes_[first]
        near = 0xA3 in (lead, trail) or bytes_[first - 1][0] in (0x3F, 0x20)
        guesses = [*pairs.by_trail.get(lead, []), *pairs.by_lead.get(lead, [])]
        best = max(
            (follow(ids[first - 1], int(pairs.ids[c])) + follow(int(pairs.ids[c]), new[0]) for c in guesses),
            default=-99.0,
        )
        if gain + (LOSS_BY_A3 if near else LOSS) + best > -MARGIN:
            return True
    return False


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("text", [*SENTENCES, *OLD])
def test_each_place_by_itself(text: str, seed: int) -> None:
    for page in (text, lose_bytes(text, random.Random(seed), every=12, anywhere=seed > 1).text):
        places = find_places(page)
        chosen = set(find_suspicious(page, places))
        for at in places:
            sure = page[at - 1] in "!;?！；？" and page[at - 2 : at - 1] > "\x7f"
            if "@" <= page[at] <= "~" and not sure:
                assert (at in chosen) == may_end(page, at), page[at - 8 : at + 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("推进G60科创走廊和A级景区建设", []),  # the corridor, a grade
        ("加強管理?h域經濟要發展", [5]),  # 。县
        ("見網頁.shtml?c2和縣城", []),  # an address
        ("全縣經濟！縣城發展", []),
        ("現實?12所", [2]),  # a lone byte before a figure
        ("現實?(湖)長", [2]),
        ("Москва и Петербург\n現實", []),
    ],
)
def test_places(text: str, found: list[int]) -> None:
    assert find_suspicious(text, find_places(text)) == found


def may_be_pairs(text: str, at: int) -> bool:
    """Whether two characters in a row around this place are likelier when they are read one byte off."""
    model, pairs = load_language(), load_pairs()
    begin = max(text.rfind("\n", 0, at + 2) + 1, at - 3, 0)
    chars = text[begin : at + 2]
    ids = [int(i) for i in model.ids("\n" + chars)]
    follow = lambda a, b: float(model.follow(a, [b])[0])  # noqa: E731
    bytes_ = [raw(char) for char in chars]
    between = [left[1] << 8 | right[0] if left[1] > 0x80 else 0 for left, right in pairwise(bytes_)]
    for n, (one, two) in enumerate(pairwise(between)):
        if pairs.known[one] and pairs.known[two]:
            new = [int(pairs.ids[code]) for code in (one, two)]
            gain = follow(*new) + float(np.log(model.first[new[0]]))
            if gain > follow(ids[n + 1], ids[n + 2]) + follow(ids[n + 2], ids[n + 3]):
                return True
    return False


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("text", [*SENTENCES, *OLD])
def test_every_pair_by_itself(text: str, seed: int) -> None:
    page = lose_bytes(text, random.Random(seed), every=8, anywhere=True).text
    for lines in (page, page[:9] + "\n" + page[9:] + "\n" + page[2:7]):
        assert [_may_be_pairs(lines, at) for at in range(len(lines))] == [
            may_be_pairs(lines, at) for at in range(len(lines))
        ]


# Characters that are read one byte off about as likely as they stand.
CLOSE = ("喨伦犨", "佯芜槯", "淅梁檽", "觑泴蘠", "屘瓴占", "祧璞骸", "萝髡尊", "滂滦莽", "嬫谈乏", "霓贯癩")


@pytest.mark.parametrize("word", CLOSE)
def test_pairs_that_are_nearly_equal(word: str) -> None:
    assert _may_be_pairs(word, 2) == may_be_pairs(word, 2)


def test_the_best_guess_of_each_start() -> None:
    """The likeliest character with a lost byte between its neighbours, where a run may begin."""
    model, pairs = load_language(), load_pairs()
    text = OLD[2][:20]
    ids = model.ids(text).reshape(2, 10)
    new = ids[:, ::-1].copy()
    lead = np.array([[raw(char)[0] for char in row] for row in (text[:10], text[10:])])
    lead[1, 4] = 0  # no byte of a character
    starts = [(row, column, 0.0) for row in (0, 1) for column in range(1, 10)]
    follow = lambda a, b: float(model.follow(int(a), [int(b)])[0])  # noqa: E731
    want = []
    for row, column, _ in starts:
        byte = int(lead[row, column])
        codes = [*pairs.by_trail.get(byte, []), *pairs.by_lead.get(byte, [])] or [0]
        guesses = {int(pairs.ids[code]) for code in codes}
        want.append(max(follow(ids[row, column - 1], one) + follow(one, new[row, column]) for one in guesses))
    assert _best_guesses(pairs, ids, new, lead, starts) == pytest.approx(want)
    assert _best_guesses(pairs, ids, new, lead, []) == []


@pytest.mark.parametrize(("char", "sound"), [("一", True), ("龤", True), ("龥", True), ("€", False), ("⒖", False)])
def test_chinese_characters_may_be_rare_and_sound(char: str, sound: bool) -> None:
    """All that the code page has from its first to its last; signs that damage leaves are always looked at."""
    text = f"加快建设{char}的发展"
    assert not (sound and _may_be_pairs(text, 4))
    assert find_suspicious(text, [4]) == ([] if sound else [4])


@pytest.mark.parametrize(
    "text", ["“两巡两查”[22]机制，加快建设", "统筹推进“一网统管”\n[３]“一网”：政务网络", "见注[1][2]。"]
)
def test_marks_of_footnotes_are_sound(text: str) -> None:
    """[22] after “两巡两查”: two brackets that match are no bytes of a run."""
    assert find_places(text) == []


def test_a_single_bracket_may_end_a_run() -> None:
    assert find_places("经济社会[发展") == [4]


def test_enough_at_first_sight() -> None:
    text = "加強管理ㄒ唬嫿ǹh域經濟ㄒ唬嫿ǹh域經濟"
    places = find_places(text)
    every = find_suspicious(text, places)
    some = find_suspicious(text, places, 2)
    assert len(some) >= 2
    assert set(some) <= set(every)
    assert find_suspicious(text, places, 100) == every
