"""What one may give to the methods of a knowledge base: years and numbers of rows of any kind, SQL of one's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy
import pandas as pd
import pytest

import kb
from corpus.errors import QueryError


@pytest.mark.parametrize("year", [
    "2026", "2026-2026", 2026.0, numpy.int64(2026), [2026], ("2026",), range(2026, 2027), pd.Series([2026, 2026]),
], ids=repr)  # fmt: skip
def test_a_year_in_any_form_is_the_same_question(base_file: Path, year: Any) -> None:
    with kb.open(base_file) as base:
        for ask in (base.compare, base.timeline, base.roles, base.plans, base.instruments):
            want, got = ask(year=2026), ask(year=year)
            assert want.equals(got), ask.__name__
        assert len(base.plans(year=year)) and base.search("县", year=year).equals(base.search("县", year=2026))


@pytest.mark.parametrize("year", ["lately", "2026-2025", 2026.5, float("nan")])
def test_what_is_no_year_is_told(base_file: Path, year: Any) -> None:
    with kb.open(base_file) as base, pytest.raises(QueryError, match="neither a year nor a range"):
        base.compare(year=year)


def test_none_and_0_are_all_rows(base_file: Path) -> None:
    with kb.open(base_file) as base:
        everything = base.search("县", limit=None)
        assert len(everything) > 1 and base.search("县", limit=0).equals(everything)
        assert len(base.search("县", limit=1)) == 1
        for ask in (base.search, base.kwic):
            with pytest.raises(QueryError, match="no number of rows"):
                ask("县", limit=-1)


def test_an_order_that_is_none_is_told(base_file: Path) -> None:
    with kb.open(base_file) as base, pytest.raises(QueryError, match="rank, left, right"):
        base.kwic("县", order="middle")


@pytest.mark.parametrize("sql", ["selec 1", "SELECT * FROM nothing", "DELETE FROM plans", "SELECT ?"])
def test_sql_that_cannot_be_answered_is_no_damage(base_file: Path, sql: str) -> None:
    with kb.open(base_file) as base:
        with pytest.raises(QueryError, match=re.escape("base.codebook()")):
            base.sql(sql)
        assert base.sql("SELECT count(*) AS n FROM plans")["n"][0] == len(base.plans())
