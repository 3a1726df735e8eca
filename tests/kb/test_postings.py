"""The index as we write it is the one that FTS5 would have written: same terms, same rows, sound to its own check."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.index.grams import split_grams
from kb.index.indexing import add_to_index, optimize_indexes, remove_from_index
from kb.index.postings import _FOLDED, _SOUND, ROWS, add_postings, tidy_index
from kb.index.segments import Structure
from kb.schema import SEARCH

TABLE = "provisions_fts"
Rows = Sequence[tuple[int, str]]


def make_index() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    for statement in SEARCH:
        db.execute(statement)
    db.execute(f"CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, {TABLE}, instance)")
    return db


def put_ours(db: sqlite3.Connection, rows: Rows) -> None:
    db.execute("BEGIN")
    add_postings(db, TABLE, "text", rows)
    db.execute("COMMIT")
    tidy_index(db, TABLE)


def put_theirs(db: sqlite3.Connection, rows: Rows) -> None:
    db.execute("BEGIN")
    db.executemany(f"INSERT INTO {TABLE} (rowid, text) VALUES (?, ?)", ((n, split_grams(text)) for n, text in rows))
    db.execute("COMMIT")


def held_by(db: sqlite3.Connection) -> list[tuple[str, int]]:
    db.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('integrity-check')")
    return db.execute("SELECT term, doc FROM temp.held ORDER BY 1, 2").fetchall()


def check_same(*parts: Rows) -> sqlite3.Connection:
    ours, theirs = make_index(), make_index()
    for rows in parts:
        put_ours(ours, rows)
        put_theirs(theirs, rows)
    assert held_by(ours) == held_by(theirs)
    totals = f"SELECT block FROM {TABLE}_data WHERE id = 1"
    assert ours.execute(totals).fetchall() == theirs.execute(totals).fetchall()
    return ours


def make_texts(count: int, seed: int = 1) -> list[str]:
    choose = random.Random(seed)
    letters = "县域就诊率力争达到百分之九十以上，。；、0123456789%ABCabcＡｂ （）医保支付方式改革\u3000\n𠮷"
    return ["".join(choose.choices(letters, k=choose.randrange(60))) for _ in range(count)]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_characters(texts: list[str]) -> None:
    kept = [text for text in texts if not any("\ud800" <= char <= "\udfff" for char in text)]
    check_same([(number * 3 + 1, text) for number, text in enumerate(kept)])


@pytest.mark.parametrize("texts", [[], [""], ["", "县"], ["   "], ["县"], ["Ⅰ类ÉàΩ\u180e水"], ["\x00县\x01"]])
def test_little_and_odd(texts: list[str]) -> None:
    check_same(list(enumerate(texts, 1)))


def test_every_character_that_we_spell_ourselves_is_spelt_as_fts5_does() -> None:
    sound = [chr(code) for code in range(0xFFFE) if not 0xD800 <= code < 0xE000 and _SOUND[_FOLDED[code]]]
    assert {"县", "Ⅲ", "㎡", "ｋ", "★", "ǎ", "\ue000", "\ufffd", "\xa0"} <= set(sound)
    for begin in range(0, len(sound), ROWS):
        texts = [f"县{char}乡{char}{char}" for char in sound[begin : begin + ROWS]]
        db = check_same(list(enumerate(texts, 1)))
        assert len(Structure.read(db, TABLE).levels[0][1]) == 1  # none was left to FTS5


def test_row_numbers_far_apart() -> None:
    numbers = sorted((n % 6 << 26) + n + 7 for n in range(300))
    rows = list(zip(numbers, make_texts(300), strict=True))
    check_same(rows[200:], rows[:200])


def test_lists_longer_than_a_page_and_many_segments() -> None:
    texts = ["县" + text for text in make_texts(ROWS + 700)]
    rows = list(enumerate(texts, 1))
    db = check_same(rows[:5], rows[5:])
    found = db.execute(f"SELECT count(*) FROM {TABLE} WHERE {TABLE} MATCH '\"县\"'").fetchone()[0]
    assert found == len(rows)
    last = db.execute(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH '\"县\"' ORDER BY rowid DESC LIMIT 1").fetchone()[
        0
    ]
    assert last == len(rows)


def test_what_is_put_in_can_be_taken_out_and_joined() -> None:
    ours, theirs = make_index(), make_index()
    rows = [(n, text, "总则 / 目标") for n, text in enumerate(make_texts(400), 1)]
    for db, fresh in ((ours, True), (theirs, False)):
        for begin in range(0, 400, 10):  # many segments: FTS5 joins some on the way
            db.execute("BEGIN")
            add_to_index(db, rows[begin : begin + 10], fresh)
            db.execute("COMMIT")
            tidy_index(db, TABLE)
        db.execute("BEGIN")
        assert remove_from_index(db, rows[:90])
        db.execute("COMMIT")
    assert held_by(ours) == held_by(theirs)
    assert len(Structure.read(ours, TABLE).levels[0][1]) < 40
    for db in (ours, theirs):
        db.execute("BEGIN")
        add_to_index(db, rows[:90], db is ours)
        db.execute("COMMIT")
        optimize_indexes(db)
    assert held_by(ours) == held_by(theirs)
    assert sum(len(some) for _, some in Structure.read(ours, TABLE).levels) == 1


def test_a_defensive_sqlite_is_served_by_plain_inserts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.index.indexing._may_write", lambda db, table: False)
    db = make_index()
    add_to_index(db, [(1, "医保支付", "")], fresh=True)
    assert [doc for term, doc in held_by(db) if term == "医保"] == [1]


def test_a_rolled_back_transaction_leaves_nothing() -> None:
    db = make_index()
    put_ours(db, [(1, "医保")])
    db.execute("BEGIN")
    add_postings(db, TABLE, "text", [(2, "支付Ⅰ")])
    db.execute("ROLLBACK")
    put_ours(db, [(3, "改革")])
    assert {doc for _, doc in held_by(db)} == {1, 3}
