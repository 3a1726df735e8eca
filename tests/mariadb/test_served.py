"""A published knowledge base answers as its file does: every question, every word, whole or over shards."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import same

import kb
from corpus.errors import QueryError
from kb.index.grams import fold
from kb.questions.filters import NOTHING_FILTERED
from kb.questions.search import ask, count_provisions, search_provisions

pytestmark = pytest.mark.enable_socket  # to servers of their own, on loopback
WAYS = ("one", "spread")


@pytest.mark.parametrize("way", WAYS)
def test_every_question_has_the_rows_of_the_file(way: str, served: dict[str, str], plans_file: Path) -> None:
    with kb.open(plans_file) as file, kb.open(served[way]) as base:
        for name, question in same.questions(same.find_ids(file)):
            wanted, found = same.plain(question(file)), same.plain(question(base))
            assert repr(found) == repr(wanted), name
            assert wanted is not None


def queries(texts: list[str]) -> Iterator[str]:
    """Words of 1 to 6 characters out of the texts, and some that matter."""
    yield from ("70%", "PM2.5", "ＰＭ２．５", "7", "％", "。", "医", "末尾的词", '"', "\\", "“", "+医", "*", "医\n疗")
    dice = random.Random(11)
    for _ in range(120):
        text = dice.choice(texts)
        at = dice.randrange(len(text))
        yield text[at : at + dice.randint(1, 6)]


@pytest.mark.parametrize("way", WAYS)
def test_search_is_complete(way: str, odd_served: dict[str, str], odd_file: Path, odd_texts: list[str]) -> None:
    folded = [fold(text).replace("\0", " ") for text in odd_texts]
    asked_for = 0
    with kb.open(odd_served[way]) as base, kb.open(odd_file) as file, base.limited() as db:
        for query in queries(odd_texts):
            asked = ask(db, query, NOTHING_FILTERED)
            words = [word.text for word in asked.query.words]
            if not words or "quotes" in asked.notes:
                continue
            asked_for += 1
            truth = {n for n, text in enumerate(folded) if all(word in text for word in words)}
            found = {int(row["provision_id"].partition("/")[2]) for row in search_provisions(db, asked, limit=None)}
            assert found == truth, query
            assert count_provisions(db, asked) == len(truth), query
            if asked_for % 10 == 0:
                first = same.plain(file.search(query, limit=5))
                assert [row["provision_id"] for row in search_provisions(db, asked, limit=5)] == [
                    row["provision_id"] for row in first
                ], query
    assert asked_for > 100


@pytest.mark.parametrize("way", WAYS)
def test_expert_queries(way: str, odd_served: dict[str, str], odd_texts: list[str]) -> None:
    with kb.open(odd_served[way]) as base:
        found = base.search("(医 OR 70%) NOT 县 NOT 。", expert=True, limit=None)
        texts = [fold(text) for text in odd_texts]
        truth = [t for t in texts if ("医" in t or "70%" in t) and "县" not in t and "。" not in t]
        assert len(found) == len(truth) > 5
        facets = base.facets("医")
        counts = facets[facets["facet"] == "province"].set_index("value")["count"]
        assert counts.sum() == sum("医" in t for t in texts)
        assert set(counts.index) == {"13 河北省", "41 河南省", "44 广东省", "51 四川省", ""}


def test_the_statement_shown_gives_the_rows(odd_served: dict[str, str]) -> None:
    from kb.questions.search import write_sql

    for address in odd_served.values():
        with kb.open(address) as base:
            with base.limited() as db:
                sql = write_sql(ask(db, "医 70%", NOTHING_FILTERED), db)
            assert set(base.sql(sql)["provision_id"]) == set(base.search("医 70%", limit=None)["provision_id"])


def test_values_with_signs_that_mean_something(served: dict[str, str]) -> None:
    with kb.open(served["spread"]) as base:
        odd = "a'b\"c\\d%s?:x -- \n\x1a医"
        assert base.sql("SELECT ? AS said, 'it''s 100%?' AS other", [odd]).iloc[0].tolist() == [odd, "it's 100%?"]
        assert base.facts(kind="measure", limit=3).shape[0] == 3


def test_sql_of_ones_own_gives_all_rows_or_an_error(served: dict[str, str]) -> None:
    """Functions that Spider hands to its shards wrongly are refused; the others give the rows of one server."""
    tried = ("p.text LIKE '%县%'", "replace(p.text, '县', '') <> p.text", "p.text REGEXP '[0-9]+%'", "p.has & 2 = 2",
             "substr(p.place, 1, 2) = '13'", "p.topic IS NULL", "upper(p.text) <> p.text", "p.has IN (1, 3)",
             "coalesce(p.topic, '') = ''", "p.place || 'x' > '4'", "char_length(p.text) > 60", "p.has BETWEEN 1 AND 3",
             "CASE WHEN p.has > 2 THEN 1 ELSE 0 END = 1", "substring_index(p.provision_id, '/', 1) < '8'")  # fmt: skip
    with kb.open(served["one"]) as one, kb.open(served["spread"]) as spread:
        for condition in tried:
            sql = f"SELECT p.provision_id FROM provisions p WHERE {condition} ORDER BY 1"
            assert same.plain(spread.sql(sql)) == same.plain(one.sql(sql)), condition
        for condition in ("instr(p.text, '县')", "LOCATE ('县', p.text) > 0", "p.text LIKE '%70|%%' ESCAPE '|'"):
            with pytest.raises(QueryError, match="the shards would read otherwise"):
                spread.sql(f"SELECT p.provision_id FROM provisions p WHERE {condition}")


def test_two_answers_at_once(served: dict[str, str]) -> None:
    with kb.open(served["one"]) as base, base.limited() as db:
        first = db.execute("SELECT provision_id FROM provisions ORDER BY number")
        start = [next(iter(first)) for _ in range(2)]
        assert db.execute("SELECT count(*) FROM plans").fetchone()[0] >= 20
        assert len(start) + len(first.fetchall()) == db.execute("SELECT count(*) FROM provisions").fetchone()[0]


def test_repr_tells_where_without_the_password(served: dict[str, str]) -> None:
    with kb.open(served["one"]) as base:
        assert re.search(r"mysql://reader@127\.0\.0\.1:\d+/plans", repr(base))
        assert "me" not in repr(base.path) and "re:ad" not in repr(base)
