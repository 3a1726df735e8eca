"""A build that is killed or interrupted loses nothing, doubles nothing, and the next one goes on from there."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults import ROOT, committed, fake_build, leftovers, marked, problems, run_script, whole, write_folder

from corpus.errors import StoreError
from kb.building.gathering import Gathered

Record = Callable[[str, object], None]
NOTHING_WRONG = ("lost", "damaged", "read_too_much", "differs", "left")


def check(figures: dict[str, Any], record: Record, *, killed: int) -> None:
    for name, value in figures.items():
        record(name, value)
    assert {name: figures[name] for name in NOTHING_WRONG} == dict.fromkeys(NOTHING_WRONG, 0)
    assert figures["most_redone"] <= 1, figures
    assert figures["kills"] >= killed, figures


def test_kill_9_at_random_points(record_property: Record) -> None:
    check(run_script("kills.py", "random", 8), record_property, killed=8)


def test_kill_9_around_commits(record_property: Record) -> None:
    check(run_script("kills.py", "commits", 10), record_property, killed=10)


def test_kill_9_between_statements(record_property: Record) -> None:
    check(run_script("kills.py", "statements", 10), record_property, killed=10)


def check_folders(figures: dict[str, Any], record: Record) -> None:
    for name, value in figures.items():
        record(name, value)
    assert figures["kills"] and not figures["taken away"] and not figures["differs"], figures


def test_another_folder_after_a_kill(record_property: Record) -> None:
    check_folders(run_script("kills.py", "folders", 10), record_property)


@pytest.mark.long
def test_another_folder_after_many_kills(record_property: Record) -> None:
    check_folders(run_script("kills.py", "folders", 200), record_property)


@pytest.mark.long
def test_kill_9_a_thousand_times(record_property: Record) -> None:
    check(run_script("kills.py", "random", 1000, 7), record_property, killed=1000)


@pytest.mark.long
def test_kill_9_around_every_commit(record_property: Record) -> None:
    check(run_script("kills.py", "commits", 0), record_property, killed=90)


@pytest.mark.long
def test_kill_9_between_all_statements(record_property: Record) -> None:
    check(run_script("kills.py", "statements", 400), record_property, killed=400)


def test_what_starts_workers_never_hears_ctrl_c() -> None:
    """Found by the long run: Ctrl-C while it was still importing put its traceback on the screen."""
    script = (
        "from kb.building.workers import _Crew\nfrom multiprocessing import forkserver\nfrom pathlib import Path\n"
        "_Crew(print, 2)\npid = forkserver._forkserver._forkserver_pid\n"
        "lines = Path(f'/proc/{pid}/status').read_text().splitlines()\n"
        "print(next(line.split()[1] for line in lines if line.startswith('SigBlk')))\n"
    )
    env = os.environ | {"PYTHONPATH": os.fspath(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, check=True)
    assert int(done.stdout, 16) >> (signal.SIGINT - 1) & 1


def start_build(folder: Path, base: Path, mark: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kb.cli", "build", os.fspath(folder), "--kb", os.fspath(base), "--workers", "2"]
    env = os.environ | {"PYTHONPATH": os.fspath(ROOT), "JUNXIAN_MARK": mark, "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env,
                            start_new_session=True)  # fmt: skip


def wait_until_gone(mark: str, seconds: float = 20) -> list[int]:
    """The processes of that build that are still there after so long."""
    deadline = time.monotonic() + seconds
    while (there := marked(mark)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return there


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    """Plans of several kinds, so that parsing children are at work too."""
    folder = write_folder(tmp_path / "in", 24, lines=20)
    for path in sorted((samples / "plans").iterdir()):
        if path.suffix in (".docx", ".html"):
            shutil.copy(path, folder)
    return folder


def interrupt(folder: Path, base: Path, number: int, delay: float, want: str) -> bool:
    """One build that gets a signal; whether it was still at work. Everything promised is asserted."""
    mark = uuid.uuid4().hex
    process = start_build(folder, base, mark)
    while not base.exists() and process.poll() is None:  # the interpreter itself is starting
        time.sleep(0.01)
    time.sleep(delay)
    if number == signal.SIGINT:  # as a terminal does: to the whole group
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    _, errors = process.communicate(timeout=120)
    assert not wait_until_gone(mark), "orphans"
    assert "Traceback" not in errors, errors
    if number == signal.SIGKILL:
        assert process.returncode in (0, -number)
    else:
        assert process.returncode in (0, 130), (process.returncode, errors)
        assert " sources: " in errors and " read, " in errors, errors  # the summary
        assert leftovers(base) == []
    assert problems(base) == []
    stopped = process.returncode != 0
    process = start_build(folder, base, mark)
    assert process.wait(timeout=120) == 0
    process.communicate()
    assert whole(base) == want and leftovers(base) == []
    return stopped


def interrupts(folder: Path, times: int, record: Record, kinds: list[int], seed: int = 5) -> None:
    base = folder.parent / "unbroken.db"
    begun = time.monotonic()
    assert start_build(folder, base, "unbroken").wait(timeout=120) == 0
    seconds = time.monotonic() - begun
    want, dice, stopped = whole(base), random.Random(seed), 0
    for n in range(times):
        delay = dice.uniform(0, seconds * 0.6)
        stopped += interrupt(folder, folder.parent / f"k{n}.db", kinds[n % len(kinds)], delay, want)
    record("interrupts", times)
    record("stopped at work", stopped)
    record("orphans", 0)
    record("tracebacks", 0)
    assert stopped


def test_ctrl_c(folder: Path, record_property: Record) -> None:
    """Termination and one worker: tests/kb/test_kb_build.py."""
    interrupts(folder, 1, record_property, [signal.SIGINT])


@pytest.mark.long
def test_ctrl_c_termination_and_kill_many_times(folder: Path, record_property: Record) -> None:
    interrupts(folder, 24, record_property, [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])


def test_what_waits_is_taken_up_or_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build dies while products wait to be written together; one was damaged meanwhile, one is an older program's."""
    folder, base, fresh = write_folder(tmp_path / "in", 6), tmp_path / "k.db", tmp_path / "fresh.db"
    fake_build(folder, fresh)
    written = Gathered.write

    def die(self: Gathered) -> None:
        raise sqlite3.OperationalError("the machine stopped here")

    monkeypatch.setattr(Gathered, "write", die)
    with pytest.raises(StoreError):
        fake_build(folder, base)
    monkeypatch.setattr(Gathered, "write", written)
    assert len(committed(base)) == 6 and problems(base) == []
    db = sqlite3.connect(base)
    assert db.execute("SELECT count(*) FROM sources").fetchone() == (0,)
    db.execute("UPDATE waiting SET product = substr(product, 9) WHERE name = 's0003.txt'")
    db.execute("UPDATE waiting SET product = ? WHERE name = 's0004.txt'", ('{"~product":[{"name":"s0004.txt"},{}]}',))
    db.commit()
    db.close()
    report = fake_build(folder, base)
    assert (report.read, report.unchanged) == (2, 4)
    assert whole(base) == whole(fresh) and problems(base) == [] and leftovers(base) == []
