"""Commands of the review: the coding sheet out and back, and where the review stands."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kb.answers.tables import print_rows
from kb.commands.options import DEFAULT_BASE, AnyFormat, Base, Format, Kinds, Places, Topics, Years, app, describe, tell
from kb.messages import say

review = typer.Typer(help=say("review"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(review, name="review")


class Sample(StrEnum):
    """How facts are chosen."""

    random = "random"
    stratified = "stratified"
    uncertain = "uncertain"


class Stratum(StrEnum):
    """What a stratified sample is even over."""

    kind = "kind"
    rule = "rule"
    place = "place"


@review.command("export", help=describe("review.export", "review export --sample random --limit 100 -o sheet.xlsx"))
def export(
    output: Annotated[Path, typer.Option("-o", "--output", help=say("option.output"))],
    kb: Base = DEFAULT_BASE,
    kind: Kinds = None,
    place: Places = None,
    year: Years = None,
    topic: Topics = None,
    sample: Annotated[Sample | None, typer.Option("--sample", help=say("option.sample"))] = None,
    by: Annotated[Stratum, typer.Option("--by", help=say("option.by"))] = Stratum.rule,
    limit: Annotated[int, typer.Option("--limit", min=0, help=say("option.limit"))] = 100,
    seed: Annotated[int, typer.Option("--seed", help=say("option.seed"))] = 0,
    coder: Annotated[str, typer.Option("--coder", help=say("option.coder"))] = "",
    unreviewed: Annotated[bool, typer.Option("--unreviewed", help=say("option.unreviewed"))] = False,
) -> None:
    """Write the coding sheet."""
    from kb.answers.export import describe_base
    from kb.base import open
    from kb.frames import read_filters
    from kb.review.sheet import review_rows, write_review

    given = {"kind": kind, "place": place, "year": year, "topic": topic}
    about = {name: ", ".join(map(str, value)) for name, value in given.items() if value}
    about |= {"sample": sample.value, "by": by.value, "seed": str(seed)} if sample else {}
    with open(kb, seconds=3600) as base, base.limited() as db:
        rows = review_rows(
            db,
            kinds=kind or (),
            filters=read_filters(place, year, topic),
            sample=sample.value if sample else None,
            by=by.value,
            size=limit or None,
            seed=seed,
            coder=coder,
            unreviewed=unreviewed,
        )
        count = write_review(rows, output, describe_base(db) | about, doubts=sample is Sample.uncertain)
    tell("export.done", rows=count, file=output)


@review.command("import", help=describe("review.import", "review import sheet.xlsx other.csv"))
def import_(
    files: Annotated[list[Path], typer.Argument(help=say("argument.sheets"), show_default=False)],
    kb: Base = DEFAULT_BASE,
    coder: Annotated[str | None, typer.Option("--coder", help=say("option.coder"))] = None,
    date: Annotated[str | None, typer.Option("--date", help=say("option.date"))] = None,
    format: AnyFormat = Format.table,
) -> None:
    """Read sheets back; rows that cannot be used are printed with the cell that is wrong."""
    import datetime

    from corpus.errors import QueryError
    from kb.review.decisions import PROBLEM_KEYS, import_sheets, problem_rows
    from kb.review.fields import read_day

    try:
        today = read_day(date) if date else datetime.date.today().isoformat()
    except ValueError as error:
        raise QueryError(str(date), "is no day", remedy="2026-03-05") from error
    outcome = import_sheets(kb, files, coder=coder, today=today)
    problems = print_rows(problem_rows(outcome), PROBLEM_KEYS, format=format)
    counts = {"kept": outcome.kept, "repeated": outcome.repeated, "open": outcome.open}
    tell("review.done", **counts, problems=problems)
    if outcome.conflicts:
        tell("review.conflicts", count=outcome.conflicts)
    if outcome.missing:
        tell("review.missing", count=outcome.missing)
    if problems:
        raise typer.Exit(3)


@review.command("status", help=describe("review.status", "review status --format jsonl"))
def status(kb: Base = DEFAULT_BASE, format: AnyFormat = Format.table) -> None:
    """Coverage and precision, agreement, and what needs another look; in a table one after the other."""
    from kb.base import open
    from kb.review.status import KEYS, TABLES, review_status

    with open(kb) as base, base.limited() as db:
        rows = review_status(db)
    if format is not Format.table:
        print_rows(rows, KEYS, format=format)
        return
    for whats, shown in TABLES:
        held = [row for row in rows if row["what"] in whats]
        if held:
            print_rows(iter(held), KEYS, format=format, shown=shown)
            typer.echo()
