"""Review: sheets out and back, decisions in every answer, through rebuilds and new versions."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kb_fakes
import pytest
from coders import DAY, Row, fact, load, on, sheet, status
from hypothesis import given
from hypothesis import strategies as st

from kb.base import KnowledgeBase
from kb.build import build
from kb.decided.apply import apply_reviews, settle_verdict
from kb.dump import digest
from kb.questions.search import ask, search_provisions
from kb.review.decisions import decisions_of_base, writing
from kb.review.fields import read_day
from kb.store import transaction
from kb.verify import verify_base


def test_a_correction_stands_in_every_answer(base_file: Path, tmp_path: Path) -> None:
    done = load(base_file, sheet(base_file, tmp_path / "s.csv", on("90%以上", decision="correct", correct_value="85")))
    assert (done.kept, done.problems) == (1, [])
    corrected = fact(base_file, "90%以上")
    assert corrected and (corrected["value"], corrected["reviewed"]) == (85, "corrected: 甲")
    with KnowledgeBase(base_file) as base:
        cell = base.compare(["县域就诊率"]).iloc[0]
        assert (cell["value"], cell["reviewed"]) == (85, "corrected: 甲")
        shown = base.show(corrected["fact_id"])["facts"][0]
        assert (shown["value"], shown["reviewed"]) == (85, "corrected: 甲")
        assert base.db.execute("SELECT value FROM measure_facts WHERE text = '90%以上'").fetchone() == (90,)


def test_a_rejected_fact_is_gone_but_shown_by_its_identity(base_file: Path, tmp_path: Path) -> None:
    before = fact(base_file, "90%以上")
    assert before
    with KnowledgeBase(base_file) as base:
        assert len(base.search("县域就诊率", has="target")) == 1
    load(base_file, sheet(base_file, tmp_path / "s.csv", on("90%以上", decision="reject", note="不是目标")))
    assert fact(base_file, "90%以上") is None
    with KnowledgeBase(base_file) as base:
        assert len(base.search("县域就诊率", has="target")) == 0
        assert set(base.compare(["县域就诊率"])["value"].dropna()) == set()
        assert base.show(before["fact_id"])["facts"][0]["reviewed"] == "rejected: 甲"
        assert list(verify_base(base.db)) == []


def test_roles_and_dates_too(base_file: Path, tmp_path: Path) -> None:
    def decide(row: Row) -> Row | None:
        if row["kind"] == "role" and row["text"].endswith("卫生健康局"):
            return {"decision": "更正", "correct_role": "support"}
        if row["kind"] == "date":
            return {"decision": "reject"}
        return None

    load(base_file, sheet(base_file, tmp_path / "s.csv", decide))
    with KnowledgeBase(base_file) as base:
        assert set(base.roles(role="support")["reviewed"]) == {"corrected: 甲"}
        assert len(base.timeline()) == 0
        found = search_provisions(base.db, ask(base.db, "县域就诊率", _deadline()))
    assert found == []


def _deadline() -> Any:
    from kb.questions.filters import Filters

    return Filters(has=("deadline",))


def test_a_corrected_expression_moves_its_offsets(base_file: Path, tmp_path: Path) -> None:
    done = load(base_file, sheet(base_file, tmp_path / "s.csv", on("90%以上", decision="correct", correct_text="90%")))
    assert done.problems == []
    moved = fact(base_file, "90%")
    assert moved and moved["original"] == "90%" and moved["end"] - moved["start"] == 3
    wrong = sheet(base_file, tmp_path / "t.csv", on("98%", decision="correct", correct_text="没有这句"), coder="乙")
    assert [one.problem for one in load(base_file, wrong).problems] == ["'没有这句' does not stand in the sentence"]


def test_the_same_sheet_twice_changes_nothing(base_file: Path, tmp_path: Path) -> None:
    file = sheet(base_file, tmp_path / "s.csv", lambda row: {"decision": "accept", "note": "'=1+1\n=2"})
    first = load(base_file, file)
    before = base_file.read_bytes()
    with KnowledgeBase(base_file) as base:
        kept = digest(base.db)
    again = load(base_file, file)
    with KnowledgeBase(base_file) as base:
        assert digest(base.db) == kept
    assert (again.kept, again.repeated) == (0, first.kept)
    assert len(before) == len(base_file.read_bytes())
    # Exported with what was decided and read back: still nothing new.
    assert load(base_file, sheet(base_file, tmp_path / "again.csv", lambda row: None)).kept == 0


def test_decisions_survive_rebuilds_new_texts_and_new_names(
    base_file: Path, folder: Path, tmp_path: Path, make_base: Callable[..., Any]
) -> None:
    load(base_file, sheet(base_file, tmp_path / "s.csv", on("90%以上", decision="correct", correct_value="85")))
    plan = folder / "a.txt"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("一、工作目标", "前言甚长。\n一、总体目标"), encoding="utf-8"
    )
    make_base()
    moved = fact(base_file, "90%以上")
    assert moved and (moved["value"], moved["reviewed"]) == (85, "corrected: 甲")
    plan.rename(folder / "renamed.txt")
    make_base()
    assert status(base_file, "missing")  # other bytes and another name than when it was judged
    plan.write_text(kb_plan(), encoding="utf-8")
    (folder / "renamed.txt").unlink()
    make_base()
    back = fact(base_file, "90%以上")
    assert back and back["value"] == 85 and not status(base_file, "missing")


def kb_plan() -> str:
    return kb_fakes.TEXTS["a.txt"]


def test_the_same_bytes_under_another_name(
    base_file: Path, folder: Path, tmp_path: Path, make_base: Callable[..., Any]
) -> None:
    load(base_file, sheet(base_file, tmp_path / "s.csv", on("90%以上", decision="reject")))
    (folder / "a.txt").rename(folder / "other.txt")
    make_base()
    assert fact(base_file, "90%以上") is None and not status(base_file, "missing")
    assert status(base_file, "precision")[0]["rejected"] == 1


def test_a_new_version_that_reads_otherwise_is_told(
    base_file: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(base_file, sheet(base_file, tmp_path / "s.csv", on("90%以上", decision="accept")))
    find = kb_fakes.find_in

    def other(plan: Any) -> Any:
        import dataclasses

        found = find(plan)
        facts = [dataclasses.replace(one, value=900.0) if one.text == "90%以上" else one for one in found.facts]
        return dataclasses.replace(found, facts=facts)

    monkeypatch.setattr(kb_fakes, "find_in", other)
    build([folder], base_file, make=kb_fakes.make, program="test 2", workers=1)
    kept = fact(base_file, "90%以上")
    assert kept and kept["value"] == 90  # what was accepted, not what the new version reads
    assert [row["text"] for row in status(base_file, "changed")] == ["90%以上"]


def test_decisions_of_another_base_are_taken_over(base_file: Path, folder: Path, tmp_path: Path) -> None:
    load(base_file, sheet(base_file, tmp_path / "s.csv", on("90%以上", decision="correct", correct_value="85")))
    new = tmp_path / "new.db"
    build([folder], new, make=kb_fakes.make, program="test", workers=1)
    assert load(new, base_file).kept == 1 and len(decisions_of_base(new)) == 1
    taken = fact(new, "90%以上")
    assert taken and taken["value"] == 85


def test_a_full_disk_keeps_no_decision(base_file: Path, tmp_path: Path) -> None:
    file = sheet(base_file, tmp_path / "s.csv", lambda row: {"decision": "accept", "note": "长" * 30_000})
    before = base_file.read_bytes()
    code = f"""if True:
        import resource, signal
        from pathlib import Path
        from coders import load

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before)}, {len(before)}))
        load(Path({str(base_file)!r}), Path({str(file)!r}))"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent)
    assert (
        "StoreError" in told.stderr and "cannot be written" in told.stderr and "import the same sheets" in told.stderr
    )
    with KnowledgeBase(base_file) as base:
        assert not base.facts()["reviewed"].notna().any()
    assert load(base_file, file).problems == []


def test_coders_who_differ_are_kept_and_told(base_file: Path, tmp_path: Path) -> None:
    load(base_file, sheet(base_file, tmp_path / "a.csv", lambda row: {"decision": "accept"}))
    second = sheet(
        base_file, tmp_path / "b.csv",
        lambda row: {"decision": "reject" if row["text"] == "90%以上" else "accept"}, coder="乙",
    )  # fmt: skip
    assert load(base_file, second).conflicts == 1
    disputed = fact(base_file, "90%以上")
    assert disputed and disputed["reviewed"] == "disputed: 乙 reject, 甲 accept"
    (conflict,) = status(base_file, "conflict")
    assert conflict["text"] == "90%以上" and "乙 reject" in conflict["detail"]
    whole = next(row for row in status(base_file, "agreement") if row["kind"] == "all")
    assert whole["coders"] == "乙, 甲" and 0 < whole["agreement"] < 1 and whole["kappa"] == 0
    third = sheet(base_file, tmp_path / "c.csv", on("90%以上", decision="reject"), coder="丙")
    load(base_file, third)
    assert fact(base_file, "90%以上") is None  # two of three


def test_a_base_open_for_questions_takes_decisions(base_file: Path, tmp_path: Path) -> None:
    file = sheet(base_file, tmp_path / "s.csv", on("90%以上", decision="correct", correct_value="85"))
    with KnowledgeBase(base_file) as base:
        assert base.compare(["县域就诊率"])["value"].tolist()[0] == 90
        assert base.review_export(tmp_path / "x.xlsx", kind="measure", sample="random", limit=2) == 2
        bad = base.review_import(file, date=DAY)
        assert len(bad) == 0 and bad.attrs["kept"] == 1
        assert base.compare(["县域就诊率"])["value"].tolist()[0] == 85


def test_status_without_reviews_counts_facts_only(base_file: Path) -> None:
    with KnowledgeBase(base_file) as base:
        rows = base.review_status()
    assert set(rows["what"]) == {"precision"} and rows["reviewed"].sum() == 0 and rows["precision"].isna().all()


DECIDED = st.tuples(st.sampled_from("甲乙丙"), st.integers(1, 28), st.sampled_from(["accept", "correct", "reject"]))


@given(st.lists(DECIDED, min_size=1, max_size=8, unique_by=lambda one: one[:2]), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(decided: list[tuple[str, int, str]], chance: Any) -> None:
    def verdict(arrived: list[tuple[str, int, str]]) -> str:
        return settle_verdict(
            {"review_id": n, "coder": coder, "date": read_day(f"2026-03-{day}"), "decision": decision,
             "correction": {"value": day} if decision == "correct" else {}, "reading": {}}
            for n, (coder, day, decision) in enumerate(arrived)
        ).reviewed  # fmt: skip

    other = list(decided)
    chance.shuffle(other)
    assert verdict(decided) == verdict(other)


def test_applying_again_changes_nothing(base_file: Path, tmp_path: Path) -> None:
    choices = itertools.cycle(["accept", "reject"])
    load(base_file, sheet(base_file, tmp_path / "s.csv", lambda row: {"decision": next(choices)}))

    def state(db: sqlite3.Connection) -> str:
        return digest(db)

    with writing(base_file) as db:
        before = state(db)
        with transaction(db):
            apply_reviews(db)
        for (name,) in db.execute("SELECT name FROM sources").fetchall():
            with transaction(db):
                apply_reviews(db, name)
        assert state(db) == before


def test_an_import_that_fails_leaves_one_plain_file(base_file: Path) -> None:
    with pytest.raises(ValueError, match="stopped"), writing(base_file):
        raise ValueError("stopped")
    with KnowledgeBase(base_file) as base:
        base.search("县")
        assert sorted(path.name for path in base_file.parent.glob(f"{base_file.name}-*")) == []
