"""Commands whose answer is a list of rows: each declares its question, all open, print and end the same way."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.answers.tables import print_rows
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
    """Rows, their keys, which of them a table shows, how it writes a row that says more than its columns, and the
    message that tells what it means that there are none."""

    rows: Sequence[Row]
    keys: Sequence[str]
    shown: Sequence[str] | None = None
    write: Callable[[Row], Row] | None = None
    none: str = "rows.none"


Ask = Callable[..., Answer]  # an open base and what the command was given


def question(name: str, *examples: str) -> Callable[[Ask], Ask]:
    """Makes a command of a function that asks an open base: ``def roles(db, role=None, …) -> Answer``.

    Its parameters after ``db`` are the command's own; ``--kb``, ``--format``, ``--limit`` and ``-o`` follow.
    ``examples`` are shown by ``--help``.
    """

    def register(ask: Ask) -> Ask:
        def command(*, kb: Path, format: Format, limit: int, output: Path | None, **given: Any) -> None:
            from kb.base import open

            if output:
                check_suffix(output, format)
            with open(kb) as base, base.limited() as db:
                answer = ask(db, **given)
                rows = answer.rows
                if output:
                    save_rows(db, rows[: limit or None], answer.keys, output)
                    return
                if answer.write and format is Format.table:
                    rows = [row | answer.write(row) for row in rows]
                if not print_rows(rows, answer.keys, format=format, shown=answer.shown, limit=limit):
                    tell_nothing(db, answer.none)

        command.__signature__ = _with_shared(ask)  # type: ignore[attr-defined]
        app.command(name, help=describe(name, *examples))(command)
        return ask

    return register


def _with_shared(ask: Ask) -> inspect.Signature:
    """The parameters of a question without the open base, and those that all commands of answers have."""
    own = list(inspect.signature(ask, eval_str=True).parameters.values())[1:]
    shared = (
        ("kb", Base, DEFAULT_BASE), ("format", AnyFormat, Format.table), ("limit", Limit, 0), ("output", Output, None),
    )  # fmt: skip
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Signature(
        [one.replace(kind=kind) for one in own]
        + [inspect.Parameter(name, kind, default=default, annotation=given) for name, given, default in shared]
    )
