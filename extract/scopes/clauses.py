"""How far each statement is about the place that it names: to the end of a clause, a sentence or a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from extract.scopes.spots import Spot

Stretch = tuple[int, int, str | None]
_SENTENCE = re.compile(r"[。！？\n]")
_PART = re.compile(r"[。！？\n；;]")
_LONGEST = 800  # characters of a sentence
_HEADING = 64  # characters of one that runs into its paragraph
_JOINT = re.compile("[、，,和与及]")
_SIGNS = re.compile("[，,；;。！？\n（()）]")
# What a figure goes on with: 达到720亿元，同比增长9%.
_GOES_ON = re.compile(
    r"(?:同比|环比|比上年|较上年|较|比|年均|分别)?(?:增长|增加|提高|提升|下降|减少|降低|占)|同比|占比|增速"
)
_RESPECTIVELY = re.compile(r"[^，,。；;\n0-9]{0,12}?分别")
_COLON = re.compile(r"[】\]]?(?:[（(][^）)\n]{0,14}[）)])?[：:]")
_SAME = re.compile(r"[。！？][ \u3000]*该[县区市旗]")


def read_paragraph(
    text: str, start: int, end: int, spots: Sequence[Spot], *, lasting: bool
) -> tuple[list[Stretch], list[Stretch]]:
    """(clauses, sentences) of the paragraph ``text[start:end]`` that are about a place, or again about all (None).

    ``lasting``: a place that opens a paragraph is what the rest of it is about, as in an article on county after
    county; a report only names some in passing.

    >>> spots = [Spot(5, 8, "130608", clause=True), Spot(11, 13, "130633", clause=True)]
    >>> text = "新建9所，清苑区3所，易县2所。投入5亿元。"         # 9 schools: 3 in one county, 2 in another; funds
    >>> clauses, sentences = read_paragraph(text, 0, len(text), spots, lasting=True)
    >>> [(text[start:end], code) for start, end, code in clauses], sentences
    ([('清苑区3所，', '130608'), ('易县2所', '130633')], [])
    """
    clauses: list[Stretch] = []
    sentences: list[Stretch] = []
    following = _following(spots)
    for index, spot in enumerate(spots):
        after = spots[index + 1].start if index + 1 < len(spots) else end
        if spot.members and (own := _respective(text, spot, min(after, end))):
            clauses += own
        elif spot.clause or spot.verb:
            clauses.append((spot.start, _end_of_clause(text, spots, index, end), spot.code))
        else:
            reach = _end_of_sentence(text, start if lasting else -1, end, spot, following[index])
            sentences.append((spot.start, reach, spot.code))
    return _cut(_remainders(text, spots, clauses, end)), _cut(sentences)


def _end_of_clause(text: str, spots: Sequence[Spot], index: int, end: int) -> int:
    """Of a clause that names its place: its own comma, what goes on with its figure, or the next in a row of them."""
    spot = spots[index]
    stop = _end_of_segment(text, spot.end, end)
    following = spots[index + 1] if index + 1 < len(spots) else None
    limit = _first(_PART, text, spot.end, end)
    in_a_row = following is not None and following.code is not None and following.clause and not following.verb
    if following is not None and in_a_row and following.start < limit and not spot.verb:
        return following.start
    while stop < limit and text[stop] in "，," and _GOES_ON.match(text, stop + 1):
        stop = _end_of_segment(text, stop + 1, limit)
    return min(stop, following.start) if following is not None else stop


def _end_of_segment(text: str, at: int, end: int) -> int:
    """The next comma or stop that is in no brackets which opened here, or the bracket that closes around it."""
    depth = 0
    end = min(end, at + _LONGEST)
    for match in _SIGNS.finditer(text, at, end):
        sign = match.group()
        if sign in "（(":
            depth += 1
        elif sign not in "）)":
            if depth == 0:
                return match.start()
        elif depth == 0:
            return match.start()
        else:
            depth -= 1
    return end


def _following(spots: Sequence[Spot]) -> list[Spot | None]:
    """For each spot the next one that opens a sentence."""
    found: list[Spot | None] = []
    following: Spot | None = None
    for spot in reversed(spots):
        found.append(following)
        following = following if spot.clause or spot.verb else spot
    return found[::-1]


def _end_of_sentence(text: str, start: int, end: int, spot: Spot, following: Spot | None) -> int:
    """Of a sentence that opens with its place: its own end, or that of the paragraph where it opens this.

    ``start`` is -1 where a paragraph is not of whom it opens with.
    """
    limit = following.start if following is not None else end
    stop = _first(_SENTENCE, text, spot.end, end)
    if spot.part and (following is None or following.start > stop):
        stop = min(stop, _first(_PART, text, spot.end, end))  # the last of several behind semicolons
        return min(stop + 1, limit)
    if _COLON.match(text, spot.end) or (start >= 0 and _opens_paragraph(text, start, spot.start)):
        return limit
    while stop < limit and _SAME.match(text, stop):
        stop = _first(_SENTENCE, text, stop + 1, end)
    return min(stop + 1, limit)


def _opens_paragraph(text: str, start: int, at: int) -> bool:
    """Whether a name stands in the first sentence, or behind one that is a heading: short, and without a figure."""
    if at - start > _HEADING:
        return False
    before = text[start:at].strip()
    first = _first(_SENTENCE, text, start, at)
    heading = first >= at - 1 - (len(text[start:at]) - len(text[start:at].rstrip()))
    return first >= at or (heading and not re.search("[0-9]", before))


def _respective(text: str, spot: Spot, end: int) -> list[Stretch]:
    """白河县、旬阳市分别新建水厂3座和5座: each has the figure in its place."""
    opening = _RESPECTIVELY.match(text, spot.end, end)
    if opening is None or None in spot.members:
        return []
    stop = _first(_PART, text, opening.end(), end)
    cuts = [opening.end(), *(m.end() for m in _JOINT.finditer(text, opening.end(), stop)), stop]
    pieces = [(a, b) for a, b in pairwise(cuts) if re.search("[0-9]", text[a:b])]
    if len(pieces) != len(spot.members):
        return []
    return [(a, b, code) for (a, b), code in zip(pieces, spot.members, strict=True)]


def _remainders(text: str, spots: Sequence[Spot], clauses: Sequence[Stretch], end: int) -> list[Stretch]:
    """The clauses, and what follows the last one of a sentence that another place opened: of nobody in particular."""
    found: list[Stretch] = []
    starts = [spot.start for spot in spots]
    for index, (start, stop, code) in enumerate(clauses):
        found.append((start, stop, code))
        limit = _first(_PART, text, stop, end)
        following = clauses[index + 1][0] if index + 1 < len(clauses) else end
        later = bisect_left(starts, stop)
        turn = starts[later] if later < len(starts) else end
        if stop < min(limit, following, turn):
            found.append((stop, min(limit, following, turn), None))
    return found


def _cut(stretches: list[Stretch]) -> list[Stretch]:
    """In order, each ended where the next begins."""
    ordered = sorted(stretches, key=lambda stretch: stretch[0])
    return [
        (start, min(end, ordered[n + 1][0]) if n + 1 < len(ordered) else end, code)
        for n, (start, end, code) in enumerate(ordered)
    ]


def _first(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.search(text, start, min(end, start + _LONGEST))
    return match.start() if match else min(end, start + _LONGEST)
