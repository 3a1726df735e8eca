"""Search: exactly the provisions that hold the words; the first are truly the first; anything may be typed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import kb_fakes
import pytest
from casefiles import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

import kb
from corpus.errors import QueryError
from corpus.simplify import simplify
from kb.build import build
from kb.building.rows import rows_of
from kb.building.writing import write_product
from kb.index.grams import fold
from kb.questions import hits
from kb.questions.filters import Filters, read_saved, write_saved
from kb.questions.kwic import find_contexts
from kb.questions.search import ask, count_facets, count_provisions, search_provisions, write_sql
from kb.store import connect_reader, connect_writer

CASES = read_cases("search_found")
WORDS = (
    "医疗",
    "医保",
    "支付",
    "教育",
    "共同体",
    "县域",
    "就诊率",
    "投资",
    "增长",
    "70%",
    "PM2.5",
    "牵头",
    "，",
    "。",
    "的",
    "人",
)
HOSTILE = (
    '"', "'", '70% "', "NEAR(a b)", "text:医疗", "-医疗", "医*", "^医", "a OR", "(", ")", "{a}", "\x00", "医\x00疗",
    "\ud800", "%", "_", "'; DROP TABLE plans; --", "医 " * 5000, "𠀀", "\u202e", "+", "AND", "\\", "医\n疗", "＂", "|",
    "#", "*",
)  # fmt: skip


def base_of(path: Path, texts: dict[str, str]) -> sqlite3.Connection:
    writer = connect_writer(path)
    for name, text in texts.items():
        document = kb_fakes.document_of(text, name)
        write_product(writer, rows_of(document, [kb_fakes.find_in(plan) for plan in document.plans], "test"))
    writer.close()
    return connect_reader(path)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """600 provisions of recombined words, of all lengths."""
    dice = random.Random(7)
    texts = {}
    for n in range(30):
        lines = [f"青禾县20{n:02}年方案"]
        for section in range(4):
            lines.append(f"{'一二三四'[section]}、{dice.choice(WORDS)}{dice.choice(WORDS)}")
            lines += ["".join(dice.choices(WORDS, k=dice.choice((2, 8, 30, 90)))) for _ in range(5)]
        texts[f"{n}.txt"] = "\n".join(lines) + "\n"
    db = base_of(tmp_path_factory.mktemp("many") / "m.db", texts)
    yield db
    db.close()


def found(db: sqlite3.Connection, typed: str, **options: bool) -> set[str]:
    asked = ask(db, typed, Filters(), **options)
    rows = search_provisions(db, asked, limit=None)
    assert len(rows) == count_provisions(db, asked)
    return {row["provision_id"] for row in rows}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case: dict[str, object], tmp_path: Path) -> None:
    db = base_of(tmp_path / "c.db", {"a.txt": f"标题\n{case['text']}\n"})
    assert bool(found(db, str(case["query"]))) is case["want"], case["gloss"]
    db.close()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.booleans())
@settings(max_examples=60, deadline=None)
def test_exactly_the_provisions_that_hold_the_words(many: sqlite3.Connection, words: list[str], apart: bool) -> None:
    typed = (" " if apart else "").join(words)
    texts = many.execute("SELECT provision_id, text FROM provisions").fetchall()
    want = {i for i, text in texts if all(fold(word) in fold(text) for word in typed.split())}
    assert found(many, typed) == want


@pytest.mark.parametrize("typed", ["医疗", "医保支付", "教育 增长", "的", "70%", "县域 就诊率 牵头", "PM2.5", "没有"])
def test_the_first_twenty_are_those_of_ranking_everything(many: sqlite3.Connection, typed: str) -> None:
    asked = ask(many, typed, Filters())
    some = [row["provision_id"] for row in search_provisions(many, asked, limit=20)]
    everything = [row["provision_id"] for row in search_provisions(many, asked, limit=None)]
    assert some == everything[:20]
    second = [row["provision_id"] for row in search_provisions(many, asked, limit=5, offset=5)]
    assert second == everything[5:10]


@pytest.mark.parametrize("typed", ["医疗", "医保支付", "教育 增长", "的", "70%", "（", "增长"])
@pytest.mark.parametrize("filters", [Filters(), Filters(years=(2005, 2017, 2029))], ids=["all", "years"])
def test_large_units_give_the_same_without_being_read(
    many: sqlite3.Connection, typed: str, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = [row["provision_id"] for row in search_provisions(many, ask(many, typed, filters), limit=None)]
    monkeypatch.setattr(hits, "_SMALL", 1)
    for limit in (1, 3, 20):
        some = search_provisions(many, ask(many, typed, filters), limit=limit)
        assert [row["provision_id"] for row in some] == everything[:limit]


def test_the_newest_plans_are_looked_at_first(many: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    fetch = hits.FileHits._fetch_plans
    monkeypatch.setattr(hits, "_SMALL", 1)
    monkeypatch.setattr(
        hits.FileHits, "_fetch_plans", lambda self, plans, *args: looked.extend(plans) or fetch(self, plans, *args)
    )
    monkeypatch.setattr(hits.math, "isqrt", lambda _: 1)
    search_provisions(many, ask(many, "的", Filters()), limit=1)
    newest = [row[0] for row in many.execute("SELECT plan_id FROM plans ORDER BY year DESC, plan_id")]
    assert looked[:8] == newest[:8]


def test_the_order_does_not_depend_on_the_order_of_building(tmp_path: Path) -> None:
    dice = random.Random(3)
    texts = {
        f"{n}.txt": f"青禾县20{n % 3:02}年方案\n一、{dice.choice(WORDS)}\n"
        + "".join("".join(dice.choices(WORDS, k=9)) + "\n" for _ in range(6))
        for n in range(12)
    }
    answers = []
    for shift in (0, 5):
        names = sorted(texts)[shift:] + sorted(texts)[:shift]
        path = tmp_path / f"{shift}.db"
        base_of(path, {name: texts[name] for name in names}).close()
        db = base_of(path, {names[0]: texts[names[0]]})  # one of them read again
        answers.append([[row["provision_id"] for row in search_provisions(db, ask(db, w, Filters()))] for w in WORDS])
        db.close()
    assert answers[0] == answers[1]


def test_a_heading_and_a_telling_length_come_first(tmp_path: Path) -> None:
    text = (
        "标题\n一、医保支付\n各县区推进医保支付方式改革，总额打包，到2026年底前全面完成任务。\n二、其他\n医保支付。\n"
        + ("做好有关工作，" * 80 + "医保支付。\n")
    )
    db = base_of(tmp_path / "r.db", {"a.txt": text})
    addresses = [row["address"] for row in search_provisions(db, ask(db, "医保支付", Filters()))]
    assert addresses == ["一¶1", "二¶1", "二¶2"]
    db.close()


@pytest.mark.parametrize("typed", HOSTILE)
def test_anything_may_be_typed(many: sqlite3.Connection, typed: str) -> None:
    found(many, typed)


@given(st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_any_text_is_searched_for_as_it_is(many: sqlite3.Connection, typed: str) -> None:
    hits = found(many, typed, literal=True)
    if hits and not set('"“”„‟″') & set(typed):
        texts = dict(many.execute("SELECT provision_id, text FROM provisions").fetchall())
        words = [fold(simplify(word)) for word in typed.replace("\x00", "").split()]
        assert all(all(word in fold(texts[hit]) for word in words) for hit in hits)


def test_operators_for_experts(db: sqlite3.Connection) -> None:
    texts = dict(db.execute("SELECT provision_id, text FROM provisions").fetchall())

    def hits(typed: str) -> list[str]:
        return sorted(texts[hit] for hit in found(db, typed, expert=True))

    assert len(hits("总额打包 OR 财政局")) == 2
    assert hits("牵头 NOT 财政局") == [text for text in sorted(texts.values()) if "牵头" in text and "财政" not in text]
    assert hits('("医保支付" AND 牵头) NOT 教育局') == [next(t for t in texts.values() if "医保支付" in t)]
    for wrong in ("(", "NOT 医", "医 OR", ") 医", "医 AND (", "(" * 60):
        with pytest.raises(QueryError):
            found(db, wrong, expert=True)


def test_filters_facets_and_counts(db: sqlite3.Connection) -> None:
    asked = ask(db, "县", Filters())
    facets = {(row["facet"], row["value"]): row["count"] for row in count_facets(db, asked)}
    assert facets["place", "130699 青禾县"] == 2 and facets["year", "2025"] == 1 and facets["has", "deadline"] == 2
    for filters, want in ((Filters(places=("13",)), 2), (Filters(years=(2025,)), 1), (Filters(has=("target",)), 2),
                          (Filters(kinds=("report",)), 0), (Filters(levels=("county",)), 3)):  # fmt: skip
        narrowed = ask(db, "县", filters)
        assert len(search_provisions(db, narrowed)) == count_provisions(db, narrowed) == want, filters
    with pytest.raises(QueryError, match="no place"):
        search_provisions(db, ask(db, "县", Filters(places=("没有这个地方",))))
    with pytest.raises(QueryError, match="--has"):
        search_provisions(db, ask(db, "县", Filters(has=("nothing",))))


def test_a_saved_question_comes_back(base_file: Path) -> None:
    filters = Filters(places=("13",), years=(2026,), has=("role",))
    saved = write_saved("医保 70% & 100+1=?", filters, expert=False, literal=True)
    assert read_saved(saved) == ("医保 70% & 100+1=?", filters, {"expert": False, "literal": True})
    with kb.open(base_file) as base:
        same = base.search("县", place="13", year=2026, has="role")
        assert base.search_saved(write_saved("县", filters)).equals(same) and len(same) == 1


def test_keywords_in_context(db: sqlite3.Connection) -> None:
    rows = find_contexts(db, ask(db, "局", Filters()), window=4, order="left")
    assert [row["keyword"] for row in rows] == ["局"] * 3
    assert [row["pre"][::-1] for row in rows] == sorted(row["pre"][::-1] for row in rows)
    texts = dict(db.execute("SELECT provision_id, text FROM provisions").fetchall())
    assert all(texts[row["provision_id"]][row["from"] - 1 : row["to"]] == "局" for row in rows)


def test_abbreviations_are_expanded_and_said(base_file: Path) -> None:
    writer = sqlite3.connect(base_file)
    writer.execute("INSERT INTO abbreviations (short, long, checksum) VALUES ('教共体', '教育共同体', 0)")
    writer.commit()
    writer.close()
    db = connect_reader(base_file)
    asked = ask(db, "教育共同体", Filters())
    assert asked.notes == ("教育共同体 → 教共体",) and count_provisions(db, asked) == 1
    assert count_provisions(db, ask(db, "教育共同体", Filters(), literal=True)) == 0
    assert "教⟦" not in str(search_provisions(db, asked)[0]["snippet"])
    db.close()


def test_a_short_form_that_a_plan_introduces_finds_the_long_one(tmp_path: Path) -> None:
    plan = (
        "云河县教育工作方案\n一、组建城乡教育发展联合体（以下简称“教联体”）3个。\n"
        "二、各教联体配备教师。\n三、城乡教育发展联合体每月例会。\n"
    )
    (tmp_path / "plan.txt").write_text(plan, encoding="utf-8")
    build([tmp_path / "plan.txt"], tmp_path / "t.db", workers=1)
    with kb.open(tmp_path / "t.db") as base:
        assert base.sql("SELECT short, long FROM abbreviations").values.tolist() == [["教联体", "城乡教育发展联合体"]]
        assert len(base.search("教联体")) == len(base.search("城乡教育发展联合体")) == 3


@pytest.mark.parametrize("typed", ["医保支付", "70%", "牵头 财政局", "PM2.5"])
def test_the_sql_runs_elsewhere_and_finds_the_same(base_file: Path, db: sqlite3.Connection, typed: str) -> None:
    plain = sqlite3.connect(base_file)
    rows = plain.execute(write_sql(ask(db, typed, Filters()))).fetchall()
    plain.close()
    if "PM" not in typed:  # full-width forms are folded by us alone
        assert {row[0] for row in rows} == found(db, typed)


def test_a_question_that_takes_too_long_is_given_up(make_base: Callable[..., object], base_file: Path) -> None:
    with kb.open(base_file, seconds=0.0) as base, pytest.raises(QueryError, match="took longer"):
        base.sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
