"""What a notebook says to somebody who asks a question wrongly: the message, not the way through our code."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

import kb
from corpus.errors import StoreError
from kb.arguments import WrongArgument


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
