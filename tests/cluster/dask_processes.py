"""Schedulers and workers as processes of their own, on loopback, ended with the test."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
QUIET = {
    "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "False",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "OMP_NUM_THREADS": "1",
}


class Dask:
    """One scheduler and its workers; logs lie in ``folder``."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", **settings: str) -> None:
        self.folder, self.host, self.settings = folder, host, settings
        self.port = free_port()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        return f"tcp://{self.host}:{self.port}"

    def start_scheduler(self, *, within: Sequence[str] = ()) -> None:
        options = ["--host", self.host, "--port", str(self.port), "--no-dashboard"]
        self.scheduler = self._start("dask_scheduler", options, within)

    def start_worker(
        self, *, path: Sequence[Path] = (), within: Sequence[str] = (), host: str = "", nanny: bool = False
    ) -> subprocess.Popen[bytes]:
        """``path`` comes before the project on the worker's path of modules."""
        options = [self.address, "--host", host or self.host, "--nthreads", "1", "--memory-limit", "0"]
        options += ["--no-dashboard", "--nanny" if nanny else "--no-nanny", "--local-directory", str(self.folder)]
        worker = self._start("dask_worker", options, within, path)
        self.workers.append(worker)
        return worker

    def kill(self, process: subprocess.Popen[bytes] | None, how: int = signal.SIGKILL) -> None:
        """The process with what it started."""
        assert process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        if how == signal.SIGKILL:
            process.wait()

    def close(self) -> None:
        for process in self.processes:
            self.kill(process, signal.SIGCONT)
            self.kill(process)

    def logs(self) -> str:
        return "\n".join(path.read_text("utf-8", "replace") for path in sorted(self.folder.glob("*.log")))

    def _start(
        self, module: str, options: Sequence[str], within: Sequence[str], path: Sequence[Path] = ()
    ) -> subprocess.Popen[bytes]:
        number = len(self.processes)
        folders = [*path, ROOT, HERE.parent / "kb"]
        environment = {**os.environ, **QUIET, **self.settings, "PYTHONPATH": os.pathsep.join(map(str, folders))}
        with Path(self.folder, f"{module}{number}.log").open("wb") as log:
            process = subprocess.Popen(
                [*within, sys.executable, "-m", f"distributed.cli.{module}", *options],
                env=environment, stdout=log, stderr=log, start_new_session=True, cwd=self.folder,
            )  # fmt: skip
        self.processes.append(process)
        return process


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(condition: Any, seconds: float = 60.0) -> None:
    """Until it holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
