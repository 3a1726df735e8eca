"""Commands that make a knowledge base or a data set: build, load."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.answers.tables import print_rows
from kb.building.interrupts import interruptible
from kb.commands.options import DEFAULT_BASE, AnyFormat, Base, Format, app, describe, tell
from kb.messages import say

if TYPE_CHECKING:
    from kb.building.report import Report

_SHOWN = ("state", "source", "reason", "remedy")


@app.command(help=describe("build", "build plans --kb junxian.db"))
def build(
    folders: Annotated[list[Path], typer.Argument(help=say("argument.folders"), show_default=False)],
    kb: Base = DEFAULT_BASE,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help=say("option.workers"))] = None,
    scheduler: Annotated[str | None, typer.Option("--scheduler", help=say("option.scheduler"))] = None,
    parquet: Annotated[Path | None, typer.Option("--to-parquet", help=say("option.to-parquet"))] = None,
    format: AnyFormat = Format.table,
) -> None:
    """Build, then print what needs attention."""
    from kb.answers.progress import make_progress

    spread: dict[str, Any] = {"workers": workers, "progress": make_progress(), "client": scheduler}
    with interruptible():  # until it has been said what was done
        if parquet is not None:
            _build_dataset(folders, parquet, format, spread)
            return
        from kb.build import build as build_base

        report = build_base(folders, kb, **spread)
        _print_base(kb, report, "build.done", format)
        _end(report)


def _build_dataset(folders: Sequence[Path], folder: Path, format: Format, spread: dict[str, Any]) -> None:
    from kb.dataset.build import build_dataset
    from kb.dataset.sources import KEYS, list_sources

    report = build_dataset(folders, folder, **spread)
    if not report.interrupted:
        _print_attention(list_sources(folder), KEYS, format)
    _tell_done(report, "build.done")
    if not report.interrupted:
        tell("dataset.holds", **report.counts, folder=folder)
    _end(report)


@app.command(help=describe("load", "load plans.parquet --kb loaded.db"))
def load(
    folder: Annotated[Path, typer.Argument(help=say("argument.dataset"), show_default=False)],
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
) -> None:
    """Take in a data set, then print what needs attention."""
    from kb.answers.progress import make_progress
    from kb.dataset.load import load as load_dataset

    with interruptible():
        report = load_dataset(folder, kb, progress=make_progress())
        _print_base(kb, report, "load.done", format)
        _end(report)


def _print_base(kb: Path, report: Report, message: str, format: Format) -> None:
    """What a base holds now and which of its sources need attention."""
    from kb.base import open
    from kb.questions.records import SOURCE_KEYS, list_sources

    with open(kb) as base:
        _print_attention(list_sources(base.db), SOURCE_KEYS, format)
    _tell_done(report, message)
    tell("build.holds", **report.counts, kb=kb)


def _print_attention(sources: Any, keys: Sequence[str], format: Format) -> None:
    print_rows((row for row in sources if row["state"] != "ok"), keys, format=format, shown=_SHOWN)


def _tell_done(report: Report, message: str) -> None:
    """Say what a build did."""
    states = {state: report.states[state] for state in ("ok", "warned", "skipped", "failed")}
    counts = {"found": report.found, "read": report.read, "unchanged": report.unchanged, "removed": report.removed}
    tell(message, **states, **counts, seconds=report.seconds)
    if not report.found and not report.interrupted:
        tell("build.nothing")


def _end(report: Report) -> None:
    """Exit as a build ended: 130 when it was interrupted, 3 when sources failed."""
    if report.interrupted:
        tell("build.interrupted")
        raise typer.Exit(130)
    if report.failed:
        raise typer.Exit(3)
