"""The command line from outside: names, formats, exit codes, messages; works in bare environments."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kb.messages import texts

ROOT = Path(__file__).resolve().parents[1]
# "Implementation plan of a county's medical consortium": goals with figures, who leads, by when.
TEXT = """保定市清苑区2026年紧密型医共体建设实施方案

一、工作目标
到2026年底，县域就诊率达到90%以上，地区生产总值增长6%左右。

二、职责分工
（一）区卫生健康局牵头，区财政局配合，推进医保支付方式改革，每季度调度一次。
（二）区医疗保障局负责基金总额打包付费改革，2026年6月底前支付70%。
"""


def junxian(*arguments: object, cwd: Path, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command in a process of its own."""
    command = [sys.executable, "-m", "kb.cli", *map(str, arguments)]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    env = os.environ | {"PYTHONPATH": path, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": ""} | environment
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=env, timeout=120)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def several(commands: list[list[str]], cwd: Path, stdin: bytes = b"", **environment: str) -> list[tuple[str, str]]:
    """What several commands, none of which fails, print and complain of, one after the other in one process."""
    script = (
        "import json, sys\nfrom kb.cli import main\n"
        "for arguments in json.loads(sys.argv[1]):\n"
        "    try:\n        main(arguments)\n"
        "    except SystemExit as end:\n        assert not end.code, arguments\n"
        "    print('\\0', end='')\n    print('\\0', end='', file=sys.stderr)"
    )
    env = os.environ | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": ""} | environment
    command = [sys.executable, "-c", script, json.dumps(commands)]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=env, timeout=120)
    assert done.returncode == 0, done.stderr.decode("utf-8")
    told = (stream.decode("utf-8").split("\0")[:-1] for stream in (done.stdout, done.stderr))
    return list(zip(*told, strict=True))


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with plans, a built junxian.db and what the examples of the help name."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "plans").mkdir()
    (folder / "plans/plan.txt").write_text(TEXT, encoding="utf-8")
    (folder / "plans/garbled.txt").write_text(TEXT.replace("工作", "工\u200b作"), encoding="utf-8")
    (folder / "sentences.txt").write_text("到2026年底，县域就诊率达到90%以上。\n", encoding="utf-8")
    (folder / "page.txt").write_text("實施方案\n", encoding="utf-8")
    for arguments in (("build", "plans"), ("build", "plans", "--to-parquet", "plans.parquet")):
        code, _, errors = junxian(*arguments, cwd=folder)
        assert code == 0, errors
    facts = junxian("export", "facts", "--format", "jsonl", cwd=folder)[1]
    gold = [row for row in rows(facts) if row["source"] == "plan.txt"]
    (folder / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in gold), encoding="utf-8")
    (folder / "names.json").write_text(json.dumps(next(row for row in gold if row["provision_id"])), encoding="utf-8")
    span = {"source": "plan.txt", "start": 0, "end": 10_000}
    (folder / "ranges.jsonl").write_text(json.dumps(span) + "\n", encoding="utf-8")
    return folder


def command_names() -> list[str]:
    script = (
        "import kb.cli, importlib\nfor m in kb.cli.MODULES: importlib.import_module('kb.commands.' + m)\n"
        "from kb.commands.options import app\n"
        "print(*[c.name or c.callback.__name__ for c in app.registered_commands])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.split()


COMMANDS = command_names()
ENDLESS = ("serve", "lab", "publish")  # run until interrupted, or need a server of their own


def test_the_commands_of_the_contract_are_there() -> None:
    assert {"build", "report", "repair", "outline", "facts", "search", "show", "compare", "attainment", "timeline",
            "roles", "reuse", "export", "cite", "evaluate", "verify"} <= set(COMMANDS)  # fmt: skip


@pytest.fixture(scope="module")
def helps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each command says of itself."""
    asked = several([[command, "--help"] for command in COMMANDS], tmp_path_factory.mktemp("helps"), COLUMNS="200")
    return dict(zip(COMMANDS, (out for out, _ in asked), strict=True))


@pytest.mark.parametrize("command", COMMANDS)
def test_each_help_holds_an_example_that_runs(command: str, desk: Path, helps: dict[str, str]) -> None:
    examples = re.findall(r"Example: junxian (.+)", helps[command])
    assert examples
    names = json.loads((desk / "names.json").read_text(encoding="utf-8"))
    for example in examples if command not in ENDLESS else ():
        filled = example.replace("{provision}", names["provision_id"]).replace("{plan}", names["plan_id"])
        line, _, stdin = filled.partition(" < ")
        data = (desk / stdin.strip()).read_bytes() if stdin else b""
        code, _, errors = junxian(*line.split(), cwd=desk, stdin=data)
        assert code == 0, (example, errors)


def test_the_examples_of_review_run_one_after_the_other(desk: Path) -> None:
    assert junxian("review", "export", "-o", "other.csv", cwd=desk)[0] == 0
    for command in ("export", "import", "status"):
        code, out, _ = junxian("review", command, "--help", cwd=desk, COLUMNS="200")
        examples = re.findall(r"Example: junxian (.+)", out)
        assert code == 0 and examples
        for example in examples:
            code, _, errors = junxian(*example.split(), cwd=desk)
            assert code == 0, (example, errors)
    (desk / "bad.csv").write_text("fact_id,decision\nx,accept\n", encoding="utf-8")
    code, out, _ = junxian("review", "import", "bad.csv", "--format", "jsonl", cwd=desk)
    assert code == 3 and rows(out) == [{"file": "bad.csv", "cell": "A2", "problem": "'x' is no identity of a fact"}]


def test_rows_are_the_same_in_every_form(desk: Path) -> None:
    import pandas as pd

    import kb

    given = rows(junxian("search", "醫保", "--place", "清苑", "--format", "jsonl", cwd=desk)[1])
    with kb.open(desk / "junxian.db") as base:
        table = base.search("醫保", place="清苑")
        facts = base.facts(kind="measure")
        compared = base.compare("县域就诊率")
    assert len(given) == 2
    measures = rows(junxian("facts", "--kind", "measure", cwd=desk)[1])
    cells = rows(junxian("compare", "--indicator", "县域就诊率", "--format", "jsonl", cwd=desk)[1])
    for frame, printed in ((table, given), (facts, measures), (compared, cells)):
        assert list(frame.columns) == list(printed[0])
        plain = json.loads(frame.astype(object).where(frame.notna(), None).to_json(orient="records", force_ascii=False))
        assert plain == printed
    csv = junxian("search", "醫保", "--place", "清苑", "--format", "csv", cwd=desk)[1]
    assert [row["text"] for row in given] == list(pd.read_csv(io.StringIO(csv))["text"])


def test_exit_codes_and_messages(desk: Path, tmp_path: Path) -> None:
    code, out, errors = junxian("search", "医保", "--kb", "none.db", cwd=desk)
    assert (code, out) == (1, "") and "none.db does not exist" in errors and "Try: junxian build" in errors
    code, out, errors = junxian("search", "医保", "--kb", "none.db", "--lang", "zh", cwd=desk)
    assert "错误" in errors and "建议" in errors and "Traceback" not in errors
    assert "Traceback" in junxian("search", "医保", "--kb", "none.db", "--debug", cwd=desk)[2]
    assert junxian("search", "--no-such", cwd=desk)[0] == 2
    assert junxian("nonsense", cwd=desk)[0] == 2
    assert junxian("compare", "--indicator", "没有这个指标", cwd=desk)[0] == 1
    assert junxian("build", "no-such-folder", cwd=tmp_path)[0] == 1
    (tmp_path / "in").mkdir()
    (tmp_path / "in/empty.txt").write_bytes(b"")
    code, out, errors = junxian("build", "in", cwd=tmp_path)
    assert code == 3 and "empty.txt" in out and "\r" not in out + errors and "1 failed" in errors


@pytest.mark.parametrize(("arguments", "told", "remedy"), [
    ("serch 医保", "没有命令 'serch'", "junxian --help"),
    ("search 医保 --bogus", "没有选项 --bogus", "junxian search --help"),
    ("search 医保 --limit abc", "'--limit' 的值无效：须为整数", "junxian search --help"),
    ("search 医保 --limit -1", "'--limit' 的值无效：须不小于 0", "junxian search --help"),
    ("search 医保 --limit", "选项 '--limit' 后面须有值", "junxian search --help"),
    ("export bogus", "'bogus' 不在可选值之中", "junxian export --help"),
    ("export", "缺少参数 'table'；可选：facts, plans", "junxian export --help"),
    ("show 1 2", "多出参数（2）", "junxian show --help"),
])  # fmt: skip
def test_what_was_typed_wrongly_is_told_in_chinese(desk: Path, arguments: str, told: str, remedy: str) -> None:
    code, out, errors = junxian("--lang", "zh", *arguments.split(), cwd=desk)
    assert (code, out) == (2, "") and told in errors and f"建议: {remedy}" in errors
    assert not {"Usage", "OPTIONS", "Error", "Input", "Missing"} & set(re.findall("[A-Za-z]+", errors))


@pytest.mark.parametrize("arguments", ["--help", "search --help", "review export --help", ""])
def test_pages_of_help_are_chinese_throughout(desk: Path, arguments: str) -> None:
    code, out, errors = junxian("--lang", "zh", *arguments.split(), cwd=desk, COLUMNS="200")
    told = out + errors
    assert code == (0 if arguments else 2) and told.startswith("用法: junxian") and "选项:\n" in told
    assert not {"Usage", "Options", "Arguments", "Commands", "OPTIONS", "Show", "default", "required", "Error"} & set(
        re.findall("[A-Za-z]+", told)
    )


def test_help_that_nobody_asked_for_is_no_error(desk: Path) -> None:
    code, out, errors = junxian(cwd=desk)
    assert (code, out) == (2, "") and errors.startswith("Usage: ") and "Error" not in errors


def test_a_folder_without_files_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/plan.txt").write_text(TEXT, encoding="utf-8")
    _, _, errors = junxian("build", "in", cwd=tmp_path)
    assert "1 source:" in errors and "1 plan," in errors
    (tmp_path / "in/plan.txt").unlink()  # how plans are taken out of a base
    code, _, errors = junxian("build", "in", cwd=tmp_path)
    assert code == 0 and "1 removed" in errors and "hold no files; put plans into them" in errors


def test_repair_leaves_sound_text_alone_and_drops_what_nobody_sees(desk: Path) -> None:
    assert junxian("repair", "plans/plan.txt", cwd=desk)[1] == TEXT
    assert junxian("repair", "-", cwd=desk, stdin="實施方案\r\n".encode())[1] == "实施方案\r\n"
    repairs = rows(junxian("repair", "plans/garbled.txt", "--explain", cwd=desk)[1])
    text = (desk / "plans/garbled.txt").read_text(encoding="utf-8")
    assert repairs and all(text[r["start"] : r["end"]] == r["raw"] for r in repairs)  # type: ignore[misc]


@pytest.mark.parametrize("environment", [{"LANG": "C", "LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"TERM": "dumb"},
                                         {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}])  # fmt: skip
def test_bare_environments(desk: Path, environment: dict[str, str]) -> None:
    asked = [["search", "医保"], ["search", "医保", "--format", "jsonl"], ["report"], ["facts", "-", "--lines"]]
    for out, errors in several(asked, desk, "到2026年底达到90%。\n".encode(), **environment):
        assert out and "Traceback" not in errors and "\x1b" not in out + errors


def test_a_reader_that_has_had_enough(desk: Path) -> None:
    junxian = f"{sys.executable} -m kb.cli"
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    for question in ("search 医保 --limit 0 --format jsonl", "search 医保 --format kwic", "export facts", "report"):
        # The reader is gone before anything is written.
        pipe = f"{junxian} {question} 2>errors.txt | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", pipe], cwd=desk, env=env, check=True, timeout=60, stdout=subprocess.PIPE)
        assert (done.stdout, (desk / "errors.txt").read_text()) == (b"0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("question", ["search 医保", "export facts", "holds", "facts plans/plan.txt", "--version"])
def test_no_room_for_the_answer_is_no_fault_of_the_program(desk: Path, question: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "kb.cli", *question.split()], cwd=desk, stdout=full,
                              stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)})  # fmt: skip
    errors = done.stderr.decode()
    assert done.returncode == 1 and "Error: The output cannot be written (" in errors
    assert "fault" not in errors and "Traceback" not in errors


def test_searching_loads_nothing_heavy(desk: Path) -> None:
    script = (
        "import sys\nfrom kb.cli import main\n"
        "try:\n    main(['search', '醫保', '--place', '清苑', '--format', 'jsonl'])\n"
        "except SystemExit as end:\n    assert not end.code\nprint(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=desk,
                          env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)  # fmt: skip
    assert done.stdout
    heavy = {"spacy", "sklearn", "pandas", "numpy", "jieba", "rjieba", "matplotlib", "trafilatura", "docx", "lxml",
             "pyarrow", "xlsxwriter", "rich", "tqdm", "extract.pipeline", "corpus.repair"}  # fmt: skip
    assert not heavy & set(eval(done.stderr.splitlines()[-1]))


def test_nothing_in_a_document_acts_on_the_terminal(tmp_path: Path) -> None:
    text = "青禾县\x1b[31m方案[bold]\n\n一、目标[/x]\n\x9b1m到2026年\u202e底，就诊率达到90%\x07。\n"
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(text, encoding="utf-8")
    junxian("build", "in", cwd=tmp_path)
    first = rows(junxian("search", "就诊率", "--format", "jsonl", cwd=tmp_path)[1])[0]
    search = ["search", "就诊率"]
    asked = [search, *([*search, "--format", form] for form in ("kwic", "csv", "jsonl")), ["report"]]
    asked += [["outline", "in/a.txt"], ["facts", "in/a.txt"]]
    asked += [["show", str(first["provision_id"])], ["cite", str(first["plan_id"])]]
    for arguments, (out, _) in zip(asked, several(asked, tmp_path), strict=True):
        assert out and not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", out), arguments


def test_messages_are_complete_in_both_languages() -> None:
    for name, (english, chinese) in texts().items():
        assert english and chinese, name
        english = re.sub(r"\{\w+:[^{}]*/[^{}]*\}", "", english)  # for one / for several
        assert sorted(re.findall(r"\{\w+", english)) == sorted(re.findall(r"\{\w+", chinese)), name
    assert list(texts()) == sorted(texts())
