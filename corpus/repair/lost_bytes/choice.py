"""The closer look at a character of which a byte was lost: words, phrases and the page itself decide.

The search (``search``) only asks which characters stand beside each other. Its dozen best readings
of a place are weighed here by everything that is known, and the weights of ``SHARES`` make one chance of it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.repair.language import Floats, Ids, Language, load_language
from corpus.repair.lost_bytes.fillings import Choice, Filling
from corpus.repair.lost_bytes.memory import Memory
from corpus.repair.lost_bytes.pairs import Pairs
from corpus.repair.lost_bytes.signs import look_at_signs, weigh_brackets, weigh_signs
from corpus.repair.phrases import LONGEST as LONGEST_PHRASE
from corpus.repair.phrases import Phrases, add_counts, load_phrases, surround
from corpus.repair.vocabulary import Vocabulary, cut_words, load_vocabulary, spell_briefly
from corpus.simplify import convert_characters

CONTEXT, SHORTLIST = 6, 16  # characters on each side, readings: for the closer look at words
WIDE = 12
_NO_ECHO = frozenset("，。、；：？！“”《》（）　")  # signs stand in every line
_WIDE_SIGN, _NARROW_SIGN = re.compile("[０-９Ａ-Ｚａ-ｚ]"), re.compile("[0-9A-Za-z]")
_QUOTES = re.compile("[“”‘’《》·]")  # words go on across them: “危”与“机”, “古镇林海·画乡”
# What words, phrases, pairs, clashing signs, early ends, the page before and behind, wide letters, the byte itself,
# brackets, how often the line has the same character (“专”是指专有技术), that it has it and ” follows, lines that end
# badly, full stops after so much, what stands before figures, and the words without quotation marks count for, fitted
# by benchmarks/byteshift_fit.py: for the first character of a run (and two of which the middle is gone, or that both
# lost a byte), for those within or at its end.
SHARES = (
    (0.59, 0.33, 0.08, 0.70, 0.61, 0.18, 0.03, 0.17, 1.27, 1.54, 1.32, 1.11, 0.70, 0.28, 0.57, 0.45),
    (0.48, 0.44, 0.13, 0.00, 0.40, 0.07, 0.03, 0.77, 0.86, 4.00, 0.67, 0.00, 2.08, 0.72, 0.53, 0.47),
)


@dataclass(frozen=True)
class Page:
    """The words and phrases of what the page says where nothing was lost, and where that is undone already.

    Counted when the first character must be guessed; sound pages never come so far.
    """

    sound: list[str]
    before: Page | None = None  # what was known of the page before these pieces of it

    def learn(self, pieces: list[str]) -> Page:
        """The page with these pieces of restored text, too."""
        return Page(pieces, self)

    @cached_property
    def _own(self) -> str:
        return spell_briefly("\n".join(self.sound))

    @cached_property
    def _plain(self) -> str:
        return f"{self.before._plain}\n{self._own}" if self.before else self._own

    @cached_property
    def _words(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        words, counts = np.unique(cut_words(self._own), return_counts=True)
        if self.before and len(self.before._words[0]):
            return add_counts(*self.before._words, words, counts)
        return words, counts

    @cached_property
    def words(self) -> Vocabulary:
        return load_vocabulary().learn_counts(*self._words)

    @cached_property
    def phrases(self) -> Phrases:
        known = self.before.phrases if self.before else load_phrases()
        return known.adapt(load_language().ids("\n" * (LONGEST_PHRASE - 1) + self._own if self.before else self._own))

    @cached_property
    def memory(self) -> Memory:
        return Memory(self._plain)

    @cached_property
    def backward(self) -> Memory:
        """The same read from its end: what stands before 康源 on this page."""
        return Memory(self._plain[::-1])

    @cached_property
    def wide(self) -> float:
        """Log-share of full-width digits and letters among all digits and letters."""
        if self.before:
            return self.before.wide
        text = "\n".join(self.sound)
        wide, narrow = len(_WIDE_SIGN.findall(text)), len(_NARROW_SIGN.findall(text))
        return float(np.log((wide + 0.5) / (wide + narrow + 1.0)))


@dataclass(frozen=True, slots=True)
class Place:
    """A guessed character or two between what is already written."""

    left: str  # before the run, spelt briefly
    chars: list[str]  # of the run
    right: str
    k: int  # which of the run's characters
    around: list[int]  # ids of the run's characters and its neighbours
    line: tuple[str, str]  # what else the line says before and after the run, as far as it is near

    @property
    def before(self) -> str:
        return self.left + "".join(self.chars[: self.k])

    def after(self, size: int) -> str:
        """What follows the guessed characters, so many."""
        return "".join(self.chars[self.k + size :]) + self.right


Guess = tuple[Place, Choice]


def choose(guesses: list[Guess], pairs: Pairs, model: Language, page: Page) -> list[tuple[str, float]]:
    """(the likeliest character or two, how sure that is) of each: a first pick by pairs, a second by all there is.

    Many guesses at once cost little more than one.
    """
    found: list[tuple[str, float]] = []
    for (place, choice), (options, views) in zip(guesses, weigh(guesses, pairs, model, page), strict=True):
        total = np.array(SHARES[row_of(place, choice)]) @ views
        weight = np.exp(total - total.max())
        weight /= weight.sum()
        best = options[int(total.argmax())]
        found.append((best, float(sum(w for w, option in zip(weight, options, strict=True) if option == best))))
    return found


def join_neighbours(choices: list[Choice | None], pairs: Pairs, model: Language) -> list[Choice | None]:
    """The same choices, but two characters beside each other of which both lost a byte are chosen together.

    One after the other the first would be judged beside a second that is itself no more than a first pick.
    """
    joined = list(choices)
    for k in range(len(choices) - 1):
        one, two = joined[k], joined[k + 1]
        if one is None or two is None or one.seconds is not None or two.seconds is not None:
            continue
        if min(len(one.codes), len(two.codes)) < 2:
            continue
        joined[k : k + 2] = [Choice.of(Filling.both(one.codes, two.codes, one.prior, two.prior, pairs, model)), None]
    return joined


def row_of(place: Place, choice: Choice) -> int:
    """Which weights decide: 0 for the first character of a run and for two at once, 1 for all others."""
    return 0 if place.k == 0 or choice.seconds is not None else 1


def weigh(guesses: list[Guess], pairs: Pairs, model: Language, page: Page) -> list[tuple[list[str], Floats]]:
    """(options, how likely each is in every view) of each guess: one row a view, in the order of ``SHARES``."""
    picks = [_pick(place, choice, pairs, model) for place, choice in guesses]
    sides = [(place.before, place.after(len(pick.plain[0]))) for (place, _), pick in zip(guesses, picks, strict=True)]
    texts = [
        [before[-CONTEXT:] + option + after[:CONTEXT] for option in pick.plain]
        for pick, (before, after) in zip(picks, sides, strict=True)
    ]
    words = _by_length(texts, page.words.score)
    bare = _read_bare(texts, words, page)
    rows = [surround(model, before, pick.plain, after) for pick, (before, after) in zip(picks, sides, strict=True)]
    phrases = _by_length(rows, lambda row: page.phrases.follow(model, np.array(row)).sum(axis=1))
    found: list[tuple[list[str], Floats]] = []
    for (place, _), pick, word, phrase, plain in zip(guesses, picks, words, phrases, bare, strict=True):
        views = [word, phrase, pick.pairwise, pick.clash, *_look_around(place, pick, page), plain]
        found.append((pick.options, np.array(views)))
    return found


class _Pick(NamedTuple):
    """The best options of a guess by pairs alone."""

    options: list[str]
    plain: list[str]  # as the tables spell them
    pairwise: Floats
    clash: Floats
    prior: Floats


def _pick(place: Place, choice: Choice, pairs: Pairs, model: Language) -> _Pick:
    rows = [choice.codes] if choice.seconds is None else [choice.codes, choice.seconds]
    left, right = place.around[place.k], place.around[place.k + 1 + len(rows)]
    ids: list[Ids] = [np.full(1, left), *(pairs.ids[row] for row in rows), np.full(1, right)]
    if filling := choice.filling:
        start = model.follow(ids[0], pairs.ids[filling.heads])[filling.head]
        pairwise = start + filling.inner + model.follow(pairs.ids[filling.tails], ids[-1])[filling.tail]
    elif choice.among:
        pairwise = choice.among.after(left) + choice.among.before(right)
    else:
        pairwise = sum((model.follow(a, b) for a, b in itertools.pairwise(ids)), start=np.zeros(1))
    tops = _best_rows(pairwise + choice.prior, SHORTLIST * len(rows))
    chosen = np.array([row[tops] for row in rows]).T
    options = ["".join([pairs.simple[code] for code in codes]) for codes in chosen.tolist()]
    plain = ["".join(map(chr, codes)) for codes in pairs.plain[chosen].tolist()]
    picked = [row[tops] if len(row) > 1 else row for row in ids]
    clash = sum((model.clash(a, b) for a, b in itertools.pairwise(picked)), start=np.zeros(len(tops)))
    return _Pick(options, plain, pairwise[tops], clash, choice.prior[tops])


def _best_rows(worth: Floats, most: int) -> Ids:
    """The rows that are worth most, the best first."""
    if len(worth) <= 2 * most:
        return np.argsort(worth)[::-1][:most]
    rows = np.argpartition(worth, -most)[-most:]
    found: Ids = rows[np.argsort(worth[rows])[::-1]]
    return found


def _by_length(lists: list[Any], score: Callable[[list[Any]], Floats]) -> list[Floats]:
    """The scores of every list, all lists whose members are of one length scored together."""
    found: list[Floats] = [np.empty(0)] * len(lists)
    for length in {len(row[0]) for row in lists}:
        chosen = [i for i, row in enumerate(lists) if len(row[0]) == length]
        scores = score([part for i in chosen for part in lists[i]])
        for i, part in zip(chosen, np.split(scores, np.cumsum([len(lists[i]) for i in chosen])[:-1]), strict=True):
            found[i] = part
    return found


def _read_bare(texts: list[list[str]], words: list[Floats], page: Page) -> list[Floats]:
    """What the words gain where quotation marks are left out, of every option of every list; 0 if there are none."""
    gains = [np.zeros(len(row)) for row in words]
    rows, bares = [], []
    for i, options in enumerate(texts):
        bare = [_QUOTES.sub("", option) for option in options]
        size = max(map(len, bare))
        if size < len(options[0]):
            rows.append((i, [k for k, option in enumerate(bare) if len(option) == size]))
            bares.append([bare[k] for k in rows[-1][1]])
    for (i, chosen), scores in zip(rows, _by_length(bares, page.words.score), strict=True):
        gain = scores - words[i][chosen]
        # An option that is itself a quotation mark gains nothing over the others by that.
        gains[i] += gain.min()
        gains[i][chosen] = gain
    return gains


def _look_around(place: Place, pick: _Pick, page: Page) -> list[Floats]:
    """What signs, brackets, the line and the page say of each option: all views from the fifth on, but the last."""
    options, plain, before = pick.options, pick.plain, place.before
    size = len(plain[0])
    after = place.after(size)
    soon = weigh_signs(options, before, after)
    behind = page.backward.follow(after[::-1], [option[::-1] for option in plain])
    wide = np.array([page.wide if _WIDE_SIGN.search(option) else 0.0 for option in options])
    start, end = place.line[0] + "".join(place.chars[: place.k]), "".join(place.chars[place.k + size :]) + place.line[1]
    near = convert_characters(start + end)
    echo = np.log1p([0 if option[0] in _NO_ECHO else near.count(option[0]) for option in options])
    quoted = (echo > 0.0) * float(after[:1] == "”")
    brackets = weigh_brackets(start, options, end)
    signs = look_at_signs(plain, before, after)
    return [soon, page.memory.follow(before, plain), behind, wide, pick.prior, brackets, echo, quoted, *signs]
