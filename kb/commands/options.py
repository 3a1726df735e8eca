"""Options that several commands share, and the app that they register with."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.commands.years import join_years, read_years
from kb.messages import say

if TYPE_CHECKING:
    from kb.database import Database


def _named() -> None:
    """Makes typer ask for the name of a command, also where only one is loaded."""


app = typer.Typer(
    callback=_named, help=say("about"), no_args_is_help=True, rich_markup_mode=None, add_completion=True,
    pretty_exceptions_enable=False, epilog=say("globals"), context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


class SearchFormat(StrEnum):
    """How hits are printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    kwic = "kwic"


class Order(StrEnum):
    """How contexts are sorted."""

    rank = "rank"
    left = "left"
    right = "right"


class MatrixFormat(StrEnum):
    """How a comparison is printed or written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    md = "md"
    html = "html"
    tex = "tex"


Base = Annotated[Path, typer.Option("--kb", help=say("option.kb"), metavar="FILE")]
AnyFormat = Annotated[Format, typer.Option("--format", help=say("option.format"))]
Places = Annotated[list[str] | None, typer.Option("--place", help=say("option.place"), metavar="PLACE")]
# Each value is a year or a range; the command is given all their years.
_YEARS: Any = {"parser": read_years, "callback": join_years, "metavar": "YEAR|RANGE"}
Years = Annotated[list[int] | None, typer.Option("--year", help=say("option.year"), **_YEARS)]
Topics = Annotated[list[str] | None, typer.Option("--topic", help=say("option.topic"), metavar="TOPIC")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help=say("option.kind"), metavar="KIND")]
Levels = Annotated[list[str] | None, typer.Option("--level", help=say("option.level"), metavar="LEVEL")]
Holds = Annotated[list[str] | None, typer.Option("--has", help=say("option.has"), metavar="WHAT")]
Indicators = Annotated[list[str] | None, typer.Option("--indicator", help=say("option.indicator"), metavar="INDICATOR")]
Statuses = Annotated[list[str] | None, typer.Option("--status", help=say("option.status"), metavar="STATUS")]
Roles = Annotated[list[str] | None, typer.Option("--role", help=say("option.role"), metavar="ROLE")]
Limit = Annotated[int, typer.Option("--limit", min=0, help=say("option.limit"), metavar="N")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=say("option.output"), metavar="FILE")]
DEFAULT_BASE = Path("junxian.db")
_OPERATORS = ("and", "or", "not", "&", "&&", "|", "||")  # as a search folds them
_PARTED = re.compile(r"(?<=[一-鿿])[,;，；、](?=[一-鿿])")


def describe(name: str, *examples: str) -> str:
    """The help of a command: what it does and examples that run."""
    lines = "\n\n".join(f"{say('example')}: junxian {example}" for example in examples)
    return f"{say(name)}\n\n{lines}"


def tell(name: str, **values: object) -> None:
    """A message on standard error."""
    from kb.answers.plain import show_plain

    sys.stderr.write(show_plain(say(name, **values)) + "\n")


def tell_nothing(
    db: Database, name: str = "rows.none", places: Iterable[str] = (), offices: Iterable[str] = ()
) -> None:
    """That nothing was found, what that means, and what there is to ask for; of ``places`` perhaps nothing is held."""
    from kb.questions.nothing import explain_nothing

    why, values = explain_nothing(db, name, places, offices)
    tell(why, **values)


def tell_no_hits(db: Database, words: Iterable[str], places: Iterable[str] = ()) -> None:
    """As ``tell_nothing``, of a search for these words; what may have been meant where they hold signs."""
    words = list(words)
    if any(word in _OPERATORS or word.startswith("near(") or "*" in word for word in words):
        tell("search.operators")
    elif any(_PARTED.search(word) for word in words):
        tell("search.blanks", words=" ".join(" ".join(_PARTED.split(word)) for word in words))
    tell_nothing(db, places=places)


def check_suffix(output: Path, format: StrEnum) -> str:
    """The format of a file to write. Raises QueryError where its suffix names none, or another than ``--format``."""
    from kb.answers.export import FORMATS

    return choose_format(None if format.value in ("table", "kwic") else format, output, FORMATS, "")


def save_rows(db: Database, rows: Iterable[dict[str, Any]], keys: Sequence[str], output: Path, format: str) -> None:
    """An answer to a file, as Python's ``base.export`` writes it."""
    from kb.answers.save import STREAMED, save_answer, save_stream
    from kb.frames import frame

    if format in STREAMED:
        count = save_stream(db, rows, keys, output, format)
    else:
        count = save_answer(db, frame(rows, keys), output, format)
    tell("export.done", rows=count, file=output)


def choose_format(format: StrEnum | None, output: Path | None, known: Collection[str], otherwise: str) -> str:
    """The format that was asked for, else that of the file's suffix.

    Raises QueryError for a suffix that is none, or that is another one's.
    """
    suffix = output.suffix.lstrip(".").lower() if output else ""
    if format and suffix in known and suffix != format.value:
        from corpus.errors import QueryError

        raise QueryError(str(output), "has the suffix of another format", remedy=f"--format {suffix}, or none")
    if output and format is None and (suffix not in known or suffix == "table"):
        from corpus.errors import QueryError

        remedy = f"{', '.join(f'.{one}' for one in known if one != 'table')}; --format"
        raise QueryError(str(output), "has a suffix that names no format", remedy=remedy)
    return format.value if format else suffix or otherwise
