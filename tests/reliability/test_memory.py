"""Large input: the building process stays small, whatever the number or size of the files."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import HERE, ROOT, fake_build, problems, text_of, whole, write_folder

from corpus.sources import find_sources
from kb.building.listed import Listed
from kb.building.origins import Origins
from kb.store import connect_writer

Record = Callable[[str, object], None]
MB = 1 << 20
MOST = 512 * MB
FILES = int(os.environ.get("JUNXIAN_MANY_FILES", "50000"))
SCRIPT = """
import json, sys
sys.path[:0] = sys.argv[1:3]
import faults, kb_fakes
from kb.building import gathering
from kb.build import build
gathering.WAIT = float("inf")  # so many rows are written together, not so many as come in time: a batch is no growth
kind, folder, base = sys.argv[3:6]
def told(what):  # getrusage would tell of the process that started this one too
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(what))
resident, count = [], 0
class Watch:
    def start(self, total): self.every = max(1, min(1000, total // 20))
    def step(self, name, state):
        global count
        count += 1
        if count % self.every == 0:
            resident.append((count, told("VmRSS")))
    def close(self): pass
if __name__ == "__main__":
    options = {"make": kb_fakes.make, "program": "test"} if kind == "fake" else {}
    report = build(folder, base, workers=2, progress=Watch(), **options)
    print(json.dumps({"states": report.states, "found": report.found, "peak": told("VmHWM"), "resident": resident}))
"""


def measure(folder: Path, *, real: bool) -> dict[str, object]:
    """What a build in a process of its own says, with its peak of memory in bytes."""
    script = folder.parent / "measure.py"
    script.write_text(SCRIPT, encoding="utf-8")
    kind, base = "real" if real else "fake", folder.parent / "k.db"
    command = [sys.executable, script, HERE.parent / "kb", HERE, kind, folder, base]
    env = os.environ | {"PYTHONPATH": os.fspath(ROOT)}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def grown(told: dict[str, object], share: float) -> tuple[int, int]:
    """Files read after that share of them, and the bytes by which the process has grown over those."""
    resident = [(int(count), int(size)) for count, size in told["resident"]]  # type: ignore[attr-defined]
    middle = next(n for n, (count, _) in enumerate(resident) if count >= share * resident[-1][0])
    before, after = resident[: middle + 1], resident[middle + 1 :]
    return after[-1][0] - before[-1][0], max(size for _, size in after) - max(size for _, size in before)


def test_a_file_beyond_the_limit(tmp_path: Path, record_property: Record) -> None:
    """A gigabyte of text is refused by the stated limit, its neighbour is read, memory stays flat."""
    (tmp_path / "in").mkdir()
    with (tmp_path / "in/large.txt").open("wb") as stream:
        stream.truncate(1 << 30)
    (tmp_path / "in/small.txt").write_text(text_of(1), encoding="utf-8")
    told = measure(tmp_path / "in", real=True)
    record_property("peak MB", int(told["peak"]) // MB)  # type: ignore[call-overload]
    assert told["states"] == {"ok": 1, "failed": 1}
    assert int(told["peak"]) < MOST  # type: ignore[call-overload]


def write_full(path: Path, megabytes: int) -> None:
    """A plan of which every line has facts."""
    line = text_of(1).encode() + b"\n"
    path.write_bytes("第1号\n".encode() + line * (megabytes * MB // len(line) - 1))


def test_a_large_file_full_of_facts(tmp_path: Path, record_property: Record) -> None:
    """It is read by a process of its own and its rows arrive packed."""
    (tmp_path / "in").mkdir()
    write_full(tmp_path / "in/full.txt", 2)
    told = measure(tmp_path / "in", real=False)
    record_property("MB in one file", 2)
    record_property("peak MB", int(told["peak"]) // MB)  # type: ignore[call-overload]
    assert told["states"] == {"ok": 1}
    assert int(told["peak"]) < MOST // 2  # type: ignore[call-overload]


@pytest.mark.long
def test_the_largest_file_full_of_facts(tmp_path: Path, record_property: Record) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        write_full(tmp_path / f"in/{name}.txt", 8)
    told = measure(tmp_path / "in", real=False)
    record_property("MB in one file", 8)
    record_property("peak MB", int(told["peak"]) // MB)  # type: ignore[call-overload]
    assert told["states"] == {"ok": 2}
    assert int(told["peak"]) < MOST  # type: ignore[call-overload]


@pytest.mark.long
def test_text_files_of_many_sizes(tmp_path: Path, record_property: Record) -> None:
    """Read, or refused by a stated limit (characters, bytes); the building process stays small."""
    (tmp_path / "in").mkdir()
    for megabytes in (1, 4, 64, 120):
        write_full(tmp_path / f"in/{megabytes}.txt", megabytes)
    for megabytes in (256, 1024):  # never opened: holes will do
        with (tmp_path / f"in/{megabytes}.txt").open("wb") as stream:
            stream.truncate(megabytes * MB)
    told = measure(tmp_path / "in", real=True)
    record_property("MB of the files", "1, 4, 64, 120, 256, 1024")
    for state, count in dict(told["states"]).items():  # type: ignore[call-overload]
        record_property(state, count)
    record_property("peak MB", int(told["peak"]) // MB)  # type: ignore[call-overload]
    assert sum(dict(told["states"]).values()) == told["found"] == 6  # type: ignore[call-overload]
    assert dict(told["states"])["failed"] == 4  # type: ignore[call-overload]
    assert int(told["peak"]) < MOST  # type: ignore[call-overload]


def test_many_files_take_no_more_memory_than_some(tmp_path: Path, record_property: Record) -> None:
    """What the writer keeps of the base (16 MB) is full after some hundred files of this size; then nothing grows."""
    folder = write_folder(tmp_path / "in", 1000, lines=40)
    told = measure(folder, real=False)
    files, more = grown(told, 0.5)
    record_property("KB grown over the second half", more // 1024)
    assert told["found"] == 1000 and files >= 500
    assert more < 6 * MB  # a cache of the whole base would take 15, a product kept of each file 40
    assert int(told["peak"]) < MOST // 4  # type: ignore[call-overload]


def test_what_the_writer_keeps_of_the_base_is_bounded(tmp_path: Path) -> None:
    with contextlib.closing(connect_writer(tmp_path / "k.db")) as db:
        assert -16 * MB // 1024 <= db.execute("PRAGMA cache_size").fetchone()[0] < 0  # of KB; above 0 of pages


def test_a_listed_file_takes_little_more_than_its_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(2000):
        (tmp_path / f"in/{n:05}.txt").touch()
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE origins (name, folder)")
    tracemalloc.start()
    try:
        origins = Origins(db, [tmp_path / "in"], tmp_path / "k.db")
        files = Listed(origins.name(find_sources([tmp_path / "in"])), origins.folder)
        held = tracemalloc.take_snapshot()
    finally:
        tracemalloc.stop()
    assert len(files) == 2000
    ours = held.filter_traces([tracemalloc.Filter(True, f"*/{name}.py") for name in ("discovery", "listed", "origins")])
    assert 0 < sum(trace.size for trace in ours.traces) < 200 * 2000


def test_packed_rows_are_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_folder(tmp_path / "in", 6, lines=30)
    fake_build(folder, tmp_path / "plain.db")
    monkeypatch.setattr("kb.building.product._MOST", 10)
    fake_build(folder, tmp_path / "packed.db")
    assert whole(tmp_path / "plain.db") == whole(tmp_path / "packed.db")
    assert problems(tmp_path / "packed.db") == []


@pytest.mark.long
def test_much_text_in_large_files(tmp_path: Path, record_property: Record) -> None:
    """Plans of a megabyte, each line with facts."""
    (tmp_path / "in").mkdir()
    line = text_of(1).encode() + b"\n"
    pieces = int(os.environ.get("JUNXIAN_MANY_MB", "64"))  # a million provisions; 256 take four times as long
    for n in range(pieces):
        (tmp_path / f"in/{n:04}.txt").write_bytes(f"第{n}号\n".encode() + line * (MB // len(line)))
    told = measure(tmp_path / "in", real=False)
    record_property("MB of text", pieces)
    record_property("peak MB", int(told["peak"]) // MB)  # type: ignore[call-overload]
    record_property("MB grown over the second half", grown(told, 0.5)[1] // MB)
    assert int(told["peak"]) < MOST  # type: ignore[call-overload]


@pytest.mark.long
def test_many_small_files(tmp_path: Path, record_property: Record) -> None:
    (tmp_path / "in").mkdir()
    for n in range(FILES):
        (tmp_path / f"in/{n:05}.txt").write_text(text_of(n), encoding="utf-8")
    told = measure(tmp_path / "in", real=False)
    record_property("files", FILES)
    record_property("peak MB", int(told["peak"]) // MB)  # type: ignore[call-overload]
    resident = dict(told["resident"])  # type: ignore[call-overload]
    for count in (10_000, 25_000, 50_000):
        if count in resident:
            record_property(f"MB at {count:,}", resident[count] // MB)
    files, more = grown(told, 0.2)
    record_property("bytes a file after the first fifth", more // files)
    assert more < 256 * files
    assert told["found"] == FILES
    assert int(told["peak"]) < MOST  # type: ignore[call-overload]
