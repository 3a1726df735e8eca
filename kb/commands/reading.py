"""Commands that read files, and what was read of them: report, repair, outline, facts, evaluate."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.answers.tables import print_rows
from kb.commands.options import (
    DEFAULT_BASE,
    AnyFormat,
    Base,
    Format,
    Kinds,
    Limit,
    Places,
    Years,
    app,
    describe,
    tell,
    tell_nothing,
)
from kb.messages import say


@app.command(help=describe("report", "report --kb junxian.db --format jsonl"))
def report(kb: Base = DEFAULT_BASE, format: AnyFormat = Format.table) -> None:
    """Every source; in a table also plans and repairs by kind."""
    from kb.base import open
    from kb.questions.records import SOURCE_KEYS, count_kinds, list_sources

    with open(kb) as base, base.limited() as db:
        shown = ("source", "state", "plans", "provisions", "facts", "repairs", "reason", "remedy")
        if not print_rows(list_sources(db), SOURCE_KEYS, format=format, shown=shown):
            tell_nothing(db)
        elif format is Format.table:
            sys.stdout.write("\n")
            print_rows(count_kinds(db), ("what", "kind", "count"), format=format)


@app.command(help=describe("repair", "repair plans/garbled.txt --explain", "repair - < page.txt"))
def repair(
    file: Annotated[str, typer.Argument(help=say("argument.file"))],
    explain: Annotated[bool, typer.Option("--explain", help=say("option.explain"))] = False,
) -> None:
    """The clean text on standard output, or the repairs."""
    from kb.answers.plain import show_plain

    with _document(file) as document:
        if explain:
            rows = [
                {"start": one.start, "end": one.end, "raw": one.raw, "restored": one.restored}
                | {"rule": one.rule, "verdict": one.verdict}
                for one in document.repairs
            ]
            print_rows(rows, ("start", "end", "raw", "restored", "rule", "verdict"), format="jsonl")
            return
        # On a terminal nothing in the text may act; into a file or pipe it goes as it is, line ends and all.
        text = show_plain(document.text) if sys.stdout.isatty() else document.text
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass" if not sys.stdout.isatty() else "replace"))
        sys.stdout.buffer.flush()


@app.command(help=describe("outline", "outline plans/plan.txt --format jsonl"))
def outline(file: Annotated[str, typer.Argument(help=say("argument.file"))], format: AnyFormat = Format.table) -> None:
    """The plans and headings of a file."""
    from kb.questions.records import outline_rows

    keys = ("plan", "title", "level", "label", "text", "address", "start", "end")
    with _document(file) as document:
        print_rows(outline_rows(document), keys, format=format)


@app.command(help=describe("facts", "facts plans/plan.txt --format table", "facts - --lines < sentences.txt"))
def facts(
    file: Annotated[str | None, typer.Argument(help=say("argument.file"))] = None,
    lines: Annotated[bool, typer.Option("--lines", help=say("option.lines"))] = False,
    kb: Base = DEFAULT_BASE,
    place: Places = None,
    year: Years = None,
    kind: Kinds = None,
    limit: Limit = 0,
    format: AnyFormat = Format.jsonl,
) -> None:
    """Facts of a file; without one, those of the knowledge base."""
    from kb.base import open
    from kb.frames import read_filters
    from kb.questions.facts import fact_keys, facts_of_product, list_facts
    from kb.questions.lines import LINE_KEYS, facts_of_lines
    from kb.questions.values import read_value

    shown = ("kind", "place_name", "address", "text", "indicator", "cell", "status", "type", "edtf", "role", "sentence")
    if lines or file is not None:
        _check_narrowing(place=place, year=year)
    wanted = [read_value("fact", one) for one in kind or ()]
    if lines:
        held = (row for row in facts_of_lines(_bytes(file or "-")) if not wanted or row["kind"] in wanted)
        print_rows(_told(islice(held, limit or None), format), LINE_KEYS, format=format, shown=("line", *shown))
        return
    keys = fact_keys(kind[0] if kind and len(kind) == 1 else None)
    if file is None:
        with open(kb) as base, base.limited() as db:
            found = list_facts(db, kinds=kind or (), filters=read_filters(place, year), limit=limit or None)
            print_rows(_told(found, format), keys, format=format, shown=shown)
        return
    from kb.building.produce import find_all
    from kb.building.rows import rows_of

    with _document(file) as document:
        product = rows_of(document, [find_all(plan, document.source) for plan in document.plans], "")
    rows = [row for row in facts_of_product(product) if not wanted or row["kind"] in wanted]
    print_rows(_told(rows[: limit or None], format), keys, format=format, shown=shown)


def _check_narrowing(**given: Any) -> None:
    """Raises QueryError for what narrows a knowledge base where one text is read."""
    from corpus.errors import QueryError

    for name, value in given.items():
        if value:
            raise QueryError(f"--{name}", "narrows a knowledge base, not a single text", remedy="leave it out")


def _told(rows: Iterable[Any], format: Format) -> Iterable[Any]:
    """For a table: figures with their bounds, dates that recur or last with how often or how long."""
    from kb.questions.cell_words import describe_cell

    if format is not Format.table:
        return rows
    return (
        row | {"cell": describe_cell(row), "edtf": row.get("edtf") or row.get("every") or row.get("length")}
        for row in rows
    )


@app.command(help=describe("evaluate", "evaluate gold.jsonl --ranges ranges.jsonl --kb junxian.db"))
def evaluate(
    gold: Annotated[Path, typer.Argument(help=say("argument.gold"))],
    ranges: Annotated[Path | None, typer.Option("--ranges", help=say("option.ranges"))] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, help=say("option.errors"))] = 0,
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
) -> None:
    """Scores against annotated facts, by source file."""
    from extract.score import format_scores
    from kb.answers.plain import show_plain
    from kb.evaluation import evaluate_base

    scores = evaluate_base(kb, gold, ranges, tell=tell)
    if format is Format.table:
        typer.echo("\n".join(map(show_plain, format_scores(scores, errors=errors).split("\n"))))
        return
    rows = [
        {"kind": one.kind, "gold": one.gold, "predicted": one.predicted, "level": level}
        | {"precision": rates.precision, "recall": rates.recall, "f1": rates.f1}
        for one in scores.kinds
        for level, rates in (("found", one.found), ("exact", one.exact), ("full", one.full))
    ]
    print_rows(rows, ("kind", "gold", "predicted", "level", "precision", "recall", "f1"), format=format)


@contextlib.contextmanager
def _document(file: str) -> Iterator[Any]:
    """The settled document of a file or of standard input."""
    from corpus.pipeline import settle
    from corpus.sources import read_source

    if file != "-":
        path = Path(file)
        if not path.is_file():
            from corpus.errors import Unreadable

            reason = "is no file that can be read on its own" if path.exists() else "does not exist"
            remedy = "check the path, or give - and the text on standard input"
            raise Unreadable(file, reason, remedy=f"junxian build {file}" if path.is_dir() else remedy)
        yield settle(read_source(path, name=path.name))
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="junxian-") as folder:
        path = Path(folder, "stdin.txt")
        path.write_bytes(_bytes("-"))
        yield settle(read_source(path, name="-"))


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    from corpus.errors import Unreadable

    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Unreadable(file, f"cannot be opened ({error.strerror})", remedy="check the path") from None
