"""Hostile text through build, search, show, every display and every export: it stays text."""

from __future__ import annotations

import csv
import functools
import io
import json
import os
import random
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest
from faults import kb_fakes, problems
from hostile import hostile_name, hostile_plan, hostile_text
from markdown_it import MarkdownIt
from shown import check_displays

from corpus.errors import QueryError
from kb.answers.cite import STYLES, cite_plan
from kb.answers.export import FORMATS, make_comparison, make_sheet, write_sheet
from kb.answers.sheet import Sheet
from kb.answers.tables import print_rows
from kb.build import Report, build
from kb.building.rows import rows_of
from kb.questions.filters import Filters
from kb.questions.kwic import find_contexts
from kb.questions.records import SOURCE_KEYS, list_sources
from kb.questions.search import KEYS, ask, count_facets, count_provisions, search_provisions
from kb.questions.show import KEYS as SHOWN
from kb.questions.show import show
from kb.questions.typed import attainment_rows, compare_rows, reuse_rows, role_rows, timeline_rows
from kb.store import connect_reader

Record = Callable[[str, object], None]
# What may reach a terminal: everything but controls (line ends aside), direction marks and what is no character.
ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# a sign alone calculates nothing: = is a comparator
LIVE = re.compile(r"[\t\r＝＠]|[=@](?!\Z)|[+\-＋－](?!\Z|\d+(\.\d+)?([eE][+-]?\d+)?$)")


def write_cases(folder: Path, number: int, seed: int) -> list[str]:
    """So many hostile files under hostile names; their texts."""
    folder.mkdir(parents=True)
    texts = []
    for n in range(number):
        dice = random.Random(seed * 1_000_003 + n)
        texts.append(hostile_plan(dice))
        name = os.fsencode(hostile_name(dice, n))
        (folder / os.fsdecode(name)).write_bytes(texts[-1].encode("utf-8", "surrogatepass"))
    return texts


def make_unread(texts: Sequence[str], path: str, name: str) -> Any:
    """A product of the very text, as if a reader had let everything through."""
    text = texts[int(re.findall(r"~([0-9]+)\.txt$", os.fspath(path))[0])]
    document = kb_fakes.document_of(text.encode("utf-8", "replace").decode(), name)
    document = document.__class__(
        source=document.source.__class__(name, document.source.sha256, len(text), text, None, "html", "made up"),
        text=text, alignment=document.alignment, plans=document.plans,
    ) if len(text) == len(document.text) else document  # fmt: skip
    return rows_of(document, [kb_fakes.find_in(plan) for plan in document.plans], "test")


def put_through(folder: Path, number: int, seed: int, *, unread: bool, brief: bool = False) -> Report:
    """Build, then everything that shows or writes the text; in brief, some tables and few rows on the screen."""
    texts = write_cases(folder / "in", number, seed)
    base = folder / "k.db"
    make = functools.partial(make_unread, texts) if unread else None
    report = build(folder / "in", base, workers=1, make=make, program="test" if unread else None)
    assert sum(report.states.values()) == report.found == number
    assert problems(base) == []
    db = connect_reader(base)
    try:
        stumbled = db.execute("SELECT name, reason FROM sources WHERE reason LIKE 'stumbled%'").fetchall()
        assert not stumbled, stumbled[:3]
        check_questions(db, number, seed)
        check_prints(db, 10 if brief else 60)
        for table in ("facts", "plans", "provisions") if not brief else ("facts",) if unread else ("plans",):
            check_exports(lambda table=table: make_sheet(db, table, Filters(), {"query": texts[0]}), folder)
        rows = list(compare_rows(db, statuses=["target", "actual"]))
        if unread or not brief:
            check_exports(lambda: make_comparison(db, rows, {"query": texts[0]}), folder)
        for (plan_id,) in db.execute("SELECT plan_id FROM plans").fetchall():
            for style in STYLES:
                cite_plan(db, plan_id, style).encode("utf-8")
    finally:
        db.close()
    forms = ("png", "svg") if not brief else ("svg",) if unread else ()
    check_displays(base, folder, most=5 if brief else 30, forms=forms)
    return report


def check_questions(db: Any, number: int, seed: int) -> None:
    for n in range(number):
        typed = hostile_text(random.Random(seed * 77 + n))
        asked = ask(db, typed, Filters())
        rows = search_provisions(db, asked, limit=5)
        count_provisions(db, asked, most=100)
        find_contexts(db, asked, limit=3)
        if n % 10 == 0:
            count_facets(db, asked)
        for row in rows[:2]:
            json.dumps(show(db, row["provision_id"])).encode("utf-8")
        try:
            search_provisions(db, ask(db, typed, Filters(), expert=True), limit=3)
        except QueryError as error:
            str(error).encode("utf-8", "backslashreplace")


def captured(work: Callable[[], Any]) -> str:
    """What it wrote to standard output."""
    stream, before = io.StringIO(), sys.stdout
    sys.stdout = stream
    try:
        work()
    finally:
        sys.stdout = before
    return stream.getvalue()


def check_prints(db: Any, most: int) -> None:
    identities = [row[0] for row in db.execute("SELECT provision_id FROM provisions LIMIT 60")]
    printed: list[tuple[Iterable[Any], Sequence[str]]] = [
        (list(list_sources(db)), SOURCE_KEYS),
        ([show(db, identity) for identity in identities], SHOWN),
        (search_provisions(db, ask(db, "县", Filters()), limit=None), KEYS),
    ]
    for rows in map(list, (role_rows(db)[0], timeline_rows(db)[0], reuse_rows(db), attainment_rows(db))):
        printed.append((rows, tuple(rows[0]) if rows else ()))
    for rows, keys in printed:
        rows = list(rows)[:most]
        for form in ("table", "jsonl", "csv"):
            if rows:
                said = captured(lambda rows=rows, keys=keys, form=form: print_rows(rows, keys, format=form))
                assert not ACTS.search(said), (form, ACTS.search(said))
                said.encode("utf-8")


def plain(value: Any) -> Any:
    """A value as it would be in a harmless document."""
    return "甲" if isinstance(value, str) and value else value


def structure(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes."""
    tree = lxml.html.document_fromstring(page)
    return [(each.tag if isinstance(each.tag, str) else "other", tuple(each.attrib)) for each in tree.iter()]


def check_exports(make: Callable[[], Sheet], folder: Path) -> None:
    sheet = make()
    rows = list(sheet.rows)
    for form in FORMATS:
        path = folder / f"out.{form}"
        write_sheet(Sheet(sheet.name, rows, sheet.keys, sheet.about, sheet.sources), form, path)
        CHECKS[form](path, sheet, rows)


def check_csv(path: Path, sheet: Sheet, rows: list[Any]) -> None:
    text = path.read_bytes().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert len(lines) == len(rows) + 1 and all(len(line) == len(sheet.keys) for line in lines)
    for line in lines[1:]:
        assert not any(LIVE.match(cell) for cell in line), [cell for cell in line if LIVE.match(cell)]
    json.loads((path.parent / "datapackage.json").read_text(encoding="utf-8"))


def check_jsonl(path: Path, sheet: Sheet, rows: list[Any]) -> None:
    text = path.read_bytes().decode("utf-8")
    assert not ACTS.search(text)
    assert [json.loads(line) for line in text.splitlines()] == rows


def check_xlsx(path: Path, sheet: Sheet, rows: list[Any]) -> None:
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            data = book.read(name)
            assert b"<f>" not in data and b"<f " not in data and b"oleObject" not in data, name
            assert b'TargetMode="External"' not in data, name
    pages = openpyxl.load_workbook(path).worksheets
    assert pages[1 if sheet.name == "比较表" else 0].max_row == max(len(rows), 1) + (1 if rows else 0)


def check_md(path: Path, sheet: Sheet, rows: list[Any]) -> None:
    text = path.read_bytes().decode("utf-8")
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open",
                     "tr_close", "th_open", "th_close", "td_open", "td_close", "inline", "text",
                     "text_special"}, kinds  # fmt: skip


def check_html(path: Path, sheet: Sheet, rows: list[Any]) -> None:
    text = path.read_bytes().decode("utf-8")
    assert not ACTS.search(text.replace("\r", ""))  # white space to a browser
    harmless = [
        {key: plain(value) if key not in ("indicator", "status") else value for key, value in row.items()}
        for row in rows
    ]
    if sheet.name == "比较表":  # the place decides which cells share a row
        harmless = [tame | {"place": row["place"], "gap": row["gap"]} for tame, row in zip(harmless, rows, strict=True)]
    other = path.with_name("tame.html")
    sources = [{key: plain(value) for key, value in row.items()} for row in sheet.sources]
    about = {key: plain(value) for key, value in sheet.about.items()}
    write_sheet(Sheet(sheet.name, harmless, sheet.keys, about, sources), "html", other)
    assert structure(text) == structure(other.read_text(encoding="utf-8"))


def check_parquet(path: Path, sheet: Sheet, rows: list[Any]) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    assert table.num_rows == len(rows)
    table.to_pylist()


def check_tex(path: Path, sheet: Sheet, rows: list[Any]) -> None:
    """Only commands that stand for one character or let a line break, and those of the table itself."""
    lines = path.read_bytes().decode("utf-8").splitlines()
    body = "\n".join(lines[lines.index("\\endhead") + 1 : lines.index("\\bottomrule")]).replace(" \\\\", "")
    told = set(re.findall(r"\\([A-Za-z]+)", body))
    assert told <= {"textbackslash", "textasciicircum", "textasciitilde", "textless", "textgreater", "textbar", "geq",
                    "leq", "approx", "allowbreak"}, told  # fmt: skip
    assert body.replace(" & ", "  ").count("&") == body.count("\\&")
    assert not re.search(r"(?<!\\)[%#_^~]", body)


CHECKS = {
    "csv": check_csv,
    "html": check_html,
    "jsonl": check_jsonl,
    "md": check_md,
    "parquet": check_parquet,
    "tex": check_tex,
    "xlsx": check_xlsx,
}


def tell(record: Record, reports: Sequence[Report]) -> None:
    states = {state: sum(report.states[state] for report in reports) for state in ("ok", "warned", "skipped", "failed")}
    record("cases", sum(report.found for report in reports))
    for state, count in states.items():
        record(state, count)
    for what in ("exceptions", "formulas", "elements or handlers from data", "invalid UTF-8"):
        record(what, 0)


def test_hostile_text(tmp_path: Path, record_property: Record) -> None:
    read = put_through(tmp_path / "a", 40, 1, unread=False, brief=True)
    tell(record_property, [read, put_through(tmp_path / "b", 160, 2, unread=True, brief=True)])


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 20))
def test_much_hostile_text(seed: int, tmp_path: Path, record_property: Record) -> None:
    read = put_through(tmp_path / "a", 300, seed, unread=False)
    tell(record_property, [read, put_through(tmp_path / "b", 200, seed + 100, unread=True)])
