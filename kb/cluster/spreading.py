"""Who reads the files of a build: processes of this machine, or the workers of a cluster."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Generator, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

from kb.building.workers import Produce, Run, Task


def spread_over(client: Any, workers: int | None, stack: contextlib.ExitStack) -> Run:
    """What runs the tasks of a build: processes of this machine, or with ``client`` the workers of a cluster.

    ``client`` is a ``dask.distributed`` Client or the address of a scheduler; what is opened here is closed
    by ``stack``. Raises ClusterError when it cannot be reached.
    """
    if client is not None:
        from kb.cluster.connection import connect
        from kb.cluster.runner import run_on

        return partial(run_on, stack.enter_context(connect(client)))

    def run(make: Produce, tasks: Iterator[Task]) -> Generator[tuple[Task, Any], None, None]:
        from kb.building.workers import run

        first = list(islice(tasks, 3))  # fewer are not worth a second process
        yield from run(make, chain(first, tasks), 1 if len(first) < 3 else workers or _count_processors())

    return run


def watch_cluster() -> Any:
    """A bar of the sources that a cluster has read, on a terminal or in a notebook; else None."""
    from kb.answers.progress import make_progress

    return make_progress()


def _count_processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
