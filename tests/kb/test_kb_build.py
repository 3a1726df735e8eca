"""Building: complete, incremental, resumable, the same whatever the order; one bad file never stops it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import kb_fakes
import pytest

from corpus.errors import StoreError
from kb import schema
from kb.build import Report, build
from kb.dump import canonical_dump, digest
from kb.lock import lock_builder
from kb.store import connect_reader, connect_writer

Build = Callable[..., Report]


def whole(path: Path) -> str:
    db = connect_reader(path)
    try:
        return digest(db)
    finally:
        db.close()


def test_every_source_has_a_state_and_the_counts_add_up(make_base: Build, folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.txt").write_text("坏\n", encoding="utf-8")
    (folder / "picture.xyz").write_bytes(b"\x00\x01")
    report = make_base()
    assert report.states == {"ok": 2, "warned": 1, "failed": 2, "skipped": 1}
    assert sum(report.states.values()) == report.found == 6
    db = connect_reader(tmp_path / "t.db")
    told = db.execute("SELECT name, reason, remedy FROM sources WHERE state != 'ok'").fetchall()
    db.close()
    assert all(reason and remedy for _, reason, remedy in told), told


def test_only_what_changed_is_read_and_the_rest_keeps_its_identity(
    make_base: Build, folder: Path, tmp_path: Path
) -> None:
    make_base()
    ids = "SELECT fact_id FROM facts WHERE source = 'a.txt' ORDER BY 1"
    db = connect_reader(tmp_path / "t.db")
    before = db.execute(ids).fetchall()
    db.close()
    (folder / "b.txt").write_text("云岭县2026年教育方案\n县教育局牵头。\n", encoding="utf-8")
    (folder / "sub/c.txt").unlink()
    (folder / "d.txt").write_text("青禾县2027年方案\n巩固率达到99%。\n", encoding="utf-8")
    report = make_base()
    assert (report.read, report.unchanged, report.removed) == (2, 1, 1)
    db = connect_reader(tmp_path / "t.db")
    assert db.execute(ids).fetchall() == before and before
    assert db.execute("SELECT count(*) FROM provisions_fts WHERE provisions_fts MATCH '\"读者\"'").fetchone() == (0,)
    db.close()
    fresh = tmp_path / "fresh.db"
    build([folder], fresh, make=kb_fakes.make, program="test", workers=1)
    assert whole(tmp_path / "t.db") == whole(fresh)


def test_the_dump_is_the_same_for_any_order_and_workers(folder: Path, tmp_path: Path) -> None:
    for i in range(6):
        (folder / f"n{i}.txt").write_text(f"青禾县20{20 + i}年方案\n一、目标\n巩固率达到9{i}%。\n", encoding="utf-8")
    digests = set()
    for workers, order in ((1, False), (2, False), (2, True)):
        path = tmp_path / f"{workers}{order}.db"

        def find(folders: object, order: bool = order) -> list[object]:
            from corpus.sources import find_sources

            return sorted(find_sources([folder]), key=lambda one: one.name, reverse=order)

        build([folder], path, make=kb_fakes.make, program="test", workers=workers, find=find)  # type: ignore[arg-type]
        digests.add(whole(path))
    assert len(digests) == 1


def test_a_worker_that_dies_fails_its_own_source_only(make_base: Build, folder: Path) -> None:
    for i in range(4):
        (folder / f"k{i}.txt").write_text("死\n" if i == 1 else f"青禾县方案{i}\n达到9{i}%。\n", encoding="utf-8")
    report = make_base(workers=2)
    assert report.states["failed"] == 1 and sum(report.states.values()) == 7


def test_offsets_ids_and_sentences_hold(db: sqlite3.Connection) -> None:
    rows = db.execute("SELECT fact_id, source, text, original_start, original_end, sentence FROM facts").fetchall()
    assert len({row[0] for row in rows}) == len(rows) == 7
    for _, source, text, start, end, sentence in rows:
        assert kb_fakes.TEXTS[source][start:end] == text and text in sentence
    assert db.execute("SELECT reason FROM mentions WHERE sentence LIKE '%床位数%'").fetchall()
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_the_same_text_twice_is_noted(make_base: Build, folder: Path, tmp_path: Path) -> None:
    (folder / "z.txt").write_bytes((folder / "a.txt").read_bytes())
    make_base()
    db = connect_reader(tmp_path / "t.db")
    notes = db.execute(
        "SELECT s.name, n.message FROM notes n JOIN sources s USING (source_id) WHERE code = 'duplicate of'"
    )
    assert notes.fetchall() == [("z.txt", "has the same text as plan 1 of a.txt")]
    assert db.execute("SELECT count(*) FROM facts WHERE source = 'z.txt'").fetchone() == (3,)
    db.close()
    (folder / "a.txt").unlink()
    make_base()
    db = connect_reader(tmp_path / "t.db")
    assert db.execute("SELECT count(*) FROM notes WHERE code = 'duplicate of'").fetchone() == (0,)
    db.close()


def test_two_builders_one_says_who(base_file: Path, folder: Path) -> None:
    with lock_builder(base_file), pytest.raises(StoreError, match="is locked") as caught:
        build([folder], base_file, make=kb_fakes.make, program="test")
    assert str(os.getpid()) in str(caught.value)
    assert not Path(f"{base_file}.lock").exists()


@pytest.mark.parametrize("version", [schema.VERSION + 1, 0])
def test_other_schema_versions_are_refused(base_file: Path, version: int) -> None:
    db = sqlite3.connect(base_file)
    db.execute(f"PRAGMA user_version = {version}")
    db.close()
    with pytest.raises(StoreError, match="version"):
        connect_reader(base_file)


def test_no_base_or_another_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        connect_reader(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("x" * 5000)
    with pytest.raises(StoreError, match="damaged or no knowledge base"):
        connect_reader(tmp_path / "text.db")
    sqlite3.connect(tmp_path / "empty.db").execute("CREATE TABLE t (x)")
    with pytest.raises(StoreError, match="no knowledge base of junxian"):
        connect_reader(tmp_path / "empty.db")


BUILD = """
import sys; sys.path[:0] = {path!r}
import kb_fakes
from kb.build import build
if __name__ == "__main__":
    report = build([{folder!r}], {base!r}, make=kb_fakes.make, program="test", workers={workers})
    sys.exit(130 if report.interrupted else 0)
"""


def run_build(folder: Path, base: Path, workers: int) -> subprocess.Popen[bytes]:
    code = BUILD.format(path=[os.fspath(Path(__file__).parent)], folder=str(folder), base=str(base), workers=workers)
    script = base.with_suffix(".py")
    script.write_text(code, encoding="utf-8")
    return subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE)


@pytest.mark.parametrize(
    ("number", "workers"), [(signal.SIGKILL, 1), (signal.SIGKILL, 2), (signal.SIGTERM, 2), (signal.SIGINT, 1)]
)
def test_an_interrupted_build_is_resumed(folder: Path, tmp_path: Path, number: int, workers: int) -> None:
    for i in range(12):
        (folder / f"s{i:02}.txt").write_text(f"青禾县20{10 + i}年慢方案\n巩固率达到9{i % 10}%。\n", encoding="utf-8")
    base = tmp_path / "k.db"
    process = run_build(folder, base, workers)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            db = sqlite3.connect(f"file:{base}?mode=ro", uri=True)
            done = db.execute("SELECT count(*) FROM sources").fetchone()[0]
            db.close()
        except sqlite3.Error:
            done = 0
        if done >= 4:
            break
        time.sleep(0.02)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == (-9 if number == signal.SIGKILL else 130), errors
    assert b"Traceback" not in errors
    report = build([folder], base, make=kb_fakes.make, program="test", workers=1)
    assert report.unchanged >= 3 and sum(report.states.values()) == 15
    fresh = tmp_path / "f.db"
    build([folder], fresh, make=kb_fakes.make, program="test", workers=1)
    assert whole(base) == whole(fresh)
    assert not multiprocessing.active_children()


def test_readers_during_a_build_see_whole_sources(folder: Path, tmp_path: Path) -> None:
    for i in range(12):
        (folder / f"s{i:02}.txt").write_text(f"青禾县20{10 + i}年慢方案\n巩固率达到9{i % 10}%。\n", encoding="utf-8")
    base = tmp_path / "r.db"
    build([folder / "a.txt"], base, make=kb_fakes.make, program="test", workers=1)
    process = run_build(folder, base, 2)
    seen = set()
    while process.poll() is None:
        db = connect_reader(base)
        db.execute("BEGIN")  # one state for all three
        sources, plans, hits = (
            db.execute(sql).fetchone()[0]
            for sql in (
                "SELECT count(*) FROM sources WHERE state IN ('ok', 'warned')",
                "SELECT count(*) FROM plans",
                "SELECT count(*) FROM provisions_fts WHERE provisions_fts MATCH '\"达到\"'",
            )
        )
        db.close()
        assert hits <= plans + 1 and sources >= 1
        seen.add(sources)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert len(seen) > 2


def test_a_base_left_by_a_killed_build_is_read_without_writing(base_file: Path) -> None:
    db = sqlite3.connect(base_file)
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    if os.geteuid():
        base_file.parent.chmod(0o555)
    try:
        reader = connect_reader(base_file)
        assert reader.execute("SELECT count(*) FROM plans").fetchone() == (3,)
        with pytest.raises(sqlite3.OperationalError):
            reader.execute("DELETE FROM plans")
        reader.close()
    finally:
        base_file.parent.chmod(0o755)


def test_a_full_disk_is_told_and_resumed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(30):
        (folder / f"s{i:02}.txt").write_text(f"青禾县方案{i}\n" + f"巩固率达到9{i % 10}%。\n" * 40, encoding="utf-8")
    base = tmp_path / "full.db"

    def small(path: Path) -> sqlite3.Connection:
        db = connect_writer(path)
        db.execute("PRAGMA max_page_count = 60")
        return db

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["kb.build"], "connect_writer", small)
        with pytest.raises(StoreError, match="cannot be written"):
            build([folder], base, make=kb_fakes.make, program="test", workers=1)
    build([folder], base, make=kb_fakes.make, program="test", workers=1)
    fresh = tmp_path / "f.db"
    build([folder], fresh, make=kb_fakes.make, program="test", workers=1)
    assert whole(base) == whole(fresh)


def test_the_dump_names_every_table(db: sqlite3.Connection) -> None:
    tables = {line.split('"')[1] for line in canonical_dump(db)}
    assert {"sources", "plans", "sections", "provisions", "measure_facts", "mention_facts", "meta"} <= tables


def test_workers_are_forked_from_what_has_read_the_samples() -> None:
    from kb.building import warm

    assert warm.warm_up() == len(warm._SAMPLES)


def test_places_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """朝阳区 is a district of Beijing and one of Changchun: in no table may their rows look alike."""
    plans = tmp_path / "plans"
    plans.mkdir()
    for city in ("北京市", "长春市"):
        text = f"{city}朝阳区2024年托育工作方案\n全区新增托位800个。\n{city}朝阳区人民政府\n2024年3月1日\n"
        (plans / f"{city}.txt").write_text(text, encoding="utf-8")
    build([plans], tmp_path / "t.db")
    db = connect_reader(tmp_path / "t.db")
    rows = db.execute("SELECT place, place_name FROM plans ORDER BY 1").fetchall()
    db.close()
    assert rows == [("110105", "北京市朝阳区"), ("220104", "长春市朝阳区")]
