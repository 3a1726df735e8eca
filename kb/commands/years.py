"""Years as they are typed: one, or from one to another."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from kb.messages import say
from kb.questions.years import FIRST, LAST, parse_years


def read_years(typed: str) -> tuple[int, ...]:
    """The years of one ``--year``: ``2025``, or from the first to the last of ``2021-2025`` in any usual way.

    Raises typer.BadParameter, which says what was given and what is taken.

    >>> read_years("2025"), read_years("2021..2023"), read_years("2024/2025")
    ((2025,), (2021, 2022, 2023), (2024, 2025))
    """
    span = parse_years(typed)
    if span.problem:
        told = (FIRST, LAST) if span.problem == "outside" else (span.first, span.last)
        raise typer.BadParameter(say(f"year.{span.problem}", typed=typed, first=told[0], last=told[1]))
    return tuple(range(span.first, span.last + 1))


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
