"""Topics of a base that was built: stored with it, searched for, and compared by the command and in Python."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kb.build import build

# Two counties' plans: organisation, money, assessment.
PLAN = """{0}2026年教育共同体建设实施方案

一、加强组织领导
{0}成立由分管副县长任组长的领导小组，办公室设在县教育局。

二、强化经费保障
县财政每年安排专项资金{1}万元，用于教师交流补助，{2}前拨付到位。

三、严格考核监督
县教育局牵头，县财政局配合，每年12月底前组织考核，结果予以通报。
"""


@pytest.fixture(scope="module")
def base_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("texts")
    for place, amount, date in (("保定市清苑区", 200, "6月底"), ("保定市顺平县", 80, "9月底")):
        (root / f"{amount}.txt").write_text(PLAN.format(place, amount, date), encoding="utf-8")
    target = root / "t.db"
    build([root / "200.txt", root / "80.txt"], target, workers=1)
    return target


def run(base_file: Path, *arguments: str) -> Any:
    import kb.commands.comparing
    import kb.commands.searching  # noqa: F401  registers its commands
    from kb.commands.options import app

    return CliRunner().invoke(app, [*arguments, "--kb", str(base_file)])


def test_a_build_stores_topics(base_file: Path) -> None:
    found = sqlite3.connect(base_file).execute("SELECT DISTINCT topic FROM provisions ORDER BY topic").fetchall()
    assert {topic for (topic,) in found} >= {"组织领导", "经费保障", "考核监督"}


def test_search_narrows_by_topic(base_file: Path) -> None:
    lines = run(base_file, "search", "县教育局", "--topic", "考核监督", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["topic"] for line in lines] == ["考核监督"] * 2


@pytest.mark.parametrize("format", ["table", "jsonl", "csv", "md", "html"])
def test_the_command_in_every_format(base_file: Path, format: str) -> None:
    done = run(base_file, "compare", "--topic", "经费", "--format", format)
    assert done.exit_code == 0 and "专项资金" in done.stdout.replace("\n", "").replace(" ", "")


def test_words_that_are_no_topic_are_searched_for(base_file: Path) -> None:
    done = run(base_file, "compare", "--topic", "教师交流补助", "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["topic"], row["gap"]) for row in rows] == [("教师交流补助", None)] * 2


def test_python_gives_the_rows_of_the_command(base_file: Path) -> None:
    import kb

    with kb.open(base_file) as base:
        for options, arguments in (
            ({"topic": "经费保障"}, ("--topic", "经费保障")),
            ({"role": "lead"}, ("--role", "lead")),
        ):
            printed = run(base_file, "compare", *arguments, "--format", "jsonl").stdout.splitlines()
            table = base.compare(**options)  # type: ignore[arg-type]
            assert len(table) == len(printed) >= 2
            for given, line in zip(table.to_dict("records"), printed, strict=True):
                row = json.loads(line)
                assert list(row) == list(table.columns)
                assert {key: given[key] for key in ("place", "topic", "gap", "text")} == {
                    key: row[key] for key in ("place", "topic", "gap", "text")
                }
