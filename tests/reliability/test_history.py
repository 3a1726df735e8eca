"""Any history of a folder and its base, kills included: the base is always what a fresh build would give."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from faults import HERE, committed, fake_build, leftovers, numbers, problems, text_of, whole
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kb.questions.filters import Filters
from kb.questions.search import ask, search_provisions
from kb.review.decisions import import_sheets
from kb.store import connect_reader

NAMES = st.sampled_from(["a.txt", "b.txt", "sub/c.txt", "县.txt", "d.txt"])
TEXTS = st.integers(0, 40).map(text_of) | st.sampled_from(
    ["", "坏\n", "青禾县方案\n一、目标\n巩固率达到９９%。\n", "云岭县\n"]
)
DECISIONS = st.sampled_from(["accept", "correct", "reject"])
DAY = "2026-03-05"
WORDS = st.sampled_from(["牵头", "总额打包", "99%", "９９%", "巩固率 县教育局", "床位数", "没有这个"])


DONE: Counter[str] = Counter()


@cache
def killer() -> subprocess.Popen[str]:
    """Where builds kill themselves: never a fork of pytest, which has threads."""
    command = [sys.executable, str(HERE / "kill_once.py")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.kill)
    return process


def kill_once(folder: Path, base: Path, at: int) -> tuple[int, list[list[str]]]:
    """The exit status of a build that dies after that statement, and its diary."""
    process = killer()
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps([str(folder), str(base), at]) + "\n")
    process.stdin.flush()
    code, lines = json.loads(process.stdout.readline())
    return code, lines


class History(RuleBasedStateMachine):
    """A folder, a base, and what is known of both."""

    def __init__(self) -> None:
        super().__init__()
        self._place = tempfile.TemporaryDirectory(prefix="junxian-history-")
        self.root = Path(self._place.name)
        self.folder, self.base = self.root / "in", self.root / "k.db"
        self.files: dict[str, str] = {}
        self.built: dict[str, str] | None = None  # what the base must hold, when that is certain
        self.decided = 0  # decisions of researchers that it must hold for good

    @initialize()
    def begin(self) -> None:
        self.folder.mkdir()

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.files[name] = text

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        (self.folder / name).unlink()
        del self.files[name]

    @precondition(lambda self: len(self.files) > 1)
    @rule(data=st.data())
    def copy(self, data: st.DataObject) -> None:
        """The same text under another name."""
        name = data.draw(st.sampled_from(sorted(self.files)))
        self.write("copy.txt", self.files[name])

    @rule()
    def build(self) -> None:
        DONE["builds"] += 1
        report = fake_build(self.folder, self.base)
        assert sum(report.states.values()) == report.found == len(self.files)
        self.built = dict(self.files)
        fresh = self.root / "fresh.db"
        fresh.unlink(missing_ok=True)
        fake_build(self.folder, fresh)
        if self.decided:  # a fresh base with the same decisions
            import_sheets(fresh, [self.base], today=DAY)
        assert whole(self.base) == whole(fresh)
        assert leftovers(self.base) == [] and problems(self.base) == []

    @rule(at=st.integers(1, 120))
    def build_and_kill(self, at: int) -> None:
        before = committed(self.base)
        code, lines = kill_once(self.folder, self.base, at)
        assert code in (0, -9), lines
        DONE["kills"] += code != 0
        unchanged = {name for name, text in self.files.items() if self.built and self.built.get(name) == text}
        held = committed(self.base)
        assert {one for one in before if one[0] in unchanged} <= held
        assert set(numbers(lines, "done")) <= {name for name, _ in held}
        if held:
            assert problems(self.base) == []
        self.built = self.built if code else dict(self.files)
        if code and self.built is not None:  # some of the changes may be in: only what did not change is sure
            self.built = {name: text for name, text in self.built.items() if name in unchanged}

    @precondition(lambda self: self.base.exists() and self.built == self.files)
    @rule(pick=st.integers(0, 60), decision=DECISIONS, coder=st.sampled_from("甲乙丙"))
    def review(self, pick: int, decision: str, coder: str) -> None:
        db = connect_reader(self.base)
        try:
            facts = db.execute("SELECT fact_id, text FROM measure_facts ORDER BY fact_id").fetchall()
        finally:
            db.close()
        if not facts:
            return
        fact, text = facts[pick % len(facts)]
        sheet = self.root / "sheet.csv"
        lines = ["fact_id,kind,text,decision,correct_value", f"{fact},measure,{text},{decision},"]
        sheet.write_text("\n".join(lines) + ("12" if decision == "correct" else "") + "\n", encoding="utf-8")
        outcome = import_sheets(self.base, [sheet], coder=coder, today=DAY)
        assert outcome.kept + outcome.repeated == 1 and not outcome.problems, outcome
        self.decided += outcome.kept
        DONE["decisions"] += outcome.kept
        assert problems(self.base) == []
        shown = self._one("SELECT value FROM measures WHERE fact_id = ?", fact)
        verdict = self._one("SELECT decision FROM settled WHERE fact_id = ?", fact)
        assert verdict is not None
        assert (shown is None) == (verdict == "rejected") and (verdict != "corrected" or shown == 12)

    def _one(self, sql: str, *values: str) -> object:
        db = connect_reader(self.base)
        try:
            row = db.execute(sql, values).fetchone()
        finally:
            db.close()
        return row[0] if row else None

    @invariant()
    def no_decision_is_lost(self) -> None:
        if self.decided:
            assert self._one("SELECT count(*) FROM reviews") == self.decided

    @precondition(lambda self: self.base.exists() and self.built == self.files)
    @rule(typed=WORDS)
    def query(self, typed: str) -> None:
        db = connect_reader(self.base)
        try:
            got = {row["provision_id"] for row in search_provisions(db, ask(db, typed, Filters()), limit=None)}
            plain = [(row[0], row[1]) for row in db.execute("SELECT provision_id, text FROM provisions")]
        finally:
            db.close()
        DONE["queries"] += 1
        words = [word.replace("９", "9") for word in typed.split()]
        assert got == {one for one, text in plain if all(word in text.replace("９", "9") for word in words)}

    def teardown(self) -> None:
        self._place.cleanup()


def run(examples: int, steps: int) -> None:
    DONE.clear()
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
        ),
    )  # fmt: skip


def told(examples: int, steps: int, record: Callable[[str, object], None]) -> None:
    run(examples, steps)
    record("histories", examples)
    for what, count in sorted(DONE.items()):
        record(what, count)
    record("lost", 0)


def test_histories(record_property: Callable[[str, object], None]) -> None:
    told(5, 8, record_property)


@pytest.mark.long
def test_many_histories(record_property: Callable[[str, object], None]) -> None:
    told(150, 25, record_property)
