"""Parquet data sets: the same base as a local build, whole or refused, and the same answers at scale."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import kb_fakes
import pytest
from dask_processes import ROOT, Dask
from invented_counties import PAIRS, write_counties

import kb.dataset.staging as staging
from corpus.errors import QueryError, StoreError
from kb.base import open as open_base
from kb.build import Report, build
from kb.dataset.build import build_dataset
from kb.dataset.data_set import open_dataset
from kb.dataset.load import load
from kb.dataset.manifest import read_manifest
from kb.dataset.sources import list_sources
from kb.dump import digest
from kb.store import connect_reader

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def write(folder: Path, directory: Path, **options: Any) -> Report:
    given: dict[str, Any] = {"workers": 1, "make": kb_fakes.make, "program": "test"}
    return build_dataset(folder, directory, **(given | options))


def digest_of(base: Path) -> str:
    with connect_reader(base) as db:
        return digest(db)


def local(folder: Path, base: Path) -> str:
    build(folder, base, workers=1, make=kb_fakes.make, program="test")
    return digest_of(base)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {os.fspath(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_loaded_base_is_that_of_a_local_build(
    quick: Path, tmp_path: Path, steady: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "SOURCES", 7)
    report = write(quick, tmp_path / "c", client=steady.address)
    assert report.states == {"ok": 30, "failed": 2, "skipped": 1} and report.counts["plans"] == 30
    write(quick, tmp_path / "l", workers=2)
    assert bytes_of(tmp_path / "c") == bytes_of(tmp_path / "l")
    loaded = load(tmp_path / "c", tmp_path / "a.db")
    assert loaded.states == report.states and loaded.read == 33
    assert digest_of(tmp_path / "a.db") == local(quick, tmp_path / "b.db")
    again = load(tmp_path / "c", tmp_path / "a.db")
    assert again.unchanged == 30 and digest_of(tmp_path / "a.db") == digest_of(tmp_path / "b.db")
    states = {row["source"]: row["state"] for row in list_sources(tmp_path / "c")}
    assert (states["p000.txt"], states["q1.txt"], states["q3.unknown"]) == ("ok", "failed", "skipped")


def test_any_parquet_reader_sees_tables_by_province(quick: Path, tmp_path: Path) -> None:
    import pandas as pd

    write(quick, tmp_path / "d")
    table = pd.read_parquet(tmp_path / "d" / "plans")
    assert len(table) == 30 and {f"{code}" for code in table["province"]} == {"13", "53", "33"}


def test_changed_sources_are_read_again_and_gone_ones_leave(
    quick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "SOURCES", 5)
    write(quick, tmp_path / "d")
    load(tmp_path / "d", tmp_path / "a.db")
    (quick / "p003.txt").write_text("青禾县2026年新方案\n一、目标\n巩固率达到99%。\n", encoding="utf-8")
    (quick / "p029.txt").unlink()
    report = write(quick, tmp_path / "d")
    assert 15 <= report.unchanged < 30 and report.states["ok"] == 29
    assert not list(tmp_path.glob("d.*"))
    loaded = load(tmp_path / "d", tmp_path / "a.db")
    assert loaded.removed == 1
    assert digest_of(tmp_path / "a.db") == local(quick, tmp_path / "b.db")


class Stop:
    """Progress that interrupts the build."""

    def __init__(self, at: int) -> None:
        self.left = at

    def start(self, total: int) -> None: ...
    def close(self) -> None: ...
    def step(self, name: str, state: str) -> None:
        self.left -= 1
        if not self.left:
            signal.raise_signal(signal.SIGINT)


def test_interrupted_goes_on_and_nothing_half_is_seen(
    quick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "SOURCES", 5)
    assert write(quick, tmp_path / "d", progress=Stop(18)).interrupted
    with pytest.raises(StoreError, match="does not exist"):
        read_manifest(tmp_path / "d")
    with (tmp_path / "d.building" / "journal.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"name": "00009", "sour')  # killed while writing
    (tmp_path / "d.building" / "plans" / "province=13" / "00009.parquet").write_bytes(b"half")
    report = write(quick, tmp_path / "d")
    assert report.unchanged == 15
    write(quick, tmp_path / "whole")
    assert bytes_of(tmp_path / "d") == bytes_of(tmp_path / "whole")


SCRIPT = """
import sys
from pathlib import Path
import kb.dataset.staging as staging
from kb.dataset.build import build_dataset
import kb_fakes
staging.SOURCES = 3
build_dataset(Path(sys.argv[1]), Path(sys.argv[2]), workers=1, make=kb_fakes.make, program="test")
"""


def test_killed_goes_on(plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "kb")])}
    command = [sys.executable, "-c", SCRIPT, str(plans), str(tmp_path / "d")]
    with subprocess.Popen(command, env=environment) as process:
        journal = tmp_path / "d.building" / "journal.jsonl"
        while process.poll() is None and not (journal.exists() and journal.stat().st_size):
            pass
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.3)
        process.kill()
    monkeypatch.setattr(staging, "SOURCES", 3)
    assert write(plans, tmp_path / "d").unchanged >= 3
    write(plans, tmp_path / "whole")
    assert bytes_of(tmp_path / "d") == bytes_of(tmp_path / "whole")


def damage(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "flipped":
        path.write_bytes(data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 4]) + data[len(data) // 2 + 1 :])
    elif how == "cut":
        path.write_bytes(data[:-7])
    else:
        path.unlink()


@pytest.mark.parametrize(
    ("how", "what"), [("flipped", "differs from its checksum"), ("cut", "is not whole"), ("gone", "is missing")]
)
@pytest.mark.parametrize("table", ["plans", "provisions"])
def test_damaged_part_is_refused(quick: Path, tmp_path: Path, how: str, what: str, table: str) -> None:
    write(quick, tmp_path / "d")
    damage(next((tmp_path / "d" / table).rglob("*.parquet")), how)
    with pytest.raises(StoreError, match=what) as caught:
        load(tmp_path / "d", tmp_path / "a.db")
    assert caught.value.subject.startswith(f"{table}/province=") and "build --to-parquet" in caught.value.remedy
    assert not (tmp_path / "a.db").exists()


def test_damaged_manifest_is_refused(quick: Path, tmp_path: Path) -> None:
    write(quick, tmp_path / "d")
    path = tmp_path / "d" / "manifest.json"
    said = json.loads(path.read_text())
    said["batches"][0]["parts"].pop()
    path.write_text(json.dumps(said))
    with pytest.raises(StoreError, match="differs from its checksum"):
        load(tmp_path / "d", tmp_path / "a.db")
    path.write_text("{")
    with pytest.raises(StoreError, match="cannot be read"):
        open_dataset(tmp_path / "d")


def test_places_that_are_not_ours_are_left_alone(quick: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("keep")
    with pytest.raises(StoreError, match="holds other files"):
        write(quick, tmp_path / "other")
    write(quick, tmp_path / "d")
    (tmp_path / "second").mkdir()
    shutil.copy(quick / "p001.txt", tmp_path / "second" / "p001.txt")
    local(tmp_path / "second", tmp_path / "a.db")
    before = digest_of(tmp_path / "a.db")
    with pytest.raises(StoreError, match=r"from another folder"):
        load(tmp_path / "d", tmp_path / "a.db")
    assert digest_of(tmp_path / "a.db") == before


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """The same invented plans as a base and as a data set; some speak of places of other provinces."""
    root = tmp_path_factory.mktemp("counties")
    write_counties(root / "in")
    build_dataset(root / "in", root / "d", workers=2)
    load(root / "d", root / "a.db")
    return open_base(root / "a.db"), open_dataset(root / "d")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("method", ["compare", "attainment", "reuse"])
@pytest.mark.parametrize("number", range(4))
def test_answers_at_scale_are_those_of_the_base(counties: tuple[Any, Any], method: str, number: int) -> None:
    base, data_set = counties
    asked = PAIRS[method][number]
    here, there = getattr(base, method)(**asked), getattr(data_set, method)(**asked)
    assert list(here.columns) == list(there.columns)
    assert here.astype(str).to_dict("records") == there.astype(str).to_dict("records")
    assert len(here) or number == 3


def test_tables_and_their_names(counties: tuple[Any, Any]) -> None:
    base, data_set = counties
    table = data_set.table("plans", ["title", "place"]).compute()
    assert sorted(table["title"]) == sorted(base.plans()["title"])
    with pytest.raises(QueryError, match="no table"):
        data_set.table("plan")
    with pytest.raises(QueryError, match="no indicator"):
        data_set.compare("没有这个指标")
