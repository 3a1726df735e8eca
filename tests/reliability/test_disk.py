"""A disk that is full or not ours, and others at work on the same base: always told, never damaged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults import fake_build, leftovers, run_script, whole, write_folder

from corpus.errors import StoreError
from kb.store import connect_reader, connect_writer

Record = Callable[[str, object], None]
NOBODY = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may become another user")


def run(record: Record, what: str, number: int) -> dict[str, Any]:
    figures = run_script("disks.py", what, number)
    for name, value in figures.items():
        record(name, value)
    return figures


def check_full(figures: dict[str, Any], sizes: int) -> None:
    assert figures["sizes"] >= sizes
    assert figures["told"] >= sizes - 1
    assert {name: figures[name] for name in ("crashed", "damaged", "differs", "left")} == {
        "crashed": 0, "damaged": 0, "differs": 0, "left": 0}, figures  # fmt: skip


def test_full_disk(record_property: Record) -> None:
    check_full(run(record_property, "full", 5), 5)


@pytest.mark.long
def test_full_disks_of_many_sizes(record_property: Record) -> None:
    check_full(run(record_property, "full", 40), 20)


def check_exports(figures: dict[str, Any]) -> None:
    assert figures["told"] == figures["exports"] and not figures["crashed"], figures
    assert not figures["half"] and not figures["left"], figures


def test_exports_to_a_full_disk(record_property: Record) -> None:
    check_exports(run(record_property, "exports", 2))


@pytest.mark.long
def test_exports_to_full_disks_of_many_sizes(record_property: Record) -> None:
    check_exports(run(record_property, "exports", 20))


@NOBODY
def test_a_folder_that_cannot_be_written(record_property: Record) -> None:
    figures = run(record_property, "readonly", 1)
    assert (figures["answers"], figures["refused"], figures["read"], figures["written"]) == (2, 2, 0, 0)


def check_races(figures: dict[str, Any], number: int) -> None:
    assert figures["races"] == figures["one winner"] == figures["loser says who"] == number, figures
    assert not figures["differs"] and not figures["left"]


def test_two_builders_at_once(record_property: Record) -> None:
    check_races(run(record_property, "races", 5), 5)


@pytest.mark.long
def test_two_builders_at_once_many_times(record_property: Record) -> None:
    check_races(run(record_property, "races", 50), 50)


def check_readers(figures: dict[str, Any], reads: int) -> None:
    assert figures["reads"] >= reads and figures["builds"] > 1
    assert not figures["errors"] and not figures["torn"] and not figures["differs"], figures


def test_readers_during_builds(record_property: Record) -> None:
    check_readers(run(record_property, "readers", 200), 200)


@pytest.mark.long
def test_many_readers_during_builds(record_property: Record) -> None:
    check_readers(run(record_property, "readers", 3000), 3000)


def test_a_reader_that_is_open_and_one_that_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open notebook does not hold up a build; where one must wait in vain, it is told for what."""
    folder, base = write_folder(tmp_path / "in", 8), tmp_path / "k.db"
    fake_build(folder, base)
    reader = connect_reader(base)
    assert reader.execute("SELECT count(*) FROM plans").fetchone() == (8,)
    write_folder(folder, 8, edition=2)
    fake_build(folder, base)
    assert reader.execute("SELECT count(*) FROM plans").fetchone() == (9,)
    answer = reader.execute("SELECT * FROM provisions")
    answer.fetchone()
    plain = sqlite3.connect
    monkeypatch.setattr("sqlite3.connect", lambda *a, **o: plain(*a, **(o | {"timeout": 0.1})))
    with pytest.raises(StoreError, match="reading") as caught:
        connect_writer(base)
    assert "space" not in caught.value.remedy
    answer.close()
    reader.close()
    fake_build(folder, base)
    assert leftovers(base) == []


def test_a_torn_write_ahead_log(tmp_path: Path) -> None:
    """After a power cut the log may end anywhere: what is left of it is some earlier, whole state."""
    folder, base = write_folder(tmp_path / "in", 6), tmp_path / "k.db"
    fake_build(folder, base)
    want = whole(base)
    base.unlink()
    states: list[tuple[bytes, bytes]] = []

    class Watch:
        def start(self, total: int) -> None: ...

        def step(self, name: str, state: str) -> None:
            states.append((base.read_bytes(), Path(f"{base}-wal").read_bytes()))

        def close(self) -> None: ...

    fake_build(folder, base, progress=Watch())
    file, log = states[-1]
    torn = tmp_path / "torn" / "k.db"
    torn.parent.mkdir()
    seen = set()
    for n in range(24):
        for left in torn.parent.iterdir():
            left.unlink()
        torn.write_bytes(file)
        Path(f"{torn}-wal").write_bytes(log[: len(log) * n // 23])
        db = sqlite3.connect(torn)
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")} & {"sources", "waiting"}
        seen.add(sum(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables))
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.close()
        if n % 8 == 3:
            fake_build(folder, torn)
            assert whole(torn) == want
    assert len(seen) > 3 and max(seen) == 6
