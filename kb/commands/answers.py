"""Commands whose answer is a list of rows: each declares its question, all open, print and end the same way."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from kb.answers.tables import MOST_IN_TABLE, print_rows
from kb.commands.options import (
    DEFAULT_BASE,
    AnyFormat,
    Base,
    Format,
    Limit,
    Output,
    app,
    check_suffix,
    describe,
    save_rows,
    tell_nothing,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows, their keys, which of them a table shows, how it writes a row that says more than its columns, the
    message that tells what it means that there are none, and how many there are where these are the first."""

    rows: Iterable[Row]
    keys: Sequence[str]
    shown: Sequence[str] | None = None
    write: Callable[[Row], Row] | None = None
    none: str = "rows.none"
    total: int | None = None


Ask = Callable[..., Answer]  # an open base and what the command was given


def question(name: str, *examples: str) -> Callable[[Ask], Ask]:
    """Makes a command of a function that asks an open base: ``def roles(db, role=None, …) -> Answer``.

    Its parameters after ``db`` are the command's own; ``--kb``, ``--format``, ``--limit`` and ``-o`` follow.
    ``examples`` are shown by ``--help``. One with a parameter ``limit`` is told how many rows are asked for, None: all.
    """

    def register(ask: Ask) -> Ask:
        narrows = "limit" in inspect.signature(ask).parameters

        def command(*, kb: Path, format: Format, limit: int, output: Path | None, **given: Any) -> None:
            from kb.base import open

            written = check_suffix(output, format) if output else ""
            if narrows:
                given["limit"] = limit or (MOST_IN_TABLE if format is Format.table and not output else None)
            with open(kb) as base, base.limited() as db:
                answer = ask(db, **given)
                rows = answer.rows
                if output:
                    save_rows(db, islice(rows, limit or None), answer.keys, output, written)
                    return
                write = answer.write
                if write and format is Format.table:
                    rows = (row | write(row) for row in rows)
                told: dict[str, Any] = {"format": format, "shown": answer.shown, "limit": limit, "total": answer.total}
                if not print_rows(rows, answer.keys, **told):
                    tell_nothing(db, answer.none, _places(given), given.get("office") or ())

        command.__signature__ = _with_shared(ask)  # type: ignore[attr-defined]
        app.command(name, help=describe(name, *examples))(command)
        return ask

    return register


def _places(given: dict[str, Any]) -> list[str]:
    """The places that a question was asked about; what a copy may be of is one, too."""
    typed = [given.get("place") or (), given.get("of") or ()]
    return [place for some in typed for place in ([some] if isinstance(some, str) else some)]


def _with_shared(ask: Ask) -> inspect.Signature:
    """The parameters of a question without the open base, and those that all commands of answers have."""
    own = [one for one in inspect.signature(ask, eval_str=True).parameters.values() if one.name not in ("db", "limit")]
    shared = (
        ("kb", Base, DEFAULT_BASE), ("format", AnyFormat, Format.table), ("limit", Limit, 0), ("output", Output, None),
    )  # fmt: skip
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Signature(
        [one.replace(kind=kind) for one in own]
        + [inspect.Parameter(name, kind, default=default, annotation=given) for name, given, default in shared]
    )
