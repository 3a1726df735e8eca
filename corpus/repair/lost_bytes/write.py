"""The restored text of runs: every character that must be guessed is chosen, the doubtful ones twice.

What one run says helps to read the others: 联办共保 may have lost a byte here and stand whole there, or be restored
there without doubt. So all runs of a page are written once; what is sure of them then counts as a part of the page,
and the doubtful guesses are made again, with it and with their neighbours as they now read.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from corpus.model import Verdict
from corpus.repair.change import Change
from corpus.repair.language import FOLDED, Language
from corpus.repair.lost_bytes.choice import CONTEXT, WIDE, Guess, Page, Place, choose, join_neighbours
from corpus.repair.lost_bytes.fillings import Fillings
from corpus.repair.lost_bytes.pairs import Pairs
from corpus.repair.lost_bytes.search import Run
from corpus.repair.lost_bytes.signs import BRACKETS, count_unpaired
from corpus.repair.lost_bytes.steps import NEVER
from corpus.repair.lost_bytes.tokens import Stretch
from corpus.repair.vocabulary import spell_briefly

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_LOPSIDED = re.compile("[　，。、；：][）》〕]")
DOUBTFUL = -11.0  # a restored character this unlikely leaves a doubt
GAPS_LIKELY = 2.0  # the sooner where whole pairs may be gone
SURE, FAIR = 0.993, 0.35  # posterior of all guesses: exact; of one: likely, below it is marked as lost
SETTLED = 0.9  # guesses this sure are made once
LEARNT = 0.98  # guesses this sure count as a part of the page for the others
NO_WIDE = -3.0  # log-share of full-width figures and letters where one more is not to be believed
LINE = 60  # characters on each side in which brackets are paired
MARK = "\ufffd"
_UNKNOWN = "\n"  # for a doubtful character: what nothing follows

Found = tuple[Stretch, Run]


@dataclass(frozen=True)
class Judges:
    """What decides between readings, all of it knowing the page."""

    pairs: Pairs
    model: Language
    page: Page
    traditional: float  # share of traditional characters
    gaps: float  # log-chance that a private-use character fell out where one may have stood

    @cached_property
    def fillings(self) -> Fillings:
        return Fillings(self.pairs, self.model, self.traditional)


@dataclass(frozen=True, slots=True)
class Written:
    """A run with its restored text."""

    stretch: Stretch
    run: Run
    change: Change
    known: str  # the text without its doubtful guesses
    sure: float  # of the most doubtful guess


@dataclass(frozen=True, slots=True)
class _Sides:
    """What stands before and after a run."""

    left: str
    right: str
    line: tuple[str, str]  # as far as the line goes and is near
    ids: tuple[int, int]  # of the characters right before and after


def write_changes(runs: list[Found], judges: Judges) -> list[Change]:
    """The changes that restore these runs, in their order."""
    written = _write_all(runs, [_look_beside(stretch, run) for stretch, run in runs], judges)
    again = [i for i, one in enumerate(written) if one.sure < SETTLED]
    if again and judges.gaps == NEVER:  # where pairs fell out as well nearly all is doubtful
        pieces = [
            one.stretch.write(max(0, one.run.first - CONTEXT), one.run.first)
            + one.known
            + one.stretch.write(one.run.last, one.run.last + CONTEXT)
            for one in written
        ]
        judges = replace(judges, page=judges.page.learn(pieces))
        sides = [_look_beside_again(written[i], written, judges.model) for i in again]
        for i, one in zip(again, _write_all([runs[i] for i in again], sides, judges), strict=True):
            written[i] = one
    return _doubt_markers(written)


def _doubt_markers(written: list[Written]) -> list[Change]:
    """The changes; a ? taken for the mark of a lost byte leaves a doubt where most runs of the page have none.

    It may be a folded ？ that belongs to the run: half of 。跨 looks like 跨 behind a mark.
    """
    marked = [one.stretch.is_marked(one.run.first, one.run.at) for one in written]
    if 2 * sum(marked) >= len(marked):
        return [one.change for one in written]
    return [
        replace(one.change, verdict="likely") if mark and one.change.verdict == "exact" else one.change
        for one, mark in zip(written, marked, strict=True)
    ]


def _write_all(runs: list[Found], sides: list[_Sides], judges: Judges) -> list[Written]:
    """The first guesses of all runs are made together, then the second ones, and so on."""
    writers = [write_run(stretch, run, side, judges) for (stretch, run), side in zip(runs, sides, strict=True)]
    answers: list[tuple[str, float] | None] = [None] * len(runs)
    written: dict[int, Written] = {}
    open_ = list(range(len(runs)))
    while open_:
        asked: dict[int, Guess] = {}
        for i in open_:
            try:
                asked[i] = next(writers[i]) if answers[i] is None else writers[i].send(answers[i])
            except StopIteration as done:
                written[i] = done.value
        open_ = list(asked)
        found = choose(list(asked.values()), judges.pairs, judges.model, judges.page) if asked else []
        for i, answer in zip(open_, found, strict=True):
            answers[i] = answer
    return [written[i] for i in range(len(runs))]


def write_run(
    stretch: Stretch, run: Run, sides: _Sides, judges: Judges
) -> Generator[Guess, tuple[str, float] | None, Written]:
    """The restored text; a guessed character stands only if it is much likelier than all others.

    Asks for each guess, (place, choice), and is told (character, how sure).
    """
    chars = [judges.pairs.simple[code] for code in run.codes]
    known = list(chars)
    start, end = stretch.tokens[run.first].start, stretch.tokens[run.last - 1].end
    verdict: Verdict = "exact"
    together, least = run.sure, 1.0  # the chance that all guesses are right; that the most doubtful one is
    around = [sides.ids[0], *(int(judges.pairs.ids[code]) for code in run.codes), sides.ids[1]]
    for k, choice in enumerate(join_neighbours(run.choices, judges.pairs, judges.model)):
        if choice is None or len(choice.codes) < 2:
            continue
        place = Place(sides.left, chars, sides.right, k, around, sides.line)
        best, sure = (yield place, choice) or ("", 0.0)
        chars[k : k + len(best)] = best
        around[k + 1 : k + 1 + len(best)] = judges.model.ids(best).tolist()
        if sure < FAIR:
            chars[k : k + len(best)], verdict = [MARK] * len(best), "lossy"
        known[k : k + len(best)] = list(best) if sure >= LEARNT else [_UNKNOWN] * len(best)
        together, least = together * sure, min(least, sure)
    if judges.gaps > NEVER and _strike_wide(chars, known, judges.page):
        verdict = "lossy"
    guesses = sum(choice is not None and len(choice.codes) > 1 for choice in run.choices)
    # Two bytes gone: the way between them is surmised as well.
    if verdict == "exact" and (together < SURE or guesses > 1):
        verdict = "likely"
    ids = judges.model.ids("".join(chars))
    doubtful = DOUBTFUL + (GAPS_LIKELY if judges.gaps > NEVER else 0.0)
    rare = bool((judges.model.follow(np.array(around[:-2]), ids) < doubtful).any())
    text = "".join(chars)
    if verdict == "exact" and (rare or _is_lopsided(text) or (judges.gaps > NEVER and _is_unpaired(text, sides.line))):
        verdict = "likely"
    change = Change("glosscut" if run.cut else "byteshift", start, end, text, verdict)
    return Written(stretch, run, change, "".join(known), least)


def _strike_wide(chars: list[str], known: list[str], page: Page) -> bool:
    """Whether there are full-width figures or letters on a page that has none; then they are marked as lost.

    Of ，降 the middle is gone where private-use characters were dropped, and ５ is what the rest looks like.
    """
    odd = [k for k, char in enumerate(chars) if _WIDE.match(char)] if page.wide < NO_WIDE else []
    for k in odd:
        chars[k], known[k] = MARK, _UNKNOWN
    return bool(odd)


def _look_beside(stretch: Stretch, run: Run) -> _Sides:
    """What stands beside a run as the page shows it."""
    left = spell_briefly(stretch.write(max(0, run.first - WIDE), run.first))
    right = spell_briefly(stretch.write(run.last, run.last + WIDE))
    start, end = stretch.tokens[run.first].start, stretch.tokens[run.last - 1].end
    return _Sides(left, right, _line_around(stretch.text, start, end), (run.left, run.right))


def _look_beside_again(one: Written, others: list[Written], model: Language) -> _Sides:
    """What stands beside a run when the others are restored."""
    sides, stretch, run = _look_beside(one.stretch, one.run), one.stretch, one.run
    near = [other for other in others if other.stretch is stretch and other is not one]
    if not near:
        return sides
    before = max((o for o in near if o.run.last <= run.first), key=lambda o: o.run.last, default=None)
    after = min((o for o in near if o.run.first >= run.last), key=lambda o: o.run.first, default=None)
    left, right, ids = sides.left, sides.right, list(sides.ids)
    if before and run.first - before.run.last < WIDE:
        lead = stretch.write(max(0, before.run.first - WIDE), before.run.first)
        left = spell_briefly(lead + before.change.new + stretch.write(before.run.last, run.first))[-WIDE:]
        if before.run.last == run.first:
            ids[0] = int(model.ids(before.change.new[-1:])[-1])
    if after and after.run.first - run.last < WIDE:
        right = spell_briefly(stretch.write(run.last, after.run.first) + after.change.new)[:WIDE]
        if after.run.first == run.last:
            ids[1] = int(model.ids(after.change.new[:1])[0])
    line = (
        _restore(sides.line[0], one.change.start - len(sides.line[0]), near),
        _restore(sides.line[1], one.change.end, near),
    )
    return _Sides(left, right, line, (ids[0], ids[1]))


def _restore(text: str, start: int, written: list[Written]) -> str:
    """This text, which begins at an offset of the page, with the runs that lie in it restored."""
    for one in sorted(written, key=lambda one: -one.change.start):
        low, high = one.change.start - start, one.change.end - start
        if low >= 0 and high <= len(text):
            text = text[:low] + one.change.new + text[high:]
    return text


def _line_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What the line says before and after, as far as brackets and quotations mostly go."""
    before = text[max(0, start - LINE) : start].rpartition("\n")[2].translate(FOLDED)
    return before, text[end : end + LINE].partition("\n")[0].translate(FOLDED)


def _is_lopsided(text: str) -> bool:
    """Whether the text closes what was never opened right before: something may be missing between."""
    return bool(_LOPSIDED.search(text))


def _is_unpaired(text: str, line: tuple[str, str]) -> bool:
    """Whether the text opens or closes what the line around it does not: a pair may be missing between."""
    parts = (line[0], text, line[1])
    held = [["".join(char for char in part if char in signs) for part in parts] for signs in BRACKETS]
    return any(own and count_unpaired(left, own, right) for left, own, right in held)
