"""Commands whose answer is a list: attainment, changes, lacking, timeline, roles, instruments, reuse, copies."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kb.answers.tables import print_rows
from kb.commands.options import (
    DEFAULT_BASE,
    AnyFormat,
    Base,
    Format,
    Holds,
    Indicators,
    Kinds,
    Levels,
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


@app.command(help=describe("timeline", "timeline --year 2026", "timeline --year 2025-2030"))
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


@app.command(help=describe("lacking", "lacking 医保支付 --year 2025 --kind plan"))
def lacking(
    query: Annotated[list[str], typer.Argument(help=say("argument.query"))],
    kb: Base = DEFAULT_BASE,
    place: Places = None,
    year: Years = None,
    topic: Topics = None,
    kind: Kinds = None,
    level: Levels = None,
    has: Holds = None,
    format: AnyFormat = Format.table,
    limit: Limit = 0,
) -> None:
    """Plans that say nothing of it."""
    from kb.base import open
    from kb.questions.records import PLAN_KEYS
    from kb.questions.typed import lacking_rows

    common: dict[str, Any] = {"places": place or (), "years": year or (), "kinds": kind or (), "levels": level or ()}
    with open(kb) as base, base.limited() as db:
        rows = lacking_rows(db, " ".join(query), **common, topics=topic or (), has=has or ())
    shown = ("place_name", "year", "title", "kind", "source", "plan_id")
    if not print_rows(rows, PLAN_KEYS, format=format, shown=shown, limit=limit):
        tell("rows.none")


@app.command(help=describe("changes", "changes 安吉县 2024 2025"))
def changes(
    place: Annotated[str, typer.Argument(help=say("argument.place"))],
    before: Annotated[int, typer.Argument(help=say("argument.before"))],
    after: Annotated[int, typer.Argument(help=say("argument.after"))],
    indicator: Indicators = None,
    status: Annotated[str, typer.Option("--status", help=say("option.status"))] = "target",
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
    limit: Limit = 0,
) -> None:
    """Targets of two years."""
    from kb.base import open
    from kb.questions.changes import KEYS
    from kb.questions.typed import change_rows

    with open(kb) as base, base.limited() as db:
        rows = change_rows(db, [place], before, after, indicators=indicator or (), status=status, tell=tell)
    shown = ("place_name", "indicator", "what", "before_cell", "after_cell", "difference")
    if not print_rows(rows, KEYS, format=format, shown=shown, limit=limit):
        tell("rows.none")


@app.command(help=describe("copies", "copies 金寨县 --of 安吉县"))
def copies(
    place: Annotated[str, typer.Argument(help=say("argument.place"))],
    of: Annotated[str, typer.Option("--of", help=say("option.of"))],
    year: Years = None,
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
    limit: Limit = 0,
) -> None:
    """What one place took from another."""
    from kb.base import open
    from kb.questions.copies import KEYS
    from kb.questions.typed import copy_rows

    with open(kb) as base, base.limited() as db:
        rows = copy_rows(db, [place], [of], years=year or ())
    shown = ("place_name", "year", "similarity", "template", "differs", "source", "of_source")
    if not print_rows(rows, KEYS, format=format, shown=shown, limit=limit):
        tell("rows.none")
