"""Every question that a knowledge base answers, put to two stores: the rows must be the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import kb
from kb.answers import views

Question = Callable[[kb.KnowledgeBase], Any]
# "payment by health insurance", "70 %", "visits", a stop, an abbreviation, …
WORDS = ("医保支付", "醫保", "70%", "就诊", "，", "县", "牵头 配合", "教共体", "（", "2026年", "“", "没有这样的话")


def questions(ids: dict[str, str]) -> Iterator[tuple[str, Question]]:
    """(name, question) of each kind; ``ids`` has a provision, a plan and a fact."""
    places = ["13", "43", "36", "51", "52", "37"]
    for word in WORDS:
        yield f"search {word}", lambda base, word=word: base.search(word, limit=None)
        yield f"first {word}", lambda base, word=word: base.search(word, limit=5)
        yield f"facets {word}", lambda base, word=word: base.facets(word)
    narrow: dict[str, Any] = {"year": [2025, 2026], "has": ["target"], "level": "county"}
    yield "narrowed", lambda base: base.search("县", limit=None, **narrow)
    yield "narrowed by topic", lambda base: base.search("的", topic="医保支付", limit=None)
    yield "narrowed by place", lambda base: base.search("县", place="13", limit=None)
    yield "by kind", lambda base: base.search("县", kind=["plan", "report"], limit=None)
    yield "expert", lambda base: base.search('(医保 OR 教育) NOT "财政"', expert=True, limit=None)
    yield "kwic", lambda base: base.kwic("就诊率", order="left")
    for kind in (None, "measure", "date", "role"):
        yield f"facts {kind}", lambda base, kind=kind: base.facts(kind=kind)
    yield "facts of a year", lambda base: base.facts(year=2026)
    for name in ("plans", "provisions", "report", "timeline", "roles", "reuse", "attainment", "review_status"):
        yield name, lambda base, name=name: getattr(base, name)()
    yield "plans of a place", lambda base: base.plans(place="13")
    yield "roles of a topic", lambda base: base.roles(topic="医保支付", role="lead")
    yield "compare", lambda base: base.compare()
    yield "compare two", lambda base: base.compare(["地区生产总值增速", "县域就诊率"], status=["target", "actual"])
    yield "compare a place", lambda base: base.compare("县域就诊率", place="13", year=[2025, 2026])
    yield "compare topics", lambda base: base.compare(topic="医保支付")
    yield "compare words", lambda base: base.compare(topic="就诊率")
    yield "compare roles", lambda base: base.compare(role="lead")
    yield "changes", lambda base: base.changes("13", 2025, 2026)
    yield "copies", lambda base: base.copies(places, of=places)
    yield "lacking", lambda base: base.lacking("医保", kind="plan")
    yield "instruments", lambda base: base.instruments()
    yield "tools counted", lambda base: base.instruments(count=True)
    for what in ("indicators", "topics", "places", "offices", "years"):
        yield f"holds {what}", lambda base, what=what: base.holds(what)
    yield "citations", lambda base: base.cite(base.search("医保"))
    yield "review sheet", lambda base: base.review_sheet(sample="uncertain", limit=20)
    for what, identity in ids.items():
        yield f"show {what}", lambda base, identity=identity: base.show(identity)
    yield "evidence", lambda base: views.show_evidence(base, ids["fact"]).html
    yield "plan page", lambda base: views.show_plan(base, ids["plan"]).html
    yield "provision page", lambda base: views.show_provision(base, ids["provision"]).html
    yield "comparison page", lambda base: views.show_comparison(base, base.compare()).html
    yield "sql", lambda base: base.sql("SELECT kind, count(*) AS n FROM facts GROUP BY kind ORDER BY kind")


def find_ids(base: kb.KnowledgeBase) -> dict[str, str]:
    """A provision, a plan and a fact of a base."""
    fact = base.facts(kind="measure").iloc[0]
    return {"provision": fact["provision_id"], "plan": fact["plan_id"], "fact": fact["fact_id"]}


def plain(answer: Any) -> Any:
    """An answer as lists and dicts, so that two can be compared to the last bit."""
    return answer.to_dict("records") if hasattr(answer, "to_dict") else answer
