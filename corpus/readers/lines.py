"""Lines as they lie on a page → paragraphs: for PDFs and for recognised scans."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.readers.result import HAN, close_spaced, join_wrapped

_TERMINAL = re.compile(r"[。；：！？!?;:…][”’」』）)]*$")
_LABEL = re.compile(
    rf"(?:第[{HAN}\d]{{1,7}}[编章节条款项]|[{HAN}]{{0,2}}[一二三四五六七八九十百]{{1,4}}[、.．]|[（(][一二三四五六七八九十百\d]{{1,4}}[）)]"
    r"|\d{1,3}[.．、)）](?!\d)|[①-⒛㈠-㈩]|附件|附表|问[：:]|答[：:]|[●•■◆▪○—-]\s?\S)"
)
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—―－·.\s]*\d{1,4}[-–—―－·.\s]*|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
    r"|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?|[ivxlIVXL]{1,6})$"
)
_FIRST_UNIT = re.compile(r"[（《“‘〔【(]*(?:[!-~]+|.)[，。、；：！？）》”’〕】…%％]*")
_DIGITS = re.compile(r"\d+")
_ZONE = 0.12  # of the page's height, at its head and at its foot
_EM = 12.0  # points, where nothing tells


@dataclass(frozen=True, slots=True)
class Char:
    """One character in points from the lower left corner of its page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    made: bool  # a space or line end that the library adds where it sees a gap


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in points from the lower left corner of its page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    em: float  # width of one ideograph
    page: int  # 0-based
    table: bool = False  # a row of a table: it stays a line of its own


@dataclass(frozen=True, slots=True)
class _Measure:
    """What the lines of a page have in common."""

    left: float
    right: float
    em: float
    pitch: float  # from one line to the next
    indents: bool  # paragraphs begin indented
    columns: bool


def drop_running(lines: Sequence[Line], heights: Sequence[float]) -> list[Line]:
    """Without page numbers and running heads and feet: lines in the outer zones that come back page after page."""
    seen: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if _zone(line, heights):
            seen[_zone(line, heights) + _DIGITS.sub("#", line.text)].add(line.page)
    pages = len({line.page for line in lines})
    often = max(2 if pages < 5 else 3, 0.3 * pages)
    kept = []
    for line in lines:
        zone = _zone(line, heights)
        running = zone and len(seen[zone + _DIGITS.sub("#", line.text)]) >= often and not line.table
        if not (zone and _PAGE_NUMBER.match(line.text.strip())) and not running:
            kept.append(line)
    return kept


def join_lines(lines: Sequence[Line], pages: int) -> tuple[str, tuple[int, ...]]:
    """The paragraphs, one a line, and the offset at which each page begins.

    A wrapped line reaches the right margin; the next one begins a paragraph when it is indented,
    numbered after a full stop, or set apart.
    """
    measures = _measure_pages(lines, pages)
    text = ""
    starts: dict[int, int] = {}
    first = last = None  # line of the paragraph so far
    margin = 0.0
    for line, own_margin in zip(lines, _find_margins(lines, measures), strict=True):
        piece = close_spaced(line.text.strip())
        if not piece:
            continue
        if first and last and _continues(first, last, line, margin, measures):
            if _is_beside(last, line):
                text += " " if line.left - last.right > 0.6 * line.em else ""
                text += piece
            else:
                text += join_wrapped([text[-1], piece])[1:]
            begins = len(text) - len(piece)
        else:
            text += "\n" if text else ""
            begins = len(text)
            text += piece
            first = last = line
        starts.setdefault(line.page, begins)
        last, margin = line, own_margin
    offsets, following = [0] * pages, len(text)
    for page in reversed(range(pages)):
        following = starts.get(page, following)
        offsets[page] = following
    if pages:
        offsets[0] = 0
    return text, tuple(offsets)


def _continues(first: Line, last: Line, line: Line, margin: float, measures: Sequence[_Measure]) -> bool:
    if last.table or line.table:
        return False
    here, there = measures[last.page], measures[line.page]
    if abs(last.em - line.em) > 0.15 * max(last.em, line.em):
        return False
    if _is_title_pair(last, line, here, there):
        return True
    same_page = last.page == line.page
    drop = last.bottom - line.bottom
    if same_page and (drop > 1.8 * here.pitch or drop < -0.5 * here.em):
        return False
    if _is_beside(last, line):
        return True
    if not _is_full(last, line, margin):
        return False
    indented = line.left - there.left > 0.9 * there.em and not here.columns
    if not _TERMINAL.search(last.text):
        # Mid-sentence: only a plainly new item breaks it.
        if not indented:
            return True
        # Mid-sentence and yet indented: the hanging lines of an item, a paragraph set in as a whole, or else
        # a heading that filled its line.
        hangs = line.left > first.left + 0.5 * there.em and bool(_LABEL.match(first.text.lstrip()))
        level = abs(line.left - last.left) < 0.5 * there.em
        return (hangs or level or not there.indents) and not _LABEL.match(line.text.lstrip())
    if indented:
        return False
    return there.indents or not _LABEL.match(line.text.lstrip())


def _is_full(last: Line, line: Line, margin: float) -> bool:
    """Whether the line went as far as it could, given what the next one begins with: a word is not cut, and
    no line begins with a comma."""
    unit = _FIRST_UNIT.match(line.text.lstrip())
    width = sum(0.55 if char.isascii() else 1.0 for char in unit[0][:40]) if unit else 1.0
    return margin - last.right < (width + 0.75) * last.em


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


def _is_title_pair(last: Line, line: Line, here: _Measure, there: _Measure) -> bool:
    """Two centred lines in larger type, one below the other: a title that was broken in two."""
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
    drops = [a.bottom - b.bottom for a, b in pairwise(lines) if a.page == b.page]
    drops = [drop for drop in drops if 0.8 * em < drop < 4 * em]
    starts = [line for line in body if line.left - left > 1.2 * em and line.left - left < 3.5 * em]
    away = sum(line.left > left + 0.4 * width for line in body)
    indents = whole.indents if whole else len(starts) >= 0.12 * len(body)
    return _Measure(left, right, em, median(drops) if drops else 2 * em, indents, away > 0.25 * len(body))


def _high(values: Sequence[float]) -> float:
    """The right margin: the largest value that several lines come near, not that of one stray line."""
    ordered = sorted(values)
    for i in range(len(ordered) - 1, 0, -1):
        if ordered[i] - ordered[i - 1] < 4:
            return ordered[i]
    return ordered[-1]


def _zone(line: Line, heights: Sequence[float]) -> str:
    height = heights[line.page]
    if line.bottom > (1 - _ZONE) * height:
        return "head:"
    return "foot:" if line.top < _ZONE * height else ""


def close_lines(lines: Iterable[str]) -> str:
    """The lines of one cell as one line, letter-spaced words closed up."""
    return close_spaced(join_wrapped([close_spaced(line) for line in lines]))
