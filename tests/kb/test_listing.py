"""Commands that set plans against each other print the rows that Python gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kb
from kb.cli import main


@pytest.mark.parametrize(
    ("arguments", "method", "given"),
    [
        (["lacking", "医保支付", "--year", "2026"], "lacking", (("医保支付",), {"year": 2026})),
        (["changes", "青禾县", "2025", "2026"], "changes", (("青禾县", 2025, 2026), {})),
        (["copies", "青禾县", "--of", "云岭县"], "copies", (("青禾县",), {"of": "云岭县"})),
        (["instruments", "--side", "supply"], "instruments", ((), {"side": "supply"})),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_rows_of_command_and_python(
    arguments: list[str], method: str, given: Any, base_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"青禾县": "安吉县", "云岭县": "婺源县"}  # real ones, which the gazetteer knows
    words = [places.get(word, word) for word in arguments]
    with pytest.raises(SystemExit) as end:
        main([*words, "--kb", str(base_file), "--format", "jsonl"])
    assert end.value.code == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    values, named = given
    with kb.open(base_file) as base:
        table = getattr(base, method)(
            *[places.get(v, v) for v in values], **{k: places.get(v, v) for k, v in named.items()}
        )
    assert printed == json.loads(table.to_json(orient="records", force_ascii=False))
