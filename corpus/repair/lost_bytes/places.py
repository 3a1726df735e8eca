"""Where bytes may have been lost: two cheap looks that spare sound text the decoder.

``find_places`` runs over the text once and finds what sound pages show seldom. ``find_suspicious`` then asks
of each such place, by the few characters around it, whether any reading one byte off could be Chinese.
A letter after a Chinese character (``G60``, ``A级``) is both rare enough to look at and mostly sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.lines import line_end, line_start
from corpus.repair.glosses import TONED
from corpus.repair.language import Floats, Ids, load_language
from corpus.repair.lost_bytes.fillings import LOSS, LOSS_BY_A3
from corpus.repair.lost_bytes.pairs import Pairs, load_pairs
from corpus.repair.lost_bytes.steps import MARKERS
from corpus.repair.lost_bytes.tokens import FOLDABLE

# What damage leaves behind beside ASCII bytes where none belong: tone marks, signs that no plan uses.
_ODD = f"€\u3105-\u3129\ue000-\ue864\u2550-\u2573\ufe30-\ufe6b\u3041-\u30fe\u0391-\u0451\ufffd⒖-⒛ɡǹḿ{TONED}"
# Kinds of characters, as bits.
TRAIL, LETTER, BEFORE_TRAIL, ODD, SIGN, LONE, RARE, LINE_END = (1 << i for i in range(8))
_KINDS = {
    TRAIL: "[@-~]",
    LETTER: "[A-Za-z]",
    BEFORE_TRAIL: "[!(),:;?\x80-\uffff]",  # 县 as ?h
    ODD: f"[{_ODD}]",  # （一） as 。ㄒ唬, a gloss
    SIGN: "[！；（？!;(?]",
    LONE: "[?⒈-⒛⑴-⒇]",  # a lone byte after a sign or at the end
    LINE_END: "[\r\n]",
}
_WIDE_SIGNS, _AFTER_LONE = frozenset("！；（？"), frozenset("\r\n(0123456789")
_ADDRESS = re.compile("[0-9A-Za-z]\\?[0-9A-Za-z]")  # of a page: .shtml?c2
_NOTE = re.compile("\\[[0-9０-９]{1,3}\\]")  # of a footnote
_FOREIGN = re.compile("[\u3041-\u30fe]{4,}|[\u0386-\u03ce]{4,}|[\u0401-\u0451]{4,}")
_LETTERS = re.compile("[\u3041-\u30fe\u0386-\u03ce\u0401-\u0451]")
_HAN = re.compile("[\u3400-\u9fff]")
BACK = 6  # characters before an ASCII byte that are read one byte off
MARGIN = 3.0  # log-odds that knowing the page may add to a reading


def find_places(text: str) -> list[int]:
    """Offsets that no sound page shows often."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kinds = np.concatenate((_kinds()[np.minimum(codes, 0xFFFF)], np.full(3, LINE_END, dtype=np.uint8)))
    here, after = kinds[:-3], kinds[1:-2]
    before = np.concatenate((np.full(1, LINE_END, dtype=np.uint8), here[:-1])) if len(here) else here
    found = (here & ODD) > 0
    found |= ((here & TRAIL) > 0) & ((before & BEFORE_TRAIL) > 0) & ((after & LETTER) == 0)
    for at in np.flatnonzero(here & LONE).tolist():
        found[at] |= text[at - 1 : at] in _WIDE_SIGNS or (text[at] == "?" and text[at + 1 : at + 2] in _AFTER_LONE)
    rare = (kinds & RARE) > 0
    if rare.any():
        found |= rare[:-3] & ((before & SIGN) > 0)
        line_end = (kinds & LINE_END) > 0
        near = rare[1:-2] | ~line_end[1:-2] & (rare[2:-1] | ~line_end[2:-1] & rare[3:])
        for at in np.flatnonzero(rare[:-3] & near).tolist():
            found[max(i for i in range(at + 1, at + 4) if rare[i])] = True
        found[1:] |= rare[:-4] & (codes[1:] == 0x3F)
    if (here & ODD).any():  # words of other languages are no damage: a shift leaves single letters of them
        for word in _FOREIGN.finditer(text):
            found[word.start() : word.end()] = False
        for start, end in _foreign_lines(text):
            found[start:end] = False
    if found.any() and "[" in text:  # a bracket that ended a run would have no other one to match
        for note in _NOTE.finditer(text):
            found[note.start()] = found[note.end() - 1] = False
    return np.flatnonzero(found).tolist()


def _foreign_lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines with more letters of other scripts than Chinese characters: Japanese, Russian, Greek."""
    end = 0
    for found in _LETTERS.finditer(text):
        if found.start() < end:
            continue
        start, end = line_start(text, found.start()), line_end(text, found.start())
        line = text[start:end]
        if len(_LETTERS.findall(line)) > len(_HAN.findall(line)):
            yield start, end


@cache
def _kinds() -> NDArray[np.uint8]:
    """The kinds of every character of the basic plane."""
    plane = "".join(map(chr, range(0x10000)))
    table = np.zeros(0x10000, dtype=np.uint8)
    for kind, chars in _KINDS.items():
        table[[found.start() for found in re.finditer(chars, plane)]] |= np.uint8(kind)
    common = {
        bytes((lead, trail)).decode(codec, "ignore")
        for codec, leads in (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)))
        for lead in leads
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    }
    table[[code for code in range(0x4E00, 0x9FA6) if chr(code) not in common]] |= np.uint8(RARE)
    return table


def find_suspicious(text: str, places: list[int], enough: int | None = None) -> list[int]:
    """Those of the places that may be damage; the bigrams of the word list decide, generously.

    Where so many as ``enough`` show at first sight, those alone come back.

    >>> text = "推进G60科创走廊和A级景区建设"       # "the G60 corridor and grade-A scenic spots": sound
    >>> find_suspicious(text, find_places(text))
    []
    >>> text = "加強管理?h域經濟要發展"             # 。县 lost a byte
    >>> find_suspicious(text, find_places(text))
    [5]
    """
    letters = [at for at in places if "@" <= text[at] <= "~" and not _ADDRESS.match(text, at - 2)]
    # Right after ! ; ? nearly nothing is left of the run: a pair may have vanished.
    found = [at for at in letters if text[at - 1] in "!;?！；？" and not text[at - 2 : at - 1].isascii()]
    signs = [at for at in places if not "@" <= text[at] <= "~"]
    found += [at for at in signs if not "\u4e00" <= text[at] <= "\u9fa5"]
    if enough is None or len(set(found)) < enough:
        found += find_trails(text, letters, load_pairs()) if letters else []
        found += [at for at in signs if "\u4e00" <= text[at] <= "\u9fa5" and _may_be_pairs(text, at)]
    return sorted(set(found))


def _may_be_pairs(text: str, at: int) -> bool:
    """Whether two characters around a rare one, read one byte off, are about as likely as what stands there."""
    pairs, model = load_pairs(), load_language()
    around = text[max(0, at - 3) : at + 2].rsplit("\n", 1)[-1]
    codes = [_bytes_of(pairs, char) for char in around]
    ids = model.ids("\n" + around)
    cost = model.follow(ids[:-1], ids[1:])
    between = [code[1] << 8 | after[0] if code[1] > 0x80 else 0 for code, after in pairwise(codes)]
    new = pairs.ids[between]
    follow = model.follow(new[:-1], new[1:]) + np.log(model.first[new[:-1]]) - cost[1:-1] - cost[2:]
    return bool((pairs.known[between][:-1] & pairs.known[between][1:] & (follow > 0.0)).any())


def _bytes_of(pairs: Pairs, char: str) -> tuple[int, int]:
    """(first, second byte) of a character as the decoder reads it."""
    if char < "\x80":
        return (0xA3, ord(char) + 0x80) if char in FOLDABLE else (ord(char), 0)
    code = pairs.number.get(char, 0)
    return code >> 8, code & 0xFF


def find_trails(text: str, places: list[int], pairs: Pairs) -> list[int]:
    """Those of these ASCII bytes that may end a run of lost bytes, all bytes being of this alphabet."""
    model = load_language()
    places = [at for at in places if at and _may_close(pairs, text[at - 1], text[at])]
    if not places:
        return []
    windows = [text[max(0, at - BACK - 1) : at + 2].rjust(min(at, BACK + 1) + 2, "\n") for at in places]
    windows = [(window if len(window) > 1 else window + "\n").rjust(BACK + 3, "\n") for window in windows]
    raw = np.array([[_bytes_of(pairs, char) for char in window] for window in windows], dtype=np.int64)
    ids = model.ids("".join(windows)).reshape(len(windows), -1)
    cost = model.follow(ids[:, :-1], ids[:, 1:])
    lead, trail = raw[:, :, 0], raw[:, :, 1]
    code = np.where((trail[:, :-1] > 0x80) & (lead[:, 1:] > 0), trail[:, :-1] << 8 | lead[:, 1:], 0)[:, :-1]
    code[:, -1] = np.where(trail[:, BACK] > 0x80, trail[:, BACK] << 8 | lead[:, BACK + 1], 0)
    return [at for at, may in zip(places, _may_end(pairs, ids, cost, code, lead, trail), strict=True) if may]


def _may_close(pairs: Pairs, before: str, char: str) -> bool:
    """Whether the second byte of what stands before it and this ASCII byte are a character that the model knows."""
    first = _bytes_of(pairs, before)[1]
    return first > 0x80 and bool(pairs.known[first << 8 | _bytes_of(pairs, char)[0]])


def _may_end(pairs: Pairs, ids: Ids, cost: Floats, code: Ids, lead: Ids, trail: Ids) -> list[bool]:
    """Whether a run that ends with the last code of its row gains anything, wherever it begins; all rows at once."""
    model = load_language()
    new = pairs.ids[code]
    gain = model.follow(new[:, -1], ids[:, -1]) - cost[:, -1] - cost[:, -2]
    open_ = np.ones(len(ids), dtype=bool)
    starts: list[tuple[int, int, float]] = []  # (row, where the run begins, what it gains without its first character)
    for first in range(BACK, 0, -1):
        # The run begins with the second byte of what stands at ``first``; new[first] is its next character.
        open_ &= (code[:, first] > 0) & pairs.known[code[:, first]]
        gain = gain - cost[:, first - 1]
        by_a3 = (lead[:, first] == 0xA3) | (trail[:, first] == 0xA3) | np.isin(lead[:, first - 1], MARKERS)
        worth = gain + np.where(by_a3, LOSS_BY_A3, LOSS)
        starts += [(k, first, float(worth[k])) for k in np.flatnonzero(open_ & (worth > -MARGIN)).tolist()]
        on = model.follow(new[:, first - 1], new[:, first])
        gain = gain + np.where(code[:, first - 1] > 0, on, -99.0)
    may: list[bool] = (open_ & (gain > -MARGIN + LOSS_BY_A3)).tolist()
    for (k, _, worth_), guess in zip(starts, _best_guesses(pairs, ids, new, lead, starts), strict=True):
        may[k] = may[k] or worth_ + guess > -MARGIN
    return may


def _best_guesses(pairs: Pairs, ids: Ids, new: Ids, lead: Ids, starts: list[tuple[int, int, float]]) -> list[float]:
    """The log-chance of the likeliest character with a lost byte between its neighbours, for each start."""
    if not starts:
        return []
    rows, columns = (np.array(part) for part in list(zip(*starts, strict=True))[:2])
    guesses = [_guess_codes(pairs, int(byte)) for byte in lead[rows, columns]]
    sizes = [len(codes) for codes in guesses]
    model, guess = load_language(), pairs.ids[np.concatenate(guesses)]
    left, right = (np.repeat(part, sizes) for part in (ids[rows, columns - 1], new[rows, columns]))
    worth = model.follow(left, guess) + model.follow(guess, right)
    best: list[float] = np.maximum.reduceat(worth, np.cumsum([0, *sizes[:-1]])).tolist()
    return best


def _guess_codes(pairs: Pairs, byte: int) -> Ids:
    """Codes of the characters that this byte may be left of; one that hardly occurs where there are none."""
    both = [codes for codes in (pairs.by_trail.get(byte), pairs.by_lead.get(byte)) if codes is not None]
    codes = np.concatenate(both) if both else np.empty(0, dtype=np.int64)
    return codes if len(codes) else np.zeros(1, dtype=np.int64)
