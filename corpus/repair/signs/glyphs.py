"""Frequent characters replaced by Hangul glyphs, so that copies cannot be found: each glyph is one character.

Which one is read from all the places where the glyph stands; too few of them, and it stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import numpy as np

from corpus.prior import weights
from corpus.repair.change import Change
from corpus.simplify import simpler_characters, simplify

HANGUL = re.compile("[\uac00-\ud7a3]")
_AMONG_HAN = re.compile("(?<=[\u4e00-\u9fff])[\uac00-\ud7a3]|(?<![\uac00-\ud7a3])[\uac00-\ud7a3](?=[\u4e00-\u9fff])")
_HOLE = re.compile("[\uac00-\ud7a3\ufffd]")  # says nothing of what stands beside it
_ENOUGH = 3  # glyphs among Chinese characters on one page; below this it may be a Korean name
_NEIGHBOURS = 4  # fewer places leave too much open
_SHORTLIST = 12
_WORD_COST = 3.0  # nats for each word
_MARGIN = 6.0  # nats by which a character must fit better than any other
_FIT = -9.0  # nats for each neighbour, on average
_CANDIDATES = 1500  # only frequent characters are replaced


def _find_places(text: str) -> list[tuple[int, int]]:
    """Places of Hangul glyphs that stand for Chinese characters; none on a page that merely quotes Korean."""
    if not HANGUL.search(text):
        return []
    places = {found.span() for found in _AMONG_HAN.finditer(text)}
    if len(places) < _ENOUGH:
        return []
    # The same glyphs beside a sign or a lost character: 、꺶。 and 꺶\ufffd.
    glyphs = "".join({text[start] for start, _ in places})
    alone = re.compile(f"(?<![\uac00-\ud7a3])[{glyphs}](?![\uac00-\ud7a3])")
    return sorted(places.union(found.span() for found in alone.finditer(text)))


def find_glyphs(text: str) -> list[Change]:
    """Changes that put the character back where all places of a glyph agree on one; the others are marked.

    >>> text = "人꺶代表、꺶会、꺶学、扩꺶、重꺶"     # 大, "great", five times
    >>> {change.new for change in find_glyphs(text)}
    {'大'}
    """
    places: dict[str, list[int]] = defaultdict(list)
    for start, _ in _find_places(text):
        places[text[start]].append(start)
    changes: list[Change] = []
    for glyph, starts in places.items():
        char = _choose(text, starts)
        # What cannot be told is marked, and stays.
        changes += [Change("glyph", at, at + 1, char or glyph, "likely" if char else "lossy") for at in starts]
    return sorted(changes, key=lambda change: change.start)


def _choose(text: str, starts: list[int]) -> str | None:
    """The one character that fits at all these places much better than any other, or None."""
    from corpus.repair.language import load_language

    model, chars = load_language(), _candidates()
    ids = model.ids(chars)
    scores = np.zeros(len(chars))
    neighbours = 0
    for start in starts:
        left, right = text[start - 1 : start] or "\n", text[start + 1 : start + 2] or "\n"
        if not _HOLE.match(left):
            scores += model.follow(np.full_like(ids, int(model.ids(left)[0])), ids)
            neighbours += 1
        if not _HOLE.match(right):
            scores += model.follow(ids, np.full_like(ids, int(model.ids(right)[0])))
            neighbours += 1
    order = [int(i) for i in np.argsort(-scores, kind="stable")[:_SHORTLIST]]
    if neighbours < _NEIGHBOURS or scores[order[0]] < _FIT * neighbours:
        return None
    # Neighbours alone take 人民 for 人大: among the best, words decide too.
    total = {chars[i]: float(scores[i]) - _WORD_COST * _count_words(text, starts, chars[i]) for i in order}
    best, second = sorted(total, key=lambda char: (-total[char], char))[:2]
    return best if total[best] - total[second] >= _MARGIN else None


def _count_words(text: str, starts: list[int], char: str) -> int:
    """How many words the surroundings of these places fall into with this character in them."""
    from corpus.words import cut

    around = [
        _HOLE.split(text[max(0, at - 4) : at])[-1] + char + _HOLE.split(text[at + 1 : at + 5])[0] for at in starts
    ]
    return sum(len(cut(simplify(part))) for part in around)


@cache
def _candidates() -> str:
    weigh = weights()
    old = simpler_characters()
    han = [char for char in list(weigh) if "\u4e00" <= char <= "\u9fff" and char not in old]
    return "".join(sorted(han, key=lambda char: (-weigh[char], char))[:_CANDIDATES])
