"""OFD (GB/T 33190), the national layout format: a zip of XML pages with placed text."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from corpus.errors import Empty, TooLarge, Unreadable
from corpus.files.limits import RESAVE, SPLIT, Limits
from corpus.readers.archive import Archive
from corpus.readers.lines import Line, drop_running
from corpus.readers.paragraphs import join_lines
from corpus.readers.result import ReaderText

_POINTS = 72 / 25.4  # OFD measures in millimetres
_A4 = 297.0
_FARTHEST = 1e6  # millimetres


def read_ofd(data: bytes, name: str, limits: Limits) -> ReaderText:
    """The paragraphs of an OFD file, one a line, with the offset of each page.

    Raises Unreadable when damaged, Empty when its pages hold pictures only.
    """
    archive = Archive(data, name, limits)
    lines: list[Line] = []
    heights: list[float] = []
    for part, height in _find_pages(archive):
        if len(heights) >= limits.pages:
            raise TooLarge(name, f"has more than {limits.pages:,} pages", remedy=SPLIT)
        page = archive.read_xml(part)
        own = page.find(".//{*}PhysicalBox")
        heights.append((_numbers(own.text if own is not None else None, 4)[3] or height) * _POINTS)
        lines += _merge(sorted(_pieces(page, len(heights) - 1, heights[-1]), key=lambda p: (-p.bottom, p.left)))
    text, pages = join_lines(drop_running(lines, heights), len(heights))
    if not text:
        raise Empty(name, "has no text in it", remedy="print it as a picture and read that with text recognition")
    return ReaderText(text, "ofd", {}, pages, evidence=f"text of {len(heights)} OFD page(s)")


def _find_pages(archive: Archive) -> Iterator[tuple[str, float]]:
    """(part, height in millimetres) of each page, in order."""
    for root in archive.read_xml("OFD.xml").iter("{*}DocRoot"):
        main = (root.text or "").strip().lstrip("/")
        if main not in archive.names:
            raise Unreadable(archive.name, f"lacks its part {main}", remedy=RESAVE)
        document = archive.read_xml(main)
        box = document.find(".//{*}PageArea/{*}PhysicalBox")
        height = _numbers(box.text if box is not None else None, 4)[3] or _A4
        for page in document.iterfind(".//{*}Pages/{*}Page"):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(main), page.get("BaseLoc", ""))), height


def _pieces(page: etree._Element, number: int, height: float) -> Iterator[Line]:
    """Each piece of placed text as a line of its own."""
    for placed in page.iter("{*}TextObject"):
        left, top, _, _ = _numbers(placed.get("Boundary"), 4)
        size = _numbers(placed.get("Size"), 1)[0] or 4.0
        scale = _numbers(placed.get("CTM"), 1)[0] or 1.0
        x = y = 0.0
        for code in placed.iter("{*}TextCode"):
            text = (code.text or "").strip()
            x = _numbers(code.get("X"), 1)[0] if code.get("X") else x
            y = _numbers(code.get("Y"), 1)[0] if code.get("Y") else y
            if not text:
                continue
            width = sum(_expand(code.get("DeltaX"))) + size
            start, base = (left + x * scale) * _POINTS, height - (top + y * scale) * _POINTS
            em = size * scale * _POINTS
            end = start + max(width * scale, 0.5 * size * scale * len(text)) * _POINTS
            yield Line(text, start, end, base, base + em, em, number)


def _merge(pieces: list[Line]) -> list[Line]:
    """Pieces on one base line put together; a gap wider than a character becomes a space."""
    merged: list[Line] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and abs(last.bottom - piece.bottom) < 0.3 * piece.em and piece.left > last.left:
            gap = " " if piece.left - last.right > 0.8 * piece.em else ""
            merged[-1] = Line(
                last.text + gap + piece.text, last.left, piece.right, last.bottom, last.top, last.em, last.page
            )
        else:
            merged.append(piece)
    return merged


def _numbers(text: str | None, count: int) -> list[float]:
    found = []
    for word in (text or "").split()[:count]:
        try:
            number = float(word)
        except ValueError:
            number = 0.0
        found.append(number if abs(number) < _FARTHEST else 0.0)  # neither infinite nor no number at all
    return found + [0.0] * (count - len(found))


def _expand(deltas: str | None) -> list[float]:
    """The distances between characters; ``g 3 5.2`` stands for three times 5.2."""
    words = (deltas or "").split()
    found: list[float] = []
    i = 0
    while i < len(words):
        if words[i] == "g" and i + 2 < len(words):
            times, distance = _numbers(f"{words[i + 1]} {words[i + 2]}", 2)
            found += [distance] * min(int(times), 10_000)
            i += 3
        else:
            found += _numbers(words[i], 1)
            i += 1
    return found
