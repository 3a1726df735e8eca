"""Damage of the base's file: every change of what a reader can be shown is found, and nothing else is blamed."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from faults import fake_build, problems, write_folder

from corpus.errors import JunxianError, StoreError
from kb import schema
from kb.build import build
from kb.dump import canonical_dump
from kb.questions.filters import Filters
from kb.questions.search import ask, count_facets, search_provisions
from kb.review.decisions import import_sheets
from kb.store import connect_reader

Record = Callable[[str, object], None]
WORDS = ("医共体", "牵头", "90%", "改革", "目标", "2025", "率", "落实")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The bundled plans, really read."""
    folder = tmp_path_factory.mktemp("damage")
    (folder / "in").mkdir()
    for path in sorted((samples / "plans").glob("*.txt"))[:8]:
        shutil.copy(path, folder / "in")
    build(folder / "in", folder / "k.db", workers=1)
    return folder / "k.db"


def all_shown(path: Path) -> list[Any] | None:
    """All rows, and the answers to some questions; None where the file cannot be read at all."""
    try:
        db = connect_reader(path)
        try:
            shown: list[Any] = list(canonical_dump(db))
            for word in WORDS:
                asked = ask(db, word, Filters())
                shown.append(search_provisions(db, asked, limit=200))
                shown.append(count_facets(db, asked))
            return shown
        finally:
            db.close()
    except (sqlite3.Error, JunxianError, UnicodeDecodeError, ValueError, OverflowError):
        return None


def text_places(path: Path, data: bytes) -> list[int]:
    """Where Chinese stands in the file: the pages that hold text and facts."""
    return [at for at in range(len(data) - 3) if 0xE4 <= data[at] <= 0xE9 and data[at + 1] >> 6 == 2]


def flip(base: Path, copy: Path, times: int, record: Record) -> None:
    data, sound = base.read_bytes(), all_shown(base)
    assert sound is not None and problems(base) == []
    dice = random.Random(11)
    spots = text_places(base, data)
    changed, missed = 0, []
    for n in range(times):
        spot = dice.choice(spots) + dice.randrange(3) if n % 3 else dice.randrange(100, len(data))
        bit = dice.randrange(8)
        copy.write_bytes(data[:spot] + bytes([data[spot] ^ 1 << bit]) + data[spot + 1 :])
        if all_shown(copy) != sound:
            changed += 1
            if not problems(copy):
                missed.append((spot, bit))
    record("flips", times)
    record("that change what is shown", changed)
    record("found by verify", changed - len(missed))
    assert changed > times // 3
    assert not missed


def test_flipped_bits(base: Path, tmp_path: Path, record_property: Record) -> None:
    flip(base, tmp_path / "flipped.db", 30, record_property)


@pytest.mark.long
def test_many_flipped_bits(base: Path, tmp_path: Path, record_property: Record) -> None:
    flip(base, tmp_path / "flipped.db", 300, record_property)


def cut(base: Path, copy: Path, times: int, record: Record) -> None:
    data, dice = base.read_bytes(), random.Random(12)
    for _ in range(times):
        copy.write_bytes(data[: dice.randrange(1, len(data))])
        assert problems(copy)
    record("truncations", times)
    record("found by verify", times)


def test_truncated_files(base: Path, tmp_path: Path, record_property: Record) -> None:
    cut(base, tmp_path / "cut.db", 10, record_property)


@pytest.mark.long
def test_many_truncated_files(base: Path, tmp_path: Path, record_property: Record) -> None:
    cut(base, tmp_path / "cut.db", 100, record_property)


def test_a_heading_that_search_would_miss_is_found(base: Path, tmp_path: Path) -> None:
    copy = tmp_path / "k.db"
    shutil.copy(base, copy)
    db = sqlite3.connect(copy)
    db.execute("INSERT INTO headings_fts (headings_fts) VALUES ('delete-all')")
    db.commit()
    db.close()
    assert "headings_fts" in {problem["table"] for problem in problems(copy)}


def test_what_verify_says_can_be_acted_upon(base: Path, tmp_path: Path, samples: Path) -> None:
    """The remedy works: a base built anew in place of the damaged one is sound."""
    copy = tmp_path / "k.db"
    data = base.read_bytes()
    copy.write_bytes(data[: len(data) // 2])
    with pytest.raises(StoreError, match="damaged") as caught:
        fake_build(write_folder(tmp_path / "in", 3), copy)
    assert "anew" in caught.value.remedy
    copy.unlink()
    fake_build(tmp_path / "in", copy)
    assert problems(copy) == []


@pytest.fixture(params=[0, schema.VERSION + 1, 999], ids=["older", "newer", "much newer"])
def other_version(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    base = tmp_path / "k.db"
    fake_build(write_folder(tmp_path / "in", 3), base)
    db = sqlite3.connect(base)
    db.execute(f"PRAGMA user_version = {request.param}")
    db.close()
    yield base


def test_other_versions_are_left_as_they_are(other_version: Path) -> None:
    """Reading and building both refuse with advice; not a byte of the file changes."""
    before = other_version.read_bytes()
    for attempt in (
        lambda: connect_reader(other_version),
        lambda: fake_build(other_version.parent / "in", other_version),
    ):
        with pytest.raises(StoreError, match="version") as caught:
            attempt()
        assert caught.value.remedy
    assert other_version.read_bytes() == before
    assert sorted(path.name for path in other_version.parent.iterdir()) == ["in", "k.db"]


def test_a_foreign_database_is_left_as_it_is(tmp_path: Path) -> None:
    base = tmp_path / "photos.db"
    db = sqlite3.connect(base)
    db.execute("CREATE TABLE photos (name)")
    db.close()
    before = base.read_bytes()
    with pytest.raises(StoreError, match="no knowledge base of junxian"):
        fake_build(write_folder(tmp_path / "in", 2), base)
    assert base.read_bytes() == before


def test_verify_of_a_base_under_construction_blames_nothing(tmp_path: Path) -> None:
    """What is committed but still in the write-ahead log is no damage."""
    folder, base = write_folder(tmp_path / "in", 12), tmp_path / "k.db"
    seen: list[Any] = []

    class Look:
        def start(self, total: int) -> None: ...

        def step(self, name: str, state: str) -> None:
            seen.extend(problems(base))

        def close(self) -> None: ...

    fake_build(folder, base, progress=Look())
    assert not seen


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE measure_reviewed SET value = value + 1",
        "UPDATE settled SET decision = 'rejected'",
        "DELETE FROM measure_reviewed",
        "DELETE FROM settled",
        "UPDATE reviews SET correction = '{\"value\": 3.0}'",
        "UPDATE meta SET value = 'another' WHERE key = 'program'",
    ],
)
def test_decisions_that_the_views_do_not_show(sql: str, tmp_path: Path) -> None:
    """What is made from the decisions carries no checksum: it is made again and compared."""
    copy = tmp_path / "k.db"
    fake_build(write_folder(tmp_path / "in", 2), copy)
    db = connect_reader(copy)
    (fact,) = db.execute("SELECT min(fact_id) FROM measure_facts").fetchone()
    db.close()
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"fact_id,decision,correct_value\n{fact},correct,12\n", encoding="utf-8")
    assert import_sheets(copy, [sheet], coder="甲", today="2026-03-05").kept == 1
    assert problems(copy) == []
    harm = sqlite3.connect(copy)
    assert harm.execute(sql).rowcount == 1
    harm.commit()
    harm.close()
    assert problems(copy)


def test_a_hit_without_its_plan_is_told_as_damage(base: Path, tmp_path: Path) -> None:
    copy = tmp_path / "k.db"
    shutil.copy(base, copy)
    db = sqlite3.connect(copy)  # foreign keys are not kept here, as by a flipped bit
    db.execute("DELETE FROM plans")
    db.commit()
    db.close()
    reader = connect_reader(copy)
    with pytest.raises(StoreError, match="damaged"):
        search_provisions(reader, ask(reader, "牵头", Filters()))
    reader.close()
    assert problems(copy)
