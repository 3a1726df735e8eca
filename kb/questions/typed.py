"""Questions as a person asks them: names resolved in either script, then put to the knowledge base.

The command line prints these rows and ``KnowledgeBase`` makes DataFrames of them, so both are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from corpus.simplify import simplify
from kb.database import Database
from kb.questions.filters import Filters
from kb.questions.names import common_indicators, find_codes, find_indicator, find_topic, read_indicators, read_topic
from kb.questions.values import read_value

Row = dict[str, Any]
Tell = Callable[..., None]


def compare_rows(
    db: Database,
    indicators: Sequence[str] | None = None,
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    statuses: Sequence[str] = (),
    tell: Tell | None = None,
) -> Iterator[Row]:
    """The comparison, one cell a row, some places at a time; without indicators those that the most of them give."""
    from kb.questions.compare import stream_comparison

    wanted = tuple(read_status(status) for status in statuses) or ("target",)
    codes = find_places(places)
    names = _indicators(db, indicators, tell) or common_indicators(db, wanted, places=codes)
    return stream_comparison(db, names, places=codes, years=tuple(years), statuses=wanted)


def compare_any(
    db: Database,
    indicators: Sequence[str] | None = None,
    *,
    topics: Sequence[str] = (),
    roles: Sequence[str] = (),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    statuses: Sequence[str] = (),
    tell: Tell | None = None,
) -> Iterator[Row]:
    """Indicators, provisions of topics, or offices of roles side by side; the rows have ``comparison_keys``.

    Other words than a topic's name are searched for. Raises QueryError for an unknown role, or for a status
    where it says nothing.
    """
    from corpus.errors import QueryError

    if not topics and not roles:
        return compare_rows(db, indicators, places=places, years=years, statuses=statuses, tell=tell)
    if statuses:
        raise QueryError("status", "says nothing of provisions and roles", remedy="ask for indicators with it")
    narrow: dict[str, Any] = {"places": find_places(places), "years": tuple(years)}
    if roles:
        from kb.questions.compare_roles import stream_roles

        return stream_roles(db, tuple(read_value("role", role) for role in roles), **narrow)
    from kb.questions.compare_texts import compare_topics

    for topic in topics:
        if tell and find_topic(topic) is None:
            tell("topic.words", typed=topic)
    return iter(compare_topics(db, list(dict.fromkeys(find_topic(topic) or topic for topic in topics)), **narrow))


def comparison_keys(*, topics: Sequence[str] = (), roles: Sequence[str] = ()) -> tuple[str, ...]:
    """The columns of a comparison of indicators, or of topics or roles."""
    from kb.questions import compare, compare_roles, compare_texts

    return compare_roles.KEYS if roles else compare_texts.KEYS if topics else compare.KEYS


def check_alone(**given: Any) -> None:
    """Raises QueryError where more than one of these is asked for at once."""
    from corpus.errors import QueryError

    named = [name for name, value in given.items() if value]
    if len(named) > 1:
        raise QueryError(", ".join(named), "cannot be compared in one table", remedy=f"only one of {', '.join(given)}")


def attainment_rows(
    db: Database,
    indicators: Sequence[str] | None = None,
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    tell: Tell | None = None,
) -> Iterator[Row]:
    """Targets beside later results, one (place, year, indicator) a row."""
    from kb.questions.attainment import stream_attainment

    names = _indicators(db, indicators, tell) or None
    return stream_attainment(db, names, places=find_places(places), years=tuple(years))


def timeline_rows(
    db: Database, *, places: Sequence[str] = (), years: Sequence[int] = (), limit: int | None = None
) -> tuple[Iterator[Row], int]:
    """Deadlines, phases and recurrences, earliest first; the first ``limit`` of them, and how many there are."""
    from kb.questions.timeline import stream_timeline

    return stream_timeline(db, places=find_places(places), years=tuple(years), limit=limit)


def role_rows(
    db: Database,
    *,
    roles: Sequence[str] = (),
    offices: Sequence[str] = (),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    topics: Sequence[str] = (),
    limit: int | None = None,
) -> tuple[Iterator[Row], int | None]:
    """Who does what; the first ``limit`` rows, and how many there are where these are not all."""
    from kb.questions.duties import count_roles, find_roles

    asked: dict[str, Any] = {
        "roles": tuple(read_value("role", role) for role in roles),
        "offices": tuple(simplify(office) for office in offices),
        "topics": tuple(read_topic(topic) for topic in topics),
        "places": find_places(places),
        "years": tuple(years),
    }
    return find_roles(db, **asked, limit=limit), None if limit is None else count_roles(db, **asked)


def reuse_rows(db: Database, *, places: Sequence[str] = (), topics: Sequence[str] = ()) -> Iterator[Row]:
    """Provisions that plans share."""
    from kb.questions.reuse import stream_reuse

    return stream_reuse(db, places=find_places(places), topics=tuple(read_topic(topic) for topic in topics))


def instrument_rows(
    db: Database,
    *,
    sides: Sequence[str] = (),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    topics: Sequence[str] = (),
) -> Iterator[Row]:
    """Policy instruments, one mention a row. Raises QueryError for a side that there is none of."""
    from kb.questions.instruments import find_tools

    asked = tuple(read_value("side", side) for side in sides)
    return find_tools(db, Filters(tuple(places), tuple(years), topics=tuple(topics)), sides=asked)


def lacking_rows(db: Database, query: str, filters: Filters) -> Iterator[Row]:
    """Plans without a provision that holds the words; topics and contents narrow what counts as one.

    Raises QueryError where neither words nor a topic nor contents say what a plan may lack.
    """
    from corpus.errors import QueryError
    from kb.questions.records import list_plans
    from kb.questions.search import ask, find_plans

    asked = ask(db, query, filters)
    if asked.query.tree is None and not filters.topics and not filters.has:
        raise QueryError(repr(query), "holds no words to look for", remedy="junxian lacking WORDS")
    speak = find_plans(db, asked)
    plans = list_plans(db, filters=replace(filters, topics=(), has=()))
    return (row for row in plans if row["plan_id"] not in speak)


def change_rows(
    db: Database,
    places: Sequence[str],
    before: int,
    after: int,
    *,
    indicators: Sequence[str] = (),
    status: str = "target",
    tell: Tell | None = None,
) -> list[Row]:
    """What became of each target (or result) of these places from one year to the other."""
    from corpus.errors import QueryError
    from kb.questions.changes import find_changes

    if before >= after:
        raise QueryError(f"{before} {after}", "is not an earlier and a later year", remedy=f"give {after} {before}")
    names = _indicators(db, indicators, tell)
    return find_changes(db, find_places(places), before, after, indicators=names, status=read_status(status))


def copy_rows(
    db: Database, takers: Sequence[str], givers: Sequence[str] = (), *, years: Sequence[int] = ()
) -> Iterator[Row]:
    """Provisions of the one that are much like earlier ones of the other, or of any other place."""
    from kb.questions.copies import find_copies

    return find_copies(db, find_places(takers), find_places(givers) if givers else None, years=tuple(years))


def find_places(typed: Sequence[str]) -> tuple[str, ...]:
    """Codes of all places typed."""
    return tuple(dict.fromkeys(code for place in typed for code in find_codes(str(place))))


def _indicators(db: Database, typed: Sequence[str] | None, tell: Tell | None) -> list[str]:
    if not typed:
        return []
    for name in typed:
        canonical = find_indicator(name)
        if tell and canonical and canonical != name:
            tell("indicator.read", typed=name, canonical=canonical)
    return read_indicators(db, typed)


def read_status(status: str) -> str:
    """The status as it is stored, typed in English or Chinese. Raises QueryError for another word."""
    return read_value("status", status)
