"""Clusters for the tests, and folders of invented plans."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

for folder in (Path(__file__).resolve().parent, Path(__file__).resolve().parents[1] / "kb"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'junxian[dask]'")

from dask_processes import Dask  # noqa: E402
from invented_counties import write_plans  # noqa: E402


@pytest.fixture
def dask_cluster(tmp_path: Path) -> Iterator[Callable[..., Dask]]:
    """Makes clusters that end with the test."""
    made: list[Dask] = []

    def make(**settings: str) -> Dask:
        folder = tmp_path / f"dask{len(made)}"
        folder.mkdir()
        made.append(Dask(folder, **settings))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="session")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """One scheduler with two workers, for the tests in which nothing befalls them."""
    one = Dask(tmp_path_factory.mktemp("steady"))
    one.start_scheduler()
    one.start_worker()
    one.start_worker()
    yield one
    one.close()


@pytest.fixture
def quick(tmp_path: Path) -> Path:
    """As ``plans``, none of them slow."""
    return write_plans(tmp_path / "in", slow=1000)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """Thirty invented plans, some slow to read, one empty and one that stumbles its reader."""
    return write_plans(tmp_path / "in")
