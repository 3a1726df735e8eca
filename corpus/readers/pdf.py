"""PDFs: text by pdfium, ruled tables by pdfplumber, scans by text recognition where it is installed."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import Empty, TooLarge, Unreadable, Unsupported
from corpus.files.limits import RESAVE, SPLIT, Limits
from corpus.model import Note
from corpus.readers.lines import Char, Line, drop_running
from corpus.readers.paragraphs import join_lines
from corpus.readers.pdf_fonts import settle_fonts
from corpus.readers.pdf_lines import build_lines
from corpus.readers.result import ReaderText
from corpus.repair.signs.forms import settle_form

_FEW = 8  # characters: a page with fewer has no text layer to speak of
_SKEW = 0.4  # radians: italics lean by 0.24, watermarks by 0.5 and more
_RULES = 5  # drawn paths that a page with a ruled table has at the least
_DATE = re.compile(r"^D:(\d{4})(\d\d)(\d\d).*", re.S)
_MAX_CHARS = 200_000  # of one page; beyond it nobody wrote a page


def read_pdf(data: bytes, name: str, limits: Limits) -> ReaderText:
    """The paragraphs of a PDF, one a line, with the offset of each page.

    Raises Unreadable when damaged or protected, Unsupported for scans without text recognition.
    """
    document = _open(data, name)
    try:
        count = len(document)
        if count > limits.pages:
            raise TooLarge(name, f"has {count:,} pages, more than {limits.pages:,}", remedy=SPLIT)
        lines: list[Line] = []
        heights: list[float] = []
        scans: list[int] = []
        for number in range(count):
            page = document[number]
            found, height = _read_page(page, number, data, name)
            heights.append(height)
            lines += found
            if sum(len(line.text) for line in found) < _FEW and _shows_picture(page):
                scans.append(number)
            page.close()
        notes: list[Note] = []
        if scans:
            lines, notes = _read_scans(document, scans, lines, heights, name, limits)
        metadata = _read_metadata(document)
    finally:
        document.close()
    text, pages = join_lines(drop_running(lines, heights), count)
    if not text.strip():
        raise Empty(name, "has no text in it", remedy="check that the file is the right one")
    return ReaderText(
        text, "pdf", metadata, pages, tuple(notes), evidence=f"text layer of {count - len(scans)} page(s)"
    )


def _open(data: bytes, name: str) -> Any:
    settle_fonts()
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(name, "is protected with a password", remedy="save it without the password") from None
        raise Unreadable(name, f"is a damaged PDF ({error})", remedy="fetch the file again, or print it anew") from None


def _read_metadata(document: Any) -> dict[str, str]:
    try:
        found = document.get_metadata_dict(skip_empty=True)
    except (pypdfium2.PdfiumError, UnicodeError):
        return {}
    keys = {"Title": "file title", "CreationDate": "file created", "ModDate": "file modified"}
    return {keys[key]: _DATE.sub(r"\1-\2-\3", str(value)[:300]) for key, value in found.items() if key in keys}


def _read_page(page: Any, number: int, data: bytes, name: str) -> tuple[list[Line], float]:
    text = page.get_textpage()
    try:
        if text.count_chars() > _MAX_CHARS:
            raise TooLarge(name, f"has more than {_MAX_CHARS:,} characters on page {number + 1}", remedy=RESAVE)
        chars, height, turned = _read_chars(text, page.get_size())
        lines = build_lines(chars, number)
        if not turned and len(lines) > 2 and _has_rules(page):
            from corpus.readers.pdf_tables import place_tables

            lines = place_tables(lines, data, number, chars, height)
    finally:
        text.close()
    return lines, height


def _read_chars(text: Any, size: tuple[float, float]) -> tuple[list[Char], float, bool]:
    """The characters that run the way that most of the page runs; watermarks across it are left out."""
    raw, box = text.raw, pdfium.FS_RECTF()
    found: list[tuple[Char, int, float]] = []
    high = 0  # first half of a character beyond U+FFFF
    for i in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        if not pdfium.FPDFText_GetLooseCharBox(raw, i, ctypes.byref(box)):
            continue
        angle = pdfium.FPDFText_GetCharAngle(raw, i)
        quarter = round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0
        skew = abs(angle - quarter * math.pi / 2) if angle >= 0 else 0.0
        made = pdfium.FPDFText_IsGenerated(raw, i) == 1
        char = _read_code(code)
        found.append(
            (Char(char, box.left, box.right, box.bottom, box.top, made), quarter, min(skew, 2 * math.pi - skew))
        )
    turns = Counter(turn for char, turn, _ in found if not char.made)
    turn = turns.most_common(1)[0][0] if turns else 0
    width, height = size
    kept = [
        _turn(char, turn, size) if turn else char
        for char, own, skew in found
        if char.made or (own == turn and min(skew, abs(2 * math.pi - skew)) < _SKEW)
    ]
    return kept, (width if turn % 2 else height), bool(turn)


def _read_code(code: int) -> str:
    """The character that pdfium means by a code."""
    if code in (0x02, 0xFFFE):  # a hyphen at the end of a line
        return "-"
    char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    # Many PDFs give the radical ⼈ (U+2F08) where the ideograph 人 is printed; the two look the same.
    return settle_form(char) if 0x2E80 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAD9 else char


def _turn(char: Char, turn: int, size: tuple[float, float]) -> Char:
    """The character on a page turned so that its text runs from left to right."""
    left, right, bottom, top = char.left, char.right, char.bottom, char.top
    for _ in range(turn):
        left, right, bottom, top = bottom, top, size[0] - right, size[0] - left
        size = (size[1], size[0])
    return replace(char, left=left, right=right, bottom=bottom, top=top)


def _has_rules(page: Any) -> bool:
    paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)
    return sum(1 for _ in islice(paths, _RULES)) == _RULES


def _shows_picture(page: Any) -> bool:
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING]
    return next(iter(page.get_objects(filter=kinds, max_depth=5)), None) is not None


def _read_scans(
    document: Any, scans: list[int], lines: list[Line], heights: list[float], name: str, limits: Limits
) -> tuple[list[Line], list[Note]]:
    """The lines with those of the pages that are pictures; without text recognition a note, or Unsupported."""
    from corpus.readers.scan import REMEDY, Clock, has_recognition, read_picture

    numbers = ", ".join(str(number + 1) for number in scans[:20]) + (" …" if len(scans) > 20 else "")
    if not has_recognition():
        if not any(line.page not in scans for line in lines):
            raise Unsupported(name, "is a scan without text", remedy=REMEDY)
        return lines, [Note("no text layer", f"page(s) {numbers} are pictures and were not read", REMEDY)]
    if len(scans) > limits.scan_pages:
        raise TooLarge(name, f"has {len(scans)} scanned pages, more than {limits.scan_pages}", remedy=SPLIT)
    kept = [line for line in lines if line.page not in scans]
    clock = Clock(limits)
    for done, number in enumerate(scans):
        if clock.is_up:
            left = f"{len(scans) - done} scanned page(s) from page {number + 1} on were not read: time is up"
            return sorted(kept, key=lambda line: line.page), [Note("ocr", left, SPLIT)]
        page = document[number]
        scale = 150 / 72
        picture = page.render(scale=scale).to_numpy()
        kept += read_picture(picture, number, heights[number], scale)
        page.close()
    kept.sort(key=lambda line: line.page)
    return kept, [Note("ocr", f"page(s) {numbers} were read by text recognition; check figures against the picture")]
