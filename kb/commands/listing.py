"""Commands whose answer is a list: attainment, timeline, roles, reuse, instruments."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kb.answers.tables import print_rows
from kb.commands.options import (
    DEFAULT_BASE,
    AnyFormat,
    Base,
    Format,
    Indicators,
    Limit,
    Places,
    Topics,
    Years,
    app,
    describe,
    tell,
)
from kb.messages import say


@app.command(help=describe("attainment", "attainment --indicator 地区生产总值增速"))
def attainment(
    indicator: Indicators = None,
    place: Places = None,
    year: Years = None,
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
    limit: Limit = 0,
) -> None:
    """Targets beside results."""
    from kb.base import open
    from kb.questions.attainment import KEYS
    from kb.questions.typed import attainment_rows

    with open(kb) as base, base.limited() as db:
        rows = attainment_rows(db, indicator, places=place or (), years=year or (), tell=tell)
    shown = ("place_name", "year", "indicator", "target", "actual", "difference", "met", "why_not")
    if format is Format.table:
        from kb.answers.wide import describe_pair

        rows = [row | describe_pair(row) for row in rows]
    if not print_rows(rows, KEYS, format=format, shown=shown, limit=limit):
        tell("rows.none")


@app.command(help=describe("timeline", "timeline --year 2026"))
def timeline(
    place: Places = None,
    year: Years = None,
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
    limit: Limit = 0,
) -> None:
    """Dates by place."""
    from kb.base import open
    from kb.questions.timeline import KEYS
    from kb.questions.typed import timeline_rows

    with open(kb) as base, base.limited() as db:
        rows = timeline_rows(db, places=place or (), years=year or ())
    shown = ("place_name", "begins", "ends", "type", "every", "text", "leads", "sentence")
    if not print_rows(rows, KEYS, format=format, shown=shown, limit=limit):
        tell("rows.none")


@app.command(help=describe("roles", "roles --role lead"))
def roles(
    role: Annotated[list[str] | None, typer.Option("--role")] = None,
    office: Annotated[list[str] | None, typer.Option("--office")] = None,
    place: Places = None,
    year: Years = None,
    topic: Topics = None,
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
    limit: Limit = 0,
) -> None:
    """Who does what."""
    from kb.base import open
    from kb.questions.duties import KEYS
    from kb.questions.typed import role_rows

    narrow: dict[str, Any] = {"places": place or (), "years": year or (), "topics": topic or ()}
    with open(kb) as base, base.limited() as db:
        rows = role_rows(db, roles=role or (), offices=office or (), **narrow)
    shown = ("place_name", "year", "actor", "office", "role", "duty", "post", "sentence")
    if not print_rows(rows, KEYS, format=format, shown=shown, limit=limit):
        tell("rows.none")


@app.command(help=describe("reuse", "reuse"))
def reuse(
    place: Places = None,
    topic: Topics = None,
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
    limit: Limit = 0,
) -> None:
    """Shared provisions."""
    from kb.base import open
    from kb.questions.reuse import KEYS
    from kb.questions.typed import reuse_rows

    with open(kb) as base, base.limited() as db:
        rows = reuse_rows(db, places=place or (), topics=topic or ())
    shown = ("copies", "places", "first", "place_name", "date", "differs", "template", "source")
    if not print_rows(rows, KEYS, format=format, shown=shown, limit=limit):
        tell("rows.none")


@app.command(help=describe("instruments", "instruments --topic 养老服务", "instruments --count"))
def instruments(
    side: Annotated[list[str] | None, typer.Option("--side", help=say("option.side"))] = None,
    place: Places = None,
    year: Years = None,
    topic: Topics = None,
    count: Annotated[bool, typer.Option("--count", help=say("option.count"))] = False,
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
    limit: Limit = 0,
) -> None:
    """Policy instruments."""
    from kb.base import open
    from kb.questions.instruments import COUNT_KEYS, KEYS, count_tools
    from kb.questions.typed import instrument_rows

    with open(kb) as base, base.limited() as db:
        rows = instrument_rows(db, sides=side or (), places=place or (), years=year or (), topics=topic or ())
    if count:
        shown = print_rows(count_tools(rows), COUNT_KEYS, format=format, limit=limit)
    else:
        columns = ("place_name", "year", "topic", "side", "tool", "text", "sentence")
        shown = print_rows(rows, KEYS, format=format, shown=columns, limit=limit)
    if not shown:
        tell("rows.none")
