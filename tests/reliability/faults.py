"""What the fault tests share: an invented corpus, a build that can be told to die, and what must hold afterwards.

No conftest: the scripts of this folder import it too. Reading and finding are those of ``tests/kb/kb_fakes.py``
where a test is about the store alone; one build then takes hundredths of a second, and a thousand kills minutes.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
for folder in (HERE, HERE.parent / "kb", ROOT):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import kb_fakes  # noqa: E402
from kb_fakes import problems as problems  # noqa: E402

from corpus.errors import StoreError  # noqa: E402
from kb.build import Report, build  # noqa: E402
from kb.dump import digest  # noqa: E402
from kb.store import connect_reader  # noqa: E402

COUNTY = ("青禾县", "云岭县", "临水市")  # invented
PROGRAM = "test"


def text_of(number: int, *, edition: int = 1, lines: int = 4) -> str:
    """An invented plan: duties and targets of a county."""
    place = COUNTY[number % 3]
    body = "".join(
        f"第{line}项工作由县教育局牵头，2026年底前完成，巩固率达到9{(number + line + edition) % 10}%以上。\n"
        for line in range(1, lines + 1)
    )
    title = f"{place}20{10 + number % 80}年第{number}号实施方案"
    return f"{title}\n一、目标\n{body}二、保障\n推进总额打包付费，床位数另行通知。\n"


def write_folder(folder: Path, files: int, *, edition: int = 1, lines: int = 4) -> Path:
    """A folder of so many plans; of edition 2 every fifth is changed, every seventh gone and two are new."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files + (2 if edition > 1 else 0)):
        path = folder / f"s{number:04}.txt"
        if edition > 1 and number % 7 == 6:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text_of(number, edition=edition if number % 5 == 0 else 1, lines=lines), encoding="utf-8")
    return folder


def fake_build(folder: Path, base: Path, **options: Any) -> Report:
    """A build with the fakes, in this process."""
    return build([folder], base, **({"make": kb_fakes.make, "program": PROGRAM, "workers": 1} | options))


def whole(base: Path) -> str:
    """The hash of the canonical dump."""
    db = connect_reader(base)
    try:
        return digest(db)
    finally:
        db.close()


def committed(base: Path) -> set[tuple[str, str]]:
    """(name, source_id) of what the base holds; nothing when there is no base yet."""
    try:
        db = connect_reader(base)
    except StoreError:
        return set()
    try:
        held = dict(db.execute("SELECT name, source_id FROM sources"))
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'waiting'").fetchone():  # to be written together
            held |= dict(db.execute("SELECT name, source_id FROM waiting"))
        return set(held.items())
    finally:
        db.close()


def leftovers(base: Path) -> list[str]:
    """Files beside the base that a finished build must not leave."""
    return [
        path.name for path in base.parent.iterdir() if path.name.startswith(base.name + "-") or path.suffix == ".lock"
    ]


class Diary:
    """Told of each source as it is read and as it is done; a pipe keeps it when the process dies."""

    def __init__(self, handle: int) -> None:
        self.handle = handle

    def make(self, path: str, name: str) -> Any:
        self._write("made", name)
        return kb_fakes.make(path, name)

    def start(self, total: int) -> None: ...

    def step(self, name: str, state: str) -> None:
        self._write("done", name)

    def close(self) -> None: ...

    def _write(self, what: str, name: str) -> None:
        os.write(self.handle, f"{json.dumps([what, name])}\n".encode())


def run_child(work: Callable[[int], None], after: Callable[[int], None] | None = None) -> tuple[int, list[Any]]:
    """Fork, work, and wait: (exit status as of ``os.waitstatus_to_exitcode``, lines of JSON that it wrote).

    Only for scripts without threads. ``after`` gets the child's pid at once (to kill it).
    """
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        code = 70
        try:
            work(write)
            code = 0
        except BaseException as error:
            os.write(write, json.dumps(["error", type(error).__name__, str(error)]).encode() + b"\n")
        finally:
            os._exit(code)
    os.close(write)
    if after:
        after(pid)
    with os.fdopen(read, "rb") as stream:
        lines = [json.loads(line) for line in stream.read().split(b"\n") if line.endswith(b"]")]
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), lines


def run_script(name: str, *arguments: object, **environment: str) -> dict[str, Any]:
    """The figures that a script of this folder prints as its last line; its errors fail the test."""
    command = [sys.executable, str(HERE / name), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | environment, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def marked(mark: str) -> list[int]:
    """Processes that run with JUNXIAN_MARK=mark in their environment: a build and all that it started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if f"JUNXIAN_MARK={mark}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def die() -> None:
    """kill -9 oneself."""
    os.kill(os.getpid(), signal.SIGKILL)


def connect_through(kind: type[sqlite3.Connection]) -> None:
    """From now on every connection of this process is of this kind."""
    plain = sqlite3.connect

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        return plain(*arguments, **({"factory": kind} | options))

    sqlite3.connect = connect  # type: ignore[assignment]


def spread(low: int, high: int, number: int) -> Iterator[int]:
    """So many whole numbers from low to high, evenly."""
    for n in range(number):
        yield low + (high - low) * n // max(1, number - 1)


def numbers(lines: Sequence[Sequence[str]], what: str) -> list[str]:
    """The names that a diary holds under this word."""
    return [line[1] for line in lines if line[0] == what]
