"""A few invented plans and a knowledge base built from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import kb_fakes
import pytest

from kb.build import Report, build
from kb.store import connect_reader

# "Implementation plan of a tight medical consortium": goals, duties.
TEXTS = {
    "a.txt": "青禾县2026年紧密型医共体建设方案\n一、工作目标\n到2026年底前，县域就诊率达到90%以上。\n"
    "二、职责分工\n县卫生健康局牵头，县财政局配合，落实医保支付70%。\n强化ＰＭ2.5监测与“九大攻坚”。\n",
    "b.txt": "云岭县2025年教育共同体实施意见\n一、医保支付\n推进总额打包付费，床位数另行通知。\n"
    "二、保障\n县教育局牵头，2025年底前完成教共体建设，巩固率达到98%。\n",
    "sub/c.txt": "临水市2026年文化共同体工作计划\n一、目标\n全年读者增长8%。\n公共图书馆免费开放，20xx年另定。\n",
}


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
