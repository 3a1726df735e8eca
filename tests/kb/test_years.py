"""Years as typed on the command line: cases, and that a range gives what its years give one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer

from kb.cli import main
from kb.commands.years import read_years
from kb.messages import choose_language

CASES = json.loads((Path(__file__).parents[1] / "cases" / "years_typed.json").read_text(encoding="utf-8"))


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
