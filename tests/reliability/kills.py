"""kill -9 a build again and again, and look at what is left.

    python tests/reliability/kills.py {random|commits|statements|folders} NUMBER [SEED]

``random`` kills after a random time or at a random step inside SQLite, ``commits`` right before and right
after each COMMIT, ``statements`` before each SQL statement (NUMBER 0: all of them). Every other kill hits
the update of an older base instead of a first build. ``folders`` kills between statements, then builds another
folder into the same base: it must take nothing of the first away. Prints its figures as one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults import (
    Diary,
    committed,
    connect_through,
    die,
    fake_build,
    leftovers,
    numbers,
    problems,
    run_child,
    spread,
    text_of,
    whole,
    write_folder,
)

FILES = 30


class Counting(sqlite3.Connection):
    """Dies before statement ``at`` (or COMMIT ``at``, before or after it); counts them otherwise."""

    at = -1
    commits_only = False
    after = False
    seen = 0

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:  # type: ignore[override]
        return self._count(sql, lambda: super(Counting, self).execute(sql, *rest))

    def executemany(self, sql: str, *rest: Any) -> sqlite3.Cursor:  # type: ignore[override]
        return self._count(sql, lambda: super(Counting, self).executemany(sql, *rest))

    def _count(self, sql: str, run: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        kind = type(self)
        if kind.commits_only and sql != "COMMIT":
            return run()
        kind.seen += 1
        if kind.seen == kind.at and not kind.after:
            die()
        cursor = run()
        if kind.seen == kind.at and kind.after:
            die()
        return cursor


class Stepping(sqlite3.Connection):
    """Dies at a step of SQLite's own machine."""

    left = 0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.set_progress_handler(self._step, 20)

    def _step(self) -> int:
        Stepping.left -= 1
        if Stepping.left == 0:
            die()
        return 0


class Scene:
    """A first build or an update, with what it must come to."""

    def __init__(self, root: Path, *, update: bool) -> None:
        self.root, self.update = root, update
        self.folder = write_folder(root / "in", FILES)
        self.start = root / "start.db"
        self.run = root / "run"
        self.base = self.run / "k.db"
        if update:
            fake_build(self.folder, self.start)
            write_folder(self.folder, FILES, edition=2)
        self.before = committed(self.start) if update else set()
        unbroken = root / "unbroken.db"
        begun = time.monotonic()
        if update:
            shutil.copy(self.start, unbroken)
        self.needed = fake_build(self.folder, unbroken).read
        self.seconds = time.monotonic() - begun
        self.want = whole(unbroken)
        self.count = {kind: self._count(kind) for kind in ("statements", "commits", "steps")}

    def reset(self) -> None:
        """As before the build."""
        shutil.rmtree(self.run, ignore_errors=True)
        self.run.mkdir()
        if self.update:
            shutil.copy(self.start, self.base)

    def _count(self, what: str) -> int:
        def work(handle: int) -> None:
            if what == "steps":
                Stepping.left = 1 << 60
                connect_through(Stepping)
            else:
                Counting.commits_only = what == "commits"
                connect_through(Counting)
            fake_build(self.folder, self.base)
            seen = (1 << 60) - Stepping.left if what == "steps" else Counting.seen
            os.write(handle, json.dumps(["seen", seen]).encode() + b"\n")

        self.reset()
        return int(run_child(work)[1][-1][1])

    def kill(self, prepare: Callable[[], None], after: Callable[[int], None] | None = None) -> dict[str, int]:
        """One kill and one resumption; what went wrong, by name, with what was done."""

        def work(handle: int) -> None:
            prepare()
            diary = Diary(handle)
            fake_build(self.folder, self.base, make=diary.make, progress=diary)

        self.reset()
        code, lines = run_child(work, after)
        assert code in (0, -signal.SIGKILL), lines[-1:]
        made, done = numbers(lines, "made"), set(numbers(lines, "done"))
        held = committed(self.base)
        new = len(held - self.before)
        damaged = bool(problems(self.base)) if held else False
        report = fake_build(self.folder, self.base)
        return {
            "killed": code == -signal.SIGKILL,
            "lost": len(done - {name for name, _ in held}),
            "damaged": damaged,
            "redone": max(0, len(made) - new),
            "most_redone": max(0, len(made) - new),
            "read_too_much": max(0, report.read - (self.needed - new)),
            "differs": whole(self.base) != self.want,
            "left": len(leftovers(self.base)),
        }


def build_another(number: int, seed: int) -> dict[str, Any]:
    """After each kill another folder is built, then the first one again: all of both is there."""
    figures = {"kills": 0, "taken away": 0, "differs": 0}
    with tempfile.TemporaryDirectory(prefix="junxian-kills-") as name:
        root = Path(name)
        scene, other = Scene(root / "a", update=False), root / "other"
        other.mkdir()
        for n in range(3):
            (other / f"o{n}.txt").write_text(text_of(n, edition=9), encoding="utf-8")
        both = root / "both.db"
        fake_build(scene.folder, both)
        fake_build(other, both)
        for at in spread(1, scene.count["statements"], number):
            scene.reset()

            def work(handle: int, at: int = at) -> None:
                _count(at, False, True)
                fake_build(scene.folder, scene.base)

            figures["kills"] += run_child(work)[0] == -signal.SIGKILL
            held = committed(scene.base)
            fake_build(other, scene.base)
            figures["taken away"] += len(held - committed(scene.base))
            fake_build(scene.folder, scene.base)
            figures["differs"] += whole(scene.base) != whole(both)
    return figures


def main(mode: str, number: int, seed: int = 1) -> dict[str, Any]:
    """Run so many kills; the figures."""
    if mode == "folders":
        return build_another(number, seed)
    dice = random.Random(seed)
    totals: dict[str, Any] = {"kills": 0, "runs": 0}
    with tempfile.TemporaryDirectory(prefix="junxian-kills-") as folder:
        scenes = [Scene(Path(folder, str(update)), update=update) for update in (False, True)]
        for scene, prepare, after in _plan(mode, number, scenes, dice):
            for name, value in scene.kill(prepare, after).items():
                if name == "most_redone":
                    totals[name] = max(totals.get(name, 0), value)
                else:
                    key = "kills" if name == "killed" else name
                    totals[key] = totals.get(key, 0) + int(value)
            totals["runs"] += 1
            if mode == "random" and totals["kills"] == number:  # some builds ended before their time came
                break
    return totals


def _plan(mode: str, number: int, scenes: list[Scene], dice: random.Random) -> Any:
    if mode == "random":
        for n in range(2 * number):
            scene = scenes[n % 2]
            if n % 4 < 2:
                step = dice.randint(1, scene.count["steps"])
                yield scene, lambda step=step: _step(step), None
            else:
                delay = dice.uniform(0, scene.seconds)
                yield scene, lambda: None, lambda pid, delay=delay: _kill_later(pid, delay)
        return
    commits = mode == "commits"
    every = [
        (scene, at, after)
        for scene in scenes
        for at in range(1, scene.count[mode] + 1)
        for after in ((False, True) if commits else (False,))
    ]
    chosen = [every[n] for n in spread(0, len(every) - 1, number)] if number else every
    for scene, at, after in chosen:
        yield scene, lambda at=at, after=after: _count(at, commits, after), None


def _step(step: int) -> None:
    Stepping.left = step
    connect_through(Stepping)


def _count(at: int, commits: bool, after: bool) -> None:
    Counting.at, Counting.commits_only, Counting.after = at, commits, after
    connect_through(Counting)


def _kill_later(pid: int, delay: float) -> None:
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], *map(int, sys.argv[2:]))))
