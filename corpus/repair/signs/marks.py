"""Small signs out of place: watermarks inside sentences, letters for 〇, bullets that lost their glyph."""

from __future__ import annotations

import re

from corpus.lines import line_end, line_start
from corpus.repair.change import Change
from corpus.repair.signs.offsets import offsets_of

HAN = "\u3400-\u9fff〇"
# Collectors of model texts slip one of these in, nearly always after 的, to know their copies again.
_WATERMARK = re.compile(rf"(?<=[{HAN}”）》])([`'´])(?=[{HAN}\d“（《])")
_DOT = re.compile(rf"(?<=的)\.(?=[{HAN}])")
_DOT_AS_STOP = re.compile(rf"(?<=[{HAN}])(?<![的一二三四五六七八九十])\.(?=[{HAN}\n]|$)")
_QUOTED = 30  # characters at most between two signs that are a pair of quotation marks
_NUMERALS = "一二三四五六七八九〇零○"
_LETTERS = "oOＯοОо"
_YEAR = re.compile(f"[一二][{_NUMERALS}{_LETTERS}]{{3}}年")
_QUESTION = re.compile(r"[?？]+[ \t\u3000]*")
_BLANK = " \t\u3000"
_BRACKETED = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,3})([)）】〕\]］])")
# （2） behind a blank, two bytes of which were lost: its bracket became a full stop
_STOP_FOR_BRACKET = re.compile(r"^[ \t\u3000]*。(?=[0-9]{1,2}([)）]))", re.MULTILINE)
_OPENING = dict(zip(")）】〕]］", "(（【〔[［", strict=True))
_LABEL = re.compile(
    rf"[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十]{{1,3}}[)）]|\d{{1,2}}[.．、][{HAN}“《]"
)
_TEXT = re.compile(rf"[{HAN}\d]")
# Bullets of the Symbol and Wingdings fonts, which have no character of their own.
_FONT_BULLETS = dict(zip("\uf0b7\uf06c\uf06e\uf075\uf0a7\uf0d8\uf0fc\uf0e8", "•●■◆▪➢✓➔", strict=True))
BULLET = re.compile(f"[?？{''.join(_FONT_BULLETS)}]")
LETTER_ZERO = re.compile(f"[{_LETTERS}]")


def find_watermarks(text: str) -> list[Change]:
    """Changes that take watermarks out.

    >>> find_watermarks("提高服务的`质量")     # "raise the quality of service"
    [Change(rule='watermark', start=5, end=6, new='', verdict='exact')]
    """
    changes: list[Change] = []
    if "`" in text or "'" in text or "´" in text:
        for found in _WATERMARK.finditer(text):
            if not _is_quotation(text, found.start(), found.group()):
                certain = text[found.start() - 1] == "的"
                changes.append(Change("watermark", *found.span(), "", "exact" if certain else "likely"))
    if "的." in text and not _DOT_AS_STOP.search(text):
        changes += [Change("watermark", *found.span(), "", "likely") for found in _DOT.finditer(text)]
    return sorted(changes, key=lambda change: change.start)


def _is_quotation(text: str, at: int, sign: str) -> bool:
    """Two such signs round a few words of one line are quotation marks; the second never follows 的."""
    start = line_start(text, at)
    line = text[start : line_end(text, at)]
    at -= start
    places = [i for i, char in enumerate(line) if char == sign and line[i - 1 : i] != "的"]
    opening = [i for i, char in enumerate(line) if char == sign and i < at]
    if line[at - 1] != "的" and any(at - i <= _QUOTED for i in opening[-1:]):
        return True
    return any(0 < i - at <= _QUOTED for i in places)


def find_zeros(text: str) -> list[Change]:
    """Changes that put 〇 for the letter o in years written out.

    >>> [change.new for change in find_zeros("二oo四年")]     # "the year 2004"
    ['〇', '〇']
    """
    changes: list[Change] = []
    for at in offsets_of(text, _LETTERS):
        year = _YEAR.match(text, at - 1) or _YEAR.match(text, at - 2) or _YEAR.match(text, at - 3)
        if at and year:
            changes.append(Change("zero", at, at + 1, "〇", "exact"))
    return changes


def find_bullets(text: str) -> list[Change]:
    """Changes to signs at the beginning of a line: a lost opening bracket, a lost indent or bullet.

    >>> [change.new for change in find_bullets("?一)工作目标")]     # "(1) aims"
    ['(']
    """
    changes: list[Change] = []
    last = -1
    for start in offsets_of(text, "?？"):
        if start < last or not _begins_line(text, start):
            continue
        found = _QUESTION.match(text, start)
        assert found
        end = last = found.end()
        bracketed = _BRACKETED.match(text, end)
        if bracketed:
            signs = len(found.group().rstrip(_BLANK))
            changes.append(Change("bullet", start, start + signs, _OPENING[bracketed[1]], "likely"))
        elif _LABEL.match(text, end) or (text[end - 1] in _BLANK and _TEXT.match(text, end)):
            changes.append(Change("bullet", start, end, "", "likely"))
    for at in offsets_of(text, "".join(_FONT_BULLETS)):
        if _begins_line(text, at):
            changes.append(Change("bullet", at, at + 1, _FONT_BULLETS[text[at]], "exact"))
    return sorted(changes, key=lambda change: change.start)


def find_stops_for_brackets(text: str) -> list[Change]:
    """Changes of the full stop that stands for the bracket of a number at the beginning of a line.

    >>> [change.new for change in find_stops_for_brackets("。2)其他单位")]     # "(2) other units"
    ['(']
    """
    return [
        Change("bullet", stop.end() - 1, stop.end(), _OPENING[stop[1]], "likely")
        for stop in _STOP_FOR_BRACKET.finditer(text)
    ]


def _begins_line(text: str, at: int) -> bool:
    return not text[line_start(text, at) : at].strip(_BLANK)
