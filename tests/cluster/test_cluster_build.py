"""A build by a cluster gives the base of a local build, whatever befalls workers and scheduler."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kb_fakes
import pytest
from dask_processes import ROOT, Dask, wait_for
from invented_counties import write_plans

from corpus.errors import ClusterError
from kb.build import Report, build
from kb.cluster.connection import connect
from kb.cluster.runner import run_on
from kb.dump import digest
from kb.store import connect_reader

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
NeedCluster = Callable[..., Dask]


def make_local(folder: Path, base: Path) -> str:
    build(folder, base, workers=1, make=kb_fakes.make, program="test")
    return digest_of(base)


def digest_of(base: Path) -> str:
    with connect_reader(base) as db:
        return digest(db)


class Steps:
    """Progress that does something after so many sources."""

    def __init__(self, **at: Any) -> None:
        self.at, self.done, self.names = {int(step[1:]): act for step, act in at.items()}, 0, list[str]()

    def start(self, total: int) -> None: ...
    def close(self) -> None: ...
    def step(self, name: str, state: str) -> None:
        self.done += 1
        self.names.append(name)
        self.at.get(self.done, lambda: None)()


class Told(list[str]):
    def __call__(self, name: str, **values: object) -> None:
        self.append(" ".join([name, *map(str, values.values())]))


def cluster_build(folder: Path, base: Path, client: Any, **options: Any) -> Report:
    return build(folder, base, make=kb_fakes.make, program="test", client=client, **options)


def test_same_base_in_the_same_order_and_nothing_read_twice(plans: Path, tmp_path: Path, steady: Dask) -> None:
    steps = Steps()
    report = cluster_build(plans, tmp_path / "c.db", steady.address, progress=steps)
    assert digest_of(tmp_path / "c.db") == make_local(plans, tmp_path / "l.db")
    assert report.states == {"ok": 30, "failed": 2, "skipped": 1} and report.read == 32
    read = [name for name in steps.names if name != "q3.unknown"]  # that is settled at once
    assert read == sorted(read)
    again = cluster_build(plans, tmp_path / "c.db", steady.address)
    assert (again.unchanged, again.read) == (30, 2)


def test_worker_killed(plans: Path, tmp_path: Path, dask_cluster: NeedCluster) -> None:
    dask = dask_cluster()
    dask.start_scheduler()
    first = dask.start_worker()

    def replace() -> None:
        dask.kill(first)
        dask.start_worker()

    report = cluster_build(plans, tmp_path / "c.db", dask.address, progress=Steps(_5=replace))
    assert report.states["ok"] == 30
    assert digest_of(tmp_path / "c.db") == make_local(plans, tmp_path / "l.db")


def test_scheduler_restarted(plans: Path, tmp_path: Path, dask_cluster: NeedCluster) -> None:
    dask = dask_cluster()
    dask.start_scheduler()
    dask.start_worker()

    def restart() -> None:
        dask.kill(dask.scheduler)
        dask.start_scheduler()
        dask.start_worker()

    report = cluster_build(plans, tmp_path / "c.db", dask.address, progress=Steps(_5=restart, _20=restart))
    assert report.states["ok"] == 30
    assert digest_of(tmp_path / "c.db") == make_local(plans, tmp_path / "l.db")


@pytest.mark.long
def test_delivered_twice(plans: Path, tmp_path: Path, dask_cluster: NeedCluster) -> None:
    """A worker that stops is taken for dead; its tasks are done by another, then it wakes up and answers too."""
    dask = dask_cluster(DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="2s", DASK_DISTRIBUTED__WORKER__LIFETIME__RESTART="0")
    dask.start_scheduler()
    sleeper = dask.start_worker()

    def stop() -> None:
        dask.kill(sleeper, signal.SIGSTOP)
        dask.start_worker()

    report = cluster_build(
        plans, tmp_path / "c.db", dask.address, progress=Steps(_3=stop, _25=lambda: dask.kill(sleeper, signal.SIGCONT))
    )
    assert report.states["ok"] == 30
    assert digest_of(tmp_path / "c.db") == make_local(plans, tmp_path / "l.db")
    with connect_reader(tmp_path / "c.db") as db:
        assert db.execute("SELECT count(*) FROM sources").fetchone()[0] == 33


@pytest.mark.long
def test_a_file_that_kills_its_workers(plans: Path, tmp_path: Path, dask_cluster: NeedCluster) -> None:
    (plans / "p005.txt").write_text("死\n", encoding="utf-8")
    dask = dask_cluster(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1")
    dask.start_scheduler()
    dask.start_worker(nanny=True)
    report = cluster_build(plans, tmp_path / "c.db", dask.address)
    assert report.states == {"ok": 29, "failed": 3, "skipped": 1}
    with connect_reader(tmp_path / "c.db") as db:
        why = db.execute("SELECT reason FROM sources WHERE name = 'p005.txt'").fetchone()[0]
    assert "one worker after the other ended on it" in why


def other_version(folder: Path) -> Path:
    """A copy of the project in which one line differs."""
    for name in ("corpus", "extract", "kb"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "samples"))
    with (folder / "corpus" / "words.py").open("a", encoding="utf-8") as stream:
        stream.write("# another version\n")
    return folder


def without_junxian(folder: Path) -> Path:
    """Modules found first that stand for a Python without junxian."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import sys\nclass Blind:\n    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'kb':\n            raise ModuleNotFoundError(\"No module named 'kb'\", name='kb')\n"
        "sys.meta_path.insert(0, Blind())\n",
        encoding="utf-8",
    )
    return folder


def test_workers_without_junxian_or_with_another(plans: Path, tmp_path: Path, dask_cluster: NeedCluster) -> None:
    dask = dask_cluster()
    dask.start_scheduler()
    dask.start_worker(path=[without_junxian(tmp_path / "bare")])
    dask.start_worker(path=[other_version(tmp_path / "other")])
    told = Told()
    with pytest.raises(ClusterError) as caught, connect(dask.address, tell=told) as connection:
        wait_for(lambda: len(connection.count_threads() or {}) == 2)
        list(run_on(connection, kb_fakes.make, iter([(str(plans / f"p{n:03}.txt"), f"p{n:03}.txt") for n in range(9)])))
    assert "junxian is not installed there" in caught.value.where
    assert "junxian 0." in caught.value.where and caught.value.remedy
    dask.start_worker()
    with connect(dask.address, tell=told) as connection:
        wait_for(lambda: len(connection.count_threads() or {}) == 3)
    report = cluster_build(plans, tmp_path / "c.db", dask.address)
    assert report.states["ok"] == 30
    assert digest_of(tmp_path / "c.db") == make_local(plans, tmp_path / "l.db")


def test_nothing_at_the_address(plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.cluster.connection.FIRST", 1.0)
    for address in ("nowhere", "tcp://nowhere", "http://127.0.0.1:8786", "tcp://127.0.0.1:port"):
        with pytest.raises(ClusterError, match="is no address"), connect(address, tell=Told()):
            pass
    with pytest.raises(ClusterError, match="is no Dask scheduler"), connect("tcp://127.0.0.1:1", tell=Told()):
        pass
    with pytest.raises(ClusterError, match="needs certificates"), connect("tls://127.0.0.1:1", tell=Told()):
        pass
    with pytest.raises(ClusterError, match="is no Client"):
        cluster_build(plans, tmp_path / "c.db", object())
    assert not (tmp_path / "c.db").exists()


def test_nobody_comes(plans: Path, dask_cluster: NeedCluster) -> None:
    dask = dask_cluster()
    dask.start_scheduler()
    told = Told()
    with connect(dask.address, patience=1, tell=told) as connection, pytest.raises(ClusterError, match="no workers"):
        list(run_on(connection, kb_fakes.make, iter([(str(plans / "p000.txt"), "p000.txt")])))
    assert told == [f"cluster.waiting {dask.address}"]


def test_interrupted(plans: Path, tmp_path: Path, steady: Dask) -> None:

    def interrupt() -> None:
        signal.raise_signal(signal.SIGINT)

    first = cluster_build(plans, tmp_path / "c.db", steady.address, progress=Steps(_7=interrupt))
    assert first.interrupted and 0 < first.states["ok"] < 30
    second = cluster_build(plans, tmp_path / "c.db", steady.address)
    assert second.read + second.unchanged == 32 and second.unchanged == first.states["ok"]
    assert digest_of(tmp_path / "c.db") == make_local(plans, tmp_path / "l.db")


def test_client_of_a_notebook(plans: Path, tmp_path: Path, steady: Dask, capsys: pytest.CaptureFixture[str]) -> None:
    from distributed import Client

    from kb.answers.progress import Progress

    with Client(steady.address, set_as_default=False) as client:
        report = cluster_build(plans, tmp_path / "c.db", client, progress=Progress())
        assert client.status == "running"  # ours to close, not the build's
    assert report.states["ok"] == 30
    assert digest_of(tmp_path / "c.db") == make_local(plans, tmp_path / "l.db")
    assert "33/33" in capsys.readouterr().err


class Endless:
    """Tasks without end; how far they were asked for."""

    def __init__(self, path: Path) -> None:
        self.path, self.asked = path, 0

    def __iter__(self) -> Any:
        while True:
            self.asked += 1
            yield str(self.path), f"{self.asked:04}.txt"


def test_few_are_in_flight(plans: Path, steady: Dask) -> None:
    size = (plans / "p001.txt").stat().st_size
    for limits, most in (({"each": 4}, 8), ({"each": 100, "most_bytes": 3 * size}, 3)):
        with connect(steady.address, tell=Told()) as connection:
            wait_for(lambda connection=connection: len(connection.count_threads() or {}) == 2)
            tasks = Endless(plans / "p001.txt")
            answers = run_on(connection, kb_fakes.make, iter(tasks), **limits)
            for n in range(1, 20):
                (_, name), product = next(answers)
                assert (name, product.source["name"]) == (f"{n:04}.txt", f"{n:04}.txt")
                assert tasks.asked - n < most
            answers.close()


def test_the_command(tmp_path: Path, steady: Dask) -> None:
    folder = write_plans(tmp_path / "few", number=2)
    base, data_set = tmp_path / "c.db", tmp_path / "d"
    ran = run_command("build", folder, "--scheduler", steady.address, "--to-parquet", data_set)
    assert ran.returncode == 3 and "q1.txt" in ran.stdout and "5 sources" in ran.stderr, ran.stderr
    ran = run_command("load", data_set, "--kb", base)
    assert ran.returncode == 3 and "5 taken in" in ran.stderr, ran.stderr
    run_command("build", folder, "--kb", tmp_path / "l.db")
    assert digest_of(base) == digest_of(tmp_path / "l.db")
    ran = run_command("build", folder, "--kb", tmp_path / "x.db", "--scheduler", "tcp://127.0.0.1:1")
    assert ran.returncode == 1 and "dask scheduler" in ran.stderr and "Traceback" not in ran.stderr


def test_nothing_of_dask_is_loaded_unasked() -> None:
    code = (
        "import sys, kb, kb.commands.reading, kb.commands.building, kb.cluster.spreading, kb.dataset.data_set\n"
        "print([name for name in ('dask', 'distributed', 'pyarrow') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert ran.stdout.strip() == "[]", ran.stderr


def run_command(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kb.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300)
