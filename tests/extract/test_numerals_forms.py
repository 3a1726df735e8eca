"""Numerals, form by form: every digit of every script, every multiple, and what stands around a number.

Written against planted mistakes (``benchmarks/mutation.py``): each of these was once wrong without a test noticing.
"""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.numerals import (
    ARABIC,
    CHINESE,
    MIXED,
    NUMERALS,
    SCALE,
    read_coins,
    read_fraction,
    read_number,
    read_pair,
    scaled_low,
)

SCRIPTS = {  # digits 0 to 9, then ten, hundred, thousand
    "plain": "零一二三四五六七八九十百千",
    "ring": "〇一二三四五六七八九十百千",
    "formal": "零壹贰叁肆伍陆柒捌玖拾佰仟",
    "traditional": "零壹貳參肆伍陸柒捌玖拾佰仟",
}
MULTIPLES = {"": 1, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000, "万亿": 10**12, "兆": 10**12}
ODD = {"两": 2, "俩": 2, "兩": 2, "仨": 3, "弎": 3, "幺": 1, "弍": 2, "○": 0, "Ｏ": 0, "O": 0}


def spell(number: int, script: str) -> str:
    """A whole number below 10000 in one of the scripts."""
    digits, names = script[:10], ("", *script[10:])
    parts, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            parts += (digits[0] if gap and parts else "") + digits[digit] + names[place]
            gap = False
        else:
            gap = True
    return parts


@given(st.integers(1, 9999), st.sampled_from(sorted(SCRIPTS)), st.sampled_from(sorted(MULTIPLES)))
def test_every_script_and_multiple(number: int, script: str, multiple: str) -> None:
    assert read_number(spell(number, SCRIPTS[script]) + multiple) == number * MULTIPLES[multiple]


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("digit", range(10))
def test_every_digit_of_every_script(script: str, digit: int) -> None:
    assert read_number(SCRIPTS[script][digit]) == digit
    assert read_number("二" + SCRIPTS[script][digit]) == 20 + digit  # read digit by digit


@pytest.mark.parametrize(("char", "value"), ODD.items())
def test_rarer_digits(char: str, value: int) -> None:
    assert read_number("二" + char) == 20 + value


@pytest.mark.parametrize("digit", range(10))
def test_full_width_digits(digit: int) -> None:
    assert read_number(f"１{chr(0xFF10 + digit)}．５") == Decimal(f"1{digit}.5")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("廿三", 23), ("卅", 30), ("卌二", 42), ("廿", 20), ("一百廿五", 125), ("十", 10), ("百万", 10**6),
        ("千亿", 10**11), ("十万", 10**5), ("万", 10**4), ("一千零十", 1010), ("三百二", 320),
        ("三百二十", 320), ("一万二", 12_000), ("一千五", 1500), ("二十五", 25), ("三百零二", 302),
        ("一万零五", 10_005), ("三千〇五", 3005), ("3万2", 32_000), ("3万2千", 32_000), ("3万25", 30_025),
        ("一百12", 112), ("5亿3000万", 530_000_000), ("1亿2万", 100_020_000), ("三亿五千万", 350_000_000),
        ("二万亿", 2 * 10**12), ("一万三千亿", 13 * 10**11), ("1，200", 1200), ("1,200,300", 1_200_300),
        ("1 200", 1200), (".5", "0.5"), ("0.50", "0.5"), ("4.60", "4.6"), ("100", 100), ("三点五", "3.5"),
        ("一点二亿", 120_000_000), ("零点零五", "0.05"), ("三点一四一五", "3.1415"), ("十二点五", "12.5"),
        ("三点五万", 35_000), ("一点五十万", 150_000), ("一点二万亿", 12 * 10**11), ("五点", None),
        ("点五", None), ("三点五点六", None), ("", None), ("县", None), ("三县", None), ("1.2.3", None),
        ("5.", None), ("一" * 40, "1" * 40), ("一" * 41, None),
    ],
)  # fmt: skip
def test_values(text: str, value: object) -> None:
    assert read_number(text) == (None if value is None else Decimal(str(value)))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三五百", 300, 500), ("一二十", 10, 20), ("二三百", 200, 300), ("两三千", 2000, 3000),
        ("三四万", 30_000, 40_000), ("四五十", 40, 50), ("五六百", 500, 600), ("六七千", 6000, 7000),
        ("七八亿", 7 * 10**8, 8 * 10**8), ("八九", 8, 9), ("二十七八", 27, 28), ("十五六", 15, 16),
        ("一百二三十", 120, 130),
    ],
)  # fmt: skip
def test_pairs(text: str, low: int, high: int) -> None:
    assert read_pair(text) == (low, high)


@pytest.mark.parametrize("text", ["五四百", "二〇二三", "一二三", "九十", "三二百", "五", "二三乡", ""])
def test_no_pairs(text: str) -> None:
    assert read_pair(text) is None


@pytest.mark.parametrize(
    ("raw", "low", "top", "high", "want"),
    [
        ("两", 2, "三千", 3000, 2000), ("1", 1, "3万", 30_000, 10_000),
        ("两", 2, "三百万", 3_000_000, 2_000_000), ("5000", 5000, "1万", 10_000, 5000),
        ("1万", 10_000, "3万", 30_000, 10_000), ("120", 120, "150万", 1_500_000, 1_200_000),
        ("2.5", "2.5", "3万", 30_000, 25_000), ("三", 3, "二百", 200, 3), ("5", 5, "8", 8, 5),
        ("8", 8, "五十", 50, 8), ("3", 3, "3万", 30_000, 3), ("一亿", 10**8, "三亿", 3 * 10**8, 10**8),
        ("两兆", 2 * 10**12, "三兆", 3 * 10**12, 2 * 10**12), ("5", 5, "8千", 8000, 5000),
        ("15", 15, "18千", 18_000, 15),
    ],
)  # fmt: skip
def test_low_ends_of_ranges(raw: str, low: object, top: str, high: int, want: int) -> None:
    assert scaled_low(raw, Decimal(str(low)), top, Decimal(high)) == want


@pytest.mark.parametrize(
    ("text", "unit", "value", "end"),
    [
        ("五元三角二分", "元", "0.32", 6), ("五元三角", "元", "0.3", 4), ("五元零二分", "元", "0.02", 5),
        ("5元5角", "元", "0.5", 4), ("五元整", "元", "0", 3), ("五元正", "元", "0", 3),
        ("五元钱", "元", "0", 3), ("五元", "元", "0", 2), ("五块钱", "块", "0", 3), ("五块整", "块", "0", 2),
        ("五块三毛", "块", "0.3", 4), ("五块三分", "块", "0", 2), ("五元三分之一", "元", "0", 2),
        ("五元整治", "元", "0", 2), ("五元正式", "元", "0", 2), ("五元人", "元", "0", 2),
        ("五元玖角伍分整", "元", "0.95", 7), ("五元三角钱", "元", "0.3", 5),
    ],
)  # fmt: skip
def test_coins(text: str, unit: str, value: str, end: int) -> None:
    assert read_coins(text, 2, unit) == (Decimal(value), end)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("一半", "0.5", ""), ("两成", "20", "%"), ("三成五", "35", "%"), ("三成半", "35", "%"),
        ("半成", "5", "%"), ("二十成", "200", "%"), ("1/4", "0.25", ""), ("1/3", "0.3333", ""),
        ("三分之二", "0.6667", ""), ("四分之三", "0.75", ""), ("百分之五", "5", "%"), ("佰分之五", "5", "%"),
        ("百分之负五", "-5", "%"), ("千分之三", "3", "‰"), ("万分之五", "0.0005", ""),
        ("二又三分之一", "2.3333", ""), ("二又百分之五", "2.05", ""), ("一又千分之五", "1.005", ""),
        ("百分之十二点五", "12.5", "%"), ("三分之负一", "-0.3333", ""), ("万分之三", "0.0003", ""),
    ],
)  # fmt: skip
def test_fractions_in_words(text: str, value: str, unit: str) -> None:
    assert read_fraction(text) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["县成", "三分之县", "县分之一", "县又三分之一", "零分之一", "三分", "半"])
def test_no_fractions(text: str) -> None:
    assert read_fraction(text) is None


@pytest.mark.parametrize(
    ("pattern", "text", "want"),
    [
        (ARABIC, "1,200人", "1,200"), (ARABIC, "5,1000", "5"), (ARABIC, "82.8%", "82.8"),
        (ARABIC, "１２．５", "１２．５"), (ARABIC, "2025，200", "2025"), (ARABIC, "1，200", "1，200"),
        (ARABIC, "12.县", "12"), (ARABIC, "1,234,567", "1,234,567"), (CHINESE, "三百二十万人", "三百二十万"),
        (CHINESE, "三点五万亿元", "三点五万亿"), (CHINESE, "廿三日", "廿三"), (CHINESE, "一点县", "一"),
        (CHINESE, "壹佰亿", "壹佰亿"), (MIXED, "1.5亿元", "1.5亿"), (MIXED, "3万2千人", "3万2千"),
        (MIXED, "5亿1万4千6百个", "5亿1万4千6百"), (MIXED, "3千瓦", "3"), (MIXED, "3千克", "3"),
        (MIXED, "3千人", "3千"), (MIXED, "20万千瓦", "20万"), (MIXED, "5 万元", "5 万"),
        (MIXED, "5 万县", "5"), (MIXED, "3百分", "3"), (MIXED, "2万亿元", "2万亿"),
        (MIXED, "3万五千", "3万五千"), (SCALE, "万万", "万万"), (SCALE, "十万", "十万"),
        (SCALE, "千亿", "千亿"), (SCALE, "百分", None), (SCALE, "兆瓦", None), (SCALE, "万瓦时", "万"),
        (SCALE, "仟元", "仟"),
    ],
)  # fmt: skip
def test_what_is_taken_as_a_number(pattern: str, text: str, want: str | None) -> None:
    found = re.match(pattern, text)
    assert (found.group() if found else None) == want


def test_the_characters_of_numbers_are_those_of_the_tables() -> None:
    assert set(NUMERALS) == set(
        "〇零○ＯO一二三四五六七八九壹贰叁肆伍陆柒捌玖两俩仨幺貳參陸兩弍弎十拾百佰千仟万萬亿億兆廿卅卌"
    )
