"""Policy instruments of a knowledge base: the evidence of each stands in the original file; counts by place."""

from __future__ import annotations

from pathlib import Path

import pytest

import kb
from corpus.errors import QueryError
from kb.build import build
from kb.questions.instruments import COUNT_KEYS, KEYS, count_tools
from kb.questions.typed import instrument_rows
from kb.store import connect_reader

# "Plan of care for the old": the county pays, buys services, assesses; glosses in brackets shift the offsets.
PLAN = """清水縣(xiàn)2025年养老服务实施方案
一、资金保障
縣(xiàn)财政安排专项资金200万元。
二、服务供给
通过政府购买养老服务，引导社会力量参与。
三、监督
每季度督导一次，结果纳入考核。
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "plan.txt").write_text(PLAN, encoding="utf-8")
    build([tmp_path / "in"], tmp_path / "t.db", workers=1)
    return tmp_path / "t.db"


def test_every_tool_leads_to_its_words(base: Path) -> None:
    db = connect_reader(base)
    rows = list(instrument_rows(db))
    assert {"supply", "environment", "demand"} == {row["side"] for row in rows}
    assert all(tuple(row) == KEYS for row in rows)
    assert all(PLAN[row["start"] : row["end"]] == row["text"] and row["text"] in row["sentence"] for row in rows)
    assert {row["side"] for row in instrument_rows(db, sides=["demand"])} == {"demand"}
    counted = count_tools(rows)
    assert all(tuple(row) == COUNT_KEYS for row in counted)
    assert sum(row["share"] for row in counted) == pytest.approx(1, abs=1e-3)
    db.close()


def test_an_unknown_side_is_told(base: Path) -> None:
    db = connect_reader(base)
    with pytest.raises(QueryError, match="no side of policy instruments"):
        instrument_rows(db, sides=["offer"])
    db.close()


def test_python_gives_the_rows_of_the_command(base: Path) -> None:
    with kb.open(base) as opened:
        table = opened.instruments(side="supply")
        assert set(table["side"]) == {"supply"} and list(table.columns) == list(KEYS)
        assert list(opened.instruments(count=True).columns) == list(COUNT_KEYS)
