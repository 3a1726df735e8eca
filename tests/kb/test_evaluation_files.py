"""Evaluation without a knowledge base: annotated files are read where they lie."""

import json
import pathlib

import pytest

from corpus.errors import QueryError
from kb.evaluation import evaluate_base

TEXT = "造林方案\n\n一、目标\n到2026年底，造林面积达到3万亩。\n"  # plant 30,000 mu of forest by the end of 2026


def test_files_beside_the_annotation_are_read(tmp_path: pathlib.Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "gold").mkdir()
    (tmp_path / "plans" / "a.txt").write_text(TEXT, encoding="utf-8")
    at = TEXT.index("到2026年底")
    fact = {"source": "a.txt", "kind": "date", "start": at, "end": at + 7, "type": "deadline", "edtf": "2026-12"}
    gold = tmp_path / "gold" / "facts.jsonl"
    gold.write_text(json.dumps(fact, ensure_ascii=False), encoding="utf-8")
    scores = evaluate_base(tmp_path / "none.db", gold)
    assert next(one for one in scores.kinds if one.kind == "date").exact.f1 == 1


def test_nothing_at_hand_is_an_error(tmp_path: pathlib.Path) -> None:
    (tmp_path / "gold").mkdir()  # what lies beside its folder is looked through
    gold = tmp_path / "gold" / "facts.jsonl"
    gold.write_text('{"source": "b.txt", "kind": "date", "start": 0, "end": 1}', encoding="utf-8")
    with pytest.raises(QueryError, match=r"b\.txt"):
        evaluate_base(tmp_path / "none.db", gold)
