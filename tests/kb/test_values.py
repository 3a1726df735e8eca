"""Values as typed for options, and what is said of names that nobody knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from casefiles import read_cases

import kb
from corpus.errors import QueryError
from kb.cli import main
from kb.questions.holdings import WHAT
from kb.questions.values import known_values, read_value
from kb.schema import KINDS

CASES = read_cases("values_typed")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_values_typed(case: dict[str, Any]) -> None:
    if case["want"]:
        assert read_value(case["option"], case["text"]) == case["want"]
        return
    with pytest.raises(QueryError) as caught:
        read_value(case["option"], case["text"])
    assert all(value in str(caught.value.remedy) for value in known_values(case["option"]))


def test_the_kinds_of_facts_are_those_that_are_stored() -> None:
    assert tuple(known_values("fact")) == tuple(KINDS)


SOME = ("01_anji_yigongti_2025.txt", "11_anji_report_2024.txt", "19_tonglu_yigongti_2025.txt")
# What was typed wrong, and what the error must name: what was given, and what to do next.
WRONG = [
    ("compare --indicator 县域就珍率", ("县域就珍率", "县域就诊率", "holds indicators")),
    ("compare --place 安吉线", ("安吉线", "安吉县")),
    ("compare --status promised", ("promised", "target 目标")),
    ("search 医保 --topic 火箭", ("火箭", "holds topics")),
    ("search 医保 --level 村", ("村", "county 县")),
    ("search 医保 --kind foo", ("foo", "report 报告")),
    ("search", ("no words", "export provisions")),
    ("facts --kind foo", ("foo", "measure 数值")),
    ("export facts --kind foo", ("foo", "measure 数值")),
    ("roles --role boss", ("boss", "lead 牵头")),
    ("changes 安吉县 2026 2025", ("2026 2025", "give 2025 2026")),
    ("facts nothing.txt", ("nothing.txt", "does not exist", "check the path")),
    ("export plans -o plans.doc", ("plans.doc", ".csv", "--format")),
]


def run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main([*arguments, "--lang", "en"])
    printed = capsys.readouterr()
    return int(end.value.code or 0), printed.out, printed.err


@pytest.mark.parametrize(("line", "told"), WRONG, ids=[line for line, _ in WRONG])
def test_an_error_says_what_was_given_and_what_to_do(
    line: str, told: tuple[str, ...], base_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run([*line.split(), "--kb", str(base_file)], capsys)
    assert (code, out) == (1, "")
    assert all(word in err for word in told), err


@pytest.fixture(scope="module")
def some_samples(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of three bundled plans."""
    folder = tmp_path_factory.mktemp("held")
    kb.build([samples / "plans" / name for name in SOME], folder / "some.db", workers=1)
    return folder / "some.db"


@pytest.mark.parametrize("what", WHAT)
def test_what_there_is_can_be_asked_for(what: str, some_samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(["holds", what, "--kb", str(some_samples), "--format", "jsonl"], capsys)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and rows and all(row["n"] and row["n_plans"] for row in rows)
    with kb.open(some_samples) as base:
        assert rows == json.loads(base.holds(what).to_json(orient="records", force_ascii=False))
        first = rows[0]["item"]
        asked = {
            "indicators": lambda: base.compare(first, status=["target", "actual", "standard"]),
            "topics": lambda: base.compare(topic=first)["provision"].dropna(),
            "places": lambda: base.provisions(place=first),
            "offices": lambda: base.roles(office=first),
            "years": lambda: base.plans(year=int(first)),
        }[what]()
        assert len(asked)


def test_words_that_are_no_topic_are_told(some_samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["compare", "--kb", str(some_samples), "--topic"]
    assert "no topic" in run([*asked, "村卫生室"], capsys)[2]  # village clinics
    assert "no topic" not in run([*asked, "醫保支付"], capsys)[2]


def test_an_empty_base_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none").mkdir()
    code, _, err = run(["build", str(tmp_path / "none"), "--kb", str(tmp_path / "empty.db")], capsys)
    assert code == 0 and "hold no files" in err
    for command in ("compare", "search 医保", "timeline", "holds topics", "report"):
        code, out, err = run([*command.split(), "--kb", str(tmp_path / "empty.db")], capsys)
        assert (code, out) == (0, "") and "junxian build" in err
    assert run(["search", "医保", "--lang", "fr"], capsys)[0] == 2
    assert run(["--version"], capsys)[1].startswith("junxian 0.")
