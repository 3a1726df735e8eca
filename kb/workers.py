"""Processes that run one function on many small tasks; one of them may die without taking the rest along."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import types
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import chain
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

_LARGE = 1 << 20  # bytes
_COMPRESSED = (".docx", ".docm", ".dotx", ".ofd", ".odt")
Task = tuple[str, str]  # path, name
Produce = Callable[[str, str], Any]


class Gone:
    """Stands for the answer of a worker that died; ``reason`` says how."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


def run(produce: Produce, tasks: Iterable[Task], workers: int) -> Generator[tuple[Task, Any], None, None]:
    """Each task with what ``produce`` made of it, as they come; a single worker is this process itself.

    Large files are never read here: what they take goes with the process that took it. Closing the iterator
    ends the workers at once.
    """
    if workers <= 1:
        for task in tasks:
            if _is_large(task[0]):
                with _Crew(produce, 1) as crew:
                    yield from crew.run(iter([task]))
            else:
                yield task, produce(*task)
        return
    with _Crew(produce, workers) as crew:
        yield from crew.run(iter(tasks))


def _is_large(path: str) -> bool:
    """A megabyte of text; what is compressed holds several times its size."""
    try:
        size = Path(path).stat().st_size
    except OSError:
        return False
    return size > (_LARGE // 8 if path.lower().endswith(_COMPRESSED) else _LARGE)


class _Worker:
    def __init__(self, produce: Produce, context: Any) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(produce, theirs), daemon=False)
        with _without_main(produce):
            self.process.start()
        theirs.close()
        self.task: Task | None = None
        self.reached = True  # whether the task came to it: it may have died after the one before

    def give(self, task: Task) -> None:
        self.task = task
        try:
            self.pipe.send(task)
        except OSError:
            self.reached = False

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self.pipe.close()
        self.process.kill()
        self.process.join()


@contextlib.contextmanager
def _without_main(produce: Produce) -> Iterator[None]:
    """A worker imports the program that started it; one that builds where it is imported would build again.

    Our workers need nothing of it, unless the function itself stands there.
    """
    main = sys.modules["__main__"]
    if produce.__module__ != "__main__":
        sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """What starts here never hears of Ctrl-C, not even while it imports; we hear of it afterwards."""
    resource_tracker.ensure_running()  # would listen again in the midst of it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Crew:
    def __init__(self, produce: Produce, size: int) -> None:
        # Not fork: the parent holds a database and perhaps threads.
        self.context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
        if hasattr(os, "fork"):  # what all workers need once, not once a worker
            self.context.set_forkserver_preload(["kb.warm"])
            with _deaf():
                forkserver.ensure_running()
        self.produce, self.size = produce, size
        self.workers: list[_Worker] = []
        self.again: Task | None = None  # given a second time, to another worker

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.end()

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Any]]:
        for _ in range(self.size):
            self._hire(tasks)
        while any(worker.task for worker in self.workers):
            ready = wait([worker.pipe for worker in self.workers if worker.task])
            for worker in [worker for worker in self.workers if worker.pipe in ready]:
                task = worker.task
                assert task is not None
                try:
                    answer = worker.pipe.recv()
                    worker.task = None
                except (EOFError, OSError):
                    answer = self._bury(worker)
                    if not worker.reached and self.again != task:
                        self.again = task
                        self._hire(chain([task], tasks))
                        continue
                    self._hire(tasks)
                else:
                    following = next(tasks, None)
                    if following:
                        worker.give(following)
                yield task, answer

    def _bury(self, worker: _Worker) -> Gone:
        worker.process.join()
        self.workers.remove(worker)
        worker.end()
        return Gone(f"its worker ended ({_how(worker.process.exitcode)})")

    def _hire(self, tasks: Iterator[Task]) -> None:
        task = next(tasks, None)
        if task:
            worker = _Worker(self.produce, self.context)
            self.workers.append(worker)
            worker.give(task)


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit status {code}"


def _serve(produce: Produce, pipe: Connection) -> None:
    """The worker: answers tasks until the pipe closes, which it does when the parent dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the parent, which ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            pipe.send(produce(*pipe.recv()))
