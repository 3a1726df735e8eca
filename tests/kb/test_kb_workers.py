"""Workers that die, and signals at any moment: every task has its own answer, and the end is always told."""

from __future__ import annotations

import dataclasses
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

import pytest

from kb.building.interrupts import Interrupts, interruptible
from kb.building.product import Product, spell_product
from kb.building.workers import Gone, Task, run


def dies_after_a(path: str, name: str) -> str:
    if name == "a":
        threading.Timer(0.05, os._exit, [9]).start()
    return f"read {name}"


def dies_of_b(path: str, name: str) -> str:
    if name == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    return f"read {name}"


def slow_tasks(names: str) -> Iterator[Task]:
    for name in names:
        if name == "b":
            time.sleep(1)  # as a large file is hashed before it is given away
        yield "", name


def test_a_worker_that_dies_between_two_tasks_costs_neither() -> None:
    told = [(name, answer) for (_, name), answer in run(dies_after_a, slow_tasks("abcd"), 2)]
    assert sorted(told) == [(name, f"read {name}") for name in "abcd"]


def test_a_worker_that_dies_of_a_task_costs_that_one() -> None:
    told = {name: answer for (_, name), answer in run(dies_of_b, iter([("", name) for name in "abcd"]), 2)}
    gone = told.pop("b")
    assert isinstance(gone, Gone) and "SIGKILL" in gone.reason
    assert told == {name: f"read {name}" for name in "acd"}


def dies_of_some(path: str, name: str) -> str:
    if int(name) % 7 == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return f"read {name}" + "x" * 300_000  # more than a pipe holds


def test_what_a_dead_worker_had_in_hand_is_done_by_others() -> None:
    told = [(name, answer) for (_, name), answer in run(dies_of_some, iter([("", str(n)) for n in range(40)]), 2)]
    assert sorted(int(name) for name, _ in told) == list(range(40))
    assert {int(name) for name, answer in told if isinstance(answer, Gone)} == {n for n in range(40) if n % 7 == 3}


def test_a_product_travels_as_it_is_kept() -> None:
    product = Product.make({"name": "\ud800.txt", "size": 1}, {"divisions": [{"place": "130608", "name": "清苑区"}]})
    come = pickle.loads(pickle.dumps(product))
    assert come == product and next(iter(come.rows["divisions"]))["name"] == "清苑区"
    assert spell_product(come) == spell_product(product) == come.spelt
    assert dataclasses.replace(come, source={"name": "b.txt"}).spelt is None


def test_an_error_in_finding_tasks_is_no_worker_that_died() -> None:
    def tasks() -> Iterator[Task]:
        yield "", "b0"
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(run(dies_after_a, tasks(), 2))


class Steps:
    """Sends itself a signal before one line of the code that is watched."""

    def __init__(self, at: int, signum: int) -> None:
        self.at, self.signum, self.seen = at, signum, 0

    def __call__(self, frame: FrameType, event: str, argument: object) -> Steps:
        if event == "line":
            self.seen += 1
            if self.seen == self.at:
                signal.raise_signal(self.signum)
        return self


def make_something(done: list[str]) -> bool:
    """As a build: opens, does two pieces of work and says how it ended."""
    with interruptible() as stop:
        stop.begin()
        done.append("opened")
        ended = [stop.stopped(lambda: done.append("first")), stop.stopped(lambda: done.append("second"))]
        done.append("said")
    return any(ended)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_any_line_is_heard_once_and_the_end_is_told(signum: int) -> None:
    before = signal.signal(signum, signal.default_int_handler)
    try:
        lines, stopped, ended_at_once = 0, 0, 0
        while True:
            lines += 1
            done: list[str] = []
            steps, watching = Steps(lines, signum), sys.gettrace()
            code = {make_something.__code__, Interrupts.stopped.__code__, Interrupts.begin.__code__}
            sys.settrace(lambda frame, *_, steps=steps, code=code: steps if frame.f_code in code else None)
            try:
                interrupted = make_something(done)
            except KeyboardInterrupt:
                assert "opened" not in done or "said" in done  # before there is anything to tell of, or after it
                ended_at_once += 1
                continue
            finally:
                sys.settrace(watching)
            assert done[0] == "opened" and done[-1] == "said"
            stopped += interrupted
            if steps.seen < lines:
                break
        assert stopped > 5 and ended_at_once < 10 and lines > 20
    finally:
        signal.signal(signum, before)


def test_within_another_signals_stay_with_the_outer_one() -> None:
    with interruptible() as outer, interruptible() as inner:
        assert inner is outer
    seen: list[Interrupts] = []

    def ask() -> None:
        with interruptible() as mine:
            seen.append(mine)

    with interruptible() as outer:
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert seen[0] is not outer


def test_what_the_workers_are_forked_from_has_read_a_page_that_lost_bytes() -> None:
    """Its tables are made once for all workers, not in each."""
    code = (
        "import kb.building.warm, corpus.repair.lost_bytes.pairs as made; print(made.load_pairs.cache_info().currsize)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "1"
