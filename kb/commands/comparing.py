"""``compare``: indicators, provisions or roles of several places side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from kb.answers.tables import PRINTED, print_rows
from kb.commands.options import (
    DEFAULT_BASE,
    Base,
    Indicators,
    Limit,
    MatrixFormat,
    Output,
    Places,
    Roles,
    Statuses,
    Topics,
    Years,
    app,
    choose_format,
    describe,
    save_rows,
    tell,
    tell_nothing,
)
from kb.messages import say

if TYPE_CHECKING:
    from kb.database import Database
    from kb.questions.compare import Answered


class _To(NamedTuple):
    """Where a comparison goes: its format, its file (None: the screen), and how many rows at most (0: all)."""

    format: str
    file: Path | None
    limit: int
    places: Sequence[str]  # as they were asked about


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
    from kb.base import open
    from kb.questions.typed import check_alone

    to = _To(choose_format(format, output, MatrixFormat.__members__, "table"), output, limit, place or ())
    given = {"indicator": indicator, "topic": topic, "role": role, "place": place, "year": year, "status": status}
    if (topic or role) and wide:
        from corpus.errors import QueryError

        # They would not fit on a screen.
        raise QueryError("--wide", "is for indicators", remedy="-o table.xlsx: provisions and roles side by side")
    if topic or role:
        check_alone(**{f"--{name}": given[name] for name in ("indicator", "topic", "role")})
    with open(kb) as base, base.limited() as db:
        if topic or role:
            _compare_texts(db, given, to)
        else:
            _compare_indicators(db, given, to, wide=wide)


def _compare_indicators(db: Database, given: dict[str, Any], to: _To, *, wide: bool) -> None:
    """A row a county, year and indicator; ``wide``: a column an indicator."""
    from kb.answers.export import make_comparison
    from kb.questions.compare import KEYS, Answered
    from kb.questions.typed import compare_rows

    narrow: dict[str, Any] = {"places": given["place"] or (), "years": given["year"] or ()}
    rows = compare_rows(db, given["indicator"], **narrow, statuses=given["status"] or (), tell=tell)
    answered = Answered(rows)
    if wide and to.format in (*PRINTED, "parquet"):
        _put_out_wide(db, answered, to)
    else:
        about = _about(given, "indicator", "place", "year", "status")
        shown = ("place_name", "year", "indicator", "cell", "deadline", "gap", "source")
        _put_out(db, answered, KEYS, shown, to, lambda rows: make_comparison(db, rows, about))
    if given["indicator"]:
        _tell_answered(db, answered)


def _tell_answered(db: Database, answered: Answered) -> None:
    """How many places give each indicator; of one that none gives, what the plans name in other words."""
    from kb.questions.names import near_indicators

    for indicator, (giving, places) in answered.counts().items():
        tell("compare.given", indicator=indicator, giving=giving, places=places)
        if not giving and (near := near_indicators(db, indicator)):
            tell("compare.near", near="、".join(near))


def _compare_texts(db: Database, given: dict[str, Any], to: _To) -> None:
    """Provisions or offices side by side."""
    from kb.answers.export import make_side_by_side
    from kb.questions.typed import compare_any, comparison_keys

    narrow: dict[str, Any] = {f"{name}s": given[name] or () for name in ("topic", "role", "place", "year")}
    roles = bool(given["role"])
    rows = compare_any(db, **narrow, statuses=given["status"] or (), tell=tell)
    about = _about(given, "indicator", "topic", "role", "status", "place", "year")
    keys = comparison_keys(topics=narrow["topics"], roles=narrow["roles"])
    own = ("role", "office", "actor", "duty") if roles else ("topic", "provision", "deadline")
    shown = ("place_name", "year", *own, "gap", "source")
    _put_out(db, rows, keys, shown, to, lambda rows: make_side_by_side(db, rows, about, roles=roles))


def _about(given: dict[str, Any], *names: str) -> dict[str, str]:
    """What was asked, as a sheet tells it."""
    return {name: ", ".join(map(str, given[name])) for name in names if given[name]}


def _put_out(
    db: Database,
    rows: Iterable[dict[str, Any]],
    keys: Sequence[str],
    shown: Sequence[str],
    to: _To,
    make: Callable[[Iterable[dict[str, Any]]], Any],
) -> None:
    """Rows on the screen, or as the sheet that ``make`` makes of them."""
    if to.file or to.format not in PRINTED:
        from kb.answers.export import write_sheet

        sheet = make(islice(rows, to.limit or None))
        count, file = write_sheet(sheet, "csv" if to.format == "table" else to.format, to.file)
        if to.file:
            tell("export.done", rows=count, file=file)
        return
    rows = map(_said, rows) if to.format == "table" else rows
    if not print_rows(rows, keys, format=to.format, shown=shown, limit=to.limit):
        tell_nothing(db, places=to.places)


def _put_out_wide(db: Database, rows: Iterable[dict[str, Any]], to: _To) -> None:
    """A row a place and year; to a file the figures as one reads them too."""
    from kb.answers.wide import widen

    lines, keys = widen(list(rows))
    if to.file:
        save_rows(db, islice(lines, to.limit or None), keys, to.file, to.format)
    elif not print_rows(lines, keys, format=to.format, shown=keys[1:], limit=to.limit):
        tell_nothing(db, places=to.places)


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a comparison as a table shows it."""
    from kb.questions.cell_words import describe_cell, describe_deadline

    return row | {"cell": describe_cell(row), "deadline": describe_deadline(row["deadline"])}
