"""A base of schema version 1, as that version wrote it: brought up to date whole, or left untouched.

``tests/cases/schema_1.db.xz`` holds two invented plans, an empty file and four decisions.
"""

from __future__ import annotations

import lzma
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults import HERE, fake_build, leftovers, problems, whole

from corpus.errors import StoreError
from kb import schema
from kb.lock import lock_builder
from kb.store import connect_reader, connect_writer

Record = Callable[[str, object], None]
OLD = HERE.parent / "cases" / "schema_1.db.xz"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The old base."""
    path = tmp_path / "kb" / "k.db"
    path.parent.mkdir()
    path.write_bytes(lzma.decompress(OLD.read_bytes()))
    return path


def upgrade(base: Path) -> None:
    with lock_builder(base):
        db = connect_writer(base)
        db.execute("PRAGMA journal_mode = DELETE")
        db.close()


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table that version 1 had, by its columns."""
    old = path.with_name("old.db")
    old.write_bytes(lzma.decompress(OLD.read_bytes()))
    before, db = sqlite3.connect(old), sqlite3.connect(path)
    tables = [name for (name,) in before.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    told = {}
    for table in tables:
        if table in schema.BY_NAME and table != "meta":
            kept = [row[1] for row in before.execute(f'PRAGMA table_info("{table}")')]
            if table == "provisions":  # what they hold follows the decisions from now on
                kept = [name for name in kept if name not in ("has", "checksum")]
            if set(kept) != set(schema.BY_NAME[table].names):
                kept = [name for name in kept if name != "checksum"]  # it is of all columns
            names = ", ".join(f'"{name}"' for name in kept)
            told[table] = sorted(db.execute(f'SELECT {names} FROM "{table}"').fetchall(), key=repr)
    before.close()
    db.close()
    old.unlink()
    return told


def test_no_row_is_lost(base: Path, record_property: Record) -> None:
    before = rows_of(base)
    with pytest.raises(StoreError, match="older version") as caught:
        connect_reader(base)
    assert "brought up to date" in caught.value.remedy
    upgrade(base)
    after = rows_of(base)
    assert after == before and sum(map(len, before.values())) > 30
    assert problems(base) == [] and leftovers(base) == []
    record_property("rows", sum(map(len, before.values())))
    record_property("lost", 0)


def test_decisions_stand_after_it(base: Path) -> None:
    upgrade(base)
    db = connect_reader(base)
    measures = {row[0]: row[1:] for row in db.execute("SELECT text, value, reviewed FROM measures")}
    missing = db.execute("SELECT text FROM reviews WHERE now IS NULL").fetchall()
    db.close()
    assert measures["15%"] == (16.0, "corrected: 乙") and measures["12座"] == (12.0, "accepted: 甲")
    assert "一次" not in measures  # rejected
    assert missing == [("没有了",)]


def test_search_works_after_it(base: Path) -> None:
    from kb.questions.filters import Filters
    from kb.questions.search import ask, search_provisions

    upgrade(base)
    db = connect_reader(base)
    assert len(search_provisions(db, ask(db, "粮食局 牵头", Filters()))) == 1
    db.close()


def test_a_build_upgrades(base: Path, tmp_path: Path) -> None:
    """Sources of other folders stay; those of this one come in."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/丙.txt").write_text("临水市2025年方案\n一、目标\n县水务局牵头，达标率达到95%。\n", encoding="utf-8")
    report = fake_build(tmp_path / "in", base)
    assert report.counts["plans"] == 3 and problems(base) == []


KILL = """
import sys
sys.path[:0] = sys.argv[1:3]
import kills
from faults import connect_through
from kb.lock import lock_builder
from kb.store import connect_writer
kills.Counting.at = int(sys.argv[4])
connect_through(kills.Counting)
with lock_builder(sys.argv[3]):
    connect_writer(sys.argv[3]).close()
print(kills.Counting.seen)
"""


def run_killed(base: Path, at: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KILL, str(HERE), str(HERE.parents[1]), str(base), str(at)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def kill_everywhere(base: Path, times: int, record: Record) -> None:
    """kill -9 before so many of its statements: the file is the old one or the new one, and the next try succeeds."""
    old = base.read_bytes()
    total = int(run_killed(base, -1).stdout)
    want = whole(base)
    kept = 0
    for n in range(times):
        for path in base.parent.iterdir():
            path.unlink()
        base.write_bytes(old)
        assert run_killed(base, 1 + n * (total - 1) // max(1, times - 1)).returncode == -signal.SIGKILL
        kept += base.read_bytes() == old
        upgrade(base)
        assert whole(base) == want and problems(base) == [] and leftovers(base) == []
    record("kills", times)
    record("old base whole", kept)
    record("differs", 0)
    assert kept >= times - 5  # the last few hit the writer's first steps on the new file


def test_kills_during_it(base: Path, record_property: Record) -> None:
    kill_everywhere(base, 4, record_property)


@pytest.mark.long
def test_many_kills_during_it(base: Path, record_property: Record) -> None:
    kill_everywhere(base, 100, record_property)


def test_a_full_disk_during_it(base: Path) -> None:
    import resource

    before = base.read_bytes()
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limit[1]))
    try:
        with pytest.raises(StoreError, match="cannot be written") as caught:
            upgrade(base)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, handler)
    assert caught.value.remedy
    assert base.read_bytes() == before and list(base.parent.iterdir()) == [base]


def test_what_does_not_fit_is_refused(base: Path) -> None:
    """A base whose rows point nowhere is not carried over in part."""
    db = sqlite3.connect(base)
    db.execute("DELETE FROM sources WHERE name = '甲.txt'")  # foreign keys are not kept here
    db.commit()
    db.close()
    before = base.read_bytes()
    with pytest.raises(StoreError, match="cannot be brought up to date") as caught:
        upgrade(base)
    assert caught.value.remedy == "build a new one from the sources"
    assert base.read_bytes() == before and list(base.parent.iterdir()) == [base]


def test_a_reader_at_work_is_named(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = sqlite3.connect
    db = plain(base)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("BEGIN")
    db.execute("SELECT count(*) FROM plans").fetchone()
    monkeypatch.setattr("sqlite3.connect", lambda *a, **o: plain(*a, **(o | {"timeout": 0.1})))
    with pytest.raises(StoreError, match="reading"):
        upgrade(base)
    db.close()
    upgrade(base)
    assert problems(base) == []


def test_facts_keep_the_place_of_their_provision(base: Path) -> None:
    """Until version 3 a fact was about the place of its provision; now it has its own."""
    db = sqlite3.connect(base)
    plan, provision = db.execute("SELECT plan_id, provision FROM measure_facts WHERE text = '15%'").fetchone()
    where = "WHERE plan_id = ? AND provision = ?"
    db.execute(f"UPDATE provisions SET place = '130608' {where}", (plan, provision))
    db.commit()
    count = db.execute(f"SELECT count(*) FROM measure_facts {where}", (plan, provision)).fetchone()[0]
    db.close()
    upgrade(base)
    db = connect_reader(base)
    told = db.execute("SELECT plan_id, provision FROM measure_facts WHERE place = '130608'").fetchall()
    shown = db.execute("SELECT DISTINCT place FROM measures WHERE plan_id = ? AND place = '130608'", (plan,)).fetchall()
    db.close()
    assert told == [(plan, provision)] * count and shown == [("130608",)]
