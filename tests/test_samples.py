"""The bundled plans: each file gives what ``corpus/samples/expected.json`` and ``cells.json`` say of it."""

from __future__ import annotations

import difflib
import json
import pathlib
import sqlite3

import pytest

from corpus.model import Document
from corpus.pipeline import read_plans
from extract.pipeline import extract_facts
from extract.scopes.jurisdiction import find_jurisdiction
from kb.build import build
from kb.questions.attainment import find_attainment
from kb.questions.compare import compare_indicators
from kb.store import connect_reader

SAMPLES = pathlib.Path(__file__).resolve().parents[1] / "corpus" / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
CELLS = json.loads((SAMPLES / "cells.json").read_text(encoding="utf-8"))
HEADER = ("title", "year", "kind", "number", "date")


@pytest.fixture(scope="module", params=sorted(EXPECTED))
def sample(request: pytest.FixtureRequest) -> tuple[dict, Document]:
    return EXPECTED[request.param], read_plans(SAMPLES / "plans" / request.param)


def test_every_sample_is_described() -> None:
    assert sorted(path.name for path in (SAMPLES / "plans").iterdir()) == sorted(EXPECTED)


def test_header(sample: tuple[dict, Document]) -> None:
    want, document = sample
    plan = document.plans[0]
    seen = {
        "plans": len(document.plans),
        "encoding": document.source.encoding,
        "place": find_jurisdiction(plan, document.source).code,
        "headings": [section.label for section in plan.sections],
        **{field: getattr(plan.header, field) for field in HEADER},
    }
    assert {key: seen[key] for key in want if key in seen} == {key: want[key] for key in want if key in seen}
    if "note" in want:
        assert want["note"] in [note.code for note in plan.notes]


def test_facts(sample: tuple[dict, Document]) -> None:
    want, document = sample
    facts = [fact for plan in document.plans for fact in extract_facts(plan)]
    measures = [(f.indicator or "", f.value, f.unit, f.comparator, f.status) for f in facts if f.kind == "measure"]
    for indicator, *rest in want.get("measures", ()):
        assert [m for m in measures if indicator in m[0] and list(m[1:]) == rest], (indicator, rest)
    dates = [[f.type, f.edtf] for f in facts if f.kind == "date"]
    assert [date for date in want.get("dates", ()) if date not in dates] == []
    roles = [[f.text, f.role] for f in facts if f.kind == "role"]
    assert [role for role in want.get("roles", ()) if role not in roles] == []


def test_the_frame_stays_out(sample: tuple[dict, Document]) -> None:
    want, document = sample
    text = "".join(plan.text for plan in document.plans)
    assert [words for words in want.get("absent", ()) if words in text] == []


def test_offsets_lead_back(sample: tuple[dict, Document]) -> None:
    _, document = sample
    for plan in document.plans:
        for fact in extract_facts(plan):
            assert plan.text[fact.start : fact.end] == fact.text
            start, end = plan.original_span(fact.start, fact.end)
            assert 0 <= start < end <= len(document.source.original)


def test_the_garbled_page_reads_as_it_was_written(sample: tuple[dict, Document]) -> None:
    want, document = sample
    if "truth" not in want:
        pytest.skip("not garbled")
    truth = (SAMPLES / "texts" / f"{want['truth']}.txt").read_text(encoding="utf-8")
    squeeze = str.maketrans("", "", " \u3000\n")
    ratio = difflib.SequenceMatcher(None, truth.translate(squeeze), document.text.translate(squeeze), autojunk=False)
    assert ratio.ratio() >= 0.995


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = tmp_path_factory.mktemp("samples") / "samples.db"
    build([SAMPLES / "plans"], path, workers=1)
    return connect_reader(path)


def test_targets_and_gaps(base: sqlite3.Connection) -> None:
    wanted = sorted({row[2] for row in CELLS["targets"] + CELLS["gaps"]})
    rows = {(r["place"], r["year"], r["indicator"]): r for r in compare_indicators(base, wanted)}
    seen = {key: [*key, row["value"], row["comparator"]] for key, row in rows.items()}
    assert [row for row in CELLS["targets"] if seen.get(tuple(row[:3])) != row] == []
    gaps = {key: [*key, row["gap"]] for key, row in rows.items()}
    assert [row for row in CELLS["gaps"] if gaps.get(tuple(row[:3])) != row] == []


def test_attainment(base: sqlite3.Connection) -> None:
    pairs = {
        (r["place"], r["year"], r["indicator"]): [r["target"], r["actual"], r["met"]] for r in find_attainment(base)
    }
    assert [row for row in CELLS["attainment"] if pairs.get(tuple(row[:3])) != row[3:]] == []
