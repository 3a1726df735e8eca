"""Processes that run one function on many small tasks; one of them may die without taking the rest along."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import socket
import sys
import types
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

_LARGE = 1 << 20  # bytes
_SMALL = 1 << 17  # of these a worker has some in hand, so that it never waits for the process that writes
_AHEAD = 3
_COLLECT = (10_000, 10, 10)  # thresholds of the collector of cycles
_ROOM = 1 << 20  # bytes of answers that may wait in a pipe
_COMPRESSED = (".docx", ".docm", ".dotx", ".ofd", ".odt", ".xlsx", ".xlsm", ".xltx", ".ods", ".ots")
Task = tuple[str, str]  # path, name
Produce = Callable[[str, str], Any]  # what reads one file: path, name → Product
# What runs it on many: each task with what came of it; closing it ends the work.
Run = Callable[[Produce, Iterator[Task]], Generator[tuple[Task, Any], None, None]]


class Gone:
    """Stands for the answer of a worker that died; ``reason`` says how."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


def run(produce: Produce, tasks: Iterable[Task], workers: int) -> Generator[tuple[Task, Any], None, None]:
    """Each task with what ``produce`` made of it, as they come; a single worker is this process itself.

    Large files are never read here: what they take goes with the process that took it. Closing the iterator
    ends the workers at once.
    """
    with _rarely_collecting():
        if workers > 1:
            with _Crew(produce, workers) as crew:
                yield from crew.run(iter(tasks))
            return
        for task in tasks:
            if _is_large(task[0]):
                with _Crew(produce, 1) as crew:
                    yield from crew.run(iter([task]))
            else:
                yield task, produce(*task)


@contextlib.contextmanager
def _rarely_collecting() -> Iterator[None]:
    """What files come to has no cycles worth looking for hundreds of times while it grows."""
    before = gc.get_threshold()
    gc.set_threshold(*_COLLECT)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _is_large(path: str) -> bool:
    """A megabyte of text; what is compressed holds several times its size."""
    try:
        size = Path(path).stat().st_size
    except OSError:
        return False
    return size > (_LARGE // 8 if path.lower().endswith(_COMPRESSED) else _LARGE)


def _is_small(path: str) -> bool:
    try:
        return Path(path).stat().st_size < _SMALL
    except OSError:
        return True


class _Tasks:
    """Tasks not yet given to anyone; what a dead worker had not begun comes back."""

    def __init__(self, tasks: Iterator[Task]) -> None:
        self._tasks = tasks
        self._back: deque[Task] = deque()

    def put_back(self, tasks: Iterable[Task]) -> None:
        self._back.extend(tasks)

    def peek(self) -> Task | None:
        """The next task, which stays here."""
        if not self._back and (task := next(self._tasks, None)):
            self._back.append(task)
        return self._back[0] if self._back else None

    def take(self) -> Task | None:
        """The next task."""
        task = self.peek()
        return self._back.popleft() if task else None


class _Worker:
    def __init__(self, produce: Produce, context: Any) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(produce, theirs), daemon=False)
        with _without_main(produce):
            self.process.start()
        theirs.close()
        self.tasks: deque[Task] = deque()  # the first is the one that it works on
        self.missed: set[Task] = set()  # what it was given when it was dead already

    def give(self, task: Task) -> None:
        self.tasks.append(task)
        try:
            self.pipe.send(task)
        except OSError:
            self.missed.add(task)

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self.pipe.close()
        self.process.kill()
        self.process.join()


def _widen(pipe: Connection) -> None:
    """Room for the answer to a common file, so that a worker need not wait until the writer has time for it."""
    with contextlib.suppress(OSError, AttributeError), socket.socket(fileno=os.dup(pipe.fileno())) as end:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ROOM)


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
            self.context.set_forkserver_preload(["kb.building.warm"])
            with _deaf():
                forkserver.ensure_running()
        self.produce, self.size = produce, size
        self.workers: list[_Worker] = []
        self.again: set[Task] = set()  # given a second time, to another worker

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.end()

    def run(self, found: Iterator[Task]) -> Iterator[tuple[Task, Any]]:
        tasks = _Tasks(found)
        for _ in range(self.size):
            self._hire(tasks)
        while busy := [worker for worker in self.workers if worker.tasks]:
            for worker in busy:
                self._stock(worker, tasks)
            ready = wait([worker.pipe for worker in busy])
            for worker in [worker for worker in busy if worker.pipe in ready]:
                task = worker.tasks[0]
                try:
                    answer = worker.pipe.recv()
                except (EOFError, OSError):
                    answer = self._bury(worker, tasks)
                    self._hire(tasks)
                    if answer is None:
                        continue
                else:
                    worker.tasks.popleft()
                    self._stock(worker, tasks)
                yield task, answer

    def _stock(self, worker: _Worker, tasks: _Tasks) -> None:
        """Give a worker its next tasks: some small ones ahead, a larger one when it has nothing else to do."""
        while len(worker.tasks) < _AHEAD and (task := tasks.peek()) is not None:
            if worker.tasks and not (_is_small(task[0]) and _is_small(worker.tasks[-1][0])):
                return
            tasks.take()
            worker.give(task)

    def _bury(self, worker: _Worker, tasks: _Tasks) -> Gone | None:
        """What became of the task that a dead worker had; None where it had not begun with it: another gets it."""
        worker.process.join()
        self.workers.remove(worker)
        worker.end()
        task = worker.tasks.popleft()
        tasks.put_back(worker.tasks)
        if task in worker.missed and task not in self.again:
            self.again.add(task)
            tasks.put_back([task])
            return None
        return Gone(f"its worker ended ({_how(worker.process.exitcode)})")

    def _hire(self, tasks: _Tasks) -> None:
        task = tasks.take()
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
    _widen(pipe)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt), _rarely_collecting():
        while True:
            pipe.send(produce(*pipe.recv()))
