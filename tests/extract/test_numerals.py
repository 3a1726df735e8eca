"""Numerals: exact values of every form, from data."""

from decimal import Decimal

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from extract.numerals import read_fraction, read_number

NUMBERS = read_cases("numerals_numbers")
FRACTIONS = read_cases("numerals_fractions")


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: case["id"])
def test_numbers(case: dict) -> None:
    want = None if case["want"] is None else Decimal(case["want"])
    assert read_number(case["text"]) == want


@pytest.mark.parametrize("case", FRACTIONS, ids=lambda case: case["id"])
def test_fractions(case: dict) -> None:
    found = read_fraction(case["text"])
    assert found == (None if case["want"] is None else (Decimal(case["want"][0]), case["want"][1]))


SPOKEN = "零一二三四五六七八九"


def spell(number: int) -> str:
    """A whole number below 10000 as it is read aloud."""
    parts, zero = [], False
    for name, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            parts.append(("零" if zero and parts else "") + SPOKEN[digit] + name)
            zero = False
        else:
            zero = True
    return "".join(parts)


@given(st.integers(min_value=1, max_value=9999), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_spelled_numbers_are_read_back(number: int, scale: tuple[str, int]) -> None:
    assert read_number(spell(number) + scale[0]) == number * scale[1]


@given(st.decimals(min_value=0, max_value=10**6, places=2))
def test_decimals_are_exact(number: Decimal) -> None:
    assert read_number(f"{number}亿") == number * 10**8
