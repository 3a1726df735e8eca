"""Commands that set plans against each other print the rows that Python gives."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import kb
from kb.answers.export import FORMATS
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


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["lacking", "就诊率", "--place", "130699", "--year", "2026"],
            "No plan among those asked about lacks these words.",
        ),
        (["attainment", "--place", "530699"], "No target here has its result"),
        (["changes", "130699", "2010", "2011"], "The plans of these two years give nothing"),
        (["copies", "130699", "--of", "130699"], "Nothing there is much like"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_it_means_that_there_is_nothing(
    arguments: list[str], told: str, base_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--lang", "en", *arguments, "--kb", str(base_file)])
    printed = capsys.readouterr()
    assert end.value.code == 0 and printed.out == "" and printed.err.startswith(told)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("医保*", "without *"),
        ("医保 AND 火箭", "--expert"),
        ("NEAR(医保 火箭)", "--expert"),
        ("医保，火箭", "parted by blanks: 医保 火箭\n"),
        ("火箭、飞船；卫星", "parted by blanks: 火箭 飞船 卫星\n"),
        ("1,234,567", "Nothing found"),
        ("火箭", "Nothing found"),
        ("-火箭", "junxian search -- -5℃"),
    ],
)
def test_what_may_have_been_meant(typed: str, told: str, base_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Signs are looked for as they stand; what they might have meant is said where nothing holds them."""
    with pytest.raises(SystemExit):
        main(["--lang", "en", "search", typed, "--kb", str(base_file)])
    said = capsys.readouterr().err
    assert told in said and (told != "Nothing found" or said.startswith(told))


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "医保", "--place", "沽源县"],
        ["compare", "--indicator", "县域就诊率", "--place", "沽源县"],
        ["lacking", "医保", "--place", "沽源县"],
        ["changes", "沽源县", "2024", "2025"],
        ["copies", "沽源县"],
        ["copies", "130699", "--of", "沽源县"],
    ],
    ids=" ".join,
)
def test_places_of_which_nothing_is_held(
    arguments: list[str], base_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no plan of a place was collected, that is said, and not that its plans say nothing."""
    with pytest.raises(SystemExit) as end:
        main(["--lang", "en", *arguments, "--kb", str(base_file)])
    assert end.value.code == 0 and capsys.readouterr().err.startswith("No plan here is of 沽源县")


def test_an_order_of_contexts_needs_contexts(base_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form, told in (("table", True), ("csv", True), ("kwic", False)):
        with pytest.raises(SystemExit) as end:
            main(["--lang", "en", "search", "县", "--order", "left", "--format", form, "--kb", str(base_file)])
        assert end.value.code == 0 and ("with --format kwic" in capsys.readouterr().err) == told


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["search", "医保", "--format", "xml"], 2, "'--format': 'xml' is not one of 'table', 'jsonl', 'csv', 'kwic'."),
        (["export", "plans", "-o", "a.parquet", "--format", "csv"], 1, "a.parquet has the suffix of another format"),
        (["compare", "-o", "a.xlsx", "--format", "html"], 1, "a.xlsx has the suffix of another format"),
        (["search", "医保", "--kb", "."], 1, ". is a folder, not a knowledge base file"),
        (["roles", "--role", "县财政局"], 1, "junxian roles --office 县财政局"),
        (["roles", "-o", "no-such-folder/a.csv"], 1, "check the path of the folder"),
        (["build", str(Path(__file__).parent), "--kb", "no-such-folder/a.db"], 1, "check the path of the folder"),
    ],
    ids=lambda value: " ".join(value[:1]) if isinstance(value, list) else "",
)
def test_errors_say_what_is_wrong(
    arguments: list[str], code: int, told: str, base_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--lang", "en", *arguments, *(() if "--kb" in arguments else ("--kb", str(base_file)))])
    assert end.value.code == code and told in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [
    ["roles"], ["instruments"], ["lacking", "医保支付"], ["holds"],
    ["search", "县"], ["search", "县", "--format", "kwic"], ["compare"],
], ids=lambda arguments: " ".join(arguments))  # fmt: skip
def test_every_answer_goes_to_a_file(
    arguments: list[str], base_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As many rows in each format, and none on the screen."""
    told = set()
    for form in FORMATS:
        with pytest.raises(SystemExit) as end:
            main(["--lang", "en", *arguments, "--kb", str(base_file), "-o", str(tmp_path / f"a.{form}")])
        printed = capsys.readouterr()
        assert (end.value.code, printed.out) == (0, "") and (tmp_path / f"a.{form}").stat().st_size > 0
        told.add(next(line.split()[0] for line in printed.err.splitlines() if " rows written to " in line))
    assert len(told) == 1


@pytest.mark.parametrize("arguments", [
    ["roles"], ["holds"], ["search", "县"], ["search", "县", "--format", "kwic"], ["compare"],
    ["compare", "--role", "lead"], ["export", "facts"],
], ids=lambda arguments: " ".join(arguments))  # fmt: skip
def test_a_file_without_a_suffix_needs_the_name_of_a_format(
    arguments: list[str], base_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*more: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            main(["--lang", "en", *arguments, "--kb", str(base_file), *more])
        return int(str(end.value.code)), capsys.readouterr().err

    for name in ("table", "a.table", "a.pdf"):
        code, told = run("-o", str(tmp_path / name))
        assert code == 1 and f"{name} has a suffix that names no format" in told
        assert not (tmp_path / name).exists()
    if "kwic" not in arguments:
        code, told = run("-o", str(tmp_path / "table"), "--format", "csv")
        assert code == 0 and (tmp_path / "table").read_bytes()[:3] == b"\xef\xbb\xbf", told


def test_a_file_holds_as_many_rows_as_asked_for(
    base_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("roles", "compare"):
        with pytest.raises(SystemExit):
            main([command, "--limit", "1", "--kb", str(base_file), "-o", str(tmp_path / "a.jsonl")])
        assert len((tmp_path / "a.jsonl").read_text("utf-8").splitlines()) == 1, capsys.readouterr()


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_wide_comparison_has_the_cells_of_the_long_one(
    form: str, base_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from kb.questions.cell_words import describe_cell, describe_gap

    with kb.open(base_file) as base:
        table = base.compare()
    want = {
        (row["place"], row["year"], row["indicator"]): describe_cell(row) or describe_gap(row["gap"])
        for row in table.astype(object).where(table.notna(), None).to_dict("records")
    }
    for given in ([], ["-o", str(tmp_path / f"wide.{form}")]):
        with pytest.raises(SystemExit) as end:
            main(["--lang", "en", "compare", "--wide", "--format", form, "--kb", str(base_file), *given])
        assert end.value.code == 0
        printed = capsys.readouterr().out if not given else Path(given[1]).read_text(encoding="utf-8-sig")
        lines = printed.splitlines()
        rows = [json.loads(line) for line in lines] if form == "jsonl" else list(csv.DictReader(lines))
        got = {
            (row["place"] or None, int(row["year"]) if row["year"] else None, name): cell
            for row in rows
            for name, cell in row.items()
            if name not in ("place", "place_name", "year") and cell
        }
        assert got == want


def test_provisions_are_wide_in_a_file_alone(base_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in (["--topic", "医保支付"], ["--role", "lead"]):
        with pytest.raises(SystemExit) as end:
            main(["--lang", "en", "compare", "--wide", *text, "--kb", str(base_file)])
        assert end.value.code == 1 and "--wide is for indicators" in capsys.readouterr().err


def test_a_table_of_facts_keeps_bounds_and_status(base_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "en", "facts", "--kb", str(base_file), "--format", "table"])
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split()[4:8] == ["indicator", "cell", "status", "type"]
    assert any("≥90%" in line and "target" in line for line in lines)


def test_a_table_of_shared_provisions_says_each_wording_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """ "The county sets aside 2.5 million yuan a year for the care of the old": in three counties, other figures."""
    for n, (place, sum_, rate) in enumerate((("安吉县", 250, 4.9), ("婺源县", 80, 12.35), ("桐庐县", "1,200", 6))):
        text = f"{place}养老服务实施方案\n一、经费\n县财政每年安排养老服务专项资金{sum_}万元，增长{rate}%以上。\n"
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
    kb.build([tmp_path], tmp_path / "t.db", workers=1)
    for form in ("table", "jsonl"):
        with pytest.raises(SystemExit):
            main(["--lang", "en", "reuse", "--kb", str(tmp_path / "t.db"), "--format", form])
    out = capsys.readouterr().out
    table, rows = out[: out.index("{")], [json.loads(line) for line in out[out.index("{") :].splitlines()]
    assert table.count("县财政每年安排") == 1 and len(rows) == 3
    assert {row["template"] for row in rows} == {"县财政每年安排养老服务专项资金⟦250⟧万元，增长⟦4.9⟧%以上。"}
    assert sorted(row["differs"] for row in rows) == [[], ["250→1,200", "4.9→6"], ["250→80", "4.9→12.35"]]


def test_equal_figures_are_each_marked_where_they_stand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """ "By the end of 2026 industry is to grow by 12 %, investment by 12 %": the evidence of each is its own."""
    text = "安吉县2026年工作计划\n一、目标\n到2026年底，规上工业增加值增长12%，固定资产投资增长12%。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    kb.build([tmp_path / "a.txt"], tmp_path / "t.db", workers=1)
    with pytest.raises(SystemExit):
        main(["--lang", "en", "facts", "--kind", "measure", "--kb", str(tmp_path / "t.db"), "--format", "table"])
    told = "".join(capsys.readouterr().out.split())
    assert told.count("增加值增长⟦12%⟧，") == 1 and told.count("投资增长⟦12%⟧。") == 1
    with kb.open(tmp_path / "t.db") as base:
        base.export(base.compare(["规上工业增加值增速", "固定资产投资增速"]), tmp_path / "t.html")
    page = (tmp_path / "t.html").read_text("utf-8")
    assert page.count("增加值增长<mark>12%</mark>，") == 1 and page.count("投资增长<mark>12%</mark>。") == 1


def test_facts_of_one_text_are_narrowed_by_kind_and_number_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """ "By the end of 2026, 300 beds; led by the county civil affairs bureau." """
    text = "到2026年底，床位达到300张。由县民政局牵头。\n到2027年，床位达到400张。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")

    def run(*given: str) -> tuple[int, list[str], str]:
        with pytest.raises(SystemExit) as end:
            main(["--lang", "en", "facts", *given])
        printed = capsys.readouterr()
        return int(str(end.value.code)), [json.loads(line)["kind"] for line in printed.out.splitlines()], printed.err

    file = str(tmp_path / "a.txt")
    for way in ([file], [file, "--lines"]):
        assert sorted(run(*way)[1]) == ["date", "date", "measure", "measure", "role"]
        assert run(*way, "--kind", "measure")[1] == ["measure", "measure"]
        assert run(*way, "--kind", "数值", "--limit", "1")[1] == ["measure"]
        for name, value in (("--place", "安吉县"), ("--year", "2026")):
            code, rows, told = run(*way, name, value)
            assert (code, rows) == (1, []) and f"{name} narrows a knowledge base, not a single text" in told
    assert f"junxian build {tmp_path}" in run(str(tmp_path))[2]
