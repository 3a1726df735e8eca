"""Workers in network namespaces of their own: as other machines, with no loopback, cable and all."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import kb_fakes
import pytest
from dask_processes import Dask

from kb.build import build
from kb.dump import digest
from kb.store import connect_reader

NET = f"10.{200 + os.getpid() % 50}.{os.getpid() // 50 % 250}"  # private, of this process
HOSTS = [f"{NET}.{16 * n + 1}" for n in range(2)]
pytestmark = [pytest.mark.allow_hosts(["127.0.0.1", *HOSTS]), pytest.mark.long]


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


@pytest.fixture
def namespaces() -> Iterator[list[str]]:
    """Two namespaces, each joined to this one by a pair of virtual cables: ours .1 and .17, theirs .2 and .18."""
    if not shutil.which("ip"):
        pytest.skip("no command ip (iproute2): network namespaces cannot be made")
    names = [f"jx{os.getpid()}n{n}" for n in range(2)]
    try:
        for n, name in enumerate(names):
            ip("netns", "add", name)
            ip("link", "add", f"{name}a", "type", "veth", "peer", "name", f"{name}b")
            ip("link", "set", f"{name}b", "netns", name)
            ip("addr", "add", f"{HOSTS[n]}/28", "dev", f"{name}a")
            ip("link", "set", f"{name}a", "up")
            ip("-n", name, "addr", "add", f"{NET}.{16 * n + 2}/28", "dev", f"{name}b")
            ip("-n", name, "link", "set", f"{name}b", "up")
            ip("-n", name, "route", "add", "default", "via", HOSTS[n])
    except (OSError, subprocess.CalledProcessError) as error:
        remove(names)
        pytest.skip(f"network namespaces may not be made here: {getattr(error, 'stderr', error)}")
    yield names
    remove(names)


def remove(names: list[str]) -> None:
    for name in names:
        with contextlib.suppress(subprocess.CalledProcessError, OSError):
            ip("link", "del", f"{name}a")
        with contextlib.suppress(subprocess.CalledProcessError, OSError):
            ip("netns", "del", name)


class Unplug:
    """Progress that pulls one cable after so many sources."""

    def __init__(self, cable: str) -> None:
        self.cable, self.done = cable, 0

    def start(self, total: int) -> None: ...
    def close(self) -> None: ...
    def step(self, name: str, state: str) -> None:
        self.done += 1
        if self.done == 4:
            ip("link", "set", self.cable, "down")


def test_one_of_two_machines_is_cut_off(
    plans: Path, tmp_path: Path, dask_cluster: Callable[..., Dask], namespaces: list[str]
) -> None:
    settings: dict[str, Any] = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "3s"}
    settings |= {"DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s", "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s"}
    dask = dask_cluster(host=HOSTS[0], **settings)
    dask.start_scheduler()
    for n, name in enumerate(namespaces):
        dask.start_worker(within=["ip", "netns", "exec", name], host=f"{NET}.{16 * n + 2}")
    options: dict[str, Any] = {"make": kb_fakes.make, "program": "test"}
    report = build(plans, tmp_path / "c.db", client=dask.address, progress=Unplug(f"{namespaces[1]}a"), **options)
    build(plans, tmp_path / "l.db", workers=1, **options)
    assert report.states["ok"] == 30
    with connect_reader(tmp_path / "c.db") as one, connect_reader(tmp_path / "l.db") as other:
        assert digest(one) == digest(other)
