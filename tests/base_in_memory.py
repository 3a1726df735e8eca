"""A small knowledge base written by hand, for tests of the questions alone."""

from __future__ import annotations

import sqlite3
from typing import Any

from kb import schema


def empty_base() -> sqlite3.Connection:
    """All tables and views, no rows."""
    db = sqlite3.connect(":memory:")
    for statement in schema.statements():
        db.execute(statement)
    return db


def insert(db: sqlite3.Connection, table: str, **values: Any) -> None:
    """One row; NOT NULL columns that the test does not care about get a neutral value."""
    row: dict[str, Any] = {}
    for column in schema.BY_NAME[table].columns:
        if column.name in values:
            row[column.name] = values[column.name]
        elif "NOT NULL" in column.type and "DEFAULT" not in column.type:
            row[column.name] = 0 if column.type.startswith(("INTEGER", "REAL")) else ""
    names = ", ".join(f'"{name}"' for name in row)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def add_plan(
    db: sqlite3.Connection, plan_id: str, place: str, year: int, *, kind: str = "report", note: str = ""
) -> None:
    """A plan in a source of its own, with one provision."""
    insert(db, "sources", source_id=plan_id, name=f"{plan_id}.txt", state="ok")
    insert(db, "plans", plan_id=plan_id, source_id=plan_id, plan=1, place=place, place_name=place, year=year, kind=kind)
    insert(db, "provisions", number=None, provision_id=f"{plan_id}/1", plan_id=plan_id, provision=1, address="一")
    if note:
        insert(db, "notes", source_id=plan_id, plan_id=plan_id, code=note)


def add_measure(
    db: sqlite3.Connection, plan_id: str, indicator: str | None, value: float, *, words: str | None = None, **more: Any
) -> None:
    """A measure in the plan's provision; a target in % unless said otherwise; ``words`` as the text calls it."""
    number = db.execute("SELECT count(*) FROM measure_facts").fetchone()[0]
    plain: dict[str, Any] = {"unit": "%", "comparator": "=", "status": "target", "change": "increase", "start": number}
    plain["provision"] = 1
    insert(db, "measure_facts", fact_id=f"f{number:03}", plan_id=plan_id, indicator=words, indicator_id=indicator,
           value=value,
           **{**plain, **more})  # fmt: skip


def add_mention(db: sqlite3.Connection, plan_id: str, indicator: str, reason: str, status: str = "target") -> None:
    """An indicator that is named without a number."""
    insert(db, "mention_facts", plan_id=plan_id, provision=1, indicator_id=indicator, reason=reason,
           status=status, text="高于全市平均水平")  # fmt: skip
