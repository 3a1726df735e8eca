"""Provisions and roles side by side: which one answers, what is shared, what differs, why there is none."""

from __future__ import annotations

import csv
import io
import itertools
import json
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from base_in_memory import empty_base, insert
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QueryError
from kb.answers.export import make_side_by_side, write_sheet
from kb.answers.sheet import Sheet
from kb.answers.side_by_side import write_side_by_side_html
from kb.questions.compare import KEYS as CELL_KEYS
from kb.questions.compare_roles import stream_roles
from kb.questions.compare_texts import KEYS, compare_topics
from kb.questions.names import find_topic
from kb.questions.typed import check_alone, compare_any
from kb.questions.wording import Mark, find_marks

QINGYUAN, SHUNPING, MANCHENG = "130608", "130636", "130607"
# "The county finance sets aside a special fund of … each year for teachers' exchange, to be paid by …"
FUND = "县财政每年安排教师交流专项资金{}万元，列入年度预算，{}前拨付到位，由{}监管使用。"


@pytest.fixture
def db() -> sqlite3.Connection:
    return empty_base()


def add(db: sqlite3.Connection, plan_id: str, place: str, year: int, texts: list[str], **more: Any) -> None:
    """A plan whose provisions have these texts, all of one topic, with their measures, dates and roles."""
    insert(db, "sources", source_id=plan_id, name=f"{plan_id}.txt", state="ok")
    insert(db, "plans", plan_id=plan_id, source_id=plan_id, plan=1, place=place, place_name=place, year=year,
           kind=more.get("kind", "plan"), title=f"{place}方案")  # fmt: skip
    for note in more.get("notes", ()):
        insert(db, "notes", source_id=plan_id, plan_id=plan_id, code=note)
    start = 0
    for ordinal, text in enumerate(texts, 1):
        where = {"start": start, "end": start + len(text), "original_start": start, "original_end": start + len(text)}
        insert(db, "provisions", number=None, provision_id=f"{plan_id}/{ordinal}", plan_id=plan_id, provision=ordinal,
               address=str(ordinal), text=text, topic=more.get("topic", "经费保障"), place=place,
               has=more.get("has", [0] * len(texts))[ordinal - 1], **where)  # fmt: skip
        start += len(text) + 1


def add_fact(db: sqlite3.Connection, table: str, plan_id: str, ordinal: int, words: str, **own: Any) -> None:
    text, start = db.execute(
        "SELECT text, start FROM provisions WHERE plan_id = ? AND provision = ?", (plan_id, ordinal)
    ).fetchone()
    at = start + text.index(words)
    count = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    insert(db, table, fact_id=f"{table}{count}", plan_id=plan_id, provision=ordinal, start=at, end=at + len(words),
           original_start=at, original_end=at + len(words), text=words, sentence_start=start,
           sentence_end=start + len(text), **own)  # fmt: skip


def fill(db: sqlite3.Connection) -> None:
    for plan_id, place, amount, date, office in (
        ("a", QINGYUAN, "200", "6月底", "县教育局"),
        ("b", SHUNPING, "80", "9月底", "县教育局"),
    ):
        text = FUND.format(amount, date, office)
        add(db, plan_id, place, 2025, ["加强资金管理，提高效益。", text], has=[0, 6])
        add_fact(db, "measure_facts", plan_id, 2, f"{amount}万元", value=1, unit="元", status="target")
        add_fact(db, "date_facts", plan_id, 2, f"{date}前", type="deadline", edtf="XXXX-06")
        add_fact(db, "role_facts", plan_id, 2, office, role="oversee", office="教育", duty="监管使用")
    add(db, "c", MANCHENG, 2025, ["推进污水处理厂建设。"], topic="生态环境")


def test_keys_are_those_of_the_comparison_and_three_more() -> None:
    assert (*CELL_KEYS, "topic", "provision", "marks") == KEYS


def test_the_provision_with_a_target_answers(db: sqlite3.Connection) -> None:
    fill(db)
    rows = compare_topics(db, ["经费保障"])
    assert [(row["place"], row["gap"], row["others"]) for row in rows] == [
        (MANCHENG, "no provision", 0),
        (QINGYUAN, None, 1),
        (SHUNPING, None, 1),
    ]
    assert rows[1]["provision"] == FUND.format("200", "6月底", "县教育局") == rows[1]["text"]
    assert (rows[1]["deadline"], rows[1]["status"], rows[1]["source"]) == ("XXXX-06", "target", "a.txt")
    assert rows[1]["end"] - rows[1]["start"] == len(rows[1]["provision"])
    assert set(rows[1]) == set(rows[0]) == set(KEYS)


def test_shared_wording_and_what_differs(db: sqlite3.Connection) -> None:
    fill(db)
    row = compare_topics(db, ["经费保障"])[1]
    told = [(row["provision"][start:end], kind) for start, end, kind in row["marks"]]
    assert told == [
        ("县财政每年安排教师交流专项资金", "shared"),
        ("200万元", "number"),
        ("，列入年度预算，", "shared"),
        ("6月底前", "date"),
        ("拨付到位，由县教育局监管使用。", "shared"),  # the same office in both: nothing to mark
    ]


def test_a_place_without_a_year_of_its_own_is_told(db: sqlite3.Connection) -> None:
    fill(db)
    add(db, "d", "130624", 2025, [], notes=["truncated"])
    rows = compare_topics(db, ["经费保障"], places=[QINGYUAN, "130624", "130626"], years=[2025])
    assert [(row["place"], row["gap"]) for row in rows] == [
        (QINGYUAN, None),
        ("130624", "truncated"),
        ("130626", "not collected"),
    ]
    assert rows[2]["place_name"] == "定兴县"


def test_templates_leave_no_gap(db: sqlite3.Connection) -> None:
    fill(db)
    add(db, "t", "130624", 2025, [], kind="template")
    assert "130624" not in {row["place"] for row in compare_topics(db, ["经费保障"])}


def test_of_equals_the_earliest_and_the_same_every_time(db: sqlite3.Connection) -> None:
    add(db, "a", QINGYUAN, 2025, ["县财政安排资金，保障工作需要。"] * 3)
    first, again = compare_topics(db, ["经费保障"]), compare_topics(db, ["经费保障"])
    assert first == again and first[0]["address"] == "1" and first[0]["others"] == 2


def test_known_topics_by_name_and_part() -> None:
    assert [find_topic(typed) for typed in ("經費保障", "經費", "师资", "保障", "经", "村医")] == [
        "经费保障",
        "经费保障",
        "师资交流",
        None,  # several
        None,
        None,
    ]


def test_roles_side_by_side(db: sqlite3.Connection) -> None:
    fill(db)
    add_fact(db, "role_facts", "b", 1, "提高效益", role="oversee", office="教育", duty="提高效益")
    rows = list(stream_roles(db, ["oversee"]))
    assert [(row["place"], row["office"], row["gap"]) for row in rows] == [
        (MANCHENG, "教育", "no provision"),
        (QINGYUAN, "教育", None),
        (SHUNPING, "教育", None),
    ]
    assert (rows[1]["actor"], rows[1]["duty"]) == ("县教育局", "监管使用")
    assert rows[2]["duty"] == "提高效益；监管使用" and rows[2]["others"] == 0
    assert list(stream_roles(db, ["approve"])) == []


def test_questions_that_cannot_be_put(db: sqlite3.Connection) -> None:
    with pytest.raises(QueryError, match="lead"):
        compare_any(db, roles=["boss"])
    with pytest.raises(QueryError):
        compare_any(db, topics=["经费保障"], statuses=["target"])
    with pytest.raises(QueryError):
        check_alone(indicators=["地区生产总值"], topic=["经费保障"])
    check_alone(indicators=(), topic=["经费保障"])


@given(st.lists(st.text("县财政200，。<>&每年安排", max_size=40), min_size=1, max_size=4), st.data())
def test_marks_lie_apart_and_inside(texts: list[str], data: st.DataObject) -> None:
    spans = []
    for text in texts:
        if not text:
            spans.append([])
            continue
        start = data.draw(st.integers(0, len(text) - 1))
        spans.append([Mark(start, data.draw(st.integers(start + 1, len(text))), "number")])
    for text, marks in zip(texts, find_marks(texts, spans), strict=True):
        assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
        assert all(a.end <= b.start for a, b in itertools.pairwise(marks))
        if len(texts) == 1:
            assert marks == []


HOSTILE = "<script>alert(1)</script>[x](javascript:alert(1))县财政安排\u202e资金=1+1"


def test_nothing_in_a_page_does_anything(db: sqlite3.Connection) -> None:
    add(db, "a", QINGYUAN, 2025, [HOSTILE * 2])
    add(db, "b", SHUNPING, 2025, [HOSTILE + "。"])
    rows = compare_topics(db, ["经费保障"])
    page = "".join(write_side_by_side_html(Sheet("条款对照", rows, KEYS), title="<b>"))
    assert "<script>alert" not in page and "\u202e" not in page and "<b>" not in page
    assert "&lt;script&gt;" in page and '<span class="shared">' in page


def test_every_format_of_a_sheet(db: sqlite3.Connection, tmp_path: Path) -> None:
    fill(db)
    insert(db, "meta", key="program", value="test")
    rows = compare_topics(db, ["经费保障"])
    sheet = make_side_by_side(db, rows, {"topic": "经费保障"}, roles=False)
    for suffix in ("csv", "xlsx", "jsonl", "md", "html", "parquet"):
        count, _ = write_sheet(sheet, suffix, tmp_path / f"t.{suffix}")
        assert count == 3 and (tmp_path / f"t.{suffix}").stat().st_size > 300
    assert [json.loads(line)["place"] for line in (tmp_path / "t.jsonl").read_text("utf-8").splitlines()] == [
        MANCHENG,
        QINGYUAN,
        SHUNPING,
    ]
    table = list(csv.DictReader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig"))))
    assert json.loads(table[1]["marks"])[0] == [0, 15, "shared"]
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["条款对照", "证据", "字段说明", "来源与参数"]
    heads = [cell.value.split("\n")[-1] for cell in book["条款对照"][1]]
    assert heads == ["place", "place_name", "year", "经费保障"]
    assert "〔" in (tmp_path / "t.md").read_text("utf-8")
    page = (tmp_path / "t.html").read_text("utf-8")
    assert '<mark class="number">200万元</mark>' in page and '<mark class="date">6月底前</mark>' in page


def test_each_office_of_a_role_has_its_column(db: sqlite3.Connection, tmp_path: Path) -> None:
    fill(db)
    insert(db, "meta", key="program", value="test")
    add_fact(db, "role_facts", "a", 2, "县财政", role="oversee", office="财政", duty="安排资金")
    sheet = make_side_by_side(db, stream_roles(db, ["oversee"]), {"role": "oversee"}, roles=True)
    write_sheet(sheet, "xlsx", tmp_path / "t.xlsx")
    lines = list(openpyxl.load_workbook(tmp_path / "t.xlsx")["职责对照"].values)
    assert [str(head).split("\n")[-1] for head in lines[0]][3:] == ["教育 (oversee)", "财政 (oversee)"]
    assert [line[3:] for line in lines[1:]] == [
        ("〔未提及〕", "〔未提及〕"),
        ("县教育局：监管使用", "县财政：安排资金"),
        ("县教育局：监管使用", "〔未提及〕"),
    ]
    page = "".join(write_side_by_side_html(sheet, title="职责对照"))
    assert page.count("县教育局：监管使用") == 2 and page.count("县财政：安排资金") == 1 and "None" not in page
