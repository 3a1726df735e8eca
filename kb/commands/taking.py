"""Commands that take away or look after: export, cite, verify."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from kb.answers.tables import print_rows
from kb.commands.options import (
    DEFAULT_BASE,
    AnyFormat,
    Base,
    Format,
    Indicators,
    Kinds,
    Levels,
    Output,
    Places,
    Statuses,
    Topics,
    Years,
    app,
    choose_format,
    describe,
    tell,
)
from kb.messages import say


class ExportFormat(StrEnum):
    """Kinds of file."""

    csv = "csv"
    xlsx = "xlsx"
    jsonl = "jsonl"
    parquet = "parquet"
    md = "md"
    html = "html"
    tex = "tex"


class ExportTable(StrEnum):
    """What there is to export."""

    facts = "facts"
    plans = "plans"
    provisions = "provisions"
    comparison = "comparison"


class Style(StrEnum):
    """Styles of citation."""

    gbt7714 = "gbt7714"
    bibtex = "bibtex"
    csl = "csl"


@app.command(help=describe("export", "export facts --kind measure -o measures.csv", "export plans --format jsonl"))
def export(
    table: Annotated[ExportTable, typer.Argument(help=say("argument.table"))],
    output: Output = None,
    format: Annotated[ExportFormat | None, typer.Option("--format", help=say("option.format"))] = None,
    kb: Base = DEFAULT_BASE,
    indicator: Indicators = None,
    status: Statuses = None,
    place: Places = None,
    year: Years = None,
    topic: Topics = None,
    kind: Kinds = None,
    level: Levels = None,
    no_bom: Annotated[bool, typer.Option("--no-bom", help=say("option.bom"))] = False,
    raw: Annotated[bool, typer.Option("--raw", help=say("option.raw"))] = False,
) -> None:
    """Write a table with what it is about."""
    from kb.answers.export import make_comparison, make_sheet, write_sheet
    from kb.base import open
    from kb.frames import read_filters
    from kb.questions.compare import KEYS
    from kb.questions.typed import compare_rows

    chosen = choose_format(format, output, ExportFormat.__members__, "csv")
    given = {"table": [table.value], "indicator": indicator, "status": status, "place": place, "year": year}
    given |= {"topic": topic, "kind": kind, "level": level}
    about = {name: ", ".join(map(str, value)) for name, value in given.items() if value}
    with open(kb, seconds=3600) as base, base.limited() as db:
        if table is ExportTable.comparison:
            from kb.answers.save import STREAMED, stream_sheet

            narrow: dict[str, Any] = {"places": place or (), "years": year or (), "statuses": status or ()}
            rows = compare_rows(db, indicator, **narrow, tell=tell)
            streamed = chosen in STREAMED
            sheet = stream_sheet(db, rows, KEYS, about) if streamed else make_comparison(db, rows, about)
        else:
            sheet = make_sheet(db, table.value, read_filters(place, year, topic, kind, level), about)
        count, file = write_sheet(sheet, chosen, output, bom=not no_bom, raw=raw)
    if output:
        tell("export.done", rows=count, file=file)


@app.command(help=describe("cite", "cite {plan} --format bibtex"))
def cite(
    plan: Annotated[str, typer.Argument(help=say("argument.plan"))],
    format: Annotated[Style, typer.Option("--format", help=say("option.style"))] = Style.gbt7714,
    kb: Base = DEFAULT_BASE,
) -> None:
    """The citation of one plan."""
    from kb.answers.cite import cite_plan
    from kb.answers.plain import show_plain
    from kb.base import open

    with open(kb) as base, base.limited() as db:
        typer.echo(show_plain(cite_plan(db, plan, format.value)))


@app.command(help=describe("verify", "verify --kb junxian.db"))
def verify(kb: Base = DEFAULT_BASE, format: AnyFormat = Format.table) -> None:
    """Every problem on a row of its own; exit 1 when there is one."""
    from kb.address import check_file
    from kb.base import open
    from kb.verify import KEYS, count_rows, verify_base

    check_file(kb)
    with open(kb) as base:
        problems = print_rows(verify_base(base.db), KEYS, format=format)
        if problems:
            tell("verify.damaged", count=problems)
            raise typer.Exit(1)
        tell("verify.sound", rows=count_rows(base.db))
