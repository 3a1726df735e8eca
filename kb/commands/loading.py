"""Commands of Parquet data sets: load, and what ``build --to-parquet`` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kb.answers.tables import print_rows
from kb.commands.options import DEFAULT_BASE, AnyFormat, Base, Format, app, describe, tell
from kb.messages import say

_SHOWN = ("state", "source", "reason", "remedy")


def build_parquet(
    folders: Sequence[Path], folder: Path, *, workers: int | None, scheduler: str | None, format: Format
) -> None:
    """Write a data set, then print what needs attention."""
    from kb.answers.progress import make_progress
    from kb.commands.reading import end_build, tell_build
    from kb.dataset.build import build_dataset
    from kb.dataset.sources import KEYS, list_sources

    report = build_dataset(folders, folder, workers=workers, progress=make_progress(), client=scheduler)
    if not report.interrupted:
        told = (row for row in list_sources(folder) if row["state"] != "ok")
        print_rows(told, KEYS, format=format, shown=_SHOWN)
    tell_build(report, "build.done")
    if not report.interrupted:
        tell("dataset.holds", **report.counts, folder=folder)
    end_build(report)


@app.command(help=describe("load", "load plans.parquet --kb loaded.db"))
def load(
    folder: Annotated[Path, typer.Argument(help=say("argument.dataset"), show_default=False)],
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
) -> None:
    """Take in a data set, then print what needs attention."""
    from kb.answers.progress import make_progress
    from kb.base import open
    from kb.commands.reading import end_build, tell_build
    from kb.dataset.load import load as load_dataset
    from kb.questions.records import SOURCE_KEYS, list_sources

    report = load_dataset(folder, kb, progress=make_progress())
    with open(kb) as base:
        told = (row for row in list_sources(base.db) if row["state"] != "ok")
        print_rows(told, SOURCE_KEYS, format=format, shown=_SHOWN)
    tell_build(report, "load.done")
    tell("build.holds", **report.counts, kb=kb)
    end_build(report)
