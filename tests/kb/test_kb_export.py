"""What is taken away: whole files, the same bytes each time, nothing in them that acts."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kb
from corpus.errors import QueryError, StoreError
from kb.answers.cite import cite_plan
from kb.answers.export import make_comparison, make_sheet, write_sheet
from kb.answers.files import atomic_write
from kb.answers.plain import guard_formula, show_plain
from kb.answers.sheet import Sheet
from kb.answers.xlsx import write_xlsx
from kb.questions.compare import KEYS
from kb.questions.filters import Filters
from kb.questions.typed import compare_rows

HOSTILE = (
    "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x.example")', "http://x.example", "-3.2",
    "001",
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", '"><svg onload=x>', "a\x00b", "\x1b[31m",
    "\ud800",
    "\ufffe", "a\u202eb", "x" * 40_000, "'", "|", "`a`", "[a](javascript:x)", "{{7*7}}", "_x0041_", "e\u0301" * 500,
)  # fmt: skip


@pytest.fixture
def base(base_file: Path) -> Iterator[kb.KnowledgeBase]:
    with kb.open(base_file) as opened:
        yield opened


def test_every_table_in_every_format_holds_the_same_rows(base: kb.KnowledgeBase, tmp_path: Path) -> None:
    import pandas as pd

    for table in ("facts", "plans", "provisions"):
        want = list(make_sheet(base.db, table, Filters(), {}).rows)
        for form in ("csv", "jsonl", "xlsx", "parquet", "md", "html", "tex"):
            path = tmp_path / f"{table}.{form}"
            count, _ = write_sheet(make_sheet(base.db, table, Filters(), {}), form, path)
            assert count == len(want)
            if form == "csv":
                got: list[dict[str, Any]] = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
            elif form == "jsonl":
                got = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
                assert got == want
            elif form == "parquet":
                got = pd.read_parquet(path).to_dict("records")
            elif form == "xlsx":
                sheet = openpyxl.load_workbook(path).worksheets[0]
                names, *lines = sheet.iter_rows(values_only=True)
                got = [dict(zip(map(str, names), line, strict=True)) for line in lines]
            elif form == "tex":  # for paper: the columns that one reads, a line a row below the heads
                assert path.read_text(encoding="utf-8").count(" \\\\\n") == len(want) + 1
                continue
            else:
                text = path.read_text(encoding="utf-8")
                assert all(str(row["plan_id"]) in text for row in want)
                continue
            assert [row["plan_id"] for row in got] == [row["plan_id"] for row in want]


def test_csv_for_excel_and_for_programs(base: kb.KnowledgeBase, tmp_path: Path) -> None:
    sheet = Sheet("事实", [{"text": "=1+1", "place": "010203", "value": -3.2}], ("text", "place", "value"))
    write_sheet(sheet, "csv", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbftext,place,value\r\n'=1+1,010203,-3.2\r\n"
    signs = Sheet("事实", [{"comparator": sign} for sign in ("=", ">=", "-")], ("comparator",))
    write_sheet(signs, "csv", tmp_path / "c.csv", bom=False)
    assert (tmp_path / "c.csv").read_bytes() == b"comparator\r\n=\r\n>=\r\n-\r\n"
    write_sheet(sheet, "csv", tmp_path / "b.csv", bom=False, raw=True)
    assert (tmp_path / "b.csv").read_bytes() == b"text,place,value\r\n=1+1,010203,-3.2\r\n"


def test_the_package_beside_a_csv_is_valid(
    base: kb.KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from frictionless import Package

    for table in ("facts", "plans"):
        write_sheet(make_sheet(base.db, table, Filters(), {"year": "2026"}), "csv", tmp_path / f"{table}.csv")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in package["resources"]] == ["facts.csv", "plans.csv"]
    assert package["resources"][0]["type"] == "table" and package["$schema"].endswith("2.0/datapackage.json")
    monkeypatch.chdir(tmp_path)
    report = Package("datapackage.json").validate()
    assert report.valid, report.flatten(["rowNumber", "fieldNumber", "type", "note"])


@pytest.mark.parametrize("theirs", ['{"name": "of-another-project", "resources": []}', "not json", ""])
def test_a_package_of_somebody_else_is_left_alone(base: kb.KnowledgeBase, tmp_path: Path, theirs: str) -> None:
    (tmp_path / "datapackage.json").write_text(theirs, encoding="utf-8")
    for _ in range(2):
        write_sheet(make_sheet(base.db, "plans", Filters(), {}), "csv", tmp_path / "plans.csv")
    assert (tmp_path / "datapackage.json").read_text(encoding="utf-8") == theirs
    ours = json.loads((tmp_path / "plans.datapackage.json").read_text(encoding="utf-8"))
    assert [one["path"] for one in ours["resources"]] == ["plans.csv"]


def test_the_same_rows_give_the_same_bytes(base: kb.KnowledgeBase, tmp_path: Path) -> None:
    for form in ("csv", "xlsx", "jsonl", "md", "html", "parquet", "tex"):
        for n in (1, 2):
            (tmp_path / str(n)).mkdir(exist_ok=True)
            write_sheet(make_sheet(base.db, "facts", Filters(), {}), form, tmp_path / str(n) / f"f.{form}")
        assert (tmp_path / "1" / f"f.{form}").read_bytes() == (tmp_path / "2" / f"f.{form}").read_bytes(), form


def test_the_comparison_workbook(base: kb.KnowledgeBase, tmp_path: Path) -> None:
    rows = list(compare_rows(base.db))
    path = tmp_path / "c.xlsx"
    write_sheet(make_comparison(base.db, rows, {"status": "target"}), "xlsx", path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["比较表", "证据", "字段说明", "来源与参数"]
    wide, evidence = book["比较表"], book["证据"]
    assert wide.freeze_panes == "D2" and wide.auto_filter.ref
    cells = [cell for line in wide.iter_rows(min_row=2, min_col=4) for cell in line if cell.value is not None]
    assert len(cells) == len(rows) and sum(isinstance(cell.value, int | float) for cell in cells) == 3
    names = [cell.value for cell in evidence[1]]
    for cell in cells:
        number = int(re.search(r"A(\d+)$", cell.hyperlink.location)[1])  # type: ignore[index]
        linked = dict(zip(names, (c.value for c in evidence[number]), strict=True))
        assert linked["value"] == (cell.value if isinstance(cell.value, int | float) else None)
    assert any("SHA-256" in str(line[1].value) for line in book["来源与参数"].iter_rows(min_row=2))


def test_numbers_of_the_workbook_keep_their_hedge(base: kb.KnowledgeBase, tmp_path: Path) -> None:
    cell = dict.fromkeys(KEYS) | {"place": "130608", "place_name": "清苑区", "year": 2026, "status": "target"}
    rows = [cell | {"indicator": name, "value": 92.0, "unit": "%", "comparator": sign, "hedge": hedge}
            for name, sign, hedge in (("县域就诊率", ">=", "力争"), ("基层就诊率", "~", "左右"))]  # fmt: skip
    write_sheet(make_comparison(base.db, rows, {}), "xlsx", tmp_path / "c.xlsx")
    line = openpyxl.load_workbook(tmp_path / "c.xlsx")["比较表"][2]
    assert [one.value for one in line[3:]] == [92, 92]
    assert [one.number_format for one in line[3:]] == ['"力争 ≥"General"%"', '"≈"General"%"']  # "strive for"


@given(st.lists(st.text(max_size=30) | st.sampled_from(HOSTILE), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_nothing_acts_in_any_format(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("x")
    keys = ("text", "sentence", "value")
    rows = [{"text": text, "sentence": text, "value": 1.5} for text in texts]
    for form in ("xlsx", "csv", "jsonl", "md", "html", "parquet", "tex"):
        write_sheet(Sheet("事实", rows, keys, {"query": texts[0]}), form, folder / f"x.{form}")
    with zipfile.ZipFile(folder / "x.xlsx") as book:
        for name in book.namelist():
            data = book.read(name)
            assert b"<f>" not in data and b"<hyperlink" not in data and b"oleObject" not in data
    openpyxl.load_workbook(folder / "x.xlsx")
    for line in csv.reader((folder / "x.csv").open(encoding="utf-8-sig", newline="")):
        assert not any(re.match(r"[=@\t\r](?!\Z)|[+-](?!\Z|\d+(\.\d+)?([eE][+-]?\d+)?$)", cell) for cell in line)
    for line in (folder / "x.jsonl").read_text(encoding="utf-8").splitlines():
        json.loads(line)
    html = (folder / "x.html").read_text(encoding="utf-8")
    tree = lxml.html.fromstring(html)
    assert {e.tag for e in tree.iter() if isinstance(e.tag, str)} <= {
        "html", "head", "meta", "title", "style", "body", "h1", "input", "span", "div", "table", "thead", "tbody", "tr",
        "th", "td", "dl", "dt", "dd", "script"}  # fmt: skip
    assert len(tree.findall(".//script")) == 1 and not [a for e in tree.iter() for a in e.attrib if a.startswith("on")]


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_shown_text_is_valid_and_still(text: str) -> None:
    shown = show_plain(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", shown)
    assert guard_formula(shown).removeprefix("'") in (shown, shown.removeprefix("'"))


def test_no_heading_is_cut(tmp_path: Path) -> None:
    """The English name under the Chinese one is the wider of the two."""
    keys, rows = ("year", "comparator", "place_name"), [{"year": 2026, "comparator": ">=", "place_name": "清苑区"}]
    write_xlsx(Sheet("目标与实绩", rows, keys), tmp_path / "h.xlsx", wide=(rows, keys))
    page = openpyxl.load_workbook(tmp_path / "h.xlsx")["目标与实绩"]
    for cell in page[1]:
        assert page.column_dimensions[cell.column_letter].width > max(map(len, str(cell.value).split("\n"))) * 1.15


def test_long_texts_fit_excel(tmp_path: Path) -> None:
    write_xlsx(Sheet("事实", [{"text": "长" * 40_000}], ("text",)), tmp_path / "l.xlsx")
    value = openpyxl.load_workbook(tmp_path / "l.xlsx").worksheets[0]["A2"].value
    assert len(str(value)) == 32_767 and str(value).endswith("…")


def test_a_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(ValueError, match="half way"), atomic_write(path) as part:
        part.write_text("half")
        raise ValueError("half way")
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]
    with pytest.raises(StoreError, match="cannot be written"), atomic_write(tmp_path / "no" / "a.txt"):
        pass


def test_unknown_tables_formats_and_styles(base: kb.KnowledgeBase) -> None:
    sheet = make_sheet(base.db, "plans", Filters(), {})
    for call in (lambda: make_sheet(base.db, "nothing", Filters(), {}), lambda: write_sheet(sheet, "doc", None),
                 lambda: write_sheet(sheet, "xlsx", None), lambda: cite_plan(base.db, "none"),
                 lambda: cite_plan(base.db, base.plans()["plan_id"][0], "apa")):  # fmt: skip
        with pytest.raises(QueryError):
            call()


def test_citations(base: kb.KnowledgeBase) -> None:
    plan_id = base.plans().query("source == 'a.txt'")["plan_id"].iloc[0]
    assert cite_plan(base.db, plan_id) == "青禾县. 青禾县2026年紧密型医共体建设方案[A]. 2026."
    item = json.loads(cite_plan(base.db, plan_id, "csl"))
    assert item["issued"] == {"date-parts": [[2026]]} and item["author"] == [{"literal": "青禾县"}]
    bibtex = cite_plan(base.db, plan_id, "bibtex")
    assert bibtex.startswith("@misc{") and bibtex.count("{") == bibtex.count("}")


HOSTILE_TEX = ["\\input{/etc/passwd}", "$x$", "100% & more", "a_b^c~d#e{f}", "\\write18{ls}"]


@pytest.mark.parametrize("text", HOSTILE_TEX)
def test_tex_finds_nothing_to_do(text: str) -> None:
    from kb.answers.latex import escape_tex

    bare = re.sub(r"\\(?:text\w+\{\}|[{}#$%&_])", "", escape_tex(text))
    assert not set(bare) & set("\\{}#$%&_^~")


def test_tables_for_paper_fit_the_page() -> None:
    from kb.answers.latex import write_latex

    facts = {
        "place_name": "青禾县",
        "year": 2025,
        "indicator": "入学率",
        "text": "95%",
        "rule": "r",
        "source": "a_b.txt",
    }
    lines = "".join(write_latex(Sheet("事实", [facts], list(facts)), comparison=False))
    assert lines.count(">{\\raggedright") == 5 and "规则名" not in lines  # "name of the rule": no column for paper
    assert "a\\_\\allowbreak{}b.txt" in lines
    cells = [
        {
            "place": "1",
            "place_name": "青禾县",
            "year": 2025,
            "indicator": f"指标{n}",
            "status": "target",
            "gap": "no provision",
        }
        for n in range(7)
    ]
    tables = "".join(write_latex(Sheet("比较表", cells, list(cells[0])), comparison=True))
    assert tables.count("\\begin{longtable}") == tables.count("\\end{longtable}") == 2
