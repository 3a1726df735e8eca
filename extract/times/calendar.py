"""Calendar arithmetic in EDTF (ISO 8601-2): what is not said stays ``X``, and nothing is looked up in a clock."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace

from corpus.quick import quick

UNKNOWN_YEAR = "XXXX"

_DIGITS = {
    char: digit
    for digit, chars in enumerate(("零〇○oOＯО", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_YEAR = r"[0-9X]{4}"
_DAY = rf"{_YEAR}(?:-(?:0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?:0[1-9]|[12][0-9]|3[01]|XX))?)?"
_SIDE = rf"(?:{_DAY}|\.\.)"
_EDTF = re.compile(rf"{_DAY}|{_SIDE}/{_SIDE}|\{{{_DAY}(?:,{_DAY})+\}}")
_LENGTH = r"P(?=[0-9])(?:[0-9]+(?:\.[0-9]+)?Y)?(?:[0-9]+M)?(?:[0-9]+W)?(?:[0-9]+D)?(?:T12H)?"
_LENGTHS = re.compile(rf"{_LENGTH}(?:/{_LENGTH})?")


@quick
@dataclass(frozen=True, slots=True)
class Spot:
    """A place in calendar time as precise as the text is; None where a part is not written.

    >>> Spot("20XX", "06").edtf(), Spot(None, "07", "10").edtf(), Spot().edtf()
    ('20XX-06', 'XXXX-07-10', 'XXXX')
    """

    year: str | None = None
    month: str | None = None
    day: str | None = None

    def edtf(self) -> str:
        """The EDTF string of this place."""
        parts = [self.year or UNKNOWN_YEAR]
        if self.month or self.day:
            parts.append(self.month or "XX")
        if self.day:
            parts.append(self.day)
        return "-".join(parts)

    def after(self, other: Spot) -> Spot:
        """This place as the far end of a range: it takes over what only the near end says.

        >>> Spot(None, "05").after(Spot("2024", "03")), Spot(None, None, "7").after(Spot(None, "05", "1")).month
        (Spot(year='2024', month='05', day=None), '05')
        """
        year = self.year
        if year == "next":  # 次年: the year after the one that the near end names
            year = shift_year(other.year, 1)
        elif year is None:
            year = other.year
        month = self.month or (other.month if self.day and self.year is None else None)
        return replace(self, year=year, month=month)


@quick
@dataclass(frozen=True, slots=True)
class Span:
    """One place, or the two ends of an interval (both included)."""

    first: Spot
    last: Spot | None = None

    def edtf(self) -> str:
        """The EDTF string: ``a`` or ``a/b``."""
        return f"{self.first.edtf()}/{self.last.edtf()}" if self.last else self.first.edtf()

    def end(self) -> Spot:
        """The last moment: what a deadline at this span means."""
        return self.last or self.first


def shift_year(year: str | None, by: int) -> str:
    """The year some years on, or XXXX where the year itself is not known.

    >>> shift_year("2024", 1), shift_year("20XX", 1)
    ('2025', 'XXXX')
    """
    return f"{int(year) + by:04d}" if year and year.isdigit() else UNKNOWN_YEAR


def read_digits(text: str) -> str:
    """Digits read one by one: 二〇二五 is 2025, 二oo四 is 2004, 20xx is 20XX.

    >>> read_digits("二○二五"), read_digits("20xx"), read_digits("２０２４")
    ('2025', '20XX', '2024')
    """
    return "".join(
        str(_DIGITS[char]) if char in _DIGITS else str(int(char)) if char.isdigit() else "X" for char in text
    )


def two_digits(number: int) -> str:
    """A month or day as EDTF writes it."""
    return f"{number:02d}"


def last_day(year: str | None, month: str | None) -> str | None:
    """The last day of a month; None where the month, or February's year, is not known.

    >>> last_day(None, "09"), last_day("2024", "02"), last_day(None, "02")
    ('30', '29', None)
    """
    if not month or not month.isdigit():
        return None
    if month == "02" and not (year and year.isdigit()):
        return None
    return two_digits(monthrange(int(year) if year and year.isdigit() else 2001, int(month))[1])


def is_edtf(text: str) -> bool:
    """Whether this is EDTF as junxian writes it: X for unknown digits, ``..`` for an open end, seasons 21–24.

    >>> is_edtf("20XX-06"), is_edtf("../2020-06-30"), is_edtf("XXXX-13"), is_edtf("2024-02-30")
    (True, True, False, False)
    """
    if not _EDTF.fullmatch(text):
        return False
    for year, month, day in re.findall(r"([0-9X]{4})-([0-9]{2})-([0-9]{2})", text):
        longest = last_day(year, month) or "29"
        if day > longest:
            return False
    return True


def is_length(text: str) -> bool:
    """Whether this is an ISO 8601 duration, or a range of two.

    >>> is_length("P5Y"), is_length("P1Y/P2Y"), is_length("P")
    (True, True, False)
    """
    return bool(_LENGTHS.fullmatch(text))
