"""What is read piece by piece is what was read whole: sorting on disk, blocks of places, first rows of a question."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from base_in_memory import add_measure, add_plan, empty_base, insert
from hypothesis import given
from hypothesis import strategies as st

from kb.answers.save import save_answer, save_stream
from kb.answers.tables import print_rows
from kb.frames import frame
from kb.questions import blocks, sorting
from kb.questions.attainment import KEYS as PAIRS
from kb.questions.attainment import find_attainment
from kb.questions.compare import KEYS as CELLS
from kb.questions.compare import compare_indicators
from kb.questions.copies import find_copies
from kb.questions.duties import KEYS, count_roles, find_roles
from kb.questions.facts import list_facts
from kb.questions.filters import Filters
from kb.questions.places import lies_within, place_within
from kb.questions.search import KEYS as HITS
from kb.questions.search import ask, search_provisions
from kb.questions.sorting import Ordered
from kb.questions.timeline import stream_timeline
from kb.store import connect_reader

PLACES = ("130608", "130609", "330523", "430626", "341524", None)
GDP, VISITS = "地区生产总值增速", "县域就诊率"


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    """Thirty invented plans of six places; some provisions are about another place than their plan."""
    base, dice = empty_base(), random.Random(5)
    text = "县人民医院每年向乡镇卫生院派驻主治医师不少于{}名，每人连续工作时间不少于{}个月。"
    for n in range(30):
        plan, year = f"p{n:02}", 2020 + n % 6
        add_plan(base, plan, PLACES[n % 6] or "", year, kind=dice.choice(("plan", "report")))  # type: ignore[arg-type]
        base.execute("UPDATE plans SET place = nullif(place, '') WHERE plan_id = ?", (plan,))
        words = text.format(dice.randint(1, 9), dice.randint(1, 9))
        other = dice.choice((None, None, "430626", "510100"))
        base.execute(
            "UPDATE provisions SET text = ?, place = ?, topic = '医保支付' WHERE plan_id = ?", (words, other, plan)
        )
        for name in (GDP, VISITS):
            for status in ("target", "actual"):
                if dice.random() < 0.7:
                    more = {"deadline": f"{year}-12", "place": other}
                    add_measure(base, plan, name, dice.randint(1, 9), status=status, **more)
        for m in range(3):
            common: dict[str, Any] = {"plan_id": plan, "provision": 1, "start": m, "original_start": m}
            insert(base, "role_facts", fact_id=f"{plan}:r{m}", text=f"局{m}", office=dice.choice((None, "财政")),
                   role=dice.choice(("lead", "support")), **common)  # fmt: skip
            edtf = dice.choice((None, "2025-06", "2024/2026-03", "XXXX-12", "../2025"))
            insert(base, "date_facts", fact_id=f"{plan}:d{m}", type=dice.choice(("deadline", "interval")), edtf=edtf,
                   **common)  # fmt: skip
    return base


ROWS = st.lists(st.tuples(st.text("abé县\n", max_size=3), st.integers(-3, 3)), max_size=40)


@given(ROWS, st.integers(1, 10) | st.none(), st.sampled_from([0, 3, 1000]))
def test_rows_are_ordered_as_python_orders_them(pairs: list[tuple[str, int]], limit: int | None, held: int) -> None:
    rows = [{"word": word, "number": number, "at": [n, None, 0.5]} for n, (word, number) in enumerate(pairs)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "HELD", held)
        found = Ordered(iter(rows), lambda row: (row["word"], row["number"]), limit)
    assert list(found) == sorted(rows, key=lambda row: (row["word"], row["number"]))[:limit]
    assert found.total == len(rows)


@given(st.sampled_from(["13", "130000", "130600", "130608", "110100", "000000", "130608001"]),
       st.sampled_from(["130608", "130609", "130608001001", "110101", "13", "140000", "", None]))  # fmt: skip
def test_places_lie_within_in_sql_as_in_python(code: str, place: str | None) -> None:
    condition, values = place_within("place", [code, "99"])
    sql = f"SELECT coalesce({condition}, 0) FROM (SELECT ? AS place) t"
    (found,) = sqlite3.connect(":memory:").execute(sql, [*values, place]).fetchone()
    assert bool(found) == lies_within(place, [code, "99"])


@pytest.mark.parametrize("places", [(), ("130600",), ("430626", "33"), ("650000",)])
def test_roles_are_those_that_a_look_at_each_gives(db: sqlite3.Connection, places: tuple[str, ...]) -> None:
    everything = list(find_roles(db))
    assert len(everything) == 90 and list(everything[0]) == list(KEYS)
    for narrow in ({}, {"roles": ("lead",)}, {"offices": ("财政",)}, {"offices": ("局1",)}, {"years": (2021, 2025)},
                   {"topics": ("医保支付",)}, {"topics": ("别的",)}):  # fmt: skip
        asked: dict[str, Any] = {**narrow, "places": places}
        wanted = [
            row
            for row in everything
            if lies_within(row["place"], places)
            and row["role"] in asked.get("roles", (row["role"],))
            and {row["office"], row["actor"]} & set(asked.get("offices", (row["office"],)))
            and row["year"] in asked.get("years", (row["year"],))
            and row["topic"] in asked.get("topics", (row["topic"],))
        ]
        assert list(find_roles(db, **asked)) == wanted
        assert list(find_roles(db, **asked, limit=4)) == wanted[:4]
        assert count_roles(db, **asked) == len(wanted)


@pytest.mark.parametrize("held", [5, 1000])
def test_the_first_of_a_timeline(db: sqlite3.Connection, held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(stream_timeline(db)[0])
    monkeypatch.setattr(sorting, "HELD", held)
    assert list(stream_timeline(db)[0]) == whole and len(whole) == 90
    for limit in (1, 7, 500):
        rows, total = stream_timeline(db, limit=limit)
        assert (list(rows), total) == (whole[:limit], len(whole))
    places = ["330000", "430626"]
    assert list(stream_timeline(db, places=places)[0]) == [row for row in whole if lies_within(row["place"], places)]


@pytest.mark.parametrize("at_once", [1, 2, 4])
def test_blocks_of_places_make_no_difference(
    db: sqlite3.Connection, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways: list[dict[str, Any]] = [{}, {"places": ("13",), "years": (2021, 2030)}, {"places": ("430626", "650101")},
                                  {"years": (2022,)}]  # fmt: skip
    monkeypatch.setattr(blocks, "AT_ONCE", 1000)
    both = {"statuses": ("target", "actual")}
    cells = [compare_indicators(db, [GDP, VISITS], **way, **both) for way in ways]
    pairs = [find_attainment(db, **way) for way in ways]
    assert all(cells) and any(pairs)
    monkeypatch.setattr(blocks, "AT_ONCE", at_once)
    assert [compare_indicators(db, [GDP, VISITS], **way, **both) for way in ways] == cells
    assert [find_attainment(db, **way) for way in ways] == pairs
    with_values = [row for row in cells[0] if row["value"] is not None]
    assert {row["place"] for row in with_values} >= {"510100", None}  # of statements alone; of no known place


def test_copies_read_no_more_than_their_places(db: sqlite3.Connection) -> None:
    found = list(find_copies(db, ["430626"], ["130000"]))
    assert found and {row["place"] for row in found} == {"430626"}
    assert {row["of_place"] for row in found} <= {"130608", "130609"}
    assert list(find_copies(db, [], ["13"])) == list(find_copies(db, ["13"], [])) == []


def test_copies_of_nobody_named_have_the_nearest_of_all_others(db: sqlite3.Connection) -> None:
    others = sorted({place for (place,) in db.execute("SELECT DISTINCT place FROM plans WHERE place IS NOT NULL")})
    takers = ["430626"]
    found = list(find_copies(db, takers))
    apart = [row for other in others if other not in takers for row in find_copies(db, takers, [other])]
    assert found and not {row["of_place"] for row in found} & set(takers)
    assert {row["provision_id"] for row in apart} <= {row["provision_id"] for row in found}
    best = {row["provision_id"]: row["similarity"] for row in found}
    assert all(row["similarity"] <= best[row["provision_id"]] for row in apart)
    assert list(find_copies(db, [])) == []


def test_the_first_facts(db: sqlite3.Connection) -> None:
    whole = list(list_facts(db))
    assert len(whole) > 200 and len({row["kind"] for row in whole}) == 3
    for limit in (1, 5, 90, 1000):
        assert list(list_facts(db, limit=limit)) == whole[:limit]
    assert list(list_facts(db, kinds=["role"], limit=4)) == list(list_facts(db, kinds=["role"]))[:4]


@pytest.mark.parametrize("format", ["jsonl", "csv", "table"])
def test_what_is_left_out_is_counted(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"a": n, "b": f"字{n}"} for n in range(1200)]
    assert print_rows(iter(rows), ("a", "b"), format=format, limit=3) == 3
    said = capsys.readouterr()
    assert "字2" in said.out and "字3" not in said.out and "3 of 1200" in said.err
    assert print_rows(iter(rows[:3]), ("a", "b"), format=format, limit=3, total=99) == 3
    assert "3 of 99" in capsys.readouterr().err
    assert print_rows(iter(rows), ("a", "b"), format=format) == (1000 if format == "table" else 1200)
    assert ("1200" in capsys.readouterr().err) == (format == "table")


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_files_of_rows_as_they_come(base_file: Path, tmp_path: Path, suffix: str) -> None:
    """The same bytes, and the same package beside a csv, as a table that was held."""
    base = connect_reader(base_file)
    answers = [
        (list(find_roles(base)), KEYS),
        (compare_indicators(base, [VISITS, "巩固率"]), CELLS),
        (find_attainment(base), PAIRS),
        (search_provisions(base, ask(base, "医保", Filters())), HITS),
    ]
    for rows, keys in answers:
        for way in ("whole", "stream"):
            (tmp_path / way).mkdir(exist_ok=True)
            path = tmp_path / way / f"t.{suffix}"
            if way == "whole":
                save_answer(base, frame(rows, keys), path)
            else:
                assert save_stream(base, iter(rows), keys, path) == len(rows)
        for name in {path.name for path in tmp_path.rglob("*.*")} & {f"t.{suffix}", "datapackage.json"}:
            assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "stream" / name).read_bytes()


def test_the_facts_of_a_very_long_line_hold_their_sentences_themselves(tmp_path: Path) -> None:
    # Cutting each out of the line anew would take time by the square of its length.
    from kb.build import build

    line = "".join(f"到20{26 + n % 9}年底前，新建渠道{n % 80 + 2}公里，由县水利局牵头。" for n in range(900))
    (tmp_path / "云河县水利规划.txt").write_text(f"云河县水利规划\n{line}\n", encoding="utf-8")
    build(tmp_path, tmp_path / "kb.db", workers=1)
    with sqlite3.connect(tmp_path / "kb.db") as db:
        held = db.execute("SELECT count(*), count(outside), max(length(outside)) FROM date_facts").fetchone()
        assert held[0] == held[1] >= 900 and held[2] < 60
        sentences = {row["sentence"] for row in list_facts(db, kinds=["date"])}
    assert sentences <= {part + "。" for part in line.split("。")}


def test_who_leads_a_provision_is_asked_once_for_all_of_its_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    from kb.questions import timeline

    base, asked = empty_base(), []
    add_plan(base, "p", "130608", 2025)
    own: dict[str, Any] = {"plan_id": "p", "provision": 1, "text": "年底", "rule": "r", "type": "deadline", "end": 2}
    for n in range(9):
        insert(base, "date_facts", **own, fact_id=f"d{n}", start=n, edtf=f"2025-0{n + 1}")
    find = timeline.find_leads
    monkeypatch.setattr(timeline, "_AT_ONCE", 2)
    monkeypatch.setattr(timeline, "find_leads", lambda db, provisions: asked.extend(provisions) or find(db, provisions))
    assert len(list(stream_timeline(base)[0])) == 9 and len(asked) == 1
