"""Full disks, folders that cannot be written, and builders that meet.

    python tests/reliability/disks.py {full|exports|readonly|races|readers} [NUMBER]

Prints its figures as one line of JSON. ``full`` builds with files that may not grow beyond NUMBER sizes
(RLIMIT_FSIZE) and, where that is allowed, on a tmpfs too small; ``readonly`` works as user 65534, so it
needs root.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from faults import Diary, fake_build, kb_fakes, leftovers, numbers, problems, run_child, spread, whole, write_folder

from corpus.errors import JunxianError, StoreError

NOBODY = 65534
FILES = 30


def tell(handle: int, *what: object) -> None:
    """One line to the parent."""
    os.write(handle, json.dumps(what).encode() + b"\n")


def full(number: int = 6) -> dict[str, Any]:
    """Builds on disks of so many sizes: each says so, leaves a sound base, and is gone on with."""
    figures = {"sizes": 0, "told": 0, "crashed": 0, "damaged": 0, "differs": 0, "left": 0}
    with tempfile.TemporaryDirectory(prefix="junxian-disk-") as name:
        root = Path(name)
        folder, unbroken = write_folder(root / "in", FILES, lines=12), root / "unbroken.db"
        fake_build(folder, unbroken)
        want, most = whole(unbroken), unbroken.stat().st_size
        for n, size in enumerate(spread(4096, int(most * 1.2), number)):
            _fill_up(folder, root / f"{n}" / "k.db", want, figures, lambda size=size: _limit(size))
        with _small_disk(root / "disk", max(most // 2, 1 << 20)) as disk:
            if disk:
                _fill_up(folder, disk / "k.db", want, figures, lambda: None, grow=disk)
        figures["a small tmpfs"] = bool(disk)
    return figures


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextlib.contextmanager
def _small_disk(at: Path, size: int) -> Iterator[Path | None]:
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", os.fspath(at)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield at
    finally:
        subprocess.run(["umount", os.fspath(at)], check=True)


def _fill_up(
    folder: Path, base: Path, want: str, figures: dict[str, int], limit: Callable[[], None], grow: Path | None = None
) -> None:
    base.parent.mkdir(exist_ok=True)

    def work(handle: int) -> None:
        limit()
        try:
            report = fake_build(folder, base)
        except StoreError as error:
            tell(handle, "told", str(error), error.remedy)
        else:
            tell(handle, "built", report.states["failed"])

    code, lines = run_child(work)
    figures["sizes"] += 1
    figures["told"] += lines[-1][0] == "told" and bool(lines[-1][2])
    figures["crashed"] += code != 0 or lines[-1][0] == "error" or (lines[-1][0] == "built" and lines[-1][1] != 0)
    if figures["crashed"]:
        figures["said"] = lines[-1]  # type: ignore[assignment]
    if base.exists() and base.stat().st_size:
        found = problems(base)
        figures["damaged"] += bool(found) and "no knowledge base" not in str(found)
    if grow:
        subprocess.run(["mount", "-o", "remount,size=64m", os.fspath(grow)], check=True)
    fake_build(folder, base)
    figures["differs"] += whole(base) != want
    figures["left"] += len(leftovers(base))


def exports(number: int = 3) -> dict[str, Any]:
    """Every export on disks of so many sizes: an error in our words, the older file untouched, nothing half."""
    from kb.answers.export import FORMATS, make_comparison, make_sheet, write_sheet
    from kb.questions.filters import Filters
    from kb.questions.typed import compare_rows
    from kb.store import connect_reader

    figures: dict[str, Any] = {"exports": 0, "told": 0, "crashed": 0, "half": 0, "left": 0, "said": ""}
    with tempfile.TemporaryDirectory(prefix="junxian-disk-") as name:
        root = Path(name)
        base = root / "k.db"
        fake_build(write_folder(root / "in", FILES, lines=12), base)
        for table in ("facts", "comparison"):
            for form in FORMATS:
                path = root / f"{table}.{form}"

                def write(path: Path, table: str = table, form: str = form) -> None:
                    db = connect_reader(base)
                    if table == "comparison":
                        sheet = make_comparison(db, compare_rows(db), {})
                    else:
                        sheet = make_sheet(db, table, Filters(), {})
                    write_sheet(sheet, form, path)

                def work(handle: int, write: Any = write, path: Path = path, size: int = 0) -> None:
                    _limit(size)
                    try:
                        write(path)
                    except JunxianError as error:
                        tell(handle, "told", error.remedy)
                    else:
                        tell(handle, "written")

                write(path)
                before, beside = path.read_bytes(), sorted(path.parent.iterdir())
                for size in spread(0, len(before) - 1, number):
                    code, lines = run_child(lambda handle, work=work, size=size: work(handle, size=size))
                    figures["exports"] += 1
                    figures["told"] += lines[-1][0] == "told"
                    if code or lines[-1][0] != "told":
                        figures["crashed"] += 1
                        figures["said"] = [table, form, size, *lines[-1:]]
                    figures["half"] += path.read_bytes() != before
                    figures["left"] += sorted(path.parent.iterdir()) != beside
    return figures


def readonly(number: int = 1) -> dict[str, Any]:
    """A base in a folder of another user: questions answer, a build refuses before it reads anything."""
    from kb.questions.filters import Filters
    from kb.questions.search import ask, search_provisions
    from kb.store import connect_reader

    figures: dict[str, Any] = {"answers": 0, "refused": 0, "read": 0, "written": 0, "seconds": 0.0}
    with tempfile.TemporaryDirectory(prefix="junxian-disk-") as name:
        root = Path(name)
        root.chmod(0o755)
        shelf = root / "shelf"
        shelf.mkdir()
        folder, base = write_folder(root / "in", FILES), shelf / "k.db"
        fake_build(folder, base)
        walled = shelf / "walled.db"  # as a killed build leaves it
        walled.write_bytes(base.read_bytes())
        sqlite3.connect(walled).execute("PRAGMA journal_mode = WAL")
        for path in shelf.iterdir():
            path.chmod(0o444)
        shelf.chmod(0o555)
        before = {path.name: path.read_bytes() for path in shelf.iterdir()}

        db = connect_reader(base)  # what it imports must be there: another user may not see our interpreter
        search_provisions(db, ask(db, "打包付费", Filters()))
        db.close()

        def work(handle: int) -> None:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            for each in (base, walled):
                db = connect_reader(each)
                tell(handle, "found", len(search_provisions(db, ask(db, "打包付费", Filters()))))
                db.close()
            diary = Diary(handle)
            for each in (base, shelf / "new.db"):
                begun = time.monotonic()
                try:
                    fake_build(folder, each, make=diary.make)
                except StoreError as error:
                    tell(handle, "refused", error.remedy, time.monotonic() - begun)

        code, lines = run_child(work)
        assert code == 0, lines
        figures["answers"] = sum(line[0] == "found" and line[1] > 0 for line in lines)
        figures["refused"] = sum(line[0] == "refused" and bool(line[1]) for line in lines)
        figures["read"] = len(numbers(lines, "made"))
        figures["seconds"] = round(max(line[2] for line in lines if line[0] == "refused"), 3)
        figures["written"] = sum(before.get(path.name) != path.read_bytes() for path in shelf.iterdir())
    return figures


def races(number: int = 5) -> dict[str, Any]:
    """Two builders at once, again and again: one builds, the other says which process does."""
    figures: dict[str, Any] = {"races": 0, "one winner": 0, "loser says who": 0, "differs": 0, "left": 0}
    with tempfile.TemporaryDirectory(prefix="junxian-disk-") as name:
        root = Path(name)
        folder, unbroken = write_folder(root / "in", 6), root / "unbroken.db"
        fake_build(folder, unbroken)
        want = whole(unbroken)
        for n in range(number):
            (root / str(n)).mkdir()
            base = root / str(n) / "k.db"
            told = _race(folder, base, root / str(n))
            winners = [pid for pid, lines in told.items() if lines and lines[-1][0] == "built"]
            losers = [lines[-1] for lines in told.values() if lines and lines[-1][0] == "refused"]
            figures["races"] += 1
            figures["one winner"] += len(winners) == 1 and len(losers) == 1
            figures["loser says who"] += any(f"process {pid} " in loser[1] for pid in winners for loser in losers)
            figures["differs"] += whole(base) != want
            figures["left"] += len(leftovers(base))
    return figures


def _race(folder: Path, base: Path, place: Path) -> dict[int, list[Any]]:
    """Two processes that begin together; the one that reads waits until the other has been refused."""
    over = place / "over"
    gate_read, gate_write = os.pipe()

    def make(path: str, name: str) -> Any:
        deadline = time.monotonic() + 20
        while not over.exists() and time.monotonic() < deadline:
            time.sleep(0.002)
        return kb_fakes.make(path, name)

    pipes: dict[int, int] = {}
    for _ in range(2):
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(gate_write)
            os.read(gate_read, 1)  # both go when it closes
            try:
                fake_build(folder, base, make=make)
                tell(write, "built")
            except StoreError as error:
                tell(write, "refused", str(error))
                over.touch()
            except BaseException as error:
                tell(write, "crashed", repr(error))
                over.touch()
            finally:
                os._exit(0)
        os.close(write)
        pipes[pid] = read
    os.close(gate_read)
    os.close(gate_write)
    told = {}
    for pid, read in pipes.items():
        with os.fdopen(read, "rb") as stream:
            told[pid] = [json.loads(line) for line in stream.read().splitlines()]
        os.waitpid(pid, 0)
    return told


def readers(number: int = 200) -> dict[str, Any]:
    """Four processes that ask while a build goes on, until so many answers were given; each sees whole sources."""
    from kb.questions.filters import Filters
    from kb.questions.search import ask, count_provisions, search_provisions
    from kb.store import connect_reader

    figures: dict[str, Any] = {"reads": 0, "errors": 0, "torn": 0}
    with tempfile.TemporaryDirectory(prefix="junxian-disk-") as name:
        root = Path(name)
        folder, base, stop = write_folder(root / "in", FILES, lines=12), root / "k.db", root / "stop"
        fake_build(folder, base)

        def ask_on(handle: int) -> None:
            count = errors = torn = 0
            worst = 0.0
            said = ""
            while not stop.exists() or count < number // 4:
                begun = time.monotonic()
                try:
                    db = connect_reader(base)
                    db.execute("BEGIN")
                    told = {row[0]: row[1] for row in db.execute("SELECT plan_id, count(*) FROM provisions GROUP BY 1")}
                    plans = dict(db.execute("SELECT plan_id, characters FROM plans").fetchall())
                    asked = ask(db, "打包付费", Filters())
                    hits = count_provisions(db, asked)
                    search_provisions(db, asked, limit=3)
                    torn += set(told) != set(plans) or hits != len(plans)
                    db.close()
                except Exception as error:
                    errors += 1
                    said = repr(error)
                worst = max(worst, time.monotonic() - begun)
                count += 1
            tell(handle, count, errors, torn, worst, said)

        children = []
        for _ in range(4):
            read, write = os.pipe()
            pid = os.fork()
            if pid == 0:
                ask_on(write)
                os._exit(0)
            os.close(write)
            children.append((pid, read))
        builds, deadline = 0, time.monotonic() + max(2.0, number / 100)
        while time.monotonic() < deadline:
            write_folder(folder, FILES, edition=1 + builds % 2, lines=12)
            fake_build(folder, base)
            builds += 1
        stop.touch()
        for pid, read in children:
            with os.fdopen(read, "rb") as stream:
                count, errors, torn, worst, said = json.loads(stream.read())
            os.waitpid(pid, 0)
            figures["reads"] += count
            figures["errors"] += errors
            figures["torn"] += torn
            figures["worst seconds"] = round(max(figures.get("worst seconds", 0), worst), 3)
            figures["said"] = said or figures.get("said", "")
        figures["builds"] = builds
        fresh = root / "fresh.db"
        fake_build(folder, fresh)
        figures["differs"] = int(whole(base) != whole(fresh))
    return figures


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*map(int, sys.argv[2:]))))
