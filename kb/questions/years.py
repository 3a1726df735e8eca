"""Years as a person gives them: one, or from one to another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from corpus.errors import QueryError

FIRST, LAST = 1900, 2099
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_RANGE = re.compile(r"(\d{4})年?\s*(?:-|–|—|~|～|\.\.|/|至)\s*(\d{4})年?", re.ASCII)


class Span(NamedTuple):
    """The first and the last year; or what is wrong: ``unread``, ``turned`` (the end first) or ``outside``."""

    first: int = 0
    last: int = 0
    problem: str = ""


def parse_years(typed: str) -> Span:
    """What was typed, in any usual way of writing a year or a range.

    >>> parse_years("2021..2023"), parse_years("2025年").last, parse_years("最近").problem     # "lately"
    (Span(first=2021, last=2023, problem=''), 2025, 'unread')
    """
    text = typed.strip()
    found = _RANGE.fullmatch(text) or _YEAR.fullmatch(text)
    if found is None:
        return Span(problem="unread")
    first, last = int(found.group(1)), int(found.groups()[-1])
    if first > last:
        return Span(last, first, "turned")
    return Span(first, last, "outside" if first < FIRST or last > LAST else "")


def read_years(given: Any) -> tuple[int, ...]:
    """The years of one or several values as Python code gives them: numbers of any kind, or text as it is typed.

    Raises QueryError for what is no year.

    >>> read_years(None), read_years(2025), read_years("2024-2025"), read_years(["2023", 2025.0])
    ((), (2025,), (2024, 2025), (2023, 2025))
    """
    if given is None:
        return ()
    several = given if isinstance(given, Iterable) and not isinstance(given, str) else (given,)
    return tuple(dict.fromkeys(year for one in several for year in _years_of(one)))


def _years_of(one: Any) -> range:
    if not isinstance(one, str):
        year = int(one) if one == one else 0  # nothing of pandas' is equal to itself
        if year == one:
            return range(year, year + 1)
    elif not (span := parse_years(one)).problem:
        return range(span.first, span.last + 1)
    raise QueryError(str(one), "is neither a year nor a range of years", remedy="2025, or 2021-2025")
