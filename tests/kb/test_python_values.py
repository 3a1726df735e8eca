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


def test_codes_as_numbers_and_words_apart(base_file: Path) -> None:
    """As tables give them: a column of codes is read as numbers, words stand in a list."""
    with kb.open(base_file) as base:
        code = str(base.plans()["place"].dropna().iloc[0])
        for ask in (base.compare, base.timeline, base.roles, base.plans):
            assert ask(place=int(code)).equals(ask(place=code)), ask.__name__
        for query in (base.search, base.kwic, base.facets, base.lacking):
            assert query(["县", "2026"]).equals(query("县 2026")), query.__name__
        assert len(base.search(2026)) == len(base.search("2026"))


def test_as_many_hits_as_asked_for(base_file: Path) -> None:
    with kb.open(base_file) as base:
        hits = base.kwic("县")
        most = len(hits) - 1
        assert hits["provision_id"].nunique() < len(hits), "a provision with two hits"
        for limit in (1, 2, most):
            assert base.kwic("县", limit=limit).equals(hits.head(limit))
            assert len(base.kwic("县", limit=limit, order="left")) == limit


def test_an_office_by_its_function_its_name_or_the_end_of_it(tmp_path: Path) -> None:
    """ "Led by the county civil affairs bureau, supported by the finance bureau of Anji county." """
    text = "安吉县养老服务实施方案\n一、任务\n由县民政局牵头，安吉县财政局配合。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    kb.build([tmp_path / "a.txt"], tmp_path / "t.db", workers=1)
    with kb.open(tmp_path / "t.db") as base:
        first, second = "县民政局", "安吉县财政局"
        for asked in ("民政", "县民政局", "民政局"):
            assert list(base.roles(office=asked)["actor"]) == [first], asked
        for asked in ("财政", "財政局", "县财政局", "安吉县财政局"):
            assert list(base.roles(office=asked)["actor"]) == [second], asked
        assert list(base.roles(office="局")["actor"]) == [first, second]
        for asked in ("政", "%局", "_财政局", "安吉县民政局"):
            assert base.roles(office=asked).empty, asked
