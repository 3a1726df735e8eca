"""Tasks in flight on a cluster: few enough that memory stays flat, answered in order, each exactly once.

A source is sent as its bytes. What a worker leaves unfinished when it dies Dask gives to another one; what a
scheduler forgets when it is started anew is sent again. An answer counts when it is fetched, once a task, so a
result that comes twice changes nothing.
"""

from __future__ import annotations

import contextlib
import secrets
import time
import warnings
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ClusterError, SourceError
from corpus.files.kinds import SUFFIXES
from corpus.files.limits import MB, Limits
from kb.building.product import unpack_product
from kb.building.workers import Gone, Produce, Task
from kb.cluster.connection import Connection
from kb.cluster.identity import describe_program
from kb.cluster.remote import make_courier, name_function

_LOOK = 2.0  # seconds between two looks at the workers
_TRIES = 3  # answers of one task that may be unusable
_LOST = ("cancelled", "lost")


@dataclass(slots=True)
class _Flight:
    task: Task
    size: int = 0
    future: Any = None
    allowed: frozenset[str] = frozenset()  # workers that may take it; empty: any
    answer: Any = None
    sent: int = 0
    spoilt: int = 0


def run_on(
    connection: Connection, make: Produce, tasks: Iterator[Task], **limits: int
) -> Generator[tuple[Task, Any], None, None]:
    """Each task with what a worker of the cluster made of it, in the order of the tasks; ``limits`` as ``Flights``."""
    yield from Flights(connection, make, tasks, **limits).run()


class Flights:
    """The tasks of one build on their way: at most ``each`` a thread of the cluster and ``most_bytes`` of files."""

    def __init__(
        self, connection: Connection, make: Produce, tasks: Iterator[Task], *, each: int = 32, most_bytes: int = 64 * MB
    ) -> None:
        self.connection, self.make, self.tasks = connection, make, tasks
        self.each, self.most_bytes = each, most_bytes
        self.function, self.carry, self.wanted = name_function(make), make_courier(), describe_program()
        self.window: deque[_Flight] = deque()
        self.unfit: dict[str, str] = {}
        self.workers: dict[str, int] = {}
        self._run = secrets.token_hex(6)  # no two builds share a key
        self._number = 0
        self._looked = self._helped = time.monotonic()
        self._waiting = False

    def run(self) -> Generator[tuple[Task, Any], None, None]:
        """Each task with its answer, in the order of the tasks. Raises ClusterError when the cluster is lost."""
        self.workers = self.connection.count_threads() or {}
        try:
            while True:
                self._fill()
                if not self.window:
                    return
                if time.monotonic() - self._looked > _LOOK:
                    self._look()
                self._settle(self.window[0])
                flight = self.window.popleft()
                yield flight.task, flight.answer
        finally:
            for flight in self.window:
                self._release(flight)

    def _fill(self) -> None:
        most = self.each * max(1, sum(self.workers.values()))
        while len(self.window) < most and sum(flight.size for flight in self.window) < self.most_bytes:
            task = next(self.tasks, None)
            if task is None:
                return
            flight = _Flight(task)
            self._send(flight)
            self.window.append(flight)

    def _send(self, flight: _Flight) -> None:
        path, name = flight.task
        try:
            data = read_bytes(path, name)
        except SourceError:  # it cannot be opened: say so as a build of this machine does
            flight.answer = self.make(path, name)
            return
        self._number += 1
        flight.size, flight.sent = len(data), flight.sent + 1
        flight.allowed = frozenset(self.workers) - frozenset(self.unfit) if self.unfit else frozenset()
        where: dict[str, Any] = {"workers": sorted(flight.allowed)} if flight.allowed else {}
        suffix = Path(path).suffix.lower()  # it says how to read the file, where it says anything
        order = self.function, name, suffix if suffix in SUFFIXES else "", data
        self._release(flight)
        with warnings.catch_warnings():  # that files are large is no news
            warnings.filterwarnings("ignore", message=r"(?s).*large graph")
            with contextlib.suppress(Exception):  # no connection just now: sent again once it is back
                flight.future = self.connection.client.submit(
                    self.carry, self.wanted, order, key=f"junxian-{self._run}-{self._number}", pure=False, **where
                )

    def _settle(self, flight: _Flight) -> None:
        """Wait until the flight has its answer."""
        while flight.answer is None:
            status = flight.future.status if flight.future is not None else "lost"
            if status == "finished":
                self._fetch(flight)
            elif status == "error":
                self._judge(flight)
            elif status in _LOST:
                self._recover()
            else:
                self._wait(flight)
        self._release(flight)

    def _wait(self, flight: _Flight) -> None:
        with contextlib.suppress(Exception):  # time is up, or cancelled: the status tells
            flight.future.exception(timeout=1)
        if time.monotonic() - self._looked > _LOOK:
            self._look()

    def _fetch(self, flight: _Flight) -> None:
        try:
            answer = flight.future.result(timeout=60)
        except Exception:  # the worker went with it: Dask has it made again, or the status says that it is lost
            time.sleep(0.05)
            self._look()
            return
        self._helped = time.monotonic()
        if "unfit" in answer:
            self._exclude(answer["worker"], answer["unfit"])
            self._send(flight)
            return
        try:
            flight.answer = unpack_product(answer["packed"])
        except Exception as error:
            self._spoil(flight, f"its answer could not be read ({type(error).__name__})")

    def _judge(self, flight: _Flight) -> None:
        """A task that Dask gave up."""
        from distributed import KilledWorker

        error = flight.future.exception()
        if isinstance(error, KilledWorker):
            flight.answer = Gone("one worker after the other ended on it")
        else:
            self._spoil(flight, f"a worker failed on it ({type(error).__name__}: {error})")

    def _spoil(self, flight: _Flight, reason: str) -> None:
        flight.spoilt += 1
        if flight.spoilt >= _TRIES:
            flight.answer = Gone(reason)
        else:
            self._send(flight)

    def _exclude(self, worker: str, reason: str) -> None:
        """A worker that reads otherwise than we would gets nothing more."""
        if worker not in self.unfit:
            self.unfit[worker] = reason
            self.connection.tell("cluster.unfit", worker=worker, reason=reason)
        self.workers = self.connection.count_threads() or self.workers
        if self.workers and not set(self.workers) - set(self.unfit):
            where = "; ".join(f"{address}: {why}" for address, why in sorted(self.unfit.items()))
            remedy = "install there what is installed here (same Python, same requirements.lock)"
            raise ClusterError(self.connection.name, "has no worker that can help", where=where, remedy=remedy)

    def _look(self) -> None:
        """See which workers are there; without any, wait for them, but not for ever."""
        self._looked = now = time.monotonic()
        workers = self.connection.count_threads()
        if workers is None:
            return
        self.workers = workers
        if set(workers) - set(self.unfit):
            self._helped, self._waiting = now, False
        elif not self._waiting:
            self._waiting = True
            self.connection.tell("cluster.waiting", address=self.connection.name)
        elif now - self._helped > self.connection.patience:
            remedy = f"start some (dask worker {self.connection.name}), then build again: it goes on from here"
            raise ClusterError(self.connection.name, "has no workers", remedy=remedy)
        for flight in self.window:  # those that were meant for workers that are gone
            if flight.answer is None and flight.allowed and not flight.allowed & set(workers):
                self._send(flight)

    def _recover(self) -> None:
        """Futures were lost: with the scheduler, or because somebody cancelled them."""
        if not self.connection.ready:
            self.connection.restore()
            self.unfit.clear()  # addresses may be given anew
            self._helped = time.monotonic()
        self._look()
        for flight in self.window:
            if flight.answer is None and (flight.future is None or flight.future.status in _LOST):
                self._send(flight)

    @staticmethod
    def _release(flight: _Flight) -> None:
        future, flight.future = flight.future, None
        if future is not None:
            with contextlib.suppress(Exception):  # the client may be gone
                future.release()


def read_bytes(path: str, name: str) -> bytes:
    """All bytes of a file, within the limit on its size. Raises SourceError."""
    from corpus.files.opening import read_regular

    return read_regular(Path(path), name, Limits())
