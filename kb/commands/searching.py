"""``search``: provisions that hold the words, as rows or in their contexts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.answers.tables import Counted, as_text, print_rows
from kb.commands.options import (
    DEFAULT_BASE,
    Base,
    Holds,
    Kinds,
    Levels,
    Limit,
    Order,
    Output,
    Places,
    SearchFormat,
    Topics,
    Years,
    app,
    check_suffix,
    describe,
    save_rows,
    tell,
    tell_no_hits,
)
from kb.messages import say

if TYPE_CHECKING:
    from kb.database import Database
    from kb.questions.filters import Filters
    from kb.questions.search import Asked

_CONTEXT = ("docname", "pre", "keyword", "post", "place_name", "year")
_MOST_COUNTED = 1_000_000  # hits whose texts are looked at to count them: half a second


@app.command(help=describe("search", "search 医保支付 --has target", "search 医保 70% --format kwic"))
def search(
    query: Annotated[list[str] | None, typer.Argument(help=say("argument.query"))] = None,
    kb: Base = DEFAULT_BASE,
    place: Places = None,
    year: Years = None,
    topic: Topics = None,
    kind: Kinds = None,
    level: Levels = None,
    has: Holds = None,
    limit: Limit = 20,
    expert: Annotated[bool, typer.Option("--expert", help=say("option.expert"))] = False,
    literal: Annotated[bool, typer.Option("--literal", help=say("option.literal"))] = False,
    format: Annotated[SearchFormat, typer.Option("--format", help=say("option.format"))] = SearchFormat.table,
    window: Annotated[int, typer.Option("--window", min=1, help=say("option.window"))] = 20,
    order: Annotated[Order, typer.Option("--order", help=say("option.order"))] = Order.rank,
    sql: Annotated[bool, typer.Option("--sql", help=say("option.sql"))] = False,
    facets: Annotated[bool, typer.Option("--facets", help=say("option.facets"))] = False,
    save: Annotated[bool, typer.Option("--save", help=say("option.save"))] = False,
    saved: Annotated[str | None, typer.Option("--saved", help=say("option.saved"))] = None,
    output: Output = None,
) -> None:
    """Search, then say how many there are."""
    from kb.base import open
    from kb.frames import read_filters
    from kb.questions.filters import read_saved, write_saved

    to = (output, check_suffix(output, format)) if output else None
    typed, filters = " ".join(query or ()), read_filters(place, year, topic, kind, level, has)
    options = {"expert": expert, "literal": literal}
    if saved is not None:
        typed, filters, options = read_saved(saved)
    if save:
        typer.echo(write_saved(typed, filters, **options))
        return
    with open(kb) as base, base.limited() as db:
        asked = _ask(db, typed, filters, options)
        if sql or facets:
            _print_about(db, asked, format, sql=sql)
        else:
            _print_hits(db, asked, limit or None, format, {"window": window, "order": order.value}, to)


def _ask(db: Database, typed: str, filters: Filters, options: dict[str, bool]) -> Asked:
    """The question as it is read, which is told. Raises QueryError where no words were typed."""
    from kb.questions.search import ask

    asked = ask(db, typed, filters, **options)
    if asked.query.tree is None:
        from corpus.errors import QueryError

        remedy = "junxian search WORDS; all provisions: junxian export provisions"
        raise QueryError(repr(typed), "holds no words to look for", remedy=remedy)
    pairs = [note for note in asked.notes if note != "quotes"]
    if pairs:
        tell("search.expanded", pairs="; ".join(pairs))
    if "quotes" in asked.notes:
        tell("search.quotes")
    return asked


def _print_about(db: Database, asked: Asked, format: SearchFormat, *, sql: bool) -> None:
    """The question as it is put to the base, or how many hits there are of each place, year, topic."""
    from kb.questions.search import count_facets, write_sql

    if sql:
        typer.echo(write_sql(asked, db))
    else:
        print_rows(count_facets(db, asked), ("facet", "value", "count"), format=_plain(format))


def _print_hits(
    db: Database,
    asked: Asked,
    limit: int | None,
    format: SearchFormat,
    contexts: dict[str, Any],
    to: tuple[Path, str] | None,
) -> None:
    from kb.questions.kwic import KEYS as CONTEXT_KEYS
    from kb.questions.kwic import stream_contexts
    from kb.questions.search import KEYS, count_provisions, stream_provisions

    if format is SearchFormat.kwic:
        found = Counted(stream_contexts(db, asked, limit=limit, **contexts), "provision_id", all=limit is None)
        if to:
            save_rows(db, found, CONTEXT_KEYS, *to)
        for row in found:
            typer.echo("\t".join(_plain_cell(as_text(row[key])) for key in _CONTEXT))
        shown, told = found.count, {"held": len(found.values)}
    else:
        if contexts["order"] != Order.rank.value:
            tell("search.order")
        columns = ("score", "place_name", "year", "title", "address", "snippet")
        found = Counted(stream_provisions(db, asked, limit=limit), "provision_id", all=limit is None)
        if to:
            save_rows(db, found, KEYS, *to)
        else:
            print_rows(found, KEYS, format=_plain(format), shown=columns)
        shown, told = found.count, {}
    if limit is not None and shown >= limit:
        total = count_provisions(db, asked, most=_MOST_COUNTED)
        counts = {"shown": shown, "total": f"{total}+" if total == _MOST_COUNTED else total}
        tell("hits.shown" if told else "rows.shown", **counts, **told)
    elif not shown:
        tell_no_hits(db, (word.text for word in asked.query.words), asked.filters.places)


def _plain(format: SearchFormat) -> str:
    return "table" if format is SearchFormat.kwic else format.value


def _plain_cell(text: str) -> str:
    from kb.answers.plain import show_plain

    return show_plain(text.replace("\t", " "))
