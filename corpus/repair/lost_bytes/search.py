"""The best explanation of a stretch of page by lost bytes: where runs begin, and which of them stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from corpus.repair.language import Ids
from corpus.repair.lost_bytes.fillings import LOSS, LOSS_BY_A3, Choice, Step, join_step
from corpus.repair.lost_bytes.steps import CUT, NEVER, Steps

WORN = 2.0  # on a page with many runs, one more is no surprise
SPACE_TAKEN, SIGN_TAKEN = -1.5, -1.0  # a space or ? that the browser put where a byte was lost
MARKS_RARE = -6.0  # more for such a ? where most runs of the page have none
GUESSED_ONLY = 6.0  # what a run must gain when none of its characters has both its bytes
BOTH_LOST = [0x3F, 0x21, 0x3F]  # ?!? before a figure or a line's end: 。“ of which a byte each is left
FOLDED_WITHIN = 6.0  # what a run must gain for each ? within, which may be a folded ？: 效。开 as !?
# All that is left of a character: on a page with many runs, ASCII where no author writes it, ? for an A3 before ASCII.
LEFT_ALONE = re.compile("(?<=[\u3400-\u9fff”）])(?:\\?(?=[\r\n0-9]|$)|[@-~](?=[\u3400-\u9fff“”（）、，。；：]|$))")
_ASKS = re.compile("(?:[吗嗎呢谁誰哪]|什[么麼]|怎|[为爲如]何|多少|[能是]否)[^。！\n]{0,30}$")
QUESTION = 40  # characters of a sentence that show that it asks
LETTER_ONLY = 3.0  # what such a letter must gain: A级 is no half of 阶级
ALONE_SURE = 0.9  # of such a character: nothing but its neighbours speaks for it
_Start = tuple[float, int, int, float]  # see ``Search._starts``


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of tokens and the characters that they were."""

    first: int
    last: int  # exclusive
    codes: list[int]
    choices: list[Choice | None]  # for each code that was guessed, what else it may be
    gain: float
    left: int  # ids of the neighbours
    right: int
    cut: bool
    marks: frozenset[int]  # tokens within that only show where a pair was
    at: int  # the token whose second byte begins the second character
    sure: float = 1.0  # that no pair fell out, or as many as it says


@dataclass(frozen=True, slots=True)
class _Draft:
    """A run that is not yet written out."""

    first: int
    i: int  # the token where the loss is
    at: int  # the token whose second byte comes next
    gain: float
    choice: Choice
    code: int
    step: Step | None
    k: int  # which of the step's codes


class Search:
    """The runs of one stretch."""

    def __init__(self, ways: Steps) -> None:
        self.ways = ways
        self.stepped: dict[tuple[int, int], tuple[Step | None, int]] = {}

    def best_runs(self, above: float) -> list[Run]:
        """Runs that do not overlap, the best first, each gaining more than ``above`` over the text as it stands."""
        found: list[Run] = []
        starts = sorted(self._starts(above), reverse=True)
        drafts: dict[tuple[int, int], _Draft | None] = {}
        narrow: set[tuple[int, int]] = set()
        while True:
            best = self._best_draft(starts, drafts, narrow, above)
            if best is None:
                return found
            run = self._trace(best)
            drafts[best.first, best.i] = None
            if self._has_substance(run) and not any(run.first < o.last and o.first < run.last for o in found):
                found.append(run)
                reach = self.ways.reach
                starts = [s for s in starts if s[1] >= run.last or (s[1] < run.first and reach[s[2]] <= run.first)]

    def _best_draft(
        self,
        starts: list[_Start],
        drafts: dict[tuple[int, int], _Draft | None],
        narrow: set[tuple[int, int]],
        above: float,
    ) -> _Draft | None:
        """The draft that gains most; the starts are put in the order of what each may gain as far as it is known."""
        best: _Draft | None = None
        n = 0
        while n < len(starts):
            bound, first, i, cost = starts[n]
            least = best.gain if best else above
            if bound <= least:
                break
            if best and (first, i) not in drafts and (first, i) not in narrow:
                # All that may be better are weighed at once, and most of them drop out.
                end = bisect_left(starts, -least, lo=n, key=lambda start: -start[0])
                starts[n:end] = self._narrow(starts[n:end], narrow)
                starts[n:] = sorted(starts[n:], reverse=True)
                continue
            if (first, i) not in drafts:
                drafts[first, i] = self._draft_from(first, i, cost)
            draft = drafts[first, i]
            if draft and draft.gain > least:
                best = draft
            n += 1
        return best

    def _has_substance(self, run: Run) -> bool:
        """Whether more speaks for the run than question marks, which stand in rows for what a page could not show."""
        tokens = self.ways.stretch.tokens
        signs = self.ways.signs[bisect_left(self.ways.signs, run.first) : bisect_left(self.ways.signs, run.last)]
        marks = [i for i in signs if i not in run.marks]
        beside = any(0 <= i < self.ways.size and tokens[i].single == 0x3F for i in (run.first - 1, run.last))
        within = [i for i in marks if run.first + 1 < i < run.last - 1]
        if (marks and beside) or run.gain < len(within) * FOLDED_WITHIN:
            return False
        solid = bool(self.ways.solid[run.last] > self.ways.solid[run.first])
        if (solid and None in run.choices) or run.cut:
            return True
        if self.ways.worn and [tokens[i].single for i in range(run.first, run.last)] == BOTH_LOST:
            return True
        if any(tokens[i].single == 0x20 for i in range(run.first, run.last)) or len(marks) > 1:
            return solid and run.gain > GUESSED_ONLY
        if self.ways.worn:
            return run.last - run.first == 1 and (bool(marks) or (run.sure < 1.0 and run.gain > LETTER_ONLY))
        return run.gain > GUESSED_ONLY and tokens[run.first].lead == 0xA3

    def _starts(self, above: float) -> list[_Start]:
        """(upper bound of the gain, first token, the token whose second byte comes next, log-chance) where the
        bound is above so much.
        """
        ways, stretch = self.ways, self.ways.stretch
        alone = [i for i in range(ways.size) if self._stands_alone(i)] if ways.worn else []
        ahead, begins = ways.ahead.copy(), ways.lead > 0
        ahead[alone], begins[alone] = np.maximum(ahead[alone], 0.0), True
        cost = np.where((ways.lead == 0xA3) | (ways.trail == 0xA3), LOSS_BY_A3, LOSS) + (WORN if ways.worn else 0.0)
        bound = np.where(begins & (ahead > NEVER / 2), ahead + cost, NEVER)
        gain = bound - (stretch.total[1:-1] - stretch.total[:-2])
        starts = [(float(gain[i]), i, i, float(cost[i])) for i in np.flatnonzero(gain > above).tolist()]
        marks = ways.marks | (ways.lead + ways.alone == 0)  # or U+FFFD
        for i in (np.flatnonzero(marks[:-1] & (bound[1:] > NEVER / 2)) + 1).tolist():
            if taken := self._marker_cost(i - 1):
                most = float(bound[i]) + taken - stretch.spent(i - 1, i + 1)
                starts.append((most, i - 1, i, float(cost[i]) + taken))
        for i in (np.flatnonzero(ways.stray[1 : ways.size - 1] * ways.trail[: ways.size - 2]) + 1).tolist():
            most = max(float(ways.ahead[i + 1]), 0.0 if ways.single[i + 1] else NEVER)
            if most > NEVER / 2:
                starts.append((most + CUT - stretch.spent(i, i + 2), i, i, CUT))
        return [start for start in starts if start[0] > above]

    def _narrow(self, starts: list[_Start], narrow: set[tuple[int, int]]) -> list[_Start]:
        """The starts with the most that each can gain now that its first character is weighed."""
        ways = self.ways
        odd = {s[2] for s in starts if ways.stretch.tokens[s[2]].reading or self._stands_alone(s[2])}
        kept = [s for s in starts if s[1:3] in narrow or s[2] in odd]
        plain = [s for s in starts if s[1:3] not in narrow and s[2] not in odd]
        narrow.update(start[1:3] for start in starts)
        if not plain:
            return kept
        tokens = [ways.stretch.tokens[i] for _, _, i, _ in plain]
        guesses = [self.ways.fillings.left_of(token.lead, before_a3=token.trail == 0xA3) for token in tokens]
        sizes = [len(guess.codes) for guess in guesses]
        borders = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        ids = np.concatenate([guess.ids for guess in guesses])
        at = np.array([i for _, _, i, _ in plain])
        left = np.repeat([ways.stretch.context[first] for _, first, _, _ in plain], sizes)
        start = ways.model.follow(left, ids) + np.concatenate([guess.prior for guess in guesses])
        most = np.maximum.reduceat(start, borders) + ways.special_gain[at]
        for after, gain in ways.usual:
            chosen = gain[at + 1] > NEVER / 2
            rows = np.repeat(chosen, sizes)
            follow = np.full(len(ids), NEVER)
            follow[rows] = ways.model.follow(ids[rows], np.repeat(after[at + 1], sizes)[rows])
            most = np.maximum(most, np.maximum.reduceat(start + follow, borders) + gain[at + 1])
        spent = [cost - ways.stretch.spent(first, i + 1) for _, first, i, cost in plain]
        bounds = (most + spent).tolist()
        return kept + [(bound, *start[1:]) for bound, start in zip(bounds, plain, strict=True)]

    def _stands_alone(self, i: int) -> bool:
        """Whether this token may be all that is left of a character."""
        text, at = self.ways.stretch.text, self.ways.stretch.tokens[i].start
        if not self.ways.worn or not LEFT_ALONE.match(text, at):
            return False
        return text[at] != "?" or not _ASKS.search(text[max(0, at - QUESTION) : at])

    def _marker_cost(self, i: int) -> float:
        """Log-chance that this token only marks the place of a lost byte; 0 if it cannot."""
        token = self.ways.stretch.tokens[i]
        if token.single == 0x20:
            before = self.ways.stretch.text[token.start - 1 : token.start]
            return SPACE_TAKEN if before.strip() else 0.0
        if token.single == 0x3F:
            return SIGN_TAKEN + (MARKS_RARE if self.ways.marks_rare else 0.0)
        return SIGN_TAKEN if self.ways.stretch.text[token.start] == "\ufffd" else 0.0

    def _draft_from(self, first: int, i: int, cost: float) -> _Draft | None:
        """The best run that begins here, not yet written out."""
        token = self.ways.stretch.tokens[i]
        left = int(self.ways.stretch.context[first])
        if token.reading:
            codes, at = self._cut_codes(i), i + 1
            if not len(codes):
                return None
            among = self.ways.fillings.among(codes)
        else:
            byte = token.lead or token.single
            among, at = self.ways.fillings.left_of(byte, before_a3=token.trail == 0xA3), i
        start = among.after(left) + among.prior
        start = start + cost - self.ways.stretch.spent(first, at + 1)
        best: tuple[float, int, Step | None, int] = (NEVER, 0, None, 0)
        if (token.reading and self.ways.single[at]) or self._stands_alone(i):
            alone = start + self.ways.after(at + 1, among.ids)
            best = (float(alone.max()), int(alone.argmax()), None, 0)
        for way in self.ways.steps(at) if self.ways.trail[at] else []:
            if len(way.codes):
                worth, row, column = join_step(start, among, way)
                best = max(best, (worth, row, way, column), key=lambda found: found[0])
        gain, chosen, step, k = best
        if gain <= NEVER / 2:
            return None
        return _Draft(first, i, at, gain, Choice.one_of(among), int(among.codes[chosen]), step, k)

    def _cut_codes(self, i: int) -> Ids:
        """Characters that begin with the byte which, after the byte before, was read as the gloss says."""
        straddled = self.ways.pairs.read_as(self.ways.stretch.tokens[i].reading, int(self.ways.trail[i - 1]))
        after = self.ways.stretch.tokens[i + 1]
        second = after.lead or (after.single if self.ways.single[i + 1] else 0)
        leads = np.unique(straddled & 0xFF)
        codes = (leads[leads > 0x80] << 8) | second if second else leads[:0]
        return codes[self.ways.pairs.known[codes]]

    def _trace(self, draft: _Draft) -> Run:
        """Write the run out, character by character."""
        codes: list[int] = [draft.code]
        choices: list[Choice | None] = [draft.choice]
        cut = bool(self.ways.stretch.tokens[draft.i].reading)
        until, step, k = draft.at + 1, draft.step, draft.k
        marks: set[int] = set()
        while step is not None:
            codes.append(int(step.codes[k]))
            marks |= {step.mark}
            choices.append(Choice(step.codes, step.prior, among=step.among) if step.prior is not None else None)
            cut = cut or bool(self.ways.stretch.tokens[step.until - 1].reading)
            until = step.until
            if step.follower is not None:
                codes.append(int(step.follower[k]))
                choices.append(None)
                if step.both:
                    choices[-2] = Choice.of(step.both)
            if not step.more:
                break
            if step.guessed:
                step, k = self._step_after(codes[-1], until - 1)
                continue
            straight = self.ways.straight[until - 1]
            codes += self.ways.middle[until : straight + 1].tolist()
            choices += [None] * (straight + 1 - until)
            until = straight + 1
            step, k = self.ways.best_step(straight)
        stretch = self.ways.stretch
        left, right = int(stretch.context[draft.first]), int(stretch.ids[until])
        sure = ALONE_SURE if draft.step is None and not cut else 1.0
        return Run(draft.first, until, codes, choices, draft.gain, left, right, cut, frozenset(marks), draft.at, sure)

    def _step_after(self, code: int, j: int) -> tuple[Step | None, int]:
        """The best step at token j after a character that is not the one between its neighbours."""
        if (code, j) not in self.stepped:
            self.stepped[code, j] = self._find_step(code, j)
        return self.stepped[code, j]

    def _find_step(self, code: int, j: int) -> tuple[Step | None, int]:
        last = int(self.ways.pairs.ids[code])
        options = [way for way in self.ways.steps(j) if len(way.codes)]
        worths = [way.after(self.ways.model, last) for way in options]
        if not options:
            return None, 0
        pick = max(range(len(options)), key=lambda o: float(worths[o].max()))
        return options[pick], int(worths[pick].argmax())
