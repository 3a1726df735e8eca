"""Commands whose answer is a list: holds, attainment, timeline, roles, reuse, instruments, lacking, changes, copies."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from kb.commands.answers import Answer, question
from kb.commands.options import Holds, Indicators, Kinds, Levels, Places, Roles, Topics, Years, tell
from kb.commands.years import read_year
from kb.database import Database
from kb.messages import say


class What(StrEnum):
    """What a base can be asked to list."""

    indicators = "indicators"
    topics = "topics"
    places = "places"
    offices = "offices"
    years = "years"


@question("holds", "holds indicators", "holds topics --format csv")
def holds(db: Database, what: Annotated[What, typer.Argument(help=say("argument.what"))] = What.indicators) -> Answer:
    """What there is to ask for."""
    from kb.questions.holdings import KEYS, list_holdings

    shown = [key for key in KEYS if key != "place" or what is What.places]
    return Answer(list_holdings(db, what.value), KEYS, shown)


@question("attainment", "attainment --indicator 地区生产总值增速")
def attainment(db: Database, indicator: Indicators = None, place: Places = None, year: Years = None) -> Answer:
    """Targets beside results."""
    from kb.questions.attainment import KEYS
    from kb.questions.cell_words import describe_pair
    from kb.questions.typed import attainment_rows

    rows = attainment_rows(db, indicator, places=place or (), years=year or (), tell=tell)
    shown = ("place_name", "year", "indicator", "target", "actual", "difference", "met", "why_not")
    return Answer(rows, KEYS, shown, describe_pair, none="attainment.none")


@question("timeline", "timeline --year 2026", "timeline --year 2025-2030")
def timeline(db: Database, place: Places = None, year: Years = None, limit: int | None = None) -> Answer:
    """Dates by place."""
    from kb.questions.timeline import KEYS
    from kb.questions.typed import timeline_rows

    shown = ("place_name", "begins", "ends", "type", "every", "text", "leads", "sentence")
    rows, total = timeline_rows(db, places=place or (), years=year or (), limit=limit)
    return Answer(rows, KEYS, shown, total=total)


@question("roles", "roles --role lead")
def roles(
    db: Database,
    role: Roles = None,
    office: Annotated[list[str] | None, typer.Option("--office", help=say("option.office"))] = None,
    place: Places = None,
    year: Years = None,
    topic: Topics = None,
    limit: int | None = None,
) -> Answer:
    """Who does what."""
    from kb.questions.duties import KEYS
    from kb.questions.typed import role_rows

    narrow: dict[str, Any] = {"places": place or (), "years": year or (), "topics": topic or ()}
    rows, total = role_rows(db, roles=role or (), offices=office or (), **narrow, limit=limit)
    shown = ("place_name", "year", "actor", "office", "role", "duty", "post", "sentence")
    return Answer(rows, KEYS, shown, total=total)


@question("reuse", "reuse")
def reuse(db: Database, place: Places = None, topic: Topics = None) -> Answer:
    """Shared provisions."""
    from kb.questions.reuse import KEYS
    from kb.questions.typed import reuse_rows

    shown = ("copies", "places", "first", "place_name", "date", "differs", "template", "source")
    rows = reuse_rows(db, places=place or (), topics=topic or ())
    return Answer(rows, KEYS, shown, lambda row: {} if row["first"] else {"template": None})  # a table says it once


@question("instruments", "instruments --topic 医保支付", "instruments --count")
def instruments(
    db: Database,
    side: Annotated[list[str] | None, typer.Option("--side", help=say("option.side"))] = None,
    place: Places = None,
    year: Years = None,
    topic: Topics = None,
    count: Annotated[bool, typer.Option("--count", help=say("option.count"))] = False,
) -> Answer:
    """Policy instruments."""
    from kb.questions.instruments import COUNT_KEYS, KEYS, count_tools
    from kb.questions.typed import instrument_rows

    rows = instrument_rows(db, sides=side or (), places=place or (), years=year or (), topics=topic or ())
    if count:
        return Answer(count_tools(rows), COUNT_KEYS)
    return Answer(rows, KEYS, ("place_name", "year", "topic", "side", "tool", "text", "sentence"))


@question("lacking", "lacking 医保支付 --year 2025 --kind plan")
def lacking(
    db: Database,
    query: Annotated[list[str], typer.Argument(help=say("argument.query"))],
    place: Places = None,
    year: Years = None,
    topic: Topics = None,
    kind: Kinds = None,
    level: Levels = None,
    has: Holds = None,
) -> Answer:
    """Plans that say nothing of it."""
    from kb.frames import read_filters
    from kb.questions.records import PLAN_KEYS
    from kb.questions.typed import lacking_rows

    rows = lacking_rows(db, " ".join(query), read_filters(place, year, topic, kind, level, has))
    return Answer(rows, PLAN_KEYS, ("place_name", "year", "title", "kind", "source", "plan_id"), none="lacking.none")


@question("changes", "changes 安吉县 2024 2025")
def changes(
    db: Database,
    place: Annotated[str, typer.Argument(help=say("argument.place"))],
    before: Annotated[int, typer.Argument(help=say("argument.before"), parser=read_year)],
    after: Annotated[int, typer.Argument(help=say("argument.after"), parser=read_year)],
    indicator: Indicators = None,
    status: Annotated[str, typer.Option("--status", help=say("option.status.one"), metavar="STATUS")] = "target",
) -> Answer:
    """Targets of two years."""
    from kb.questions.cell_words import describe_change
    from kb.questions.changes import KEYS
    from kb.questions.typed import change_rows

    rows = change_rows(db, [place], before, after, indicators=indicator or (), status=status, tell=tell)
    shown = ("place_name", "indicator", "what", "before_cell", "after_cell", "difference")
    return Answer(rows, KEYS, shown, describe_change, none="changes.none")


@question("copies", "copies 金寨县", "copies 金寨县 --of 安吉县")
def copies(
    db: Database,
    place: Annotated[str, typer.Argument(help=say("argument.place"))],
    of: Annotated[str | None, typer.Option("--of", help=say("option.of"), show_default=False)] = None,
    year: Years = None,
) -> Answer:
    """What one place took from another."""
    from kb.questions.copies import KEYS
    from kb.questions.typed import copy_rows

    shown = ("place_name", "year", "similarity", "of_place_name", "template", "differs", "source", "of_source")
    return Answer(copy_rows(db, [place], [of] if of else (), years=year or ()), KEYS, shown, none="copies.none")
