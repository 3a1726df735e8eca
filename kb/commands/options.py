"""Options that several commands share, and the app that they register with."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.commands.years import join_years, read_years
from kb.messages import say

app = typer.Typer(
    help=say("about"), no_args_is_help=True, rich_markup_mode=None, add_completion=True,
    pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


Base = Annotated[Path, typer.Option("--kb", help=say("option.kb"))]
AnyFormat = Annotated[Format, typer.Option("--format", help=say("option.format"))]
Places = Annotated[list[str] | None, typer.Option("--place", help=say("option.place"))]
# Each value is a year or a range; the command is given all their years.
_YEARS: Any = {"parser": read_years, "callback": join_years, "metavar": "YEAR|RANGE"}
Years = Annotated[list[int] | None, typer.Option("--year", help=say("option.year"), **_YEARS)]
Topics = Annotated[list[str] | None, typer.Option("--topic", help=say("option.topic"))]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help=say("option.kind"))]
Levels = Annotated[list[str] | None, typer.Option("--level", help=say("option.level"))]
Holds = Annotated[list[str] | None, typer.Option("--has", help=say("option.has"))]
Indicators = Annotated[list[str] | None, typer.Option("--indicator", help=say("option.indicator"))]
Statuses = Annotated[list[str] | None, typer.Option("--status", help=say("option.status"))]
Limit = Annotated[int, typer.Option("--limit", min=0, help=say("option.limit"))]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=say("option.output"))]
DEFAULT_BASE = Path("junxian.db")


def describe(name: str, *examples: str) -> str:
    """The help of a command: what it does and examples that run."""
    lines = "\n\n".join(f"{say('example')}: junxian {example}" for example in examples)
    return f"{say(name)}\n\n{lines}"


def tell(name: str, **values: object) -> None:
    """A message on standard error."""
    from kb.answers.plain import show_plain

    sys.stderr.write(show_plain(say(name, **values)) + "\n")
