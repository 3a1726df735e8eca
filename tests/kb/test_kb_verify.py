"""Damage is found, named and never shown as sound."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from kb_fakes import problems

import kb
from corpus.errors import QueryError, StoreError
from kb.questions.filters import Filters
from kb.questions.search import ask, search_provisions
from kb.questions.show import show
from kb.store import connect_reader

Build = Callable[..., object]


def texts(path: Path) -> list[object]:
    """Everything that a reader can be shown; None where it cannot be read."""
    try:
        db = connect_reader(path)
        try:
            return [
                db.execute(f"SELECT * FROM {t}").fetchall()
                for t in ("provisions", "facts", "measures", "plans", "sections")
            ]
        finally:
            db.close()
    except (sqlite3.Error, StoreError, UnicodeDecodeError):
        return []


def test_a_sound_base_has_no_problems(base_file: Path) -> None:
    assert problems(base_file) == []


def test_every_flipped_bit_that_changes_text_is_found(base_file: Path, tmp_path: Path) -> None:
    data, sound = base_file.read_bytes(), texts(base_file)
    dice, changed, copy = random.Random(3), 0, tmp_path / "flipped.db"
    spots = [m for word in ("县", "推进", "局牵头", "98%", "增长8") for m in _find(data, word.encode())]
    for spot in [dice.choice(spots) for _ in range(60)] + [dice.randrange(100, len(data)) for _ in range(40)]:
        copy.write_bytes(data[:spot] + bytes([data[spot] ^ 1 << dice.randrange(8)]) + data[spot + 1 :])
        if texts(copy) != sound:
            changed += 1
            assert problems(copy), spot
    assert changed > 30


def _find(data: bytes, word: bytes) -> list[int]:
    found, at = [], data.find(word)
    while at >= 0:
        found.append(at)
        at = data.find(word, at + 1)
    return found


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_found(base_file: Path, share: float) -> None:
    data = base_file.read_bytes()
    base_file.write_bytes(data[: int(len(data) * share)])
    assert problems(base_file)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE provisions SET text = replace(text, '推进', '推迟')", "provisions"),
        ("UPDATE measure_facts SET value = value + 1", "measure_facts"),
        ("UPDATE role_facts SET role = 'support'", "role_facts"),
        ("UPDATE plans SET year = 1999", "plans"),
        ("UPDATE sources SET original = zeroblob(9)", "sources"),
        ("UPDATE plans SET rest = zeroblob(9)", "plans"),
        ("DELETE FROM provisions WHERE provision = 1", "plans"),
        ("INSERT INTO provisions_fts (provisions_fts) VALUES ('delete-all')", "provisions_fts"),
    ],
)
def test_changed_rows_are_named(base_file: Path, statement: str, table: str) -> None:
    db = sqlite3.connect(base_file)
    db.execute(statement)
    db.commit()
    db.close()
    assert table in {problem["table"] for problem in problems(base_file)}


def test_wrong_text_is_never_shown_as_sound(base_file: Path) -> None:
    with kb.open(base_file) as base:
        identity = search_provisions(base.db, ask(base.db, "推进", Filters()))[0]["provision_id"]
    db = sqlite3.connect(base_file)
    db.execute("UPDATE provisions SET text = replace(text, '推进', '推迟')")
    db.commit()
    db.close()
    reader = connect_reader(base_file)
    with pytest.raises(StoreError, match="damaged"):
        show(reader, identity)
    reader.close()


def test_show_gives_lines_bytes_and_facts(base_file: Path, folder: Path) -> None:
    with kb.open(base_file) as base:
        found = base.search("总额打包").iloc[0]
        shown = base.show(found["provision_id"])
        data = (folder / "b.txt").read_bytes()
        assert data[shown["byte_start"] : shown["byte_end"]].decode() == shown["original"] == found["text"]
        assert shown["line"] == 3 and shown["source"] == "b.txt"
        fact = base.facts(kind="measure").iloc[0]
        assert base.show(fact["fact_id"])["original"] == fact["original"]
        assert base.show(fact["plan_id"])["text"].startswith(fact["title"])
        with pytest.raises(QueryError, match="no provision"):
            base.show("nothing")
