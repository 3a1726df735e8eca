"""Lines as they lie on a page → paragraphs: for PDFs and for recognised scans."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.readers.result import close_spaced, join_wrapped

_PAGE_NUMBER = re.compile(
    r"^(?:[-–—―－·.\s]*\d{1,4}[-–—―－·.\s]*|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
    r"|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?|[ivxlIVXL]{1,6})$"
)
_DIGITS = re.compile(r"\d+")
_ZONE = 0.12  # of the page's height, at its head and at its foot


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


def _zone(line: Line, heights: Sequence[float]) -> str:
    height = heights[line.page]
    if line.bottom > (1 - _ZONE) * height:
        return "head:"
    return "foot:" if line.top < _ZONE * height else ""


def close_lines(lines: Iterable[str]) -> str:
    """The lines of one cell as one line, letter-spaced words closed up."""
    return close_spaced(join_wrapped([close_spaced(line) for line in lines]))
