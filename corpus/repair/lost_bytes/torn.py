"""Characters of which a file lost one byte: the byte that is left, the words around and the page say which they were.

The bytes themselves are set apart when the file is read (``corpus.torn``), so that nothing around them is garbled.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np

from corpus.model import Verdict
from corpus.repair.change import Change
from corpus.repair.language import Ids, Language, load_language
from corpus.repair.lost_bytes.alphabets import load_alphabet
from corpus.repair.lost_bytes.choice import WIDE, Guess, Page, Place, choose
from corpus.repair.lost_bytes.fillings import Choice
from corpus.repair.lost_bytes.pairs import Pairs, load_pairs
from corpus.repair.lost_bytes.torn_marks import MARK, read_mark
from corpus.repair.vocabulary import spell_briefly
from corpus.simplify import convert_characters

HOLE = "\ufffd"
LINE = 60  # characters on each side in which brackets are paired
SURE, FAIR, SETTLED = 0.996, 0.35, 0.9
SEVERAL = 3  # so many torn characters make one more no surprise
UNFIT = -17.0  # log-chance of a character between its two neighbours, where it hardly belongs
NEAR, ALIEN = 4, -11.0  # characters beside a torn one, and how badly they may follow each other without leaving a doubt
_SECOND = re.compile("(?<=[^\x00-\x7f])[@-~](?=[^\x00-\x7f])|[\u3400-\u9fff](?=[@-~])|[\u3105-\u3129]")
_HALF = re.compile("[\ud800-\udfff]")  # of a character beyond the basic plane, alone
_FAR = "\n"  # for a character that is not yet known: what nothing follows


def find_torn_characters(text: str) -> list[Change]:
    """Every torn character as what it was, or as U+FFFD where that is not to be told.

    >>> from corpus.repair.lost_bytes.torn_marks import write_mark
    >>> find_torn_characters("全" + write_mark("big5hkscs", 0xBF) + "衛生健康")    # 縣: "the county's health"
    [Change(rule='torn', start=1, end=2, new='县', verdict='exact')]
    """
    marks = [found.start() for found in MARK.finditer(text)]
    if not marks:
        return []
    pieces = [piece for piece in MARK.split(text) if len(piece) > 1]
    model, page = load_language().adapt(pieces), Page(pieces)
    traditional = load_pairs().share_traditional(text)
    # What is no part of any character came from elsewhere.
    empty = {at for at in marks if not len(_options(text[at]))}
    asked = [_ask(text, at, traditional, model) for at in marks if at not in empty]
    found = _choose(text, asked, {}, model, page) if asked else {}
    doubtful = [one for one in asked if found[one.start][1] < SETTLED]
    if doubtful:
        known = {one.start + k: char for one in asked for k, char in _known(found[one.start])}
        found |= _choose(text, doubtful, known, model, page)
    changes = [_write(text, one, *found[one.start], model) for one in asked]
    changes += [Change("torn", at, at + 1, HOLE, "lossy") for at in sorted(empty)]
    return changes + (_mark_odd(text, set(marks), model) if len(marks) >= SEVERAL else [])


@dataclass(frozen=True, slots=True)
class _Asked:
    """A torn character, with a neighbour where that may be the torn one as well."""

    at: int
    start: int
    choice: Choice


def _options(mark: str) -> Ids:
    codec, left = read_mark(mark)
    return load_alphabet(codec).left_of(left)


def _ask(text: str, at: int, traditional: float, model: Language) -> _Asked:
    codec, left = read_mark(text[at])
    alphabet, points, options = load_alphabet(codec), load_points(), _options(text[at])
    own = Choice(options, points.prior(options, traditional))
    before, after = _read_bytes(text[at - 1 : at], codec), _read_bytes(text[at + 1 : at + 2], codec)
    ways = []
    # 也 and what is left of 不 may as well be what is left of 念 and another character.
    if before and points.known[other := int(alphabet.points[before[1] << 8 | left])]:
        fit = _fit(model, chr(other) + text[at + 1 : at + 2])
        ways.append((fit, at - 1, ord(text[at - 1]), options, alphabet.left_of(before[0]), other))
    if after and points.known[other := int(alphabet.points[left << 8 | after[0]])]:
        fit = _fit(model, text[at - 1 : at] + chr(other))
        ways.append((fit, at, ord(text[at + 1]), options, alphabet.left_of(after[1]), other))
    ways = [way for way in ways if way[0] > ALIEN]
    if not ways:
        return _Asked(at, at, own)
    _, start, beside, here, there, other = max(ways, key=lambda way: way[0])
    same, shifted = (np.full(len(here), beside), here), (there, np.full(len(there), other))
    if start == at:
        same, shifted = same[::-1], shifted[::-1]
    firsts, seconds = (np.concatenate(pair) for pair in zip(same, shifted, strict=True))
    prior = points.prior(firsts, traditional) + points.prior(seconds, traditional)
    return _Asked(at, start, Choice(firsts, prior, seconds))


def _read_bytes(char: str, codec: str) -> bytes:
    """The two bytes of a character that the model knows; none of any other."""
    known = char and load_points().known[ord(char)]
    data = char.encode(codec, "ignore") if known else b""
    return data if len(data) == 2 else b""


def _fit(model: Language, pair: str) -> float:
    ids = model.ids(pair)
    return float(model.follow(ids[:-1], ids[1:]).sum())


def _known(found: tuple[str, float]) -> list[tuple[int, str]]:
    return list(enumerate(found[0])) if found[1] >= FAIR else []


def _is_odd_beside(text: str, start: int, end: int, model: Language) -> bool:
    """Whether a character beside fits so badly that rather that one is torn."""
    for part in (text[max(0, start - NEAR) : start].rpartition("\n")[2], text[end : end + NEAR].partition("\n")[0]):
        ids = model.ids(part)
        if (model.follow(ids[:-1], ids[1:]) < ALIEN).any():
            return True
    return False


def _write(text: str, asked: _Asked, best: str, sure: float, model: Language) -> Change:
    start, end = asked.start, asked.start + len(best)
    doubtful = _is_odd_beside(text, start, end, model)
    if sure < FAIR:
        return Change("torn", asked.at, asked.at + 1, HOLE, "lossy")
    verdict: Verdict = "exact" if sure >= SURE and not doubtful else "likely"
    # What stood beside is as it was: only the torn character is restored.
    kept = convert_characters(text[start:end])
    if len(best) == 2 and best[asked.at - 1 - start] == kept[asked.at - 1 - start]:
        return Change("torn", asked.at, asked.at + 1, best[asked.at - start], verdict)
    return Change("torn", start, end, best, verdict)


def _choose(
    text: str, asked: list[_Asked], known: dict[int, str], model: Language, page: Page
) -> dict[int, tuple[str, float]]:
    guesses: list[Guess] = []
    for one in asked:
        size = 1 if one.choice.seconds is None else 2
        end = one.start + size
        left = _fill(text, max(0, one.start - LINE), one.start, known)
        right = _fill(text, end, end + LINE, known)
        before, after = left.rpartition("\n")[2], right.partition("\n")[0]
        ids = model.ids((left[-1:] or "\n") + _FAR * size + (right[:1] or "\n")).tolist()
        near = spell_briefly(left[-WIDE:]), spell_briefly(right[:WIDE])
        guesses.append((Place(near[0], [_FAR] * size, near[1], 0, ids, (before, after)), one.choice))
    return dict(zip([one.start for one in asked], choose(guesses, load_points(), model, page), strict=True))


def _mark_odd(text: str, marks: set[int], model: Language) -> list[Change]:
    """Where a file lost many bytes, characters that do not belong where they stand are what is left of others."""
    ids = model.ids("\n" + text + "\n")
    follow = model.follow(ids[:-1], ids[1:])
    odd = np.flatnonzero(follow[:-1] + follow[1:] < UNFIT).tolist()
    usual = Counter(text[max(0, at - 1) : at + 2] for at in odd)
    return [
        Change("torn", at, at + 1, text[at], "lossy")
        for at in odd
        if _SECOND.match(text, at) and not marks & {at - 1, at, at + 1} and usual[text[max(0, at - 1) : at + 2]] == 1
    ]


def _fill(text: str, start: int, end: int, known: dict[int, str]) -> str:
    """A part of the text with what is known of its torn characters."""
    part = _HALF.sub(_FAR, text[start:end])
    return MARK.sub(lambda found: known.get(start + found.start(), _FAR), part)


@cache
def load_points() -> Pairs:
    """The tables of ``Pairs`` by code point, whatever the encoding."""
    model, script = load_language(), load_pairs().script_of
    known = np.flatnonzero(model.numbers < len(model.count) - 1)
    chars = "".join(map(chr, known.tolist()))
    ids = np.full(0x10000, len(model.count) - 1, dtype=np.int64)
    ids[known] = model.numbers[known]
    simple = dict(zip(known.tolist(), convert_characters(chars), strict=True))
    known_ = ids < len(model.count) - 1
    return Pairs(simple, ids, np.append(known_, np.zeros(0x110000 - 0x10000, dtype=np.bool_)), script, {})
