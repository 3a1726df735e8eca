"""The comparison with a column an indicator, as ``compare --wide`` prints or writes it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.answers.tables import print_rows
from kb.commands.options import save_rows, tell_nothing

if TYPE_CHECKING:
    from kb.database import Database


def check_wide(wide: bool) -> None:
    """Raises QueryError where provisions or roles are to be wide on a screen: they would not fit there."""
    if wide:
        from corpus.errors import QueryError

        raise QueryError("--wide", "is for indicators", remedy="-o table.xlsx: provisions and roles side by side")


def print_wide(db: Database, rows: Iterable[dict[str, Any]], chosen: str, limit: int, output: Path | None) -> None:
    """A row a place and year, at most ``limit`` of them; to a file the figures as one reads them too."""
    from kb.answers.wide import widen

    lines, keys = widen(list(rows))
    if output:
        save_rows(db, islice(lines, limit or None), keys, output, chosen)
    elif not print_rows(lines, keys, format=chosen, shown=keys[1:], limit=limit):
        tell_nothing(db)
