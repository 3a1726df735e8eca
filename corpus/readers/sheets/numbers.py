"""A number of a cell as a reader of the sheet sees it: with its percent sign, its decimals, or as the date it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

from corpus.readers.sheets.formats import Piece, read_format

_DIGITS = 10  # what a cell without a format shows; binary fractions end behind it
_LONGEST = 30  # decimals
_DATE_1904 = 1462  # days from the one beginning of time to the other
_LAST_DAY = 2_958_466  # 9999-12-31
_WEEK = "一二三四五六日"


def show_number(value: float, code: str = "General", *, from_1904: bool = False) -> str:
    """How a cell with this number format shows a number.

    >>> show_number(0.95, "0%"), show_number(12.500000001), show_number(1234.5, "#,##0.00")
    ('95%', '12.5', '1,234.50')
    >>> show_number(45047, 'yyyy"年"m"月"'), show_number(45047, "yyyy/m/d;@")    # "year", "month"
    ('2023年5月', '2023/5/1')
    """
    if not math.isfinite(value):
        return ""
    sections = read_format(code)
    section = sections[0]
    sign = "-" if value < 0 else ""
    if len(sections) > 2 and value == 0:
        section = sections[2]
    elif len(sections) > 1 and value < 0:
        section, sign = sections[1], ""  # it brings its own sign
    kinds = {piece.kind for piece in section}
    if kinds & {"date", "elapsed"}:
        shown = _show_date(value + _DATE_1904 * from_1904, section)
        return _show_plain(value) if shown is None else shown
    if not kinds & {"digits", "general"}:  # words that stand for the number, or nothing
        words = "".join(piece.text for piece in section)
        return _show_plain(value) if not words or words == "@" else words
    return sign + _show_digits(abs(value), section)


def _show_plain(value: float) -> str:
    """A number without a format: whole numbers in full, others to the digits that a cell has room for."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    with localcontext() as context:
        context.prec = _DIGITS
        number = +Decimal(repr(value))
    return format(number.normalize(), "f") if abs(number.adjusted()) < 20 else format(number.normalize(), "E")


def _show_digits(value: float, section: Sequence[Piece]) -> str:
    number = Decimal(repr(value)).scaleb(2 * sum(piece.kind == "percent" for piece in section))
    shown, placed = [], False
    for piece in section:
        if piece.kind == "general":
            shown.append(_show_plain(float(number)))
        elif piece.kind != "digits":
            shown.append(piece.text)
        elif not placed:  # what follows are other digits of the same number: fractions, telephone numbers
            shown.append(_fill(number, piece))
            placed = True
    return "".join(shown).strip()


def _fill(number: Decimal, piece: Piece) -> str:
    digits = piece.text.rstrip(",")
    number = number.scaleb(-3 * (len(piece.text) - len(digits)))  # a comma at the end: in thousands
    whole, _, decimals = digits.partition(".")
    decimals = decimals.replace(",", "")[:_LONGEST]
    if piece.power:
        return format(number, f".{len(decimals)}E")
    if number.adjusted() > 40:
        return format(number, "E")
    with localcontext() as context:
        context.prec = 100
        number = number.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    least = whole.replace(",", "").count("0")
    text = format(number, ",f" if "," in whole else "f")
    before, _, after = text.partition(".")
    before = before.zfill(least) if least > 1 else before
    before = "" if before == "0" and not least and after.strip("0") else before
    optional = len(decimals) - len(decimals.rstrip("#?"))
    while optional and after.endswith("0"):
        after, optional = after[:-1], optional - 1
    return f"{before}.{after}" if after else before or "0"


def _show_date(value: float, section: Sequence[Piece]) -> str | None:
    """The day and time that a number stands for; None where there is no such day."""
    if not 0 <= value < _LAST_DAY:
        return None
    # Day 60 is the 29th of February 1900, which never was; earlier days are a day off.
    day = timedelta(days=value + (value < 60))
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(day.total_seconds()))
    half = any(piece.kind == "noon" for piece in section)
    parts = [piece for piece in section if piece.kind in ("date", "elapsed")]
    shown, place = [], -1
    for piece in section:
        if piece.kind == "noon":
            shown.append(piece.text.split("/")[moment.hour >= 12])
        elif piece.kind == "elapsed":
            place += 1
            shown.append(str(int(value * {"h": 24, "m": 1440, "s": 86400}[piece.text[0].lower()] + 1e-6)))
        elif piece.kind == "date":
            place += 1
            minutes = piece.text[0] in "mM" and _is_minutes(parts, place)
            shown.append(_show_part(moment, piece.text.lower(), minutes=minutes, half=half))
        else:
            shown.append("" if piece.text == "@" else piece.text)
    return "".join(shown).strip()


def _is_minutes(parts: Sequence[Piece], place: int) -> bool:
    """An m is the minute behind an hour or before a second, else the month."""
    before = parts[place - 1].text[0].lower() if place else ""
    after = parts[place + 1].text[0].lower() if place + 1 < len(parts) else ""
    return before == "h" or after == "s"


def _show_part(moment: datetime, part: str, *, minutes: bool, half: bool) -> str:
    first, wide = part[0], len(part) > 1
    if first in "ye":
        return str(moment.year) if first == "e" or len(part) > 2 else f"{moment.year % 100:02}"
    if first == "a" or (first == "d" and len(part) > 2):
        return ("星期" if len(part) > 3 else "") + _WEEK[moment.weekday()]
    if first == "m" and not minutes and len(part) > 2:
        return f"{moment.month}月"
    hour = (moment.hour % 12 or 12) if half else moment.hour
    number = {"m": moment.minute if minutes else moment.month, "d": moment.day, "h": hour, "s": moment.second}[first]
    return f"{number:02}" if wide else str(number)
