"""Tables for --lang zh: headings, values and every reason that a reader can give, in Chinese; jsonl as it always is."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.answers.chinese import say_headings, say_note, say_row, translate
from kb.cli import main
from kb.messages import choose_language
from kb.questions import attainment, changes, compare, copies, duties, holdings, kwic, reuse, search, timeline
from kb.questions.cell_words import GAPS
from kb.questions.records import PLAN_KEYS, SOURCE_KEYS
from kb.review import status

ROOT = Path(__file__).resolve().parents[2]
_CALLS = {"Note", "Found", "Unreadable", "Unsupported", "Empty", "TooLarge", "missing"}
_NAMES = {"message", "reason", "remedy", "left", "memory", "RESAVE", "SPLIT", "REMEDY", "UNKNOWN_REMEDY"}
_TABLES = {"UNREAD", "remedies"}
# Names that stay as they are in Chinese sentences.
_KEPT = re.compile(
    r"LibreOffice|libreoffice-writer-nogui|Debian|junxian(?: show| repair --explain)?|UTF-8|utf-\d+|FFFD|errors="
    r"|replace|gb18030|big5|dpi|Office|DTD|PDF|docx|xlsx|html|pdf|txt|pip install|ocr"
)


def text_of(node: ast.AST) -> str:
    """A string as the program would say it, 7 for whatever it puts in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


def said(tree: ast.AST, returned: bool) -> Iterator[str]:
    """What a module says of a source: in notes and errors, in variables that go into them."""
    for node in ast.walk(tree):
        given: list[ast.AST] = []
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in _CALLS:
            given = [*node.args[1:], *(one.value for one in node.keywords if one.arg == "remedy")]
        elif isinstance(node, ast.Assign) and {getattr(one, "id", "") for one in node.targets} & _NAMES:
            given = [node.value]
        elif isinstance(node, ast.Assign) and {getattr(one, "id", "") for one in node.targets} & _TABLES:
            given = list(node.value.values) if isinstance(node.value, ast.Dict) else []
        elif isinstance(node, ast.Return) and returned and node.value:
            given = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        yield from (text for one in given if re.match(r"[a-z7]+\W", text := text_of(one)) and "%" not in text)


def reasons() -> list[str]:
    files = [*ROOT.glob("corpus/**/*.py"), ROOT / "extract/scopes/jurisdiction.py"]
    found = {
        text: path
        for path in files
        if "repair" not in path.parts
        for text in said(ast.parse(path.read_text("utf-8")), path.name in ("quality.py", "discovery.py"))
    }
    return sorted(found)


def test_there_is_much_to_say() -> None:
    assert len(reasons()) > 90


@pytest.mark.parametrize("text", reasons())
def test_every_reason_is_told_in_chinese(text: str) -> None:
    told = say_note(text)
    assert not re.search(r"[a-z]{3,}", _KEPT.sub("", told)), told


def test_what_no_reader_knows_is_told_with_its_first_bytes() -> None:
    text = "is not utf-8, gb18030, big5 or utf-16 text (first bytes b5 88 9e)"
    assert say_note(text) == "不是 utf-8、gb18030、big5 或 utf-16 文本 （首字节 b5 88 9e）"


def test_nothing_is_translated_that_is_never_said() -> None:
    modules = [path for name in ("corpus", "extract", "kb") for path in sorted((ROOT / name).rglob("*.py"))]
    source = "".join(path.read_text(encoding="utf-8") for path in modules)
    source = re.sub(r'"\s*\n\s*f?"', "", source).replace('\\"', '"').replace("'", '"')
    rows = (ROOT / "kb/data/messages.tsv").read_text(encoding="utf-8").splitlines()[1:]
    keys = [row.split("\t")[0] for row in rows]
    said = {key: key.split(".", 1)[1] if key.startswith(("reason.", "remedy.")) else f'"{key}"' for key in keys}
    assert [key for key in keys if said[key].replace("'", '"') not in source and not key.startswith("year.")] == []


def test_reasons_of_several_plans() -> None:
    text = "plan 1 template: years, places or names are masked in 2 places: xx、20xx年; plan 2 truncated: page 1 of 3"
    assert say_note(text) == "第1篇模板：年份、地名或名称有 2 处被遮盖：xx、20xx年；第2篇文本不全：共 3 页，此为第 1 页"
    assert say_note("something new: kept; as it is") == "something new: kept；as it is"


def test_names_of_ours_in_chinese() -> None:
    row = {
        "gap": "relative only",
        "what": "lowered",
        "role": "lead",
        "type": "deadline",
        "kind": "report",
        "met": False,
    }
    assert list(say_row(row).values()) == ["仅有相对表述", "降低", "牵头", "期限", "报告", "否"]
    assert all(say_row({"gap": gap})["gap"] == told.name for gap, told in GAPS.items())
    assert not any(say_row({"what": what})["what"].isascii() for what in changes.WHAT)
    assert say_row({"facet": "level", "value": "county"}) == {"facet": "层级", "value": "县"}


@pytest.mark.parametrize("keys", [
    attainment.KEYS, changes.KEYS, compare.KEYS, copies.KEYS, duties.KEYS, holdings.KEYS, reuse.KEYS, search.KEYS,
    timeline.KEYS, PLAN_KEYS, SOURCE_KEYS, ("facet", "value", "count"), ("what", "kind", "count"), status.KEYS,
    *(shown for _, shown in status.TABLES),
])  # fmt: skip
def test_every_answer_has_chinese_headings(keys: tuple[str, ...]) -> None:
    assert not set(say_headings(keys)) & set(keys)


def test_headings_stay_where_one_has_no_chinese_name() -> None:
    assert say_headings(kwic.KEYS) == list(kwic.KEYS)


@pytest.fixture
def _english_after() -> Iterator[None]:
    yield
    choose_language(["--lang", "en"])


@pytest.mark.usefixtures("_english_after")
def test_tables_in_chinese_and_rows_for_programs(base_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = {}
    for form in ("table", "jsonl"):
        with pytest.raises(SystemExit):
            main(["--lang", "zh", "report", "--kb", str(base_file), "--format", form])
        printed[form] = capsys.readouterr().out
    assert printed["table"].startswith("来源文件") and "正常" in printed["table"]
    assert json.loads(printed["jsonl"].splitlines()[0])["state"] == "ok"


_COMMAND = re.compile(r"junxian |pip install |give 7|-o |--format |Client\(|7, with \?tls")


def _spelt(node: ast.expr | None) -> str:
    """A text of the program, figures where values stand in it."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    parts = node.values if isinstance(node, ast.JoinedStr) else ()
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)


def _said_of_errors() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "kb").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("QueryError", "StoreError"):
                yield "reason", _spelt(node.args[1])
                yield from (("remedy", _spelt(word.value)) for word in node.keywords if word.arg == "remedy")


@pytest.mark.usefixtures("_english_after")
def test_errors_and_what_to_do_are_said_in_chinese() -> None:
    choose_language(["--lang", "zh"])
    said = {(kind, text) for kind, text in _said_of_errors() if re.search("[a-z]{3}", text)}
    left = [text for kind, text in said if not re.search("[一-鿿]", translate(kind, text)) and not _COMMAND.match(text)]
    assert len(said) > 100 and sorted(left) == []


@pytest.mark.usefixtures("_english_after")
def test_what_to_do_is_said_in_chinese_behind_names_that_come_near() -> None:
    choose_language(["--lang", "zh"])
    said = translate("remedy", "安吉县; the full name (保定市清苑区) or its six-digit code")
    assert said == "安吉县；写全称（保定市清苑区）或六位代码"
    assert translate("remedy", "县域就诊率; junxian holds indicators") == "县域就诊率；junxian holds indicators"
