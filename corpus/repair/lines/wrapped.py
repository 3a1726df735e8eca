"""Lines broken at a constant width in the middle of sentences, as old mail programs and PDFs leave them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from corpus.repair.change import Change

_HAN_END = re.compile("[\u3400-\u9fff，、,0-9A-Za-z“（《]$")
_OPEN_END = re.compile("[^。！？!?]$")  # where the page has told its width
_GOES_ON = re.compile("[\u3400-\u9fff，。、；：！？”）》〕0-9A-Za-z“（《,.;:!?)(%％‰~～/]")
_LABEL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．)）](?!\d)|第[一二三四五六七八九十]+[章节条]|[①-⑳⑴-⒛])"
)
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.%％])")
_MIN_WIDTH = 40  # columns: shorter lines are poems, lists, tables
_MIN_LINES = 4  # full lines in one paragraph: fewer may be chance
_WIDEST = 80  # characters: nobody breaks lines at more
_FEW = 8  # one line in so many may be wider: titles, what the page itself says
_CLAUSE = re.compile("[，。、；：,]")
_SET_APART = re.compile(r"[\s　]|$")  # a blank line or an indent
_SLACK = 2  # columns: a full-width sign that did not fit goes to the next line


_FOLDED = re.compile("(?<=[\u3400-\u9fff”》])[,;:!?()]")
_LOOSE = 6  # columns more or less, where other paragraphs of the page have told the width


class _Page(NamedTuple):
    """How a page was broken: the width of each line, counted one way, and that of the full ones."""

    widths: list[int]
    full: int
    slack: int  # so much narrower is full too
    going: int  # full lines that go on below

    def is_full(self, index: int) -> bool:
        return self.full - self.slack <= self.widths[index] <= self.full


def find_wrapped_lines(text: str) -> list[Change]:
    """Changes that close up lines which all have one width and end within a sentence: a whole page or a paragraph.

    Only such are touched: lists, tables, verse and headings keep their lines.
    """
    lines = text.split("\n")
    if page := _broken_page(lines):
        return _close_page(lines, page)
    changes: list[Change] = []
    widths: list[int] = []  # of the lines that were full
    offset = number = 0
    for first, last in _even_blocks([len(line) for line in lines]):
        offset += sum(len(line) + 1 for line in lines[number:first])
        number = first
        block, at = [], offset
        for line in lines[first : last + 1]:
            block.append((at, line))
            at += len(line) + 1
        closed = _close_block(block)
        widths += [_columns(line) for at, line in block if any(change.end == at + len(line) + 1 for change in closed)]
        changes += closed
    return _close_rest(lines, changes, round(median(widths))) if changes else []


def _broken_page(lines: Sequence[str]) -> _Page | None:
    """How a whole page was broken, in characters or in columns; None for all others."""
    lengths = [len(line) for line in lines if line]
    # A page that keeps its paragraphs whole has long ones.
    if len(lengths) <= _MIN_LINES or sum(length > _WIDEST for length in lengths) * _FEW > len(lengths):
        return None
    characters = _measure(lines, [len(line.rstrip("\r \t")) for line in lines], _MIN_WIDTH // 2, 1)
    columns = _measure(lines, [_columns(line) for line in lines], _MIN_WIDTH, _SLACK)
    return max((characters, columns), key=lambda page: page.going if page else 0)


def _measure(lines: Sequence[str], widths: list[int], least: int, slack: int) -> _Page | None:
    """The page, if most of its lines about as wide as the widest go on below in the middle of a sentence."""
    common = Counter(width for width in widths if width >= least)
    if not common:
        return None
    full = max(common, key=lambda width: (sum(common[width - k] for k in range(slack + 1)), width))
    page = _Page(widths, full, slack, 0)
    even = [index for index in range(len(lines) - 1) if page.is_full(index)]
    going = [index for index in even if _runs_on(lines[index], lines[index + 1])]
    prose = sum(bool(_CLAUSE.search(lines[index])) for index in going)
    wider = sum(width > full for width in widths)
    enough = len(going) >= _MIN_LINES and len(going) * 2 > len(even) and prose * 2 >= len(going)
    return page._replace(going=len(going)) if enough and wider * _FEW <= len(going) else None


def _close_page(lines: Sequence[str], page: _Page) -> list[Change]:
    """Every full line with what goes on from it; where paragraphs are set apart, whatever it ends with."""
    apart = [_SET_APART.match(after) for i, after in enumerate(lines[1:]) if lines[i].strip() and not page.is_full(i)]
    told = sum(map(bool, apart)) * 10 >= len(apart) * 9
    changes, at = [], 0
    for index, (line, after) in enumerate(pairwise(lines)):
        end = at + len(line)
        if page.is_full(index) and (_runs_on(line, after, _OPEN_END) or (told and not _SET_APART.match(after))):
            changes.append(Change("line", at + len(line.rstrip("\r \t")), end + 1, "", "likely"))
        at = end + 1
    return changes


def _close_rest(lines: Sequence[str], changes: list[Change], full: int) -> list[Change]:
    """On a page that is known to break lines at a width, short paragraphs too, and lines that figures and blanks
    made somewhat shorter or longer."""
    closed = {change.end for change in changes}
    at = 0
    for line, after in pairwise(lines):
        end = at + len(line)
        if end + 1 not in closed and abs(_columns(line) - full) <= _LOOSE and _runs_on(line, after):
            changes.append(Change("line", at + len(line.rstrip("\r \t")), end + 1, "", "likely"))
        at = end + 1
    return sorted(changes, key=lambda change: change.start)


def _even_blocks(lengths: list[int]) -> Iterator[tuple[int, int]]:
    """(first, last) of runs of lines about equally long, with the one after them, which may be shorter."""
    first = 0
    for i in range(1, len(lengths) + 1):
        shortest = _MIN_WIDTH // 2 - _SLACK
        if i < len(lengths) and lengths[i - 1] >= shortest and lengths[first] <= 2 * lengths[i] <= 4 * lengths[first]:
            continue
        if i - first >= _MIN_LINES and lengths[first] >= shortest:
            yield first, min(i, len(lengths) - 1)
        first = i


def _close_block(block: list[tuple[int, str]]) -> list[Change]:
    """Join the lines of a paragraph: full ones, then a last one that may be shorter."""
    if len(block) <= _MIN_LINES:
        return []
    widths = [_columns(line) for _, line in block]
    full = max(widths)
    if full < _MIN_WIDTH:
        return []
    changes: list[Change] = []
    runs = groupby(
        range(len(block) - 1), key=lambda i: widths[i] >= full - _SLACK and _runs_on(block[i][1], block[i + 1][1])
    )
    for joins, members in runs:
        lines = list(members)
        if joins and len(lines) >= _MIN_LINES:
            for i in lines:
                start, line = block[i]
                end = start + len(line)
                kept = len(line.rstrip("\r \t"))
                changes.append(Change("line", start + kept, end + 1, "", "likely"))
    return changes


def _runs_on(line: str, after: str, end: re.Pattern[str] = _HAN_END) -> bool:
    line = line.rstrip("\r \t")
    return bool(end.search(line) and _GOES_ON.match(after) and not _LABEL.match(after)) and not _counts_on(line, after)


def _counts_on(line: str, after: str) -> bool:
    """1.2 above 1.3, or 1.9 above 2.1: both are labels, and no line ends within a sentence."""
    one, two = _DECIMAL.match(line), _DECIMAL.match(after)
    if one is None or two is None:
        return False
    first, second = ([int(part) for part in found[1].split(".")] for found in (one, two))
    return any(second == [*first[:i], first[i] + 1, *([1] * (len(second) - i - 1))] for i in range(len(first)))


def _columns(line: str) -> int:
    line = line.rstrip("\r \t")
    # A wide character is two bytes there; signs folded to half their width were wide when the lines were broken.
    return len(line.encode("gb18030", "replace")) + (len(_FOLDED.findall(line)) if "," in line else 0)
