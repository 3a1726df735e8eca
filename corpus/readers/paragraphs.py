"""Lines of a page → paragraphs: which line goes on from the one before."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.readers.lines import Line
from corpus.readers.result import HAN, close_spaced, count_han, join_wrapped

_TERMINAL = re.compile(r"[。；：！？!?;:…][”’」』）)]*$")
_LABEL = re.compile(
    rf"(?:第[{HAN}\d]{{1,7}}[编章节条款项]|[{HAN}]{{0,2}}[一二三四五六七八九十百]{{1,4}}[、.．]|[（(][一二三四五六七八九十百\d]{{1,4}}[）)]"
    r"|\d{1,3}[.．、)）](?!\d)|[①-⒛㈠-㈩]|[【\[]\d{1,3}[】\]]|附件|附表|问[：:]|答[：:]|[●•■◆▪○—-]\s?\S)"
)
# What begins a line of its own wherever it stands, and what cannot stand before it.
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)](?![项款目])|第[一二三四五六七八九十]{1,3}[章节篇](?![的、，。])"
    r"|[\u4e00-\u9fff]{2,14}[〔\[（(〕](?:19|20)\d\d[〕\])）]\s?\d{1,5}\s?号\s*$"
)
_SIGNED = re.compile(
    r"[\u4e00-\u9fff]{2,24}(?:政府|办公室|办公厅|委员会|局|厅|委|办)\s*$"
    r"|(?:(?:19|20)\d\d|二[〇○零][\u4e00-\u9fff〇○]{2})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日\s*$"
)
_OPEN_END = re.compile(r"[、，,第和及与或“‘《（(〈]$")
_CLAUSE = re.compile("[，。；,;]")
_FIRST_UNIT = re.compile(r"[（《“‘〔【(]*(?:[!-~]+|.)[，。、；：！？）》”’〕】…%％]*")
_EM = 12.0  # points, where nothing tells


@dataclass(frozen=True, slots=True)
class _Measure:
    """What the lines of a page have in common."""

    left: float
    right: float
    em: float
    pitch: float  # from one line to the next
    indents: bool  # paragraphs begin indented
    columns: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two lines in a row, with what surrounds them."""

    first: Line  # of the paragraph so far
    last: Line
    line: Line
    after: Line | None
    margin: float  # right margin of ``last``
    here: _Measure  # of the page of ``last``
    there: _Measure  # of the page of ``line``


def join_lines(lines: Sequence[Line], pages: int) -> tuple[str, tuple[int, ...]]:
    """The paragraphs, one a line, and the offset at which each page begins.

    A wrapped line reaches the right margin; the next one begins a paragraph when it is indented,
    numbered after a full stop, or set apart.
    """
    lines = [line for line in lines if line.text.strip()]
    measures = _measure_pages(lines, pages)
    margins = _find_margins(lines, measures)
    text = ""
    starts: dict[int, int] = {}
    first: Line | None = None
    for i, line in enumerate(lines):
        piece = close_spaced(line.text.strip())
        last = lines[i - 1] if i else line
        after = lines[i + 1] if i + 1 < len(lines) else None
        if first and _continues(
            _Pair(first, last, line, after, margins[i - 1], measures[last.page], measures[line.page])
        ):
            if _is_beside(last, line):
                text += " " if line.left - last.right > 0.6 * line.em else ""
                text += piece
            else:
                text += join_wrapped([text[-1], piece])[1:]
        else:
            text += ("\n" if text else "") + piece
            first = line
        starts.setdefault(line.page, len(text) - len(piece))
    return text, _fill_starts(starts, pages, len(text))


def _fill_starts(starts: dict[int, int], pages: int, end: int) -> tuple[int, ...]:
    """Where each page begins; a page without text begins where the next one does."""
    offsets = [0] * pages
    for page in reversed(range(1, pages)):
        end = offsets[page] = starts.get(page, end)
    return tuple(offsets)


def _continues(pair: _Pair) -> bool:
    last, line = pair.last, pair.line
    if last.table or line.table or not _is_same_size(last, line):
        return False
    if _is_beside(last, line) or _is_title_pair(pair):
        return True
    if _SIGNED.match(line.text.lstrip()) and (_TERMINAL.search(last.text) or _SIGNED.match(last.text.lstrip())):
        return False
    drop = last.bottom - line.bottom
    if last.page == line.page and (drop > 2.1 * pair.here.pitch or drop < -0.5 * pair.here.em):
        return False
    indented = line.left - pair.there.left > 0.9 * pair.there.em and not pair.here.columns
    if not _TERMINAL.search(last.text):
        return _goes_on(pair, indented)
    if indented or not _is_full(pair) or drop > 1.6 * pair.here.pitch or _stands_alone(pair):
        return False
    return pair.there.indents or not _LABEL.match(line.text.lstrip())


def _stands_alone(pair: _Pair) -> bool:
    """Whether ``line`` is short and neither ends nor divides a sentence: a title or heading below a sentence's end."""
    short = pair.there.right - pair.line.right > 0.15 * (pair.there.right - pair.there.left)
    return short and not _CLAUSE.search(pair.line.text) and not _TERMINAL.search(pair.line.text)


def _goes_on(pair: _Pair, indented: bool) -> bool:
    """Whether ``line`` goes on after a line that ends in the middle of a sentence."""
    last, line = pair.last, pair.line
    if _HEADING.match(line.text.lstrip()) and not _OPEN_END.search(last.text.rstrip()):
        return False
    if not indented:
        # Where paragraphs are indented this one begins none, even if the line before was broken early;
        # and a line with clauses in it is no heading.
        prose = bool(_CLAUSE.search(last.text)) and not _LABEL.match(line.text.lstrip())
        early = pair.margin - last.right < 0.25 * (pair.here.right - pair.here.left)
        return _is_full(pair) or (early and (pair.there.indents or prose))
    if not _is_full(pair) or _LABEL.match(line.text.lstrip()):
        return False
    if line.left > pair.first.left + 0.5 * line.em and _LABEL.match(pair.first.text.lstrip()):
        return True  # the hanging lines of an item
    if abs(line.left - last.left) < 0.5 * line.em:
        # A paragraph set in as a whole; or a heading that filled its line, followed by a paragraph.
        after = pair.after
        level = after is not None and abs(after.left - line.left) < 0.5 * line.em and after.page == line.page
        return level or last is not pair.first or not pair.there.indents
    return not pair.there.indents


def _is_same_size(last: Line, line: Line) -> bool:
    """Of one type size, as far as can be told; lines without ideographs tell little."""
    slack = 0.15 if count_han(last.text) and count_han(line.text) else 0.4
    return abs(last.em - line.em) <= slack * max(last.em, line.em)


def _is_full(pair: _Pair) -> bool:
    """Whether the last line went as far as it could, given what the next one begins with: a word is not cut,
    and no line begins with a comma."""
    unit = _FIRST_UNIT.match(pair.line.text.lstrip())
    width = sum(0.55 if char.isascii() else 1.0 for char in unit[0][:40]) if unit else 1.0
    return pair.margin - pair.last.right < (width + 0.75) * pair.last.em


def _find_margins(lines: Sequence[Line], measures: Sequence[_Measure]) -> list[float]:
    """The right margin of each line: that of its page, or that of a narrower column of at least four lines.

    The lines of a column of prose end near one edge; those of a list end anywhere.
    """
    margins = [measures[line.page].right for line in lines]
    start = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and _is_next(lines[i - 1], lines[i], measures[lines[i].page]):
            continue
        run = lines[start:i]
        edge = max(line.right for line in run)
        near = sum(edge - line.right < 2.2 * line.em for line in run[:-1])
        long = edge - min(line.left for line in run) > 12 * run[0].em
        if len(run) >= 4 and long and near >= 0.8 * (len(run) - 1):
            margins[start:i] = [min(edge, margins[start])] * len(run)
        start = i
    return margins


def _is_next(last: Line, line: Line, measure: _Measure) -> bool:
    """Whether two lines lie one under the other in one column."""
    drop = last.bottom - line.bottom
    return (
        last.page == line.page
        and not (last.table or line.table)
        and 0.5 * measure.pitch < drop < 1.5 * measure.pitch
        and abs(last.left - line.left) < 2.5 * last.em
    )


def _is_beside(last: Line, line: Line) -> bool:
    """Whether the two are pieces of one line."""
    return (
        last.page == line.page and abs(last.bottom - line.bottom) < 0.3 * line.em and line.left >= last.right - line.em
    )


def _is_title_pair(pair: _Pair) -> bool:
    """Two centred lines in larger type, one below the other: a title that was broken in two."""
    last, line, here = pair.last, pair.line, pair.here
    if last.page != line.page or min(last.em, line.em) < 1.15 * here.em:
        return False
    middle = (here.left + here.right) / 2
    centred = all(abs((each.left + each.right) / 2 - middle) < 2 * here.em for each in (last, line))
    near = last.bottom - line.bottom < 2.2 * last.em
    return centred and near and not _TERMINAL.search(last.text) and len(last.text) + len(line.text) < 100


def _measure_pages(lines: Sequence[Line], pages: int) -> list[_Measure]:
    flow = [line for line in lines if not line.table]
    whole = _measure(flow, None)
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in flow:
        by_page[line.page].append(line)
    return [_measure(by_page[page], whole) if len(by_page[page]) >= 8 else whole for page in range(pages)]


def _measure(lines: Sequence[Line], whole: _Measure | None) -> _Measure:
    if not lines:
        return whole or _Measure(0, 0, _EM, 2 * _EM, False, False)
    ems: Counter[float] = Counter()
    for line in lines:
        ems[round(line.em * 2) / 2] += len(line.text)
    em = ems.most_common(1)[0][0] or _EM
    body = [line for line in lines if abs(line.em - em) <= 0.15 * em] or list(lines)
    right = _high([line.right for line in body])
    width = right - min(line.left for line in body)
    lefts = Counter(round(line.left / 3) for line in body)
    # The left margin is the leftmost place where a fair share of the lines begin.
    usual = [place for place, times in lefts.items() if times >= max(2, 0.08 * len(body))] or list(lefts)
    left = min(usual) * 3.0
    if whole and abs(right - whole.right) > 3 * em:  # a page of short lines shows no margin of its own
        left, right = whole.left, whole.right
    drops = [a.bottom - b.bottom for a, b in pairwise(lines) if a.page == b.page]
    drops = [drop for drop in drops if 0.8 * em < drop < 4 * em]
    away = sum(line.left > left + 0.4 * width for line in body)
    indents = whole.indents if whole else _is_indenting(body, left, right, em)
    return _Measure(left, right, em, median(drops) if drops else 2 * em, indents, away > 0.25 * len(body))


def _is_indenting(body: Sequence[Line], left: float, right: float, em: float) -> bool:
    """Whether paragraphs begin indented: what the lines do that follow one which ended short of the margin."""
    after_short = [line for last, line in pairwise(body) if last.right < right - 3 * em]
    starts = [1.2 * em < line.left - left < 3.5 * em for line in after_short]
    if len(starts) >= 3:
        return sum(starts) * 2 > len(starts)
    return sum(1.2 * em < line.left - left < 3.5 * em for line in body) >= 0.12 * len(body)


def _high(values: Sequence[float]) -> float:
    """The right margin: the largest value that several lines come near, not that of one stray line."""
    ordered = sorted(values)
    for i in range(len(ordered) - 1, 0, -1):
        if ordered[i] - ordered[i - 1] < 4:
            return ordered[i]
    return ordered[-1]
