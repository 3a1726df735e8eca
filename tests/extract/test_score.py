"""Our scores are those of the tool beside the project, on the annotated facts and on any spoiling of them."""

import importlib.util
import json
import random

import pytest

from extract.score import CORE, KINDS, Rates, format_scores, pair_facts, score_facts


def fact(start, end, kind="date", **fields):
    return {"source": "a.txt", "kind": kind, "start": start, "end": end, **fields}


def test_counts_of_found_exact_and_full():
    gold = [fact(0, 4, type="point", edtf="2024"), fact(10, 14, type="point", edtf="2025"), fact(20, 24, type="point")]
    guess = [
        fact(0, 4, type="point", edtf="2024"),
        fact(11, 14, type="deadline", edtf="2025"),
        fact(40, 44, type="point"),
    ]
    score = score_facts(gold, guess).of("date")
    assert (score.gold, score.predicted) == (3, 3)
    assert (score.found, score.exact) == (Rates(0.6667, 0.6667, 0.6667), Rates(0.3333, 0.3333, 0.3333))


def test_optional_facts_may_be_missed_and_found():
    gold = [fact(0, 4, type="point", edtf="2024", optional=True)]
    assert score_facts(gold, []).of("date").gold == 0
    assert score_facts(gold, [fact(0, 4, type="point", edtf="2024")]).of("date").exact.f1 == 1.0


def test_predictions_outside_the_ranges_do_not_count():
    ranges = [{"source": "folder/a.txt", "start": 0, "end": 10}]
    score = score_facts([fact(0, 4)], [fact(0, 4), fact(10, 12)], ranges=ranges).of("date")
    assert (score.predicted, score.exact.f1) == (1, 1.0)


def test_best_overlap_is_paired_first():
    assert pair_facts([fact(0, 10)], [fact(0, 6), fact(0, 9)], "date") == [(0, 1)]


def test_writings_of_one_value_are_one():
    gold = [fact(0, 4, "measure", value=5, unit="%", comparator="=", indicator="就诊率")]
    guess = [fact(0, 4, "measure", value=5.0, unit="％", comparator="=", value_max=None, indicator="基层就诊率")]
    assert score_facts(gold, guess).of("measure").full.f1 == 1.0


def test_lines_name_levels_and_mistakes():
    text = format_scores(score_facts([fact(0, 4, text="今年")], []), kind="date", errors=5)
    assert text.splitlines()[0].startswith("date     gold    1 predicted    0  found P 0.000 R 0.000 F1 0.000")
    assert text.splitlines()[1].startswith("  missed date a.txt: gold [0:4] 今年")


@pytest.fixture(scope="module")
def tool(shared):
    spec = importlib.util.spec_from_file_location("score_facts", shared / "tools" / "score_facts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoil(rows, chance):
    """Some facts lost, moved, changed, doubled."""
    spoiled = []
    for row in rows:
        row = dict(row)
        if chance.random() < 0.1:
            continue
        if chance.random() < 0.3:
            row["start"] += chance.randrange(-3, 3)
            row["end"] = max(row["start"] + 1, row["end"] + chance.randrange(-3, 3))
        if chance.random() < 0.3:
            row[chance.choice(CORE[row["kind"]])] = chance.choice([None, 1, 5.0, "%", "=", "2024", "lead", "point", ""])
        if chance.random() < 0.1:
            row["kind"] = chance.choice(KINDS)
        spoiled += [row] * chance.choice([1, 1, 1, 1, 2])
    chance.shuffle(spoiled)
    return spoiled


@pytest.mark.parametrize("seed", range(12))
def test_same_as_the_tool(shared, tool, seed):
    gold = [json.loads(line) for line in (shared / "gold" / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    ranges = [json.loads(line) for line in (shared / "gold" / "ranges.jsonl").read_text(encoding="utf-8").splitlines()]
    guess = spoil(gold, random.Random(seed)) if seed else gold
    for limits in (None, ranges[::2]):
        theirs, mistakes = tool.score(gold, guess, limits)
        ours = score_facts(gold, guess, ranges=limits)
        for kind in KINDS:
            score = ours.of(kind)
            levels = {
                level: {"p": rates.precision, "r": rates.recall, "f1": rates.f1}
                for level, rates in (("found", score.found), ("exact", score.exact), ("full", score.full))
            }
            assert {"gold": score.gold, "predicted": score.predicted, **levels} == theirs[kind]
        assert [(m.kind, m.what, m.source) for m in ours.mistakes] == [mistake[:3] for mistake in mistakes]
