"""Commands that ask the knowledge base: search, show, compare."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.answers.tables import Counted, as_text, print_rows
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
    MatrixFormat,
    Order,
    Output,
    Places,
    Roles,
    SearchFormat,
    Statuses,
    Topics,
    Years,
    app,
    check_suffix,
    choose_format,
    describe,
    save_rows,
    tell,
    tell_no_hits,
    tell_nothing,
)
from kb.messages import say

_PRINTED, _CONTEXT = ("table", "jsonl", "csv"), ("docname", "pre", "keyword", "post", "place_name", "year")
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
    from kb.questions.search import ask, count_facets, write_sql

    written = check_suffix(output, format) if output else ""
    typed, filters = " ".join(query or ()), read_filters(place, year, topic, kind, level, has)
    if saved is not None:
        typed, filters, options = read_saved(saved)
        expert, literal = "expert" in options, "literal" in options
    if save:
        options = {"expert": "1" if expert else "", "literal": "1" if literal else ""}
        typer.echo(write_saved(typed, filters, **options))
        return
    with open(kb) as base, base.limited() as db:
        asked = ask(db, typed, filters, expert=expert, literal=literal)
        if asked.query.tree is None:
            from corpus.errors import QueryError

            remedy = "junxian search WORDS; all provisions: junxian export provisions"
            raise QueryError(repr(typed), "holds no words to look for", remedy=remedy)
        pairs = [note for note in asked.notes if note != "quotes"]
        if pairs:
            tell("search.expanded", pairs="; ".join(pairs))
        if "quotes" in asked.notes:
            tell("search.quotes")
        if sql:
            typer.echo(write_sql(asked, db))
        elif facets:
            print_rows(count_facets(db, asked), ("facet", "value", "count"), format=_plain(format))
        else:
            if order is not Order.rank and format is not SearchFormat.kwic:
                tell("search.order")
            contexts = {"window": window, "order": order.value}
            _print_hits(db, asked, limit or None, format, contexts, (output, written) if output else None)


def _print_hits(
    db: Any, asked: Any, limit: int | None, format: SearchFormat, contexts: dict[str, Any], to: tuple[Path, str] | None
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
        tell_no_hits(db, (word.text for word in asked.query.words))


def _plain(format: SearchFormat) -> str:
    return "table" if format is SearchFormat.kwic else format.value


def _plain_cell(text: str) -> str:
    from kb.answers.plain import show_plain

    return show_plain(text.replace("\t", " "))


@app.command(help=describe("show", "show {provision}"))
def show(
    identity: Annotated[str, typer.Argument(metavar="ID", help=say("argument.id"))],
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
) -> None:
    """One thing beside its original."""
    from kb.answers.plain import show_plain
    from kb.base import open
    from kb.questions.show import KEYS
    from kb.questions.show import show as show_one

    with open(kb) as base, base.limited() as db:
        row = show_one(db, identity)
    if format is not Format.table:
        print_rows([row], KEYS, format=format)
        return
    lines = [f"{row['title']}  {row['address'] or ''}".rstrip()]
    bytes_ = f", bytes {row['byte_start']}–{row['byte_end']}" if row["byte_start"] is not None else ""
    page = f", page {row['page']}" if row["page"] else ""
    lines.append(f"{row['source']}, line {row['line']}{page}, characters {row['start']}–{row['end']}{bytes_}")
    lines += ["", row["text"]]
    if row["original"] != row["text"]:
        lines += ["", _ORIGINAL]
    for fact in row["facts"] or ():
        own = {k: v for k, v in fact.items() if k in _TOLD and v not in (None, "")}
        lines.append(f"  {fact['kind']}: {fact['text']}  " + ", ".join(f"{k} {as_text(v)}" for k, v in own.items()))
    lines += [f"  repair {r['rule']} ({r['verdict']}): {r['raw']} → {r['restored']}" for r in row["repairs"]]
    original = _underline_repairs(row) if sys.stdout.isatty() else show_plain(row["original"])
    sys.stdout.write("\n".join(original if line is _ORIGINAL else show_plain(line) for line in lines) + "\n")


def _underline_repairs(row: dict[str, Any]) -> str:
    """The original for a terminal, every repaired piece underlined."""
    from kb.answers.plain import show_plain

    parts, at, text = [], 0, row["original"]
    for one in row["repairs"]:
        start, end = max(at, one["start"] - row["start"]), min(len(text), one["end"] - row["start"])
        parts.append(f"{show_plain(text[at:start])}\x1b[4m{show_plain(text[start:end])}\x1b[24m")
        at = max(at, end)
    return "".join([*parts, show_plain(text[at:])])


_ORIGINAL = "original"  # where it stands among the lines
_TOLD = ("indicator", "indicator_id", "comparator", "value", "value_max", "unit", "change", "status", "hedge",
         "deadline", "type", "edtf", "every", "length", "role", "duty", "post", "fact_id")  # fmt: skip


@app.command(help=describe("compare", "compare --indicator 县域就诊率 --status target", "compare --wide",
                           "compare -o comparison.xlsx", "compare --topic 医保支付 -o topics.html",
                           "compare --role lead"))  # fmt: skip
def compare(
    indicator: Indicators = None,
    topic: Topics = None,
    role: Roles = None,
    place: Places = None,
    year: Years = None,
    status: Statuses = None,
    kb: Base = DEFAULT_BASE,
    format: Annotated[MatrixFormat | None, typer.Option("--format", help=say("option.format"))] = None,
    limit: Limit = 0,
    wide: Annotated[bool, typer.Option("--wide", help=say("option.wide"))] = False,
    output: Output = None,
) -> None:
    """The comparison, printed or written."""
    from kb.answers.export import make_comparison, write_sheet
    from kb.base import open
    from kb.commands.widening import check_wide, print_wide
    from kb.questions.compare import KEYS
    from kb.questions.typed import compare_rows

    chosen = choose_format(format, output, MatrixFormat.__members__, "table")
    if topic or role:
        check_wide(wide)
        _compare_texts(kb, {"indicator": indicator, "topic": topic, "role": role, "status": status, "place": place,
                            "year": year}, chosen, output, limit)  # fmt: skip
        return
    given = {"indicator": indicator, "place": place, "year": year, "status": status}
    about = {name: ", ".join(map(str, value)) for name, value in given.items() if value}
    with open(kb) as base, base.limited() as db:
        narrow: dict[str, Any] = {"places": place or (), "years": year or (), "statuses": status or ()}
        rows = compare_rows(db, indicator, **narrow, tell=tell)
        if wide and chosen in (*_PRINTED, "parquet"):
            print_wide(db, rows, chosen, limit, output)
            return
        if output or chosen not in _PRINTED:
            sheet = make_comparison(db, islice(rows, limit or None), about)
            count, file = write_sheet(sheet, _file_format(chosen), output)
            if output:
                tell("export.done", rows=count, file=file)
            return
        shown = ("place_name", "year", "indicator", "cell", "deadline", "gap", "source")
        rows = map(_said, rows) if chosen == "table" else rows
        if not print_rows(rows, KEYS, format=chosen, shown=shown, limit=limit):
            tell_nothing(db)


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a comparison as a table shows it."""
    from kb.answers.wide import describe_cell, describe_deadline

    return row | {"cell": describe_cell(row), "deadline": describe_deadline(row["deadline"])}


def _compare_texts(kb: Path, given: dict[str, Any], chosen: str, output: Path | None, limit: int) -> None:
    """Provisions or offices side by side."""
    from kb.answers.export import make_side_by_side, write_sheet
    from kb.base import open
    from kb.questions.typed import check_alone, compare_any, comparison_keys

    check_alone(**{f"--{name}": given[name] for name in ("indicator", "topic", "role")})
    about = {name: ", ".join(map(str, value)) for name, value in given.items() if value}
    narrow: dict[str, Any] = {f"{name}s": given[name] or () for name in ("topic", "role", "place", "year")}
    roles = bool(given["role"])
    with open(kb) as base, base.limited() as db:
        rows = compare_any(db, **narrow, statuses=given["status"] or (), tell=tell)
        if output or chosen not in _PRINTED:
            sheet = make_side_by_side(db, islice(rows, limit or None), about, roles=roles)
            count, file = write_sheet(sheet, _file_format(chosen), output)
            if output:
                tell("export.done", rows=count, file=file)
            return
        keys = comparison_keys(topics=narrow["topics"], roles=narrow["roles"])
        own = ("role", "office", "actor", "duty") if roles else ("topic", "provision", "deadline")
        shown = ("place_name", "year", *own, "gap", "source")
        rows = map(_said, rows) if chosen == "table" else rows
        if not print_rows(rows, keys, format=chosen, shown=shown, limit=limit):
            tell_nothing(db)


def _file_format(chosen: str) -> str:
    return "csv" if chosen == "table" else chosen
