"""What may come next out of step, against definitions that go token by token and try all that there is."""

import random
from collections.abc import Iterator

import numpy as np
import opencc
import pytest
from garble import gloss_pinyin, lose_bytes

from corpus.repair.language import load_language
from corpus.repair.lost_bytes import steps as known
from corpus.repair.lost_bytes.fillings import LOSS, LOSS_BY_A3
from corpus.repair.lost_bytes.pairs import load_pairs
from corpus.repair.lost_bytes.steps import NEVER, Steps
from corpus.repair.lost_bytes.tokens import read_tokens, weigh_tokens
from corpus.repair.readings import is_read

SENTENCES = (
    "加快城鄉融合步伐。縣城擴容提質，{試點村}先行；（二）完善公共服務。",
    "開展護苗行動？整治校園周邊環境！推廣B超檢查與A類藥品。",
    "修建防洪堤壩八公里。鞏固退耕還林成果，新增造林兩萬畝。",
    "實行河長制管理。嚴禁亂採亂挖，違者由執法大隊依法處理。",
)
KINDS: dict[str, dict] = {
    "plain": {}, "any": {"anywhere": True}, "gone": {"private": ""}, "both": {"anywhere": True, "private": ""},
    "marked": {"mark": "?"}, "lost": {"mark": "\ufffd"}, "mark": {"anywhere": True, "private": "?"},
}  # fmt: skip
TRADITIONAL = 0.9
# End, still out of step, token that is only a mark, what each code is worth.
Ways = tuple[int, bool, int, dict[int, float]]


def pages() -> Iterator[tuple[str, str]]:
    """Pages of our own making, some with what rarely stands beside a run."""
    simple = opencc.OpenCC("t2s")
    for number, sentence in enumerate(SENTENCES):
        rng = random.Random(number)
        for kind, options in KINDS.items():
            yield f"{number}-{kind}", lose_bytes(sentence, rng, every=9, **options).text
        yield f"{number}-new", lose_bytes(simple.convert(sentence), rng, every=9, anywhere=True).text
        yield f"{number}-cut", gloss_pinyin(sentence, lambda char: "yōu", sentence[3] + sentence[12] + sentence[17])
    yield "braces", "縣h{域經{z}縣`{城A[縣Z[域z{"
    yield "signs", "?h?域??經濟（？；縣?"
    yield "lone bytes", "縣€城\x80h域\x7f濟?a"
    yield "glosses", "當?shù)厝h(xiàn)域(yī)經(jīng)濟"
    yield "one", "縣"
    yield "two", "縣h"


class Slow:
    """One stretch, everything worked out by itself."""

    def __init__(self, text: str, worn: bool, gaps: float) -> None:
        self.model, self.pairs, self.worn, self.gaps = load_language(), load_pairs(), worn, gaps
        self.tokens = read_tokens(text, 0, len(text), [])
        self.stretch = weigh_tokens(text, 0, len(text), self.tokens, self.model)
        self.size = len(self.tokens)
        self.cost = self.stretch.cost.tolist()
        self.ways = Steps(self.stretch, self.pairs, self.model, TRADITIONAL, worn=worn, gaps=gaps)
        self.values: dict[int, tuple[float, int, int]] = {}
        self.specials: dict[int, list[Ways]] = {}
        self.follows: dict[tuple[int, int], float] = {}

    def id(self, code: int) -> int:
        return int(self.pairs.ids[code])

    def follow(self, left: int, right: int) -> float:
        if (left, right) not in self.follows:
            self.follows[left, right] = float(self.model.follow(left, [right])[0])
        return self.follows[left, right]

    def prior(self, code: int) -> float:
        return float(self.pairs.prior(np.array([code]), TRADITIONAL)[0])

    def single(self, j: int) -> int:
        byte = self.tokens[j].single
        return byte if 0x40 <= byte <= 0x7E or byte >= 0x80 else 0

    def middle(self, j: int) -> int:
        """The character between tokens j - 1 and j."""
        if not 0 < j < self.size:
            return 0
        before, token = self.tokens[j - 1], self.tokens[j]
        folded = before.single == 0x3F and token.single  # rows of question marks
        return before.trail << 8 | token.lead if before.trail > 0x80 and token.lead and not folded else 0

    def closing(self, j: int) -> int:
        """The character that the lone byte j completes."""
        if not 0 < j < self.size or self.tokens[j - 1].trail <= 0x80 or not self.single(j):
            return 0
        return self.tokens[j - 1].trail << 8 | self.single(j)

    def after(self, j: int, left: int) -> float:
        """What token j gains; a stray gloss is passed over."""
        j = min(j + (j < self.size and bool(self.tokens[j].reading)), self.size)
        return self.follow(left, int(self.stretch.ids[j])) - self.cost[j]

    def end(self, j: int) -> float:
        """What it is worth to end with the character that token j completes."""
        code = self.closing(j)
        gain = self.after(j + 1, self.id(code)) - self.cost[j]
        if j + 1 < self.size:
            beside = self.tokens[j + 1]
            gain += known.BEFORE_LETTER if beside.single < 0x80 and chr(beside.single).isalpha() else 0.0
            if code and beside.reading and is_read(self.pairs.simple.get(code, ""), beside.reading):
                gain -= self.cost[j + 1]
        return gain

    def odd(self, j: int) -> bool:
        return any(self.cost[k] < known.ODD for k in range(max(j - 2, 0), min(j + 2, self.size + 1)))

    def value(self, j: int) -> tuple[float, int, int]:
        """What it is worth to be out of step after middle(j), which way is best (0 on, 1 off) and where it ends."""
        if j not in self.values:
            self.values[j] = self._value(j) if self.middle(j) else (NEVER, -1, 0)
        return self.values[j]

    def _value(self, j: int) -> tuple[float, int, int]:
        left, ways = self.id(self.middle(j)), []
        if self.middle(j + 1) and self.value(j + 1)[0] > NEVER / 2:
            worth, _, end = self.value(j + 1)
            ways.append((self.follow(left, self.id(self.middle(j + 1))) + worth - self.cost[j + 1], 0, end))
        if self.closing(j + 1):
            ways.append((self.follow(left, self.id(self.closing(j + 1))) + self.end(j + 1), 1, j + 2))
        if self.odd(j) or 0x40 <= self.tokens[j].trail <= 0x7E:
            for number, (until, more, _, gains) in enumerate(self.special(j)):
                worths = [self.follow(left, self.id(code)) + gain for code, gain in gains.items()]
                ways += [(max(worths), 2 + number, 0 if more else until)] if worths else []
        return max([way for way in ways if way[0] > NEVER], key=lambda way: (way[0], -way[1]), default=(NEVER, -1, 0))

    def special(self, j: int) -> list[Ways]:
        """The steps that lose a byte."""
        if j not in self.specials:
            self.specials[j] = self._special(j)
        return self.specials[j]

    def _special(self, j: int) -> list[Ways]:
        lead = self.tokens[j].trail
        if 0x40 <= lead <= 0x7E:
            letter = known.SWALLOWED_LETTER if chr(lead).isalpha() else 0.0
            return [(j + 1, False, -1, {lead: self.after(j + 1, self.id(lead)) + letter})]
        if not 0x81 <= lead <= 0xFE or not self.odd(j):
            return []
        found = []
        token = self.tokens[j + 1] if j + 1 < self.size else None
        best = NEVER
        for code in (self.middle(j + 1), self.closing(j + 1)) if token else ():
            if code and self.pairs.known[code]:
                # As the tables have it: after what stands between j and j - 1, the first of all after itself.
                before = self.middle(j)
                best = max(best, self.follow(self.id(before), self.id(code)))
        every = self.pairs.by_lead[lead].tolist()
        if token and token.reading:
            fitting = self.pairs.read_as(token.reading, lead).tolist()
            found.append(self.guess(fitting, j + 2, known.CUT, True))
        elif token and (token.single in (0x3F, 0x20) or self.stretch.text[token.start] == "\ufffd"):
            found.append(self.guess(every, j + 2, known.LOST_MARKED, True))
        firsts = self.pairs.by_trail[lead].tolist()
        if (not token and self.stretch.to_line_end) or (token and not token.lead and not self.closing(j + 1)):
            found.append(self.guess(every + firsts * (lead == 0xA3), j + 1, known.LOST_AT_EDGE, False))
        elif lead == 0xA3:
            found.append(self.lose_either(lead, j + 1, known.LOST_BEFORE_A3))
        elif token and self.model.signs[self.stretch.ids[j + 1]]:
            found.append(self.lose_either(lead, j + 1, known.LOST_BY_SIGN / 2 if self.worn else known.LOST_BY_SIGN))
        elif token and best < known.POOR and not any(self.odd(k) for k in (j + 3, j + 4) if k <= self.size):
            found.append(self.lose_either(lead, j + 1, known.LOST_UNMARKED))
        enough = known.UNUSUAL if self.gaps >= known.VANISHED_HERE else known.POOR
        if self.gaps > NEVER and token and (token.lead or token.single) and best < enough:
            found += self.vanished(j, lead, j + 1)
        if self.gaps > NEVER and token and token.single == 0x3F and j + 2 < self.size:
            found += self.vanished(j, lead, j + 2)
        return found

    def lose_either(self, byte: int, until: int, cost: float) -> Ways:
        """The byte is a first or a second one; losses before A3 are far commoner than others."""
        before_a3 = until < self.size and self.tokens[until].lead == 0xA3
        likely = {0: byte == 0xA3, 1: before_a3}  # by which of the two was left: the second, the first
        worst = LOSS - LOSS_BY_A3 if any(likely.values()) else 0.0
        gains = {}
        for kind, codes in enumerate((self.pairs.by_trail[byte], self.pairs.by_lead[byte])):
            way = self.guess(codes.tolist(), until, cost + (0.0 if likely[kind] else worst), False)
            for code, gain in way[3].items():
                gains[code] = max(gain, gains.get(code, NEVER))
        return until, False, -1, gains

    def guess(self, codes: list[int], until: int, cost: float, taken: bool) -> Ways:
        used = self.cost[until - 1] if taken else 0.0
        return until, False, -1, {c: self.after(until, self.id(c)) - used + cost + self.prior(c) for c in codes}

    def vanished(self, j: int, lead: int, after: int) -> list[Ways]:
        """A pair (q, r) is gone: of the first character ``lead`` is left, of the second what stands at ``after``."""
        token = self.tokens[after]
        second = token.lead or token.single
        gone = self.pairs.beyond if after > j + 1 else self.pairs.private
        worth: dict[int, float] = {}
        ends: dict[int, float] = {}
        for q, trails in gone.items() if second else ():
            for r in trails.tolist():
                first, last = lead << 8 | q, r << 8 | second
                if r > 0x80 and self.pairs.known[first] and self.pairs.known[last]:
                    if last not in ends:
                        ends[last] = self.prior(last) + self.go_on(after, self.id(last))
                    gain = self.follow(self.id(first), self.id(last)) + ends[last]
                    worth[first] = max(worth.get(first, 2 * NEVER), gain)
        if not worth:
            return []
        cost = sum(self.cost[j + 1 : after + 1])
        bonus, mark = (self.gaps, -1) if after == j + 1 else (known.SHOWN_AS_MARK, j + 1)
        return [(after + 1, bool(token.lead) and not self.single(after), mark,
                 {code: value - cost + bonus for code, value in worth.items()})]  # fmt: skip

    def go_on(self, j: int, left: int) -> float:
        if self.single(j):
            return self.after(j + 1, left)
        ways = [NEVER]
        if self.middle(j + 1) and self.value(j + 1)[0] > NEVER / 2:
            ways.append(self.follow(left, self.id(self.middle(j + 1))) + self.value(j + 1)[0] - self.cost[j + 1])
        if self.closing(j + 1):
            ways.append(self.follow(left, self.id(self.closing(j + 1))) + self.end(j + 1))
        for _, _, _, gains in self.special(j):
            if len(gains) == 1:
                ways += [self.follow(left, self.id(code)) + gain for code, gain in gains.items()]
        return max(ways)


GAPS = (NEVER, known.VANISHED, known.VANISHED_HERE)


@pytest.mark.parametrize(
    ("text", "gaps"), [pytest.param(text, GAPS[n % 3], id=name) for n, (name, text) in enumerate(pages())]
)
def test_every_token_by_itself(text: str, gaps: float) -> None:
    slow = Slow(text, gaps == NEVER, gaps)
    ways, size = slow.ways, slow.size
    close = lambda value: pytest.approx(value, abs=1e-6)  # noqa: E731
    assert ways.signs == [j for j in range(size) if slow.tokens[j].single == 0x3F]
    assert ways.single.tolist() == [slow.single(j) for j in range(size)]
    assert ways.odd.tolist() == [slow.odd(j) for j in range(size + 1)]
    assert ways.middle.tolist() == [slow.middle(j) for j in range(size)]
    assert ways.closing.tolist() == [slow.closing(j) for j in range(size)]
    assert [ways.closing_gain[j] for j in range(size)] == close([slow.end(j) for j in range(size)])
    assert ways.value[:size].tolist() == close([slow.value(j)[0] for j in range(size)])
    for j in range(size):
        check_steps(slow, j)
    on = [slow.value(j)[0] - slow.cost[j] if slow.middle(j) else NEVER for j in range(size)] + [NEVER]
    off = [slow.end(j) if slow.closing(j) else NEVER for j in range(size)] + [NEVER]
    for j in range(size):
        lost = max([NEVER, *(max(gains.values()) for _, _, _, gains in slow.special(j) if gains)])
        assert ways.special_gain[j] == close(lost)
        assert ways.ahead[j] == close(max(on[j + 1], off[j + 1], lost))
        alone = on[j + 1] > NEVER / 2 >= max(off[j + 1], lost)
        assert ways.reach[j] == (slow.value(j + 1)[2] if alone else 0)


def check_steps(slow: Slow, j: int) -> None:
    """The special steps, all steps, and the best one after the character before token j."""
    special = slow.special(j)
    for step, (until, more, mark, gains) in zip(slow.ways.special_steps(j), special, strict=True):
        assert (step.until, step.more, step.mark, step.guessed) == (until, more, mark, True)
        assert dict(zip(step.codes.tolist(), step.gain.tolist(), strict=True)) == pytest.approx(gains, abs=1e-6)
        assert step.ids.tolist() == [slow.id(code) for code in step.codes.tolist()]
    usual = [(slow.middle(j + 1), True)] if slow.middle(j + 1) and slow.value(j + 1)[0] > NEVER / 2 else []
    usual += [(slow.closing(j + 1), False)] if slow.closing(j + 1) else []
    steps = slow.ways.steps(j)
    assert len(steps) == len(usual) + len(special)
    for step, (code, more) in zip(steps, usual, strict=False):
        assert (step.codes.tolist(), step.more, step.until, step.guessed) == ([code], more, j + 2, False)
    _, way, _ = slow.value(j)
    best, place = slow.ways.best_step(j)
    if way < 0:
        assert best is None
    elif way < 2:
        assert best is not None and (best.codes.tolist(), best.until) == (
            [(slow.middle, slow.closing)[way](j + 1)],
            j + 2,
        )
    else:
        gains = special[way - 2][3]
        left = slow.id(slow.middle(j))
        worth = {code: slow.follow(left, slow.id(code)) + gain for code, gain in gains.items()}
        assert best is not None and worth[int(best.codes[place])] == pytest.approx(max(worth.values()))
    if way == 0:
        assert slow.ways.straight[j] == slow.ways.straight[j + 1] > j
    else:
        assert slow.ways.straight[j] == j
