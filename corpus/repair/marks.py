"""Small signs out of place: watermarks inside sentences, letters for 〇, bullets that lost their glyph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.repair.change import Change

HAN = "\u3400-\u9fff〇"
# Collectors of model texts slip one of these in, nearly always after 的, to know their copies again.
_WATERMARK = re.compile(rf"(?<=[{HAN}”）》])([`'´])(?=[{HAN}\d“（《])")
_DOT = re.compile(rf"(?<=的)\.(?=[{HAN}])")
_DOT_AS_STOP = re.compile(rf"(?<=[{HAN}])(?<![的一二三四五六七八九十])\.(?=[{HAN}\n]|$)")
_QUOTED = 30  # characters at most between two signs that are a pair of quotation marks
_NUMERALS = "一二三四五六七八九〇零○"
_LETTER_ZERO = re.compile(f"(?<=[{_NUMERALS}])[oOＯοОо]{{1,2}}(?=[{_NUMERALS}oOＯοОо]{{0,2}}年)")
_YEAR = re.compile(f"[一二][{_NUMERALS}oOＯοОо]{{3}}年")
_LOST_OPENING = re.compile(
    r"^[ \t\u3000]*([?？])(?=[ \t]*(?:[一二三四五六七八九十]{1,3}|\d{1,2})([)）]))", re.MULTILINE
)
_LOST_INDENT = re.compile(
    r"^[ \t\u3000]*([?？]+)(?=[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]))",
    re.M,
)
# Bullets of the Symbol and Wingdings fonts, which have no character of their own.
_FONT_BULLETS = dict(zip("\uf0b7\uf06c\uf06e\uf075\uf0a7\uf0d8\uf0fc\uf0e8", "•●■◆▪➢✓➔", strict=True))
_FONT_BULLET = re.compile(rf"^[ \t\u3000]*([{''.join(_FONT_BULLETS)}])", re.MULTILINE)


def find_marks(text: str) -> list[Change]:
    """Changes that take such signs out or put what was meant in their place.

    >>> find_marks("提高服务的`质量")     # "raise the quality of service", with a watermark
    [Change(rule='watermark', start=5, end=6, new='', verdict='exact')]
    """
    changes = [*_find_watermarks(text), *_find_zeros(text), *_find_bullets(text)]
    return sorted(changes, key=lambda change: change.start)


def _find_watermarks(text: str) -> Iterator[Change]:
    if "`" in text or "'" in text or "´" in text:
        for found in _WATERMARK.finditer(text):
            if not _is_quotation(text, found.start(), found.group()):
                certain = text[found.start() - 1] == "的"
                yield Change("watermark", *found.span(), "", "exact" if certain else "likely")
    if "的." in text and not _DOT_AS_STOP.search(text):
        for found in _DOT.finditer(text):
            yield Change("watermark", *found.span(), "", "likely")


def _is_quotation(text: str, at: int, sign: str) -> bool:
    """Two such signs round a few words of one line are quotation marks; the second never follows 的."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    at -= start
    places = [i for i, char in enumerate(line) if char == sign and line[i - 1 : i] != "的"]
    opening = [i for i, char in enumerate(line) if char == sign and i < at]
    if line[at - 1] != "的" and any(at - i <= _QUOTED for i in opening[-1:]):
        return True
    return any(0 < i - at <= _QUOTED for i in places)


def _find_zeros(text: str) -> Iterator[Change]:
    for found in _LETTER_ZERO.finditer(text):
        start, end = found.span()
        if any(year.start() < start < year.end() for year in _YEAR.finditer(text, max(0, start - 3), end + 4)):
            yield Change("zero", start, end, "〇" * (end - start), "exact")


def _find_bullets(text: str) -> Iterator[Change]:
    if "?" in text or "？" in text:
        for found in _LOST_OPENING.finditer(text):
            yield Change("bullet", *found.span(1), "(" if found[2] == ")" else "（", "likely")
        for found in _LOST_INDENT.finditer(text):
            yield Change("bullet", *found.span(1), "", "likely")
    for found in _FONT_BULLET.finditer(text):
        yield Change("bullet", *found.span(1), _FONT_BULLETS[found[1]], "exact")
