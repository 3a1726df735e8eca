"""A few invented plans and a knowledge base built from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import kb_fakes
import pytest
from kb_fakes import TEXTS

from kb.build import Report, build
from kb.store import connect_reader


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three sound plans."""
    root = tmp_path / "in"
    for name, text in TEXTS.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def make_base(folder: Path, tmp_path: Path) -> Callable[..., Report]:
    """Builds ``tmp_path/t.db`` from the folder with the fakes."""

    def run(**options: object) -> Report:
        return build([folder], tmp_path / "t.db", make=kb_fakes.make, program="test", **({"workers": 1} | options))  # type: ignore[arg-type]

    return run


@pytest.fixture
def base_file(make_base: Callable[..., Report], tmp_path: Path) -> Path:
    """A built knowledge base."""
    make_base()
    return tmp_path / "t.db"


@pytest.fixture
def db(base_file: Path) -> Iterator[sqlite3.Connection]:
    """A reading connection to it."""
    connection = connect_reader(base_file)
    yield connection
    connection.close()
