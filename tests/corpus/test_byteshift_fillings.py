"""What may stand in a gap of a run, against definitions that try every pair of characters."""

import random
from collections.abc import Iterator
from itertools import product

import numpy as np
import opencc
import pytest
from garble import lose_bytes

from corpus.repair.language import load_language
from corpus.repair.lost_bytes import gaps as known
from corpus.repair.lost_bytes.beams import Beam, Plan, Reader
from corpus.repair.lost_bytes.choice import Page
from corpus.repair.lost_bytes.gaps import Gaps
from corpus.repair.lost_bytes.pairs import load_pairs
from corpus.repair.lost_bytes.search import Search
from corpus.repair.lost_bytes.steps import NEVER, SHOWN_AS_MARK, VANISHED_HERE, Steps
from corpus.repair.lost_bytes.tokens import read_tokens, weigh_tokens

SENTENCES = (
    "推動農業產業化、規模化、品牌化發展，增加農民收入。各村廣泛開展宣傳。化解矛盾糾紛，維護社會穩定。",
    "管好用好醫保基金，確保資金安全，定期向社會公佈。新建標準化廠房兩座。會同有關部門做好驗收工作。",
    "加大環保投入。會議決定提高補助標準，減輕羣衆負擔。改造危房，整修道路，建設美麗鄉村。",
)
TRADITIONAL = 0.9


class Slow:
    """One stretch with the gaps of its runs."""

    def __init__(self, text: str) -> None:
        self.model, self.pairs = load_language(), load_pairs()
        self.follows: dict[tuple[int, int], float] = {}
        tokens = read_tokens(text, 0, len(text), [])
        self.stretch = weigh_tokens(text, 0, len(text), tokens, self.model)
        self.ways = Steps(self.stretch, self.pairs, self.model, TRADITIONAL, worn=False, gaps=VANISHED_HERE)
        self.reader = Reader(self.pairs, self.model, Page([text]))
        self.runs = Search(self.ways).best_runs(0.0)

    def follow(self, left: int, right: int) -> float:
        key = int(left), int(right)
        if key not in self.follows:
            self.follows[key] = float(self.model.follow(key[0], [key[1]])[0])
        return self.follows[key]

    def id(self, code: int) -> int:
        return int(self.pairs.ids[code])

    def prior(self, *codes: int) -> float:
        return float(self.pairs.prior(np.array(codes), TRADITIONAL).sum())

    def wide(self, *codes: int) -> float:
        """What full-width figures and letters cost on this page, which has none."""
        chars = [code.to_bytes(2, "big").decode("gb18030") for code in codes]
        return sum(self.reader.page.wide for char in chars if "\uff01" < char < "\uff5e" and char.isalnum())

    def four(self, j: int, last: int) -> list[list[int]]:
        token = self.ways.stretch.tokens[j + 1]
        if self.ends(j + 1) != (j + 2 == last):
            return []
        return self.pairs.read_known(int(self.ways.trail[j]), token.single if self.ends(j + 1) else token.lead).tolist()

    def ahead(self, code: int, after: int) -> float:
        """How well it is followed by what comes next."""
        if after >= self.ways.size:
            return 0.0
        unknown = len(self.model.count) - 1
        follows = [int(row[after]) for row in (self.ways.middle_ids, self.ways.closing_ids) if row[after] < unknown]
        return max([self.follow(self.id(code), number) for number in follows], default=0.0)

    def fit(self, j: int) -> float:
        fits = [float(self.ways.middle_follow[j + 1])]
        if j + 2 < self.ways.size and self.ways.middle[j + 2]:
            fits.append(float(self.ways.middle_follow[j + 2]))
        return min(fits)

    def may_lack(self, j: int) -> bool:
        if j + 1 == self.ways.size or not 0x81 <= self.ways.stretch.tokens[j].trail <= 0xFE:
            return False
        if self.ways.middle[j + 1]:
            return self.fit(j) < known.NO_DOUBT
        return bool(self.ways.closing[j + 1])

    def around(self, j: int, after: int, left: int) -> dict[tuple[int, int], float]:
        """Every pair of characters around a gap before token ``after``, and what speaks for it."""
        token = self.stretch.tokens[after]
        second = token.single if self.ends(after) else token.lead
        firsts, seconds = self.pairs.read_around(int(self.ways.trail[j]), second, beyond=after == j + 2)
        found = {}
        for one, two in zip(firsts.tolist(), seconds.tolist(), strict=True):
            worth = self.follow(left, self.id(one)) + self.follow(self.id(one), self.id(two)) + self.prior(one, two)
            found[one, two] = worth + (0.0 if self.ends(after) else self.ahead(two, after + 1))
        return found

    def ends(self, at: int) -> bool:
        """Whether a run that holds this token ends with it."""
        return bool(self.ways.single[at]) or not self.stretch.tokens[at].lead

    def three(self, j: int, left: int) -> dict[tuple[int, int, int], float]:
        """Three characters of which two pairs are gone: the best of the likely first and second ones."""
        firsts, betweens, joined = self.pairs.read_in_gap(int(self.ways.trail[j]))
        start = [self.follow(left, self.id(one)) + self.prior(one) for one in firsts.tolist()]
        tops = sorted(range(len(firsts)), key=lambda n: -start[n])[: known.FIRSTS]
        both = {}
        for n, m in product(tops, range(len(betweens))):
            if joined[n, m]:
                one, two = int(firsts[n]), int(betweens[m])
                both[one, two] = start[n] + self.follow(self.id(one), self.id(two)) + self.prior(two)
        best = sorted(both, key=lambda pair: -both[pair])[: known.MIDDLES]
        token = self.stretch.tokens[j + 1]
        second = token.single if self.ends(j + 1) else token.lead
        found = {}
        for one, two in best:
            for three in self.pairs.end_after(two & 0xFF, second).tolist():
                worth = both[one, two] + self.follow(self.id(two), self.id(three)) + self.prior(three)
                found[one, two, three] = worth + (0.0 if self.ends(j + 1) else self.ahead(three, j + 2))
        return found


def pages() -> Iterator[str]:
    for number, sentence in enumerate(SENTENCES):
        for private, anywhere in product(("", "?"), (False, True)):
            yield lose_bytes(sentence, random.Random(number), every=16, private=private, anywhere=anywhere).text
    for at in (11, 13, 15):  # a bracket, which has two bytes and one, within or beside a run
        text = lose_bytes(SENTENCES[0], random.Random(0), every=16, private="").text
        yield text[:at] + "[" + text[at + at % 2 :]
    yield opencc.OpenCC("t2s").convert(lose_bytes(SENTENCES[0], random.Random(5), every=16, private="").text)


def best(worths: dict, most: int) -> dict:
    return dict(sorted(worths.items(), key=lambda one: -one[1])[:most])


@pytest.mark.parametrize("text", list(pages()))
def test_every_way_on(text: str) -> None:
    slow = Slow(text)
    ways = slow.ways
    for run in slow.runs:
        gaps = Gaps(ways, slow.reader, run)
        assert [gaps._may_lack(j) for j in range(ways.size)] == [slow.may_lack(j) for j in range(ways.size)]
        gaps.begin()
        assert bool(gaps.beams) == (run.choices[0] is not None and gaps.doubts > 0)
        if run.choices[0] is None:
            continue
        gaps.doubts = 1
        gaps.begin()
        (beam,) = gaps.beams[run.at]
        first = {int(c): slow.follow(run.left, slow.id(c)) + slow.prior(int(c)) for c in run.choices[0].codes}
        begun = [trail.codes[0] for trail in beam.trails if trail]
        assert len(begun) == min(known.STARTS, len(first)) and beam.length.tolist() == [known.LONGEST + 1] * len(begun)
        beam = beam.pick(np.array([0]))
        left = int(beam.ids[0, -1])
        assert left == slow.id(begun[0])
        for j in range(run.at, run.last):
            check_ways(slow, gaps, beam, j, left)


def check_ways(slow: Slow, gaps: Gaps, beam: Beam, j: int, left: int) -> None:
    ways, last = slow.ways, gaps.run.last
    (found,) = slow.reader.read([(beam, gaps.plan(beam, j))])
    plain = [(to, trail.codes, 0.0) for to, more in found for trail in more.trails if trail and len(trail.codes) == 1]
    want = [(j + 1, (int(ways.middle[j + 1]),))] if j + 1 < last and ways.middle[j + 1] else []
    want += [(-1, (int(ways.closing[j + 1]),))] if j + 2 == last and ways.closing[j + 1] else []
    assert [one[:2] for one in plain[: len(want)]] == want
    gains: dict[int, float] = {}
    lost: list[float] = []
    for step in ways.special_steps(j):
        if step.follower is None and step.until == last:
            gains |= dict(zip(step.codes.tolist(), step.gain.tolist(), strict=True))
            lost += sorted(step.gain.tolist())[-known.ENDS :]
    # Of codes that are equally likely any will do.
    assert sorted(gains[codes[0]] for _, codes, _ in plain[len(want) :]) == pytest.approx(sorted(lost))
    twos: dict[tuple[int, int], float] = {}
    for after, bonus in ((j + 1, gaps.bonus), (j + 2, SHOWN_AS_MARK)):
        if after >= last or (after == j + 1 and not slow.may_lack(j)):
            continue
        if after == j + 2 and slow.stretch.tokens[j + 1].single != 0x3F:
            continue
        token = slow.stretch.tokens[after]
        ends = slow.ends(after)
        if ends == (after + 1 == last) and (token.single if ends else token.lead):
            for pair in best(slow.around(j, after, left), known.FILLS):
                twos[pair] = bonus + slow.prior(*pair) + slow.wide(*pair)
    got = {t.codes: cost for _, more in found for t, cost in zip(more.trails, more.extra - beam.extra[0], strict=True)
           if t and len(t.codes) == 2}  # fmt: skip
    assert got == pytest.approx(twos)
    threes = {}
    token = slow.stretch.tokens[j + 1] if j + 1 < last else None
    if (
        token
        and slow.may_lack(j)
        and (slow.fit(j) if ways.middle[j + 1] else ways.closing_follow[j + 1]) < gaps.three
        and (token.single if slow.ends(j + 1) else token.lead)
        and slow.ends(j + 1) == (j + 2 == last)
    ):
        filled = best(slow.three(j, left), known.FILLS)
        threes = {codes: 2 * gaps.bonus + slow.prior(*codes) + slow.wide(*codes) for codes in filled}
    got = {t.codes: cost for _, more in found for t, cost in zip(more.trails, more.extra - beam.extra[0], strict=True)
           if t and len(t.codes) == 3}  # fmt: skip
    assert got == pytest.approx(threes)
    fours = {tuple(four): 3 * gaps.bonus + slow.prior(*four) for four in slow.four(j, last)} if threes or token else {}
    got = {t.codes: cost for _, more in found for t, cost in zip(more.trails, more.extra - beam.extra[0], strict=True)
           if t and len(t.codes) == 4}  # fmt: skip
    assert not got or got == pytest.approx(fours)
    assert all(cost > NEVER / 2 for cost in got.values())


def test_runs_are_read_together_as_one_by_one() -> None:
    """What stands beside a run in the table does not change how it is read."""
    slow = Slow(next(pages()))
    starts = [slow.reader.start(left) for left in ("推动农业", "化解矛盾", "，")]
    codes = slow.pairs.by_trail[0xA3][:5]
    two = (np.repeat(codes[:2], 2), np.tile(codes[2:4], 2))
    plans = [
        [Plan(3, np.zeros(5, dtype=np.int64), (codes,), np.arange(5.0), (None,))],
        [],
        [Plan(4, np.zeros(4, dtype=np.int64), two, -np.arange(4.0), (None, None)),
         Plan(-1, np.zeros(1, dtype=np.int64), (codes[4:],), np.zeros(1), (None,))],
    ]  # fmt: skip
    together = slow.reader.read(list(zip(starts, plans, strict=True)))
    for beam, planned, found in zip(starts, plans, together, strict=True):
        for plan, (to, many) in zip(planned, found, strict=True):
            assert to == plan.to
            ((_, alone),) = slow.reader.read([(beam, [plan])])[0]
            assert many.total.tolist() == pytest.approx(alone.total.tolist())
            assert many.length.tolist() == alone.length.tolist() == [len(plan.codes) + known.LONGEST] * len(plan.rows)
            assert [t.codes for t in many.trails if t] == [t.codes for t in alone.trails if t]
            for row, codes_ in enumerate(zip(*plan.codes, strict=True)):
                text = "".join(chr(int(slow.pairs.plain[code])) for code in codes_)
                again = slow.reader.go_to(beam, text)
                assert again.total[0] + plan.cost[row] == pytest.approx(many.total[row])
    assert slow.reader.read([(starts[0], [])]) == [[]]
