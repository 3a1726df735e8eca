"""Years as they are typed: one, or from one to another."""

from __future__ import annotations

import re
from collections.abc import Sequence

import typer

from kb.messages import say

FIRST, LAST = 1900, 2099
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_RANGE = re.compile(r"(\d{4})年?\s*(?:-|–|—|~|～|\.\.|/|至)\s*(\d{4})年?", re.ASCII)


def read_years(typed: str) -> tuple[int, ...]:
    """The years of one ``--year``: ``2025``, or from the first to the last of ``2021-2025`` in any usual way.

    Raises typer.BadParameter, which says what was given and what is taken.

    >>> read_years("2025"), read_years("2021..2023"), read_years("2024/2025")
    ((2025,), (2021, 2022, 2023), (2024, 2025))
    """
    text = typed.strip()
    found = _RANGE.fullmatch(text) or _YEAR.fullmatch(text)
    if found is None:
        raise typer.BadParameter(say("year.unread", typed=typed))
    first, last = int(found.group(1)), int(found.groups()[-1])
    if first > last:
        raise typer.BadParameter(say("year.turned", typed=typed, first=last, last=first))
    if first < FIRST or last > LAST:
        raise typer.BadParameter(say("year.outside", typed=typed, first=FIRST, last=LAST))
    return tuple(range(first, last + 1))


def read_year(typed: str) -> int:
    """One year. Raises typer.BadParameter for a range or anything else.

    >>> read_year("2025")
    2025
    """
    years = read_years(typed)
    if len(years) > 1:
        raise typer.BadParameter(say("year.one", typed=typed))
    return years[0]


def join_years(given: Sequence[tuple[int, ...]] | None) -> list[int] | None:
    """All years of several ``--year``, each once, in the order given.

    >>> join_years([(2025,), (2024, 2025)])
    [2025, 2024]
    """
    return list(dict.fromkeys(year for years in given for year in years)) if given else None
