"""``junxian serve``: what Datasette shows of a knowledge base, asked without a network."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import StoreError
from kb.build import build

pytest.importorskip("datasette", reason="Datasette is not installed: pip install 'junxian[serve]'")

import kb_fakes

from kb.serving.metadata import QUERIES
from kb.serving.plugin import holds_words, match_words, original_around
from kb.serving.server import make_datasette

HOSTILE = "青禾县2026年方案\n一、目标\n<script>alert(1)</script>满意率达到90%以上。\nhttps://example.com/x\n"


def ask(kb: Path, *paths: str) -> list[Any]:
    """The answers of one Datasette to several paths."""

    async def run() -> list[Any]:
        datasette = make_datasette(kb)
        await datasette.invoke_startup()
        return [await datasette.client.get(path) for path in paths]

    return asyncio.run(run())


def rows(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = json.loads(answer.text)
    return found


def test_every_page_opens_and_fetches_nothing_from_elsewhere(base_file: Path) -> None:
    tables = ("measures", "dates", "roles", "facts", "plans", "provisions", "sources", "reviews", "settled")
    paths = ["/", "/t", *(f"/t/{name}" for name in (*tables, *QUERIES))]
    for path, answer in zip(paths, ask(base_file, *paths), strict=True):
        assert answer.status_code == 200, path
        fetched = re.findall(r'(?:src=|<link[^>]*href=|url\()"?([^"\s)>]+)', answer.text)
        assert not [one for one in fetched if "//" in one.removeprefix("http://localhost/")], path


def test_the_first_page_says_where_the_questions_are(base_file: Path) -> None:
    first, base = ask(base_file, "/", "/t")
    assert "Open t for ready-made questions" in first.text and all(f"/t/{name}" in base.text for name in QUERIES)


def test_facets_count(base_file: Path) -> None:
    (answer,) = ask(base_file, "/t/measures.json?_size=0")
    facets = json.loads(answer.text)["facet_results"]
    assert set(facets) == {"indicator_id", "status", "place_name", "year"}
    assert sum(one["count"] for one in facets["status"]["results"]) == 3


def test_the_search_is_ours(base_file: Path) -> None:
    paths = [f"/t/search.json?words={words}&_shape=array" for words in ("醫保", "70%25", "PM2.5", "", '"', "总额 付费")]
    found = [len(rows(answer)) for answer in ask(base_file, *paths)]
    assert found[0] == 1 and found[1] == 1 and found[3] == 0 and found[5] == 1
    assert match_words(None) == match_words("") and not holds_words("", "医保") and holds_words("醫保", "医保")


def test_a_fact_links_to_its_evidence(base_file: Path) -> None:
    (compared,) = ask(base_file, "/t/compare.json?indicator=县域就诊率&status=&_shape=array")
    (cell,) = rows(compared)
    page, evidence = ask(base_file, "/t/measures", f"/t/evidence.json?fact_id={cell['fact_id']}&_shape=array")
    assert f"/t/evidence?fact_id={cell['fact_id'].replace(':', '%3A')}" in page.text
    (shown,) = rows(evidence)
    assert shown["sentence"] == "到2026年底前，县域就诊率达到90%以上。" and "⟦90%以上⟧" in shown["original_text"]
    assert original_around(None, 0, 1) is None


def test_nothing_in_a_document_acts(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(HOSTILE, encoding="utf-8")
    build([tmp_path / "in"], tmp_path / "t.db", make=kb_fakes.make, program="test", workers=1)
    for answer in ask(tmp_path / "t.db", "/t/measures", "/t/provisions", "/t/search?words=example"):
        assert "<script>alert" not in answer.text and 'href="https://example.com' not in answer.text


def test_nothing_can_be_written(base_file: Path) -> None:
    before = base_file.read_bytes()
    answers = ask(base_file, "/t?sql=delete+from+plans", "/t?sql=pragma+query_only=off", "/t.json?sql=select+1")
    assert [answer.status_code for answer in answers] == [400, 400, 200]
    assert base_file.read_bytes() == before


def test_a_correction_is_shown(base_file: Path, tmp_path: Path, make_base: Callable[..., Any]) -> None:
    from kb.base import KnowledgeBase
    from kb.review.decisions import import_sheets

    with KnowledgeBase(base_file) as base:
        fact = base.compare(["县域就诊率"]).iloc[0]["fact_id"]
    sheet = tmp_path / "s.csv"
    sheet.write_text(f"fact_id,decision,correct_value,coder,date\n{fact},correct,85,甲,2026-03-05\n", encoding="utf-8")
    import_sheets(base_file, [sheet], today="2026-03-05")
    (compared,) = ask(base_file, "/t/compare.json?indicator=县域就诊率&status=target&_shape=array")
    assert [(one["value"], one["reviewed"]) for one in rows(compared)] == [(85.0, "corrected: 甲")]


@pytest.mark.parametrize("name", ["方案 #1?x/t.db", "100%25/t.db", "青禾县.2026.db", "2026 #2?.db"])
def test_a_base_of_any_name(base_file: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "named" / name
    file.parent.mkdir(parents=True)
    shutil.copy(base_file, file)
    (first,) = ask(file, "/")
    (base,) = set(re.findall(r'<h2[^>]*><a href="(/[^"]+)"', first.text))
    measures, searched = ask(file, f"{base}/measures", f"{base}/search.json?words=医保&_shape=array")
    assert measures.status_code == 200 and len(rows(searched)) == 1
    (link, *_) = re.findall(r'<a href="([^"]+/evidence[^"]+)"', measures.text)
    assert "⟦" in ask(file, link)[0].text.replace("<mark>", "⟦")


def test_a_missing_base_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        make_datasette(tmp_path / "none.db")
