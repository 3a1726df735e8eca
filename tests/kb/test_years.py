"""Years as typed on the command line: cases, and that a range gives what its years give one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer
from casefiles import read_cases

import kb
from kb.cli import main
from kb.commands.years import read_years
from kb.messages import choose_language

CASES = read_cases("years_typed")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_years_typed(case: dict[str, Any]) -> None:
    choose_language(["--lang=en"])
    if isinstance(case["want"], list):
        first, last = case["want"]
        assert read_years(case["text"]) == tuple(range(first, last + 1))
        return
    with pytest.raises(typer.BadParameter, match=case["want"]) as caught:
        read_years(case["text"])
    assert repr(case["text"]) in str(caught.value)  # what was given; ``want`` is what is taken


def run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    printed = capsys.readouterr()
    return int(end.value.code or 0), printed.out, printed.err


@pytest.mark.parametrize("command", ["compare", "timeline", "search 医保", "facts", "export provisions"])
def test_a_range_gives_what_its_years_give(command: str, base_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [*command.split(), "--kb", str(base_file), "--format", "jsonl"]
    one_by_one = run([*asked, "--year", "2025", "--year", "2026"], capsys)
    assert one_by_one[0] == 0 and one_by_one[1]
    assert run([*asked, "--year", "2025..2026"], capsys) == one_by_one
    assert run([*asked, "--year", "2026", "--year", "2025/2026"], capsys)[0] == 0


def test_what_cannot_be_read_is_told(base_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(["compare", "--kb", str(base_file), "--year", "最近", "--lang", "en"], capsys)
    assert (code, out) == (2, "")
    assert "--year" in err and "'最近'" in err and "2021-2025" in err


def test_a_term_in_autumn_falls_into_its_year(tmp_path: Path) -> None:
    """ "Covered by the autumn term of 2026", in a plan of 2024; "begun in the winter of 2025"."""
    text = "安吉县2024年教共体实施方案\n一、目标\n到2026年秋季学期，实现全覆盖。\n到2025年冬季，完成选点。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    kb.build([tmp_path / "a.txt"], tmp_path / "t.db", workers=1)
    with kb.open(tmp_path / "t.db") as base:
        days = {row.edtf: (row.begins, row.ends) for row in base.timeline().itertuples()}
        assert days == {"2025-24": ("2025-12-01", "2026-02-28"), "2026-23": ("2026-09-01", "2026-11-30")}
        assert [len(base.timeline(year=year)) for year in (2024, 2025, 2026, 2027)] == [0, 1, 2, 0]
