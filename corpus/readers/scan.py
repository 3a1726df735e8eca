"""Pictures of text, read by rapidocr where it is installed (``pip install junxian[ocr]``)."""

from __future__ import annotations

import functools
import importlib.util
import io
import time
from statistics import median
from typing import Any

from corpus.errors import Empty, TooLarge, Unreadable, Unsupported
from corpus.files.limits import SPLIT, Limits
from corpus.model import Note
from corpus.readers.lines import Line, drop_running
from corpus.readers.paragraphs import join_lines
from corpus.readers.result import ReaderText

REMEDY = "pip install junxian[ocr]"
_MAX_PIXELS = 60_000_000
_MAX_SIDE = 3500  # pixels; larger pictures are halved until they fit, as recognition does not gain by them
_LEAST_SCORE = 0.5


def has_recognition() -> bool:
    """Whether text recognition is installed."""
    return importlib.util.find_spec("rapidocr") is not None


def read_image(data: bytes, name: str, limits: Limits) -> ReaderText:
    """The text in a picture, or in the pages of a TIFF.

    Raises Unsupported without rapidocr, Unreadable when damaged, TooLarge when it has too many pixels.
    """
    if not has_recognition():
        raise Unsupported(name, "is a picture", remedy=REMEDY)
    import numpy
    from PIL import Image, ImageSequence, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = _MAX_PIXELS
    lines: list[Line] = []
    heights: list[float] = []
    notes = [Note("ocr", "read by text recognition; check figures against the picture")]
    clock = Clock(limits)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > _MAX_PIXELS:
                    raise TooLarge(name, f"has more than {_MAX_PIXELS:,} pixels", remedy="scan it at 200 dots per inch")
                if len(heights) >= limits.scan_pages:
                    raise TooLarge(name, f"has more than {limits.scan_pages} pages", remedy=SPLIT)
                if clock.is_up:
                    notes.append(Note("ocr", f"read up to page {len(heights)} only: time is up", SPLIT))
                    break
                shown = frame.convert("RGB")
                shown.thumbnail((_MAX_SIDE, _MAX_SIDE))
                heights.append(float(shown.height))
                lines += read_picture(numpy.asarray(shown)[:, :, ::-1], len(heights) - 1, float(shown.height), 1.0)
    except Image.DecompressionBombError:
        raise TooLarge(name, f"has more than {_MAX_PIXELS:,} pixels", remedy="scan it at 200 dots per inch") from None
    except UnidentifiedImageError:
        raise Unreadable(name, "is no picture of a known kind", remedy="fetch or scan it again") from None
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable(name, f"is a damaged picture ({error})", remedy="fetch or scan it again") from None
    text, pages = join_lines(drop_running(lines, heights), len(heights))
    if not text:
        raise Empty(name, "shows no text", remedy="check that the picture is the right one")
    return ReaderText(text, "scan", {}, pages, tuple(notes), evidence="text recognition by rapidocr")


class Clock:
    """Whether recognition should stop, so that what was read is not lost to the limits of the process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._wall, self._cpu = time.monotonic(), time.process_time()

    @property
    def is_up(self) -> bool:
        wall, cpu = time.monotonic() - self._wall, time.process_time() - self._cpu
        return wall > 0.7 * self._limits.wall_seconds or cpu > 0.7 * self._limits.cpu_seconds


def read_picture(pixels: Any, page: int, height: float, scale: float) -> list[Line]:
    """The lines in a picture (BGR, rows × columns × 3), in points from the lower left corner of the page."""
    result = _engine()(pixels)
    if result is None or result.boxes is None:
        return []
    pieces = []
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if score < _LEAST_SCORE or not text.strip():
            continue
        left, right = min(p[0] for p in box) / scale, max(p[0] for p in box) / scale
        top, bottom = min(p[1] for p in box) / scale, max(p[1] for p in box) / scale
        em = max((right - left) / max(_width(text), 1), 1.0)
        pieces.append(Line(text.strip(), float(left), float(right), height - bottom, height - top, float(em), page))
    return _order(pieces)


@functools.cache
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR()


def _width(text: str) -> float:
    """Width in ideographs: ASCII counts half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _order(pieces: list[Line]) -> list[Line]:
    """From top to bottom, and from left to right within one line; type sizes evened out against small errors."""
    if not pieces:
        return []
    usual = median(piece.em for piece in pieces)
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.top + piece.bottom)):
        middle = (piece.top + piece.bottom) / 2
        if rows and rows[-1][0].bottom < middle < rows[-1][0].top:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    ordered = [piece for row in rows for piece in sorted(row, key=lambda piece: piece.left)]
    return [
        Line(p.text, p.left, p.right, p.bottom, p.top, usual if abs(p.em - usual) < 0.2 * usual else p.em, p.page)
        for p in ordered
    ]
