"""What a notebook says to somebody who asks a question wrongly: the message, not the way through our code."""

from __future__ import annotations

import contextlib
import io
import sqlite3
from html import escape
from pathlib import Path

import pytest

import kb
from corpus.errors import StoreError
from kb.arguments import WrongArgument
from kb.store import damaged


@pytest.mark.parametrize(
    ("question", "named", "meant"),
    [
        ("compare", {"indicator": "就诊率"}, "indicators=…"),
        ("search", {"query": "医保", "places": "保定市"}, "place=…"),
        ("roles", {"offices": "县财政局"}, "office=…"),
        ("holds", {"colour": 3}, "help(base.holds)"),
        ("timeline", {"palce": "x"}, "place=…"),
    ],
)
def test_a_misspelt_argument_is_told(base_file: Path, question: str, named: dict, meant: str) -> None:
    with kb.open(base_file) as base, pytest.raises(WrongArgument) as told:
        getattr(base, question)(**named)
    assert told.value.remedy == meant and "it takes" in told.value.where
    assert isinstance(told.value, TypeError)


def test_too_many_arguments_are_told(base_file: Path) -> None:
    with kb.open(base_file) as base, pytest.raises(WrongArgument, match="too many positional"):
        base.search("医保", "保定市")


def test_a_closed_base_says_so(base_file: Path) -> None:
    base = kb.open(base_file)
    base.close()
    for ask in (lambda: base.search("医保"), lambda: base.sql("SELECT 1"), base.holds):
        with pytest.raises(StoreError, match="is closed"):
            ask()


def test_a_notebook_shows_the_message_alone(tmp_path: Path) -> None:
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell()
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        shell.run_cell(f"import kb\n\nkb.open({str(tmp_path / 'none.db')!r})")
    lines = out.getvalue().strip().splitlines()
    assert lines[0].startswith("line 3 of the cell: kb.open(") and len(lines) == 3
    assert lines[1].startswith("StoreError: ") and lines[2].startswith("  Try: junxian build")


@pytest.mark.parametrize(
    ("question", "asked", "told"),
    [
        ("search", {"query": "绝无此语"}, ("没有找到", 'base.holds("indicators")')),
        ("search", {"query": "县", "place": "北京市"}, ("北京市", 'base.holds("places")')),
        ("timeline", {"place": "北京市"}, ("北京市", 'base.holds("places")')),
        ("roles", {"office": "县气功局"}, ("县气功局", 'base.holds("offices")')),
    ],
)
def test_an_empty_answer_says_why(base_file: Path, question: str, asked: dict, told: tuple[str, ...]) -> None:
    with kb.open(base_file) as base:
        answer = getattr(base, question)(**asked)
    assert len(answer) == 0 and all(part in answer.attrs["why"] for part in told)
    assert "<p>" + escape(answer.attrs["why"]) in answer._repr_html_()


def test_an_answer_with_rows_needs_no_reason(base_file: Path) -> None:
    with kb.open(base_file) as base:
        assert base.search("县").attrs == {} and base.sql("SELECT 1 WHERE 1 = 0").attrs == {}


def test_facets_have_values_of_one_type(base_file: Path) -> None:
    with kb.open(base_file) as base:
        facets = base.facets("县")
    assert "year" in set(facets["facet"]) and {type(value) for value in facets["value"].dropna()} == {str}


def test_a_disk_that_gives_no_page_is_no_damage() -> None:
    told = damaged("my.db", sqlite3.OperationalError("disk I/O error"))
    assert told.reason == "cannot be read (disk I/O error)" and "build it anew" not in told.remedy
    assert "is damaged" in damaged("my.db", sqlite3.DatabaseError("file is not a database")).reason
