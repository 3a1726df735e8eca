"""The same text built by one process, two processes and two Dask workers, in one run.

    python benchmarks/dask_build.py FOLDER [--rounds 3] [--copies 1]

Scheduler and workers are processes of their own on loopback, started before the clock. The three ways take turns;
medians by the clock and ratios are printed, the processor seconds of each, and whether all bases are the same.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kb.build import build
from kb.dump import digest
from kb.store import connect_reader


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler with so many workers on loopback; its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    python = [sys.executable, "-m"]
    commands = [["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]]
    options = [address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    commands += [["distributed.cli.dask_worker", *options, "--local-directory", str(folder)]] * workers
    started = [subprocess.Popen([*python, *command], **quiet) for command in commands]
    try:
        from distributed import Client

        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def spend(way: Callable[[Path], Any], folder: Path) -> tuple[float, float]:
    """Seconds by the clock, and of this process alone the processor's."""
    begun, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    way(folder)
    now = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter() - begun, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def copy_files(folder: Path, into: Path, copies: int) -> tuple[int, int]:
    """So many copies of every file, under names of their own; how many files and bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    into.mkdir()
    for number, path in enumerate(files):
        for copy in range(copies):
            shutil.copyfile(path, into / f"{number:05}_{copy}{path.suffix}")
    return len(files) * copies, sum(path.stat().st_size for path in files) * copies


def main() -> None:
    """Print the medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, cluster(Path(name), 2) as address:
        root = Path(name)
        count, size = copy_files(given.folder, root / "in", given.copies)
        ways: dict[str, Callable[[Path], Any]] = {
            "1 process": lambda base: build(root / "in", base, workers=1),
            "2 processes": lambda base: build(root / "in", base, workers=2),
            "2 Dask workers": lambda base: build(root / "in", base, client=address),
        }
        times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        digests = set()
        for turn in range(given.rounds + 1):
            for way, run in ways.items():
                base = root / "base.db"
                spent = spend(run, base)
                if turn:  # the first turn warms imports and dictionaries
                    times[way].append(spent)
                with connect_reader(base) as db:
                    digests.add(digest(db))
                base.unlink()
        middle = {way: statistics.median(wall for wall, _ in spent) for way, spent in times.items()}
        print(f"{count} files, {size / 1e6:.2f} MB; bases {'all the same' if len(digests) == 1 else 'DIFFER'}")
        for way, wall in middle.items():
            own = statistics.median(used for _, used in times[way])
            print(
                f"{way:15} {wall:8.2f} s  {middle['1 process'] / wall:5.2f} x one process"
                f"  {own:6.2f} s of the processor in the process that writes"
            )
        print(f"Dask beside two processes: {middle['2 processes'] / middle['2 Dask workers']:.2f}")


if __name__ == "__main__":
    main()
