"""Which rows are of some places or of what lies below them, by code: in SQL and in Python."""

from __future__ import annotations

from collections.abc import Sequence

from kb.schema import KINDS


def about_places(codes: Sequence[str]) -> tuple[str, list[str]]:
    """SELECT of the plans that are about these places or below, or have a statement that is; with its values."""
    parts = [
        f"SELECT plan_id FROM {table} WHERE {place_within('place', codes)[0]}" for table in ("plans", *KINDS.values())
    ]
    return " UNION ".join(parts), place_within("place", codes)[1] * len(parts)


def stated_within(codes: Sequence[str]) -> tuple[str, list[str]]:
    """SQL condition over ``m`` (facts) and ``l`` (plans): who is spoken of is one of these or below; with its values.

    >>> stated_within([])
    ('1 = 1', [])
    """
    within, own = place_within("coalesce(m.place, l.place)", codes)
    if not codes:
        return within, own
    about, spans = about_places(codes)
    return f"m.plan_id IN ({about}) AND {within}", [*spans, *own]


def lies_within(place: str | None, codes: Sequence[str]) -> bool:
    """Whether a place is one of these or lies below one; any place does where no codes are given.

    >>> lies_within("130608", ["130600"]), lies_within("130608", ["430000"]), lies_within(None, ["13"])
    (True, False, False)
    >>> lies_within(None, [])
    True
    """
    if not codes:
        return True
    from extract.gazetteer import load_gazetteer

    return bool(place) and any(load_gazetteer().within(str(place), code) for code in codes)


def place_within(column: str, codes: Sequence[str]) -> tuple[str, list[str]]:
    """As ``lies_within`` in SQL: (condition, values); all rows where no codes are given.

    >>> place_within("l.place", ["130600"])
    ('((l.place >= ? AND l.place < ?))', ['1306', '1307'])
    """
    if not codes:
        return "1 = 1", []
    values = [end for code in codes for end in (span_of_place(code) if code else ("0", "~"))]
    return f"({' OR '.join([f'({column} >= ? AND {column} < ?)'] * len(codes))})", values


def span_of_place(code: str) -> tuple[str, str]:
    """From a code to what no longer lies below it.

    >>> span_of_place("130600"), span_of_place("130630")      # a city; a county whose code ends in 0
    (('1306', '1307'), ('130630', '130631'))
    """
    stem = code.rstrip("0")
    stem = code[: 2 if len(stem) <= 2 else 4 if len(stem) <= 4 else 6 if len(stem) <= 6 else len(code)]
    return stem, stem[:-1] + chr(ord(stem[-1]) + 1)
