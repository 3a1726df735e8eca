"""Roles against the annotated passages, through the whole pipeline; the floors only ever rise."""

import dataclasses
import importlib.util
import json
import pathlib

import pytest

from corpus.pipeline import read_plans
from extract.roles import RoleContext, find_roles

OWN = pathlib.Path(__file__).resolve().parents[1] / "gold_own"
FOLDERS = ("plans", "counties", "provinces", "pages", "garbled")


def _rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def find(shared):
    """Roles of one shared file with offsets into its original text, each file read once."""
    cache = {}

    def of(name):
        if name not in cache:
            path = next(path for folder in FOLDERS if (path := shared / folder / name).exists())
            cache[name] = [
                {**dataclasses.asdict(role), "source": name, "start": span[0], "end": span[1]}
                for plan in read_plans(path).plans
                for role in find_roles(plan.text, RoleContext.of(plan))
                for span in [plan.original_span(role.start, role.end)]
            ]
        return cache[name]

    return of


@pytest.fixture(scope="module")
def score(shared):
    """The scorer that the gold comes with."""
    spec = importlib.util.spec_from_file_location("score_facts", shared / "tools" / "score_facts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score


def _scores(find, score, gold, ranges):
    guesses = [row for name in sorted({row["source"] for row in ranges}) for row in find(name)]
    sources = {row["source"] for row in ranges}
    return score([row for row in gold if row["kind"] == "role" and row["source"] in sources], guesses, ranges)[0][
        "role"
    ]


def test_shared_gold(shared, find, score):
    scores = _scores(find, score, _rows(shared / "gold/facts.jsonl"), _rows(shared / "gold/ranges.jsonl"))
    assert scores["exact"]["f1"] >= 0.95 and scores["full"]["f1"] >= 0.95


def test_our_own_passages(find, score):
    gold = [row for path in OWN.glob("*.role.jsonl") if path.name != "ranges.role.jsonl" for row in _rows(path)]
    scores = _scores(find, score, gold, _rows(OWN / "ranges.role.jsonl"))
    assert scores["exact"]["p"] >= 0.93 and scores["exact"]["r"] >= 0.93


def test_reports_are_not_flooded(shared):
    # Work reports are exposition: seven in a hundred thousand characters is what careful reading leaves.
    for folder in ("counties", "provinces"):
        texts = [path.read_text("utf-8") for path in sorted((shared / folder).glob("*.txt"))]
        found = sum(len(find_roles(text)) for text in texts)
        assert found <= 20 * sum(map(len, texts)) / 100_000
