"""Decisions kept: each once, with coder, day and note, under the fact's stable identity."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.database import marks_of
from kb.decided.apply import apply_reviews, locate
from kb.decided.columns import reading_of
from kb.decided.matching import find_fact, machine_fact, read_reviews
from kb.lock import lock_builder
from kb.packing import checksum
from kb.review.fields import PREFIX
from kb.review.returned import Decision, Problem, read_returned
from kb.schema import BY_NAME
from kb.store import connect_reader, connect_writer, transaction, unwritable

Row = dict[str, Any]
_SAME = ("coder", "decision", "correction", "note")


@dataclass(slots=True)
class Imported:
    """What became of the rows of some sheets; every row with a decision is kept, repeated or a problem."""

    kept: int = 0
    repeated: int = 0
    open: int = 0  # rows without a decision
    missing: int = 0  # decisions whose fact the present build does not have
    conflicts: int = 0  # facts on which coders differ
    problems: list[Problem] = field(default_factory=list)


def import_sheets(kb: str | Path, files: Sequence[Path], *, coder: str | None = None, today: str) -> Imported:
    """Read coding sheets back into a knowledge base and apply what was decided; all of it or nothing.

    ``coder`` and ``today`` (ISO 8601) stand in where a row says neither who nor when. Another knowledge base
    among the files gives its decisions too. Raises StoreError and QueryError as the files or the base deserve.
    """
    connect_reader(kb).close()  # missing, damaged or of another version: said before anything is read
    outcome = Imported()
    decisions: list[Decision] = []
    for file in files:
        if is_base(file):
            decisions += decisions_of_base(file)
            continue
        returned = read_returned(file, coder=coder)
        decisions += returned.decisions
        outcome.problems += returned.problems
        outcome.open += returned.open
    with writing(kb) as db, transaction(db):
        keep_decisions(db, decisions, outcome, today=today)
        apply_reviews(db)
        outcome.missing = db.execute("SELECT count(*) FROM reviews WHERE now IS NULL").fetchone()[0]
        differ = "SELECT count(*) FROM settled WHERE decision = 'disputed' OR reviewed LIKE '%; against: %'"
        outcome.conflicts = db.execute(differ).fetchone()[0]
    return outcome


PROBLEM_KEYS = ("file", "cell", "problem")


def problem_rows(outcome: Imported) -> list[Row]:
    """The rows that were not imported."""
    return [{name: getattr(one, name) for name in PROBLEM_KEYS} for one in outcome.problems]


def keep_decisions(db: sqlite3.Connection, decisions: Iterable[Decision], outcome: Imported, *, today: str) -> None:
    """Add what is new to ``reviews``; what is there already changes nothing."""
    for decision in decisions:
        row = _row(db, decision, today)
        problem = _unfit(decision, row)
        if problem:
            outcome.problems.append(problem)
        elif _known(db, decision, row):
            outcome.repeated += 1
        else:
            _insert(db, row)
            outcome.kept += 1


def _row(db: sqlite3.Connection, given: Decision, today: str) -> Row:
    """The row to keep: what was judged as the base has it, or else as the sheet shows it."""
    row: Row = {"fact_id": given.fact_id, "coder": given.coder, "date": given.date or today, "kind": given.kind}
    row |= {"decision": given.decision, "correction": given.correction, "note": given.note, "now": None}
    row |= given.shown
    fact = machine_fact(db, given.fact_id)
    if fact:
        row |= {name: fact[name] for name in ("source", "sha256", "text", "sentence")}
        row |= {"at": fact["start"] - fact["sentence_start"]}
        row["reading"] = row["reading"] or reading_of(given.kind, fact)
    else:
        fact = find_fact(db, row)
    row["now"] = fact["fact_id"] if fact else None
    row["sha256"] = row["sha256"] or ""
    return row


def _unfit(given: Decision, row: Row) -> Problem | None:
    """A corrected expression must stand in the sentence."""
    text = given.correction.get("text")
    if text is None or not row["sentence"] or locate(row["sentence"], text, 0) is not None:
        return None
    cell = given.cells.get(f"{PREFIX}text") or given.cells.get("text", "")
    return Problem(given.file, cell, f"{text!r} does not stand in the sentence")


def _known(db: sqlite3.Connection, given: Decision, row: Row) -> bool:
    """Whether this very decision is kept already; one without a day repeats what its coder said last."""
    ids = [row["fact_id"], row["now"] or row["fact_id"]]
    before = read_reviews(db, "(fact_id = ? OR now = ?) AND coder = ?", [*ids, row["coder"]])
    if given.date is None:
        before = sorted(before, key=lambda one: (one["date"], one["review_id"]))[-1:]
        return any(all(one[name] == row[name] for name in _SAME) for one in before)
    return any(all(one[name] == row[name] for name in (*_SAME, "date")) for one in before)


def _insert(db: sqlite3.Connection, row: Row) -> None:
    packed = {name: json.dumps(row[name], ensure_ascii=False, sort_keys=True) for name in ("correction", "reading")}
    row = row | packed
    row["checksum"] = checksum("reviews", row)
    names = [name for name in BY_NAME["reviews"].names if name != "review_id"]
    columns = ", ".join(f'"{name}"' for name in names)
    db.execute(f"INSERT INTO reviews ({columns}) VALUES ({marks_of(names)})", [row[n] for n in names])


@contextlib.contextmanager
def writing(kb: str | Path) -> Iterator[sqlite3.Connection]:
    """An existing knowledge base to write to; left as one plain file."""
    with lock_builder(kb):
        db = connect_writer(kb)
        try:
            yield db
        except sqlite3.OperationalError as error:
            remedy = "free some space, then import the same sheets again: none of them was kept"
            raise unwritable(os.fspath(kb), error, remedy) from None
        finally:
            _leave_plain(db)
            db.close()


def _leave_plain(db: sqlite3.Connection) -> None:
    """Out of WAL mode, after what failed too: readers of a base that is left in it leave two files beside it."""
    with contextlib.suppress(sqlite3.OperationalError):  # readers are there, or the disk is full
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("PRAGMA journal_mode = DELETE")


def is_base(file: Path) -> bool:
    """Whether this is an SQLite file rather than a sheet."""
    with contextlib.suppress(OSError), file.open("rb") as stream:
        return stream.read(15) == b"SQLite format 3"
    return False


def decisions_of_base(file: Path) -> list[Decision]:
    """All decisions that another knowledge base holds, of whatever version."""
    from corpus.errors import StoreError

    db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        rows = read_reviews(db)
    except (sqlite3.Error, ValueError, LookupError) as error:
        raise StoreError(str(file), f"holds no decisions ({error})", remedy="give a coding sheet") from None
    finally:
        db.close()
    shown = ("source", "text", "sentence", "at", "sha256", "reading")
    return [
        Decision(
            row["fact_id"], row["kind"], row["coder"], row["date"], row["decision"], row["correction"], row["note"],
            {name: row.get(name) for name in shown}, str(file), {},
        )
        for row in rows
    ]  # fmt: skip
