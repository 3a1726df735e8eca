"""Document numbers and dates as officials write them → 国办发〔2021〕9号 and EDTF."""

from __future__ import annotations

import re

from corpus.headings.labels import read_number

_OPEN, _CLOSE = r"[〔\[［（(﹝【〈「]", r"[〕\]］）)﹞】〉」]"
_YEAR = r"(?:(?:19|20)\d{2}|(?:19|20)[xX×＊*ＸO○〇]{2})"
NUMBER = re.compile(
    rf"(?P<sign>[\u4e00-\u9fff]{{1,14}})\s*{_OPEN}\s*(?P<year>{_YEAR})\s*年?\s*{_CLOSE}\s*第?\s*(?P<serial>\d{{1,5}}|[xX×*]+)\s*号"
)
_DIGITS = "零一二三四五六七八九〇○Ｏ０0"
# The first year of the republic is 1912; behind a name that is left out only a full date tells it.
_REPUBLIC = r"(?:中华)?民国\s*(?:\d{2,3}|[一二三四五六七八九十百零〇]{1,6})|(?<!\d)1[0-2]\d(?=年\d{1,2}月\d{1,2}日)"
DATE = re.compile(
    rf"(?P<year>{_YEAR}|[{_DIGITS}二]{{4}}|{_REPUBLIC})\s*年\s*(?:(?P<month>\d{{1,2}}|[一二三四五六七八九十元正]{{1,2}}|[xX×*]+)\s*月"
    r"(?:\s*(?P<day>\d{1,2}|[一二三四五六七八九十廿卅]{1,3}|[xX×*]+)\s*[日号])?)?"
)
_NUMERIC = re.compile(r"(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")


def write_number(found: re.Match[str]) -> str:
    """The document number in its normal form, whatever brackets it was written with.

    >>> write_number(NUMBER.search("皖政 [2001] 第85 号"))
    '皖政〔2001〕85号'
    """
    serial = found["serial"]
    return f"{found['sign']}〔{found['year']}〕{int(serial) if serial.isdigit() else serial}号"


def read_date(text: str) -> str | None:
    """The first full date of a short text as EDTF, X for what is masked; None when there is none.

    >>> [read_date(text) for text in ("二○一一年十一月十九日", "20xx年4月", "2024-04-08 16:40", "民国113年5月", "某年")]
    ['2011-11-19', '20XX-04', '2024-04-08', '2024-05', None]
    """
    found = DATE.search(text) or _NUMERIC.search(text)
    if not found:
        return None
    year = _read_year(found["year"])
    if year is None:
        return None
    month = _read_part(found["month"], 12)
    day = _read_part(found["day"], 31)
    if month is None:
        return year
    return f"{year}-{month}-{day}" if day else f"{year}-{month}"


def read_years(text: str) -> list[int]:
    """The calendar years that a title or heading names, in order.

    >>> read_years("二〇二三年工作要点"), read_years("行动方案（2023-2025年）"), read_years("20xx年计划")
    ([2023], [2023, 2025], [])
    >>> read_years("114年度施政计划")    # a plan of Taiwan, by the years of the republic
    [2025]
    """
    years = []
    western = rf"(?<!\d)((?:19|20)\d{{2}})(?!\d|号|例|家)|([{_DIGITS}]{{4}})年(?!远景)"
    for found in re.finditer(rf"{western}|(?<!\d)(1[0-2]\d)年度", text):
        year = _read_year(found[1] or found[2] or f"民国{found[3]}")
        if year and year.isdigit() and 1949 <= int(year) <= 2100:
            years.append(int(year))
    return years


def _read_year(written: str) -> str | None:
    if written.isascii() and written.isdigit():
        return written if len(written) == 4 else str(1911 + int(written))
    if "民国" in written:
        count = written.partition("国")[2].strip()
        plain = _write_digits(count) if "十" not in count else count
        return str(1911 + (int(plain) if plain.isdigit() else read_number(plain)))
    if re.fullmatch(r"(?:19|20).{2}", written):
        return written[:2] + "XX"
    digits = _write_digits(written)
    return digits if digits[:2] in ("19", "20") else None


def _write_digits(written: str) -> str:
    return "".join(c if c.isascii() else str("一二三四五六七八九".find(c) + 1) for c in written)  # 〇 and others: 0


def _read_part(written: str | None, limit: int) -> str | None:
    if not written:
        return None
    if re.fullmatch(r"[xX×*]+", written):
        return "XX"
    plain = written.replace("廿", "二十").replace("卅", "三十").replace("元", "一").replace("正", "一")
    number = read_number(plain)
    return f"{number:02d}" if 1 <= number <= limit else None
