"""Numbers as plans write them: 82.8, 1,200, 1.5亿, 3万2千, 三百二十万, 〇二五, 两成, 三分之一.

All arithmetic is in ``Decimal``, so 0.46亿 is 46000000 and 82.8 is 82.8.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = {
    **dict(zip("〇零○ＯO一二三四五六七八九", (0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖两俩仨幺", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2, 3, 1), strict=True)),
    **dict(zip("貳參陸兩弍弎", (2, 3, 6, 2, 2, 3), strict=True)),
}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MULTIPLES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
SCORES = {"廿": "二十", "卅": "三十", "卌": "四十"}

_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
NUMERALS = f"{''.join(DIGITS)}{''.join(TENS)}{''.join(MULTIPLES)}{''.join(SCORES)}"
_CHINESE = "".join(DIGITS).replace("O", "").replace("Ｏ", "") + "".join(TENS)
# 1,200 · 82.8 · １２：the group of three must end there, or "5,1000" would be read as one number
ARABIC = r"[0-9０-９]++(?:(?:,|(?<![0-9]{4})，)[0-9]{3}(?![0-9]))*+(?:[.．][0-9０-９]++)?+"
CHINESE = rf"[{_CHINESE}廿卅万亿兆萬億]{{1,30}}+(?:点[{_CHINESE}]{{1,6}}+(?:万亿|[十百千]?[万亿])?+)?+"
# 1.5亿 · 3万2千 · 5亿1万4千6百 · 15亿 4,759万；千 before 瓦, 米, 克 … belongs to the unit
SCALE = (
    r"(?:[十百千](?:万亿|万万|[万亿])|[十百拾佰](?![分万亿])|[千仟](?![瓦伏克米卡升赫])"
    r"|万亿|万万|[万亿兆](?!瓦(?!时)|[赫帕字比]))"
)
_AFTER_SCALE = r"(?:[零〇]?[一二两三四五六七八九][千百十])++[一二三四五六七八九]?+"
_MORE = rf"(?:(?:(?<=[亿億])[ ])?+{ARABIC}{SCALE}){{0,3}}+"
MIXED = (
    rf"{ARABIC}(?:(?:{SCALE}|[ ](?=[万亿](?:[元斤吨亩人美港欧户个名]|[（(]含)){SCALE})"
    rf"(?:{_AFTER_SCALE}(?:[0-9]++)?+|{_MORE}(?:{ARABIC}[千百十万亿]{{0,2}}+(?![.．]))?+)?+)?+"
)
_COINS = re.compile(
    r"(?:(?:零?([0-9一二两三四五六七八九壹贰叁肆伍陆柒捌玖])[角毛])?+"
    r"(?:零?([0-9一二两三四五六七八九壹贰叁肆伍陆柒捌玖])分(?![之钟类级别区局]))?+)(?:钱|整(?![个体治改合理顿修套建])|正(?![式在常确向规比负是]))?+"
)
_COIN_STARTS = frozenset("零0123456789一二两三四五六七八九壹贰叁肆伍陆柒捌玖钱整正")  # of _COINS
_NOTHING = Decimal(0)
_MULTIPLE = re.compile(r"[万亿兆]+\Z")
_ONE_DIGIT = re.compile(r"([0-9一二两三四五六七八九])([十百千仟佰]?[万亿兆]+|[百千仟佰])")
_PAIR = re.compile(r"(?:一二|二三|两三|三四|三五|四五|五六|六七|七八|八九)(?=[十百千万亿]|\Z)")
_PLAIN_ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_FRACTION = re.compile(r"(?:(.{1,9})又)?(百|千|万|[^分又]{1,9})分之(负?)(.{1,30})")


@lru_cache(maxsize=20000)
def read_number(text: str) -> Decimal | None:
    """The value of a written number, or None where it is none.

    >>> read_number("0.46亿"), read_number("三百二十万"), read_number("3万2千")  # "46 million", "3.2 million"
    (Decimal('46000000'), Decimal('3200000'), Decimal('32000'))
    >>> read_number("〇二五"), read_number("廿三"), read_number("亿")            # "025", "23", "(one) hundred million"
    (Decimal('25'), Decimal('23'), Decimal('100000000'))
    """
    text = text.strip().translate(_WIDE).replace(",", "").replace("，", "").replace(" ", "")
    for score, tens in SCORES.items():
        text = text.replace(score, tens)
    if not text or len(text) > 40:
        return None
    if "点" in text:
        return _pointed(text)
    return _whole(text)


def _plain(number: Decimal) -> Decimal:
    """Without exponent or trailing zeros behind the point: 4.60E+7 → 46000000."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _whole(text: str) -> Decimal | None:
    """Sum of sections of 亿 and 万: each section is times its multiple, 1亿3000万 = 1亿 + 3000万."""
    if text.isascii():
        return _arabic(text)
    if all(character in DIGITS for character in text):
        return Decimal("".join(str(DIGITS[character]) for character in text))
    total = section = Decimal(0)
    digit: Decimal | None = None
    last = 0  # the multiple just read: a bare digit behind it stands one place lower (三百二 = 320)
    position = 0
    while position < len(text):
        character = text[position]
        if character in TENS:
            # 百万, 千亿: a bare ten, hundred … counts once
            section += (digit or Decimal(1)) * TENS[character]  # and so does one behind 零: 一千零十
            digit, last = None, TENS[character]
        elif character in MULTIPLES:
            unit = MULTIPLES[character]
            amount = section + (digit or 0)
            if digit is None and not section:
                amount, total = (total, Decimal(0)) if total else (Decimal(1), Decimal(0))
            elif total and total < unit:
                amount, total = total + amount, Decimal(0)
            total += amount * unit
            section, digit, last = Decimal(0), None, unit
        elif character in DIGITS:
            digit = Decimal(DIGITS[character])
            if character in "零〇○":
                last = 0
        else:
            run = re.match(r"[0-9.]+", text[position:])
            if run is None or (digit := _arabic(run.group())) is None:
                return None
            last = last if run.end() == 1 and position + 1 == len(text) else 0
            position += run.end() - 1
        position += 1
    if digit is not None:
        section += digit * (last // 10 if last >= 100 and digit < 10 else 1)
    return _plain(total + section)


def _arabic(text: str) -> Decimal | None:
    return _plain(Decimal(text)) if _PLAIN_ARABIC.fullmatch(text) else None


def _pointed(text: str) -> Decimal | None:
    """三点五, 一点二亿: digits behind 点, then perhaps a multiple."""
    before, _, after = text.partition("点")
    tail = re.fullmatch(r"([^十百千万亿兆]+)([十百千]?[万亿兆]{0,2})", after)
    whole = _whole(before)
    if whole is None or tail is None or any(character not in DIGITS for character in tail[1]):
        return None
    decimals = "".join(str(DIGITS[character]) for character in tail[1])
    return _plain(Decimal(f"{whole}.{decimals}") * ((_whole(tail[2]) if tail[2] else None) or 1))


@lru_cache(maxsize=20000)
def read_pair(text: str) -> tuple[Decimal, Decimal] | None:
    """The two ends of a number said loosely by two digits in a row: 三五百, 二十七八; None where there are none.

    >>> read_pair("七八亿"), read_pair("二三十"), read_pair("二十三")      # "700 or 800 million", "20 or 30", "23"
    ((Decimal('700000000'), Decimal('800000000')), (Decimal('20'), Decimal('30')), None)
    """
    found = _PAIR.search(text)
    if found is None or (len(text) > 2 and set(text) <= DIGITS.keys()):
        return None  # 二〇三四 is read digit by digit
    at = found.start()
    low, high = read_number(text[: at + 1] + text[at + 2 :]), read_number(text[:at] + text[at + 1 :])
    return (low, high) if low is not None and high is not None and low < high else None


def scaled_low(raw: str, low: Decimal, top: str, high: Decimal) -> Decimal:
    """The low end of a range whose multiple is only said at the far end: 1-3万, 两到三千, 一百二十至一百五十万.

    >>> scaled_low("两", Decimal(2), "三千", Decimal(3000))      # "two to three thousand"
    Decimal('2000')
    >>> scaled_low("5000", Decimal(5000), "1万", Decimal(10000))  # "5,000 to 10,000": said in full
    Decimal('5000')
    """
    digit = _ONE_DIGIT.fullmatch(top)
    if digit and low < (read_number(digit[1]) or 0) and low == int(low):
        return low * (read_number(digit[2]) or 1)  # 两到三百万
    found = _MULTIPLE.search(top)
    if found is None or raw[-1] in "万亿兆":
        return low
    scale = read_number(found.group()) or Decimal(1)
    return low * scale if low * scale < high else low


def read_coins(text: str, at: int, unit: str) -> tuple[Decimal, int]:
    """What follows 元: the part of a yuan in 角 and 分, and the offset behind it (with 整, 正, 钱).

    >>> read_coins("五元三角二分", 2, "元"), read_coins("五元", 2, "元")       # "5.32 yuan", "5 yuan"
    ((Decimal('0.32'), 6), (Decimal('0'), 2))
    """
    if text[at : at + 1] not in _COIN_STARTS:
        return _NOTHING, at
    found = _COINS.match(text, at)
    if found is None or not found.group() or (unit == "块" and found.group() != "钱" and not found[1]):
        return _NOTHING, at
    tenths, hundredths = (read_number(part) if part else Decimal(0) for part in found.groups())
    return _plain((tenths or 0) / Decimal(10) + (hundredths or 0) / Decimal(100)), found.end()


def read_fraction(text: str) -> tuple[Decimal, str] | None:
    """The value and unit of 三分之一, 二又三分之一, 1/3, 百分之五, 两成, 一半; None where it is none of these.

    >>> read_fraction("千分之三"), read_fraction("两成"), read_fraction("三分之一")  # "3 ‰", "20 %", "a third"
    ((Decimal('3'), '‰'), (Decimal('20'), '%'), (Decimal('0.3333'), ''))
    """
    if text == "一半":
        return Decimal("0.5"), ""
    if text.endswith("成") or (len(text) > 2 and text[-2] == "成"):
        before = text.partition("成")[0]
        tenths = Decimal("0.5") if before == "半" else read_number(before)
        rest = Decimal(5) if text.endswith("半") else read_number(text.partition("成")[2]) or Decimal(0)
        return None if tenths is None else (_plain(tenths * 10 + rest), "%")
    if "/" in text:
        above, _, below = text.partition("/")
        return _plain(round(Decimal(above) / Decimal(below), 4)), ""
    found = _FRACTION.fullmatch(text.replace("佰分", "百分"))
    if found is None:
        return None
    part = read_number(found[4])
    if part is None:
        return None
    part = -part if found[3] else part
    if found[2] in ("百", "千") and not found[1]:
        return part, "%" if found[2] == "百" else "‰"
    whole = Decimal(10000) if found[2] == "万" else read_number(found[2])
    more = read_number(found[1]) if found[1] else Decimal(0)
    return None if not whole or more is None else (_plain(round(more + part / whole, 4)), "")
