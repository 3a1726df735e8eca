"""Frames of one question are alike whatever they hold: the same columns and dtypes, of many rows and of none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import kb
from kb.base import KnowledgeBase

# Each question as it finds something, and as it finds nothing: of a county without plans, a year far off.
AWAY = "曲周县"
QUESTIONS: dict[str, tuple[Callable[[KnowledgeBase], pd.DataFrame], Callable[[KnowledgeBase], pd.DataFrame]]] = {
    "compare": (lambda b: b.compare(), lambda b: b.compare(place=AWAY)),
    "topics": (lambda b: b.compare(topic="工作目标"), lambda b: b.compare(topic="工作目标", place=AWAY)),
    "leads": (lambda b: b.compare(role="lead"), lambda b: b.compare(role="lead", place=AWAY)),
    "attainment": (lambda b: b.attainment(), lambda b: b.attainment(place=AWAY)),
    "search": (lambda b: b.search("县"), lambda b: b.search("县", place=AWAY)),
    "kwic": (lambda b: b.kwic("县"), lambda b: b.kwic("县", place=AWAY)),
    "facets": (lambda b: b.facets("县"), lambda b: b.facets("县", place=AWAY)),
    "facts": (lambda b: b.facts(), lambda b: b.facts(place=AWAY)),
    "measures": (lambda b: b.facts(kind="measure"), lambda b: b.facts(kind="measure", place=AWAY)),
    "plans": (lambda b: b.plans(), lambda b: b.plans(place=AWAY)),
    "provisions": (lambda b: b.provisions(), lambda b: b.provisions(place=AWAY)),
    "timeline": (lambda b: b.timeline(), lambda b: b.timeline(place=AWAY)),
    "roles": (lambda b: b.roles(), lambda b: b.roles(place=AWAY)),
    "reuse": (lambda b: b.reuse(), lambda b: b.reuse(place=AWAY)),
    "copies": (lambda b: b.copies(b.plans()["place"].dropna().iloc[0]), lambda b: b.copies(AWAY)),
    "changes": (lambda b: b.changes(b.plans()["place"].dropna().iloc[0], 2025, 2026), lambda b: b.changes(AWAY, 1, 2)),
    "instruments": (lambda b: b.instruments(), lambda b: b.instruments(place=AWAY)),
    "counted": (lambda b: b.instruments(count=True), lambda b: b.instruments(place=AWAY, count=True)),
    "lacking": (lambda b: b.lacking("没有这样的话"), lambda b: b.lacking("县", place=AWAY)),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_empty_answer_is_like_a_full_one(base_file: Path, tmp_path: Path, name: str) -> None:
    with kb.open(base_file) as base:
        full, empty = (ask(base) for ask in QUESTIONS[name])
        if name != "facets":  # of which there are some, counting none
            assert empty.empty or set(empty["gap"]) == {"not collected"}
        assert full.dtypes.to_dict() == empty.dtypes.to_dict()
        assert list(full.columns) == list(empty.columns)
        for table in (full, empty):  # the written types are those of the frame
            base.export(table, tmp_path / "t.parquet")
            read = pd.read_parquet(tmp_path / "t.parquet")
            for column in table.select_dtypes("number"):
                assert pd.api.types.is_numeric_dtype(read[column]), column


def test_the_report_and_a_review_are_typed_too(base_file: Path, tmp_path: Path) -> None:
    with kb.open(base_file) as base:
        for n, table in enumerate((base.report(), base.review_status(), base.holds(), base.codebook())):
            base.export(table, tmp_path / f"{n}.parquet")
            assert not set(table.dtypes.astype(str)) - {"object", "Int64", "float64", "boolean"}
        assert base.review_status()["facts"].dtype == "Int64"


def test_nothing_is_none_in_a_column_of_words(base_file: Path) -> None:
    """Facts of several kinds stand in one table: what a date has no value for is no float among words."""
    with kb.open(base_file) as base:
        for table in (base.facts(), base.compare(role="lead")):
            for column in table.select_dtypes("object"):
                assert not any(isinstance(value, float) for value in table[column]), column


def test_numbers_are_found_by_dtype(base_file: Path) -> None:
    with kb.open(base_file) as base:
        table = base.compare(place=AWAY)
    numbers = set(table.select_dtypes("number").columns)
    assert {"year", "value", "value_max", "start", "end", "others"} <= numbers
    assert not numbers & {"place", "indicator", "gap"}
    together = pd.concat([table, table])
    assert together.dtypes.equals(table.dtypes)


def test_a_select_of_ones_own_is_typed_by_its_values(base_file: Path) -> None:
    with kb.open(base_file) as base:
        table = base.sql("SELECT 1 AS value, 'x' AS year UNION SELECT NULL, 'y'")
    assert table["value"].dtype == "Int64" and set(table["year"]) == {"x", "y"}


def test_one_source_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("安吉县养老服务实施方案\n一、任务\n到2026年建成养老机构3家。\n", encoding="utf-8")
    kb.build([tmp_path / "a.txt"], tmp_path / "t.db", workers=1)
    with kb.open(tmp_path / "t.db") as base:
        assert ": 1 source" in repr(base) and repr(base).endswith("; 1 plan)")
        assert "1 sources" not in repr(base)


def test_a_notebook_shows_what_a_base_holds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("安吉县养老服务实施方案\n一、任务\n到2026年建成养老机构3家。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    kb.build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "t<b>.db", workers=1)
    with kb.open(tmp_path / "t<b>.db") as base:
        page = base._repr_html_()
        assert page is not None and "t&lt;b&gt;.db" in page and "<b>" not in page
        assert "文件 plans</th><td" in page and "2 (" in page and ".holds()" in page


def test_a_closed_base_says_so(base_file: Path) -> None:
    with kb.open(base_file) as base:
        pass
    assert repr(base).endswith(": closed)") and base._repr_html_() is None
